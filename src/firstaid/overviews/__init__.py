"""Read-only pages that need several domains at once."""
