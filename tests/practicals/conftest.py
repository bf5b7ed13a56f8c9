"""An open training, and the phone of somebody who grades in it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from cast import Cast, Clock, OpenTraining, open_training
from fastapi.testclient import TestClient
from sqlalchemy import event

from firstaid.accounts.asking import cookie_name
from firstaid.core.ids import new_id
from firstaid.practicals import queries
from firstaid.practicals.rules import SheetStanding
from firstaid.trainings import queries as trainings
from firstaid.trainings.models import Training

CPR, CHOKING = "adult-cpr-aed", "choking"
MARKS = "/api/marks"


@pytest.fixture
def training(database, cast: Cast) -> OpenTraining:
    with database.transaction() as session:
        return open_training(session, cast)


@pytest.fixture
def steps(database, training: OpenTraining) -> dict[str, list[Any]]:
    """Sheet → its steps, as the training locked them."""
    with database.reading() as reading:
        return {sheet.id: sheet.steps for _, sheet in trainings.sheets_of(reading, training.id)}


class Phone:
    """Makes marks as a phone does: an id, the device's counter and its clock for each."""

    def __init__(self, browser: TestClient, grader: UUID, enrolment: UUID, clock: Clock) -> None:
        self.browser, self.grader, self.enrolment, self.clock = browser, grader, enrolment, clock
        self.device = f"phone-{uuid4()}"
        self.counter: Iterator[int] = count(1)
        self.headers: dict[str, str] = {}

    def mark(self, kind: str, step: str | None = None, value: float | None = None, **more: Any) -> dict[str, Any]:
        made = {
            "id": str(new_id()),
            "enrolment_id": str(self.enrolment),
            "sheet_key": CPR,
            "attempt": 1,
            "kind": kind,
            "step_key": step,
            "value": value,
            "counter": next(self.counter),
            "marked_at": self.clock().isoformat(),
        }
        made.update({name: value.isoformat() if isinstance(value, datetime) else value for name, value in more.items()})
        return made

    def sheet(self, steps: list[Any], *, but: dict[str, float] | None = None, finish: bool = True, **more: Any):
        """Marks on every step: all done and in time, `but` those given."""
        values = {step.id: 16.4 if step.timed else 1 for step in steps} | (but or {})
        kinds = {step.id: "seconds" if step.timed else "step" for step in steps}
        marks = [self.mark(kinds[step], step, value, **more) for step, value in values.items()]
        return [*marks, self.mark("finish", **more)] if finish else marks

    def send(self, *marks: dict[str, Any], **more: Any):
        body = {"device_id": self.device, "graded_by": str(self.grader), "marks": list(marks), **more}
        return self.browser.post(MARKS, json=body, headers={"Accept": "application/json", **self.headers})

    def share(self, browser: TestClient) -> None:
        """Send through a browser that is nobody's, so that two phones reach one event loop, as they do in life."""
        name = cookie_name()
        self.headers, self.browser = {"Cookie": f"{name}={self.browser.cookies[name]}"}, browser


@pytest.fixture
def phone_of(browse, training: OpenTraining, clock: Clock) -> Callable[..., Phone]:
    """`phone_of(cast.lin)`: a phone of hers, turned to one trainee."""

    def take(grader: UUID, trainee: str = "wang", *, language: str = "en") -> Phone:
        return Phone(browse(grader, language=language), grader, training.enrolments[trainee], clock)

    return take


@pytest.fixture
def lins(phone_of, cast: Cast) -> Phone:
    """The instructor's phone, turned to Wang."""
    return phone_of(cast.lin)


@pytest.fixture
def lin(browse, cast: Cast) -> TestClient:
    """The instructor's browser."""
    return browse(cast.lin)


@pytest.fixture
def stands(database, training: OpenTraining) -> Callable[..., SheetStanding]:
    """`stands("li")`: where she stands with CPR, by all marks there are now."""

    def found(who: str = "wang", sheet: str = CPR) -> SheetStanding:
        with database.reading() as reading:
            standings = queries.standing_of(reading, reading.get_one(Training, training.id))
            return standings[training.enrolments[who], sheet]

    return found


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Does several things at the same moment; what each gave."""

    def do(*acts: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(len(acts)) as hands:
            return [done.result() for done in [hands.submit(act) for act in acts]]

    return do


def codes(answer) -> list[str]:
    """Why marks were refused."""
    return [one["code"] for one in answer.json()["refused"]]


@pytest.fixture
def count_queries() -> Callable[..., Any]:
    """The statements that a session sends within a block."""

    @contextmanager
    def counting(session) -> Iterator[list[str]]:
        asked: list[str] = []
        engine = session.get_bind()

        def note(_connection, _cursor, statement, *_more):
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)

    return counting
