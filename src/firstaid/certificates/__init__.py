"""Issue, print, number and verify certificates."""
