"""An installation on its first day: an empty database, an issuer and her coordinator, and everybody's own browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cast import PASSWORD, START, Clock
from fastapi import FastAPI
from fastapi.testclient import TestClient
from journeys.browser import Browser
from postgres import Postgres

from firstaid.app.main import create_app
from firstaid.app.migrate import migrate
from firstaid.app.tasks import TASKS
from firstaid.core.db import Database
from firstaid.core.outbox import run_due
from firstaid.institutions.founding import found_issuer
from firstaid.institutions.models import Role
from firstaid.institutions.service import appoint


class House:
    """The installation, and whoever opens a browser to it."""

    def __init__(self, database: Database, app: FastAPI, client: TestClient, clock: Clock) -> None:
        self.database, self.app, self.clock = database, app, clock
        self._first = client

    def anybody(self, language: str = "en") -> Browser:
        """A browser that has never been here."""
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Accept-Language": language}
        client = TestClient(self.app, headers=headers, follow_redirects=False)
        client.portal = self._first.portal  # one server has one event loop, however many browsers ask it
        return Browser(client)

    def staff(self, login: str) -> Browser:
        """A browser in which somebody has signed in by her password."""
        browser = self.anybody()
        browser.do("/sign-in", login=login, password=PASSWORD, next="/")
        return browser

    def let_the_runner_work(self) -> int:
        return run_due(self.database, TASKS, self.clock)


@pytest.fixture
def empty(postgres: Postgres | None, tmp_path: Path) -> Iterator[Database]:
    """A migrated database with nobody in it."""
    name = f"j{uuid4().hex[:12]}"
    database = Database(postgres.create(name) if postgres else f"sqlite:///{tmp_path}/firstaid.db")
    migrate(database, at=START)
    yield database
    database.dispose()
    if postgres:
        postgres.drop(name)


@pytest.fixture
def house(empty: Database) -> Iterator[House]:
    """Founded as `firstaid begin` does it; the coordinator signs in as chen."""
    who: dict[str, Any] = {"name": "陈静", "phone": "13900000001", "login": "chen", "password": PASSWORD}
    name = {"en": "Qinghe County Red Cross (example)", "zh-CN": "清河县红十字会（示例）"}
    with empty.transaction() as session:
        issuer = found_issuer(session, code="QH", name=name, zone="Asia/Shanghai", at=START)
        appoint(session, issuer.id, role=Role.COORDINATOR, institution=None, by=None, at=START, **who)
    clock = Clock(START)
    app = create_app(empty, clock=clock, with_runner=False)
    with TestClient(app) as client:
        yield House(empty, app, client, clock)
