"""What is read out of the database, row by row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlmodel import SQLModel


@contextmanager
def loaded(kind: type[SQLModel]) -> Iterator[list[Any]]:
    """Every row of this kind that is read meanwhile."""
    found: list[Any] = []

    def note(row: Any, _context: Any) -> None:
        found.append(row)

    event.listen(kind, "load", note)
    try:
        yield found
    finally:
        event.remove(kind, "load", note)
