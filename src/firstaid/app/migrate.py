"""Bring the database to the newest revision, then load the shipped content."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from firstaid.app import content
from firstaid.app.tables import metadata
from firstaid.core.db import Database

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


def migrate(database: Database, *, at: datetime) -> None:
    """Migrations in one transaction, content in another; running it again changes nothing."""
    with database.writing(), database.engine.begin() as connection:
        alembic = config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")
    with database.transaction() as session:
        content.load(session, at=at)


def is_current(database: Database) -> bool:
    """Whether the database is at the newest revision."""
    with database.engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    return at == ScriptDirectory.from_config(config()).get_current_head()


def differences(database: Database) -> list[object]:
    """What the tables in code have that the migrated database has not, or the other way round."""
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))
