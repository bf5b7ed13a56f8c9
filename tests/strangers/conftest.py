"""The demo story as the world, and people in it who have no business with what they ask for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from cast import START, Clock
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from firstaid.accounts import asking
from firstaid.accounts.models import Person, SignIn, SignInKind
from firstaid.accounts.service import add_person, open_sign_in
from firstaid.app.main import create_app
from firstaid.app.migrate import migrate
from firstaid.certificates.models import Certificate
from firstaid.cli import demo
from firstaid.cli.demo_trainings import JOIN_CODES
from firstaid.core.db import Database
from firstaid.courses.models import LessonVersion
from firstaid.exams.models import Sitting
from firstaid.institutions.models import Institution, InstitutionKind, Issuer, Role, RoleGrant, StaffListUpload
from firstaid.trainings.models import Enrolment, Training, TrainingSession, TrainingSheet


@dataclass(frozen=True)
class World:
    """What somebody could ask for, by the name of the path's or the query's part; and everybody in it."""

    parts: dict[str, str]
    insiders: dict[Role, UUID]
    outsiders: dict[str, tuple[UUID, SignInKind]]
    fellow: UUID
    """A trainee of the same training, who has nothing to do with another's paper, marks or certificate."""
    names: frozenset[str]
    """Of people no outsider may learn anything about."""


@pytest.fixture(scope="session")
def demo_database(postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of its own with the demo story in it, as `firstaid demo` tells it."""
    url = postgres.create("demo") if postgres else f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    database = Database(url)
    migrate(database, at=START)
    demo.tell(database, START)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def world(demo_database: Database) -> World:
    with demo_database.transaction() as session:
        issuer = session.exec(select(Issuer)).one()
        everybody = session.exec(select(Person)).all()
        outsiders = _outsiders(session, issuer)
        insiders = {
            grant.role: grant.person_id
            for grant in session.exec(select(RoleGrant))
            if grant.person_id not in {o for o, _ in outsiders.values()}
        }
        session.flush()
        return World(
            _parts(session), insiders, outsiders, _fellow(session), frozenset(person.name for person in everybody)
        )


def _outsiders(session: Session, issuer: Issuer) -> dict[str, tuple[UUID, SignInKind]]:
    maple = Institution(
        issuer_id=issuer.id, name="枫叶幼儿园", sort_key="feng", kind=InstitutionKind.KINDERGARTEN, created_at=START
    )
    far = Institution(
        issuer_id=issuer.id, name="邻县学前教育中心", sort_key="lin", kind=InstitutionKind.CENTRE, created_at=START
    )
    session.add_all([maple, far])
    session.flush()
    roles = {
        "a head elsewhere": (Role.HEAD, maple.id),
        "a centre elsewhere": (Role.CENTRE, far.id),
        "an instructor of other trainings": (Role.INSTRUCTOR, None),
    }
    people = {}
    for serial, (who, (role, institution_id)) in enumerate(roles.items()):
        person = add_person(session, name=f"外人{serial}", phone=f"+8613700000{serial:03d}", resident_id=None, at=START)
        session.add(
            RoleGrant(
                person_id=person.id, issuer_id=issuer.id, institution_id=institution_id, role=role, granted_at=START
            )
        )
        people[who] = (person.id, SignInKind.PASSWORD)
    trainee = add_person(session, name="外人九", phone="+8613700000009", resident_id=None, at=START)
    people["a trainee of no training here"] = (trainee.id, SignInKind.DEVICE)
    return people


def _parts(session: Session) -> dict[str, str]:
    training = session.exec(select(Training).where(Training.join_code == JOIN_CODES["over"])).one()
    certificate = _certificate(session)
    enrolment = session.get_one(Enrolment, certificate.enrolment_id)
    return {
        "training_id": str(training.id),
        "join_code": training.join_code,
        "session_id": _first(session, select(TrainingSession.id).where(TrainingSession.training_id == training.id)),
        "enrolment_id": str(enrolment.id),
        "institution_id": str(enrolment.institution_id),
        "person_id": str(enrolment.person_id),
        "sheet_key": _first(session, select(TrainingSheet.sheet_key)),
        "sitting_id": _first(session, select(Sitting.id).where(Sitting.enrolment_id == enrolment.id)),
        "certificate_id": str(certificate.id),
        "upload_id": _first(session, select(StaffListUpload.id)),
        "grant_id": _first(session, select(RoleGrant.id)),
        "sign_in_id": _first(session, select(SignIn.id)),
        "course_key": "cpr-aed-one-day",
        "module": "cpr",
        "name": "hand-position.svg",
        "lesson_key": _first(session, select(LessonVersion.key)),
    }


def _certificate(session: Session) -> Certificate:
    """The first of the training that is just over."""
    issued = select(Certificate).join(Training, col(Training.id) == Certificate.training_id)
    of_it = issued.where(Training.join_code == JOIN_CODES["over"]).order_by(Certificate.number)
    return session.exec(of_it.limit(1)).one()


def _fellow(session: Session) -> UUID:
    certificate = _certificate(session)
    others = select(Enrolment.person_id).where(
        Enrolment.training_id == certificate.training_id, Enrolment.id != certificate.enrolment_id
    )
    return session.exec(others).all()[-1]


def _first(session: Session, query: Any) -> str:
    return str(session.exec(query.limit(1)).first())


@pytest.fixture(scope="session")
def world_app(demo_database: Database) -> FastAPI:
    return create_app(demo_database, clock=Clock(START), with_runner=False)


@pytest.fixture(scope="session")
def ask_as(world_app: FastAPI, demo_database: Database) -> Iterator[Callable[..., TestClient]]:
    """A browser of somebody's in that world, the same one each time; None: signed out."""
    opened: dict[Any, TestClient] = {}

    def browser(person_id: UUID | None, kind: SignInKind = SignInKind.PASSWORD) -> TestClient:
        if (person_id, kind) not in opened:
            headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Accept-Language": "en"}
            client = TestClient(world_app, headers=headers, follow_redirects=False)
            client.__enter__()
            opened[person_id, kind] = client
            if person_id is not None:
                with demo_database.transaction() as session:
                    token = open_sign_in(session, person_id, kind, device="test", at=START)
                client.cookies.set(asking.cookie_name(), token)
        return opened[person_id, kind]

    yield browser
    for client in opened.values():
        client.__exit__(None, None, None)
