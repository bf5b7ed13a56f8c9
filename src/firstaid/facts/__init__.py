"""Medical facts and their sources, each once."""
