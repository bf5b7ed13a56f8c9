"""A first-aid training and certification platform."""
