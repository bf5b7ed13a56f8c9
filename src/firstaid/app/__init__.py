"""The web front door: knows every domain."""
