"""Hands-on tests: skill sheets graded step by step."""
