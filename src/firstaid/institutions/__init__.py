"""Kindergartens, the centres that oversee them, their staff, and who may act for whom."""
