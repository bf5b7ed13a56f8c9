"""Whose rules apply: hours, pass marks, validity, numbering."""
