"""HTTP and HTML: knows nothing of first aid."""
