"""firstaid doctor: what is there, what is missing, what to type."""

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import typer
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from firstaid.cli.opened import chosen_settings, opened
from firstaid.core.db import Database, sqlite_library, wal_is_sound

LEAST_SPACE = 1024**3


@dataclass(frozen=True)
class Finding:
    """One part looked at: is it there, what was seen, what to type if it is not."""

    part: str
    well: bool
    seen: str
    type_this: str = ""


def doctor() -> None:
    """Look at every part this installation needs; ends with 1 if one is missing."""
    with opened() as database:
        findings = [*_python(), *_space(), *_database(database), *_pdf(), *_content()]
    for finding in findings:
        typer.echo(f"{'ok ' if finding.well else 'NO '} {finding.part}: {finding.seen}")
        if not finding.well and finding.type_this:
            typer.echo(f"    type: {finding.type_this}")
    raise typer.Exit(not all(finding.well for finding in findings))


def _python() -> Iterator[Finding]:
    yield Finding("Python", sys.version_info >= (3, 11), platform.python_version(), "sudo apt-get install -y python3")


def _space() -> Iterator[Finding]:
    folder = chosen_settings().data.absolute()
    free = shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists())).free
    yield Finding("disk", free > LEAST_SPACE, f"{free / LEAST_SPACE:.1f} GiB free where the data lies")


def _database(database: Database) -> Iterator[Finding]:
    if database.is_sqlite:
        library = sqlite_library()
        sound = wal_is_sound(library.sqlite_version_info)
        journal = (
            "write-ahead journal" if sound else "rollback journal, because this one's write-ahead journal has a fault"
        )
        yield Finding("SQLite", True, f"{library.sqlite_version}, {journal}")
    yield from _revision(database)


def _revision(database: Database) -> Iterator[Finding]:
    from firstaid.app.migrate import is_current  # noqa: PLC0415 - alembic is slow to import

    try:
        current = is_current(database)
    except SQLAlchemyError as problem:
        yield Finding("database", False, f"cannot be reached ({type(problem).__name__})", "check FIRSTAID_DATABASE_URL")
        return
    yield Finding("database", current, "up to date" if current else "older than this release", "firstaid migrate")
    if current:
        yield from _jobs(database)
        yield from _ledger(database)


def _jobs(database: Database) -> Iterator[Finding]:
    with database.reading() as session:
        failed = session.exec(text("SELECT count(*) FROM job WHERE state = 'failed'")).scalar()  # type: ignore[call-overload] # plain SQL
    yield Finding("jobs", not failed, f"{failed} given up" if failed else "none given up")


def _ledger(database: Database) -> Iterator[Finding]:
    from firstaid.ledger.queries import first_broken_place  # noqa: PLC0415 - only looked at once there is a database

    with database.reading() as session:
        broken = first_broken_place(session)
    yield Finding("ledger", broken is None, f"broken at entry {broken}" if broken else "its chain holds")


def _pdf() -> Iterator[Finding]:
    try:
        import weasyprint  # noqa: PLC0415 - whether it can be imported is the question
    except OSError as problem:
        yield Finding(
            "PDF",
            False,
            str(problem).splitlines()[0],
            "sudo apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0",
        )
        return
    yield Finding("PDF", True, f"WeasyPrint {weasyprint.__version__}")
    from firstaid.certificates.faces import WIDE  # noqa: PLC0415 - beside the printer it belongs to

    yield Finding("font for rare names", WIDE.exists(), str(WIDE.name), "sudo apt-get install -y fonts-lxgw-wenkai")


def _content() -> Iterator[Finding]:
    from firstaid.app.content_check import problems  # noqa: PLC0415 - needs every domain

    found = problems()
    yield Finding("content", not found, f"{len(found)} problems" if found else "sound", "firstaid content check")
