"""The real server on a port of its own, and a real Chromium before it."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from firstaid.accounts import asking
from firstaid.accounts.models import SignInKind
from firstaid.accounts.service import open_sign_in
from firstaid.app.main import create_app
from firstaid.core.clock import Clock
from firstaid.core.db import Database

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@dataclass
class Live:
    """A running server: its address, what it keeps, its clock, and the troubles that browsers had with its pages."""

    address: str
    database: Database
    clock: Clock
    troubles: list[str] = field(default_factory=list)

    def token(self, person_id: UUID, *, device: bool = False) -> str:
        """What a browser keeps in which somebody has signed in."""
        kind = SignInKind.DEVICE if device else SignInKind.PASSWORD
        with self.database.transaction() as session:
            return open_sign_in(session, person_id, kind, device="test", at=self.clock())

    def page(
        self,
        chromium: Browser,
        person_id: UUID | None = None,
        *,
        device: bool = False,
        language: str = "zh-CN",
        viewport: dict[str, int] = PHONE,
        **more: Any,
    ) -> Page:
        """A page of a browser of somebody's own, which goes by the server's clock; its complaints are kept."""
        touch = {"has_touch": True, "is_mobile": True} if viewport == PHONE else {}
        context = chromium.new_context(base_url=self.address, locale=language, viewport=viewport, **touch, **more)
        if person_id is not None:
            token = self.token(person_id, device=device)
            context.add_cookies([{"name": asking.cookie_name(), "value": token, "url": self.address}])
        page = context.new_page()
        page.clock.install(time=self.clock())
        page.on("console", self._heard)
        page.on("pageerror", lambda problem: self.troubles.append(str(problem)))
        page.set_default_timeout(30_000)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.troubles.append(f"{message.location.get('url', '')}: {message.text}")


def going_from(at: datetime) -> Clock:
    """A clock that shows `at` now and goes on from there."""
    began = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - began)


def free_port() -> int:
    with socket.socket() as asking_for_one:
        asking_for_one.bind(("127.0.0.1", 0))
        return asking_for_one.getsockname()[1]


@contextmanager
def serving(database: Database, clock: Clock, *, with_runner: bool = True) -> Iterator[Live]:
    """The application on a port, in a thread, until the block ends."""
    app = create_app(database, clock=clock, with_runner=with_runner)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield Live(f"http://127.0.0.1:{port}", database, clock)
    server.should_exit = True
    thread.join(timeout=10)


def chromium_path() -> str | None:
    """The Chromium to drive, if there is one."""
    named = os.environ.get("FIRSTAID_CHROMIUM") or "chromium"
    return shutil.which(named)


@contextmanager
def driving(path: str) -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
