"""Settings, database, clock, ids, errors, words, outbox, files: knows nothing of HTTP."""
