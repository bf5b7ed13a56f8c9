"""Who did what, kept for ever: append-only, chained by one sealer."""
