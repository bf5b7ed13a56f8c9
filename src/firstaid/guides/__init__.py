"""The guides: how each reader does her tasks, written in docs/guides and shown under Help."""
