"""Run by Alembic: our metadata, batch mode for SQLite, one transaction."""

from typing import Literal

from alembic import context

from firstaid.app.tables import metadata
from firstaid.core.tables import Instant, WallClock


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types by their short names; all others as Alembic does."""
    ours = kind == "type" and isinstance(item, Instant | WallClock)
    return f"{type(item).__name__}()" if ours else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
context.run_migrations()
