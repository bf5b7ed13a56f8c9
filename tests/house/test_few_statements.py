"""No page asks the database more often because there is more in it."""

from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import pytest
from cast import COURSE, SCHEME, START, Cast
from sqlalchemy import event
from sqlmodel import Session, select

from firstaid.accounts.models import Person
from firstaid.accounts.service import add_person
from firstaid.certificates import service as certificates
from firstaid.exams import starting
from firstaid.institutions.models import Employment, Institution, InstitutionKind, Issuer
from firstaid.institutions.service import make_institution
from firstaid.outcomes.models import CloseOut
from firstaid.trainings import queries, service
from firstaid.trainings.models import Training, TrainingState

DAY = datetime(2026, 12, 1, 8, 30)  # noqa: DTZ001 - wall-clock time


class County:
    """A county that grows: with every step more people, kindergartens, trainings and certificates."""

    def __init__(self, session: Session, cast: Cast) -> None:
        self.session, self.cast, self.people, self.trainings = session, cast, 0, 0
        self.issuer = session.exec(select(Issuer)).one()
        self.sunflower = session.get_one(Institution, cast.sunflower)
        self.running = self.opened("running")
        self.closed = self.closed_one()

    def take_up(self, session: Session) -> None:
        """Go on in another transaction."""
        self.session = session
        self.issuer, self.sunflower, self.running, self.closed = map(
            session.merge, (self.issuer, self.sunflower, self.running, self.closed)
        )

    def grow(self) -> None:
        self.seat_some(self.running, self.kindergarten())
        self.opened("another")
        self.plan("planned")
        self.seat_some(self.closed, self.sunflower)
        self.certify(self.closed)
        self.closed_one()

    def kindergarten(self) -> Institution:
        kind, name = InstitutionKind.KINDERGARTEN, f"幼儿园{self.people}"
        centre = self.session.get_one(Institution, self.cast.centre)
        made = make_institution(
            self.session, self.issuer.id, name=name, kind=kind, town="", overseen_by=centre, by=self.cast.chen, at=START
        )
        self.session.flush()
        return made

    def plan(self, title: str) -> Training:
        self.trainings += 1
        made = service.plan(
            self.session,
            self.issuer,
            title=title,
            course_key=COURSE,
            scheme_key=SCHEME,
            place="礼堂",
            starts_at=DAY,
            lunch=60,
            capacity=100,
            instructor_ids=[self.cast.lin],
            join_code=f"CODE{self.trainings:04d}",
            by=self.cast.chen,
            at=START,
        )
        self.session.flush()
        return made

    def opened(self, title: str) -> Training:
        training = self.plan(title)
        self.enrol(training, self.sunflower)
        service.open_training(self.session, training, by=self.cast.chen, at=START)
        self.seat_some(training, self.sunflower)
        return training

    def enrol(self, training: Training, institution: Institution) -> None:
        """Four more, who work there, are in the class."""
        staff = [self.employed(institution) for _ in range(4)]
        service.enrol(self.session, training, institution, staff, by=self.cast.chen, at=START)
        self.session.flush()

    def seat_some(self, training: Training, institution: Institution) -> None:
        """Four more are in the class, and present; two of them sit the exam."""
        state, training.state = training.state, TrainingState.OPEN
        self.enrol(training, institution)
        for one in queries.sessions_of(self.session, training.id):
            service.call_rest_present(self.session, training, one, by=self.cast.lin, at=START)
        self.session.flush()
        training.state = state
        if state is TrainingState.OPEN:
            for seat, person in queries.enrolments_of(self.session, training.id)[-2:]:
                starting.start(self.session, training, seat, seed=person.name, by=person.id, at=START)

    def employed(self, institution: Institution) -> Person:
        self.people += 1
        phone = f"+861370000{self.people:04d}"
        person = add_person(self.session, name=f"王{self.people}", phone=phone, resident_id=None, at=START)
        self.session.add(
            Employment(institution_id=institution.id, person_id=person.id, started_on=DAY.date(), confirmed_at=START)
        )
        self.session.flush()
        return person

    def closed_one(self) -> Training:
        training = self.opened("closed")
        training.state = TrainingState.CLOSED
        self.certify(training)
        return training

    def certify(self, training: Training) -> None:
        """Freeze a record in which everybody is ready, and issue all certificates but the last."""
        self.session.flush()
        for old in self.session.exec(select(CloseOut).where(CloseOut.training_id == training.id)):
            self.session.delete(old)
        self.session.flush()
        record = {
            "trainees": [
                self.line(seat.id, person, seat.institution_id, seat.number)
                for seat, person in queries.enrolments_of(self.session, training.id)
            ],
            "scheme_version_id": str(training.scheme_version_id),
            "course_version_id": str(training.course_version_id),
            "digest": "0" * 64,
        }
        waiting = record["trainees"].pop()
        made = CloseOut(training_id=training.id, closed_by=self.cast.chen, closed_at=START, record=record)
        self.session.add(made)
        self.session.flush()
        certificates.issue(self.session, training, by=self.cast.chen, at=START)
        made.record = {**record, "trainees": [*record["trainees"], waiting]}
        self.session.flush()

    def line(self, seat: UUID, person: Person, institution: UUID, number: int) -> dict[str, object]:
        cell = {
            "kind": "attendance",
            "key": "",
            "state": "done",
            "code": "present",
            "evidence": {"floor_percent": 80, "sessions": []},
        }
        return {
            "enrolment_id": str(seat),
            "person_id": str(person.id),
            "institution_id": str(institution),
            "name": person.name,
            "number": number,
            "ready": True,
            "last_assessed_on": "2026-12-01",
            "cells": [cell],
        }


@contextmanager
def statements(database):
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def pages(database, cast):
    """(who, address) → how often it asks; and a way to let the county grow."""
    with database.transaction() as session:
        county = County(session, cast)
        running, closed = f"/trainings/{county.running.id}", f"/trainings/{county.closed.id}"
        seat, person = queries.enrolments_of(session, county.running.id)[0]
        called = queries.sessions_of(session, county.running.id)[0].id
        mine = f"/my/trainings/{county.running.id}"
        county.grow()
        found = [
            *(("chen", one) for one in ("/", "/trainings", "/institutions", "/team", "/certificates")),
            *(("chen", f"{running}{one}") for one in ("", "/enrolments", "/roster", f"/attendance/{called}")),
            ("chen", f"{running}/enrolments?institution_id={cast.sunflower}"),
            *(("chen", f"{running}{one}") for one in ("/exam", "/readiness", "/close-out")),
            ("chen", f"/institutions/{cast.sunflower}"),
            ("chen", f"/institutions/{cast.centre}"),
            *(("chen", f"{closed}/{one}") for one in ("certificates", "class-file")),
            ("chen", "/certificates?q=王"),
            *(
                ("lin", one)
                for one in ("/", "/trainings", f"{running}/grading", f"{running}/grading/{seat.id}/choking")
            ),
            *(("zhao", one) for one in ("/", "/staff", "/certificates")),
            *(("sun", one) for one in ("/", "/staff", f"/staff?institution_id={cast.sunflower}", "/certificates")),
            *((str(person.id), one) for one in ("/my", mine, f"{mine}/exam", f"/learn/{COURSE}")),
        ]

    def grow():
        with database.transaction() as session:
            county.take_up(session)
            for _ in range(2):
                county.grow()

    return found, grow


def test_no_page_asks_more_often_because_there_is_more(browse, cast, database, pages):
    found, grow = pages
    browsers = {who: browse(getattr(cast, who, None) or UUID(who)) for who, _ in found}

    def count():
        asked = {}
        for who, address in found:
            with statements(database) as said:
                answer = browsers[who].get(address)
            assert answer.status_code == 200, (address, answer.text)
            asked[who if len(who) < 9 else "trainee", address] = len(said)
        return asked

    count()  # what a process reads once is read
    before = count()
    grow()
    after = count()
    more = {where: (before[where], after[where]) for where in before if after[where] > before[where]}
    assert more == {}
    assert max(after.values()) <= 30, sorted(after.items(), key=lambda one: -one[1])[:5]
