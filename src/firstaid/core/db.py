"""The database: one request, one transaction; nothing else in the product commits."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlmodel import Session, create_engine

BUSY_SECONDS = 5
POOL_SIZE = 40  # equals the web server's threads: with fewer, requests wait for each other for ever
OVERFLOW = 8  # for those who read before they take their turn (a password being checked), and the runner
SOUND_WAL = ((3, 51, 3), (3, 50, 7), (3, 44, 6))  # SQLite releases without the WAL-reset bug (sqlite.org/wal.html)


def sqlite_library() -> ModuleType:
    """The SQLite that is used: the wheel's own where there is one, else Python's."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - not on every platform
    except ImportError:
        return sqlite3
    return dbapi2  # type: ignore[no-any-return] # the wheel carries no types


def wal_is_sound(version: tuple[int, ...]) -> bool:
    """Whether this SQLite keeps every committed row in WAL mode; the back-ports stay in their own line."""
    newest, *backports = SOUND_WAL
    return version >= newest or any(version[:2] == line[:2] and version >= line for line in backports)


class Database:
    """An engine, and the rule that in one process one writer writes at a time on SQLite."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)
        self.writer = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that may write; committed when the block ends well."""
        with self.writing(), self.session() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that the database itself keeps from writing."""
        with Session(self.engine.execution_options(read_only=True)) as session:
            yield session

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Commit, or roll back and then write what must be remembered of the refusal."""
        with Session(self.engine) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                _remember(self, session.info.pop("after_rollback", []))
                raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the pen: waiting for a lock in turn is 50 times kinder than ten threads on the busy timeout."""
        if not self.is_sqlite:
            yield
            return
        with self.writer:
            yield

    def dispose(self) -> None:
        self.engine.dispose()


def after_rollback(session: Session, write: Callable[[Session], None]) -> None:
    """Have `write` run in a transaction of its own if this one is refused (a wrong password is remembered)."""
    session.info.setdefault("after_rollback", []).append(write)


def may_write(session: Session) -> bool:
    """Whether this session was opened for writing; only then may it lock rows (SELECT … FOR UPDATE)."""
    return not session.get_bind().get_execution_options().get("read_only", False)


def _remember(database: Database, writes: list[Callable[[Session], None]]) -> None:
    if writes:
        with Session(database.engine) as session:
            for write in writes:
                write(session)
            session.commit()


def _sqlite_engine(url: str) -> Engine:
    library = sqlite_library()
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        module=library,
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=OVERFLOW,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )
    journal = "WAL" if wal_is_sound(library.sqlite_version_info) else "DELETE"

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
        for pragma in (f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, pool_size=POOL_SIZE, max_overflow=OVERFLOW, pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("read_only", False):
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return engine
