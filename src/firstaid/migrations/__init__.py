"""How the database came to be what it is: Alembic revisions, for both engines."""
