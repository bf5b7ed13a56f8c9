"""Real pages in headless Chromium, before the real server on a copy of the stage."""

import os
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from cast import START
from demo_pages import Shown, begin_more, pages, tell
from live import Live, chromium_path, driving, going_from, serving
from playwright.sync_api import Browser, Page, expect

from firstaid.app.main import create_app
from firstaid.core.db import Database

expect.set_options(timeout=20_000)  # how long a busy machine may take; no test asserts a time


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all; every page has a profile of its own."""
    path = chromium_path()
    if path is None:
        tell = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        tell("the browser tests need Chromium; type: sudo apt-get install -y chromium")
    with driving(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, list[Shown]]]:
    """The demo story behind a real port, told at the story's time, and every page of it; only to be looked at."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db")
    tell(database, START)
    app = create_app(database, clock=going_from(START), with_runner=False)
    begin_more(app, database, START)
    shown = pages(app, database, START)
    with serving(database, going_from(START), with_runner=False) as server:
        yield server, shown
    database.dispose()


@pytest.fixture
def live(database: Database) -> Iterator[Live]:
    """The stage behind a real port, at the story's time, which goes on; the runner works beside it."""
    with serving(database, going_from(START)) as server:
        yield server


@pytest.fixture
def quiet(live: Live) -> Iterator[None]:
    """No page may complain to its console."""
    yield
    assert live.troubles == []


@pytest.fixture
def phone(live: Live, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`phone(cast.lin)` is a page on her phone, signed in; `phone()` a stranger's. `viewport=DESK`: on a desk."""
    opened: list[Page] = []

    def take(person_id: UUID | None = None, **how: object) -> Page:
        opened.append(live.page(chromium, person_id, **how))
        return opened[-1]

    yield take
    for page in opened:
        page.context.close()
