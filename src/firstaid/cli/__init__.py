"""The terminal's front door: knows every domain."""
