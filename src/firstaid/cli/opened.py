"""The settings and the database a command works with, or an end that says why there are none."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError

from firstaid.core.db import Database
from firstaid.core.settings import Settings, settings


def chosen_settings() -> Settings:
    """The settings, or an end with the reason they cannot be used."""
    try:
        return settings()
    except ValidationError as problem:
        for error in problem.errors():
            typer.echo(f"cannot start: {error['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from None


@contextmanager
def opened() -> Iterator[Database]:
    """The database, its connections closed when the command is done."""
    database = Database(chosen_settings().database)
    try:
        yield database
    finally:
        database.dispose()
