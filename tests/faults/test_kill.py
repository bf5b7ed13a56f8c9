"""kill -9 while instructors grade: every mark that was acknowledged is there, and the database is sound."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path

import httpx2
import pytest
from cast import START, open_training
from sqlalchemy import text
from sqlmodel import select

from firstaid.accounts.asking import cookie_name
from firstaid.accounts.models import SignInKind
from firstaid.accounts.service import open_sign_in
from firstaid.core.ids import new_id
from firstaid.practicals.models import Mark
from firstaid.trainings.queries import sheets_of

SOAK = os.environ.get("FIRSTAID_SOAK") == "1"
CYCLES = 300 if SOAK else 6
PHONES = 4
PATIENCE = 30  # seconds; a machine may be busy, the promise stays
pytestmark = pytest.mark.timeout(3000)


class Phone(threading.Thread):
    """Grades as fast as it can, and remembers what the server said it has."""

    def __init__(self, base: str, token: str, *, grader, enrolment, sheet, seen: set) -> None:
        super().__init__(daemon=True)
        self.base, self.token, self.grader, self.enrolment, self.sheet = base, token, grader, enrolment, sheet
        self.seen, self.device, self.ended = seen, f"phone-{new_id()}", threading.Event()

    def run(self) -> None:
        cookies = {cookie_name(): self.token}
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
        with httpx2.Client(base_url=self.base, headers=headers, cookies=cookies, timeout=5) as client:
            for number in count(1):
                if self.ended.is_set():
                    return
                try:
                    answer = client.post("/api/marks", json=self.batch(number))
                except httpx2.TransportError:
                    return
                if answer.status_code == 200:
                    self.seen.update(answer.json()["accepted"])

    def batch(self, number: int) -> dict:
        step = self.sheet.steps[number % len(self.sheet.steps)]
        mark = {
            "id": str(new_id()),
            "enrolment_id": str(self.enrolment),
            "sheet_key": self.sheet.id,
            "attempt": 1,
            "kind": "seconds" if step.timed else "step",
            "step_key": step.id,
            "value": 16.5 if step.timed else 1,
            "counter": number,
            "marked_at": START.isoformat(),
        }
        return {"device_id": self.device, "graded_by": str(self.grader), "marks": [mark]}


@pytest.fixture
def grade_and_kill(database, cast, free_port):
    """Run the server, let phones grade, kill it; the ids that were acknowledged."""
    with database.transaction() as session:
        training = open_training(session, cast, present=True)
        sheet = sheets_of(session, training.id)[0][1]
        token = open_sign_in(session, cast.lin, SignInKind.PASSWORD, device="test", at=START)
    program = Path(__file__).with_name("server.py")
    url = database.url.render_as_string(hide_password=False)
    base = f"http://127.0.0.1:{free_port}"

    def cycle(acknowledged: int, *broken: str) -> set[str]:
        command = [sys.executable, program, url, str(free_port), str(START.timestamp()), *broken]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        seen: set[str] = set()
        seats = list(training.enrolments.values())
        phones = [
            Phone(base, token, grader=cast.lin, enrolment=seats[n % len(seats)], sheet=sheet, seen=seen)
            for n in range(PHONES)
        ]
        _wait_for(base)
        for phone in phones:
            phone.start()
        until = time.monotonic() + PATIENCE
        while len(seen) < acknowledged and time.monotonic() < until:
            time.sleep(0.002)
        server.send_signal(signal.SIGKILL)
        server.wait()
        for phone in phones:
            phone.ended.set()
            phone.join(10)
        return seen

    return cycle


def _wait_for(base: str) -> None:
    for _ in range(300):
        try:
            httpx2.get(f"{base}/healthz", timeout=2)
        except httpx2.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server never answered")


def _kept(database) -> set[str]:
    with database.reading() as session:
        return {str(one) for one in session.exec(select(Mark.id)).all()}


def test_every_acknowledged_mark_survives_kill_minus_nine(grade_and_kill, database):
    luck = random.Random(20261124)
    seen: set[str] = set()
    for _ in range(CYCLES):
        seen |= grade_and_kill(luck.randint(5, 40))
    assert len(seen) >= 5 * CYCLES
    assert seen - _kept(database) == set()
    if database.is_sqlite:
        with database.reading() as session:
            assert session.exec(text("PRAGMA integrity_check")).scalar() == "ok"


def test_a_server_that_says_yes_before_it_commits_is_found_out(grade_and_kill, database):
    """The negative control: the same harness sees the loss."""
    lost = 0
    for _ in range(10):
        lost += len(grade_and_kill(15, "broken") - _kept(database))
        if lost:
            break
    assert lost > 0
