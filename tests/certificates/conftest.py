"""A closed-out training whose record entitles people, and a press that is loaded once for all tests."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from cast import START, Cast, Clock, OpenTraining, open_training
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.app.tasks import TASKS
from firstaid.certificates.models import Certificate
from firstaid.certificates.press import Press
from firstaid.core.db import Database
from firstaid.core.outbox import run_due
from firstaid.outcomes.models import CloseOut
from firstaid.trainings.models import Enrolment, Training, TrainingState


@pytest.fixture(scope="package", autouse=True)
def loaded_presses() -> Iterator[None]:
    """Starting a printing process takes a second; the real presses are shared by the tests."""
    kept = Press.close_shared
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Press, "close_shared", classmethod(lambda _: None))
        yield
    kept()


def entry_of(enrolment: Enrolment, person: Person, *, ready: bool = True, last: str = "2026-12-01") -> dict[str, Any]:
    """One line of a closed record, as the close-out freezes it."""
    state = "done" if ready else "failed"
    cells = [
        {"kind": "attendance", "key": "", "state": "done", "code": "attended", "evidence": {}},
        {"kind": "skill", "key": "adult-cpr-aed", "state": state, "code": "passed", "evidence": {}},
        {"kind": "exam", "key": "", "state": state, "code": "passed", "evidence": {}},
    ]
    return {
        "enrolment_id": str(enrolment.id),
        "person_id": str(person.id),
        "institution_id": str(enrolment.institution_id),
        "name": person.name,
        "number": enrolment.number,
        "ready": ready,
        "last_assessed_on": last,
        "cells": cells,
    }


def close(session: Session, training_id: UUID, *, by: UUID, not_ready: tuple[UUID, ...] = ()) -> CloseOut:
    """Freeze who stood where."""
    training = session.get_one(Training, training_id)
    seats = session.exec(
        select(Enrolment, Person)
        .join(Person, col(Person.id) == Enrolment.person_id)
        .where(Enrolment.training_id == training_id)
    ).all()
    record = {
        "trainees": [entry_of(seat, person, ready=person.id not in not_ready) for seat, person in seats],
        "scheme_version_id": str(training.scheme_version_id),
        "course_version_id": str(training.course_version_id),
    }
    training.state = TrainingState.CLOSED
    made = CloseOut(training_id=training_id, closed_by=by, closed_at=START, record=record)
    session.add_all((training, made))
    return made


@pytest.fixture
def open_one(database: Database, cast: Cast) -> OpenTraining:
    """Wang and Li of Sunflower and Zhou of Willow are in a training that is still open."""
    with database.transaction() as session:
        return open_training(session, cast, present=True)


@pytest.fixture
def closed_with(database: Database, cast: Cast, open_one: OpenTraining) -> Callable[..., OpenTraining]:
    """Freezes the record with somebody not ready, or with a line altered."""

    def do(*not_ready: UUID, alter: Callable[[dict[str, Any]], None] = lambda _: None) -> OpenTraining:
        with database.transaction() as session:
            made = close(session, open_one.id, by=cast.chen, not_ready=not_ready)
            for line in made.record["trainees"]:
                alter(line)
        return open_one

    return do


@pytest.fixture
def closed(closed_with: Callable[..., OpenTraining]) -> OpenTraining:
    """All three have everything; the record is frozen."""
    return closed_with()


@pytest.fixture
def chen(browse, cast: Cast) -> TestClient:
    """The coordinator's browser."""
    return browse(cast.chen)


@pytest.fixture
def print_all(database: Database, clock: Clock) -> Callable[[], int]:
    """What the runner beside the application does."""
    return lambda: run_due(database, TASKS, clock)


@pytest.fixture
def issued(chen: TestClient, closed: OpenTraining, print_all: Callable[[], int]) -> OpenTraining:
    """All three certificates are issued and printed."""
    assert chen.post(f"/trainings/{closed.id}/certificates").status_code == 303
    assert print_all() == 3
    return closed


@pytest.fixture
def certificate_of(database: Database) -> Callable[[UUID], Certificate]:
    def find(person_id: UUID) -> Certificate:
        with database.reading() as session:
            found = session.exec(select(Certificate).where(Certificate.person_id == person_id)).one()
            session.expunge(found)
            return found

    return find


@pytest.fixture
def rename(database: Database) -> Callable[[UUID, str], None]:
    """Give a person another name before or after something happens."""

    def change(person_id: UUID, name: str) -> None:
        with database.transaction() as session:
            person = session.get_one(Person, person_id)
            person.name = name
            session.add(person)

    return change


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Does several things at the same moment; what each gave."""

    def do(*acts: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(len(acts)) as hands:
            return [done.result() for done in [hands.submit(act) for act in acts]]

    return do
