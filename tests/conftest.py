"""One story for every test: a database with the content and the cast in it, copied for each test."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

os.environ.setdefault("FIRSTAID_ENVIRONMENT", "development")
os.environ.setdefault("FIRSTAID_SECRET", "the-secret-of-the-tests-which-guards-nothing")

from cast import START, Cast, Clock, set_stage
from fastapi import FastAPI
from fastapi.testclient import TestClient
from postgres import Postgres
from sqlmodel import Session

from firstaid.accounts import asking
from firstaid.accounts.models import Person, SignInKind
from firstaid.accounts.service import open_sign_in
from firstaid.app.main import create_app
from firstaid.app.migrate import migrate
from firstaid.core.db import Database

ENGINE = os.environ.get("FIRSTAID_TEST_ENGINE", "sqlite")
Browse = Callable[..., TestClient]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres | None]:
    if ENGINE != "postgres":
        yield None
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root, the server runs as somebody else, who has to reach it
        server = Postgres(Path(folder))
        yield server
        server.stop()


@pytest.fixture(scope="session")
def stage(postgres: Postgres | None, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Cast]:
    """The database every test starts from, and the ids of those in it."""
    folder = tmp_path_factory.mktemp("stage")
    url = postgres.create("stage") if postgres else f"sqlite:///{folder}/stage.db"
    database = Database(url)
    migrate(database, at=START)
    with database.transaction() as session:
        cast = set_stage(session)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return url, cast


@pytest.fixture
def database(stage: tuple[str, Cast], postgres: Postgres | None, tmp_path: Path) -> Iterator[Database]:
    """A copy of the stage, this test's own."""
    name = f"t{uuid4().hex[:12]}"
    if postgres:
        url = postgres.create(name, template="stage")
    else:
        shutil.copyfile(stage[0].removeprefix("sqlite:///"), tmp_path / "firstaid.db")
        url = f"sqlite:///{tmp_path}/firstaid.db"
    opened = Database(url)
    yield opened
    opened.dispose()
    if postgres:
        postgres.drop(name)


@pytest.fixture
def cast(stage: tuple[str, Cast]) -> Cast:
    """The people and places, by name; ids only, so that no test changes another's."""
    return stage[1]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A look into the database, after or between requests; commit what you arrange."""
    with Session(database.engine.execution_options(read_only=True)) as looking:
        yield looking


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def app(database: Database, clock: Clock) -> FastAPI:
    return create_app(database, clock=clock, with_runner=False)


@pytest.fixture
def browse(app: FastAPI, database: Database, clock: Clock) -> Iterator[Browse]:
    """`browse(person_id)` is her browser, signed in; `browse(None)` a stranger's. `device=True`: joined by code."""
    opened: list[TestClient] = []

    def open_browser(person_id=None, *, language: str = "en", device: bool = False) -> TestClient:
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Accept-Language": language}
        client = TestClient(app, headers=headers, follow_redirects=False)
        if opened:
            client.portal = opened[0].portal  # one server has one event loop, however many browsers ask it at once
        else:
            client.__enter__()
        opened.append(client)
        if person_id is not None:
            kind = SignInKind.DEVICE if device else SignInKind.PASSWORD
            with database.transaction() as session:
                token = open_sign_in(session, person_id, kind, device="test", at=clock())
            client.cookies.set(asking.cookie_name(), token)
        return client

    yield open_browser
    if opened:
        opened[0].__exit__(None, None, None)


@pytest.fixture
def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return asking.getsockname()[1]


def person(session: Session, person_id) -> Person:
    return session.get_one(Person, person_id)


def local(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour)  # noqa: DTZ001 - wall-clock time, as planned
