"""Every page of the demo story, and somebody who may see it: addresses made from the app's own routes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select
from staff_list import TWENTY, workbook

from firstaid.accounts import asking
from firstaid.accounts.models import Login, Person, SignInKind
from firstaid.accounts.service import open_sign_in
from firstaid.app.doors import PUBLIC, ROUTERS
from firstaid.app.migrate import migrate
from firstaid.certificates.models import Certificate
from firstaid.cli import demo
from firstaid.cli.demo_trainings import JOIN_CODES
from firstaid.core.db import Database
from firstaid.courses.models import LessonVersion
from firstaid.exams.models import Sitting
from firstaid.institutions.models import Institution, StaffListUpload
from firstaid.trainings.models import Enrolment, Training, TrainingSession

EACH_HER_OWN = frozenset({"/", "/staff", "/certificates"})
"""Places that show every role something else."""
STAGES = {
    "today": ("today", 2),
    "over": ("over", 2),
    "retest": ("today", 3),
    "fresh": ("today", 4),
    "planned": ("planned", 1),
}
"""Stage → a training of the demo and a class number: an open paper, a certificate, a retest, nothing done yet."""
FIXED = {
    "sheet_key": "adult-cpr-aed",
    "course_key": "cpr-aed-one-day",
    "lesson_key": "",
    "module": "cpr",
    "name": "hand-position.svg",
    "guide": "instructor",
    "task": "call-the-roll",
}


@dataclass(frozen=True)
class Reader:
    """Somebody who opens pages; nobody has no id."""

    name: str
    person_id: UUID | None
    device: bool = False


NOBODY = Reader("nobody", None)


@dataclass(frozen=True)
class Shown:
    """A page as one reader sees it; `name` is a file's name."""

    name: str
    address: str
    reader: Reader


def tell(database: Database, at: datetime) -> None:
    """The demo story, in a database that was empty."""
    migrate(database, at=at)
    demo.tell(database, at)


def begin_more(app: FastAPI, database: Database, at: datetime) -> None:
    """A trainee begins her paper, and the coordinator sends a list."""
    with database.reading() as session:
        today, trainee = _training(session, "today"), _trainee(session, *STAGES["today"])
        sunflower = session.get_one(Institution, _seat(session, *STAGES["today"]).institution_id)
        coordinator = next(reader for reader in staff(session) if reader.name == "chen")
    assert asks(app, database, trainee, at).post(f"/my/trainings/{today.id}/exam").status_code == 303
    files = {"staff_list": ("向日葵教职工花名册.xlsx", workbook(TWENTY))}
    chen = asks(app, database, coordinator, at)
    assert chen.post(f"/institutions/{sunflower.id}/staff-lists", files=files).status_code == 303


def asks(app: FastAPI, database: Database, reader: Reader, at: datetime) -> TestClient:
    """A reader's browser without a screen."""
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Accept-Language": "en"}
    client = TestClient(app, headers=headers, follow_redirects=False)
    if reader.person_id is not None:
        kind = SignInKind.DEVICE if reader.device else SignInKind.PASSWORD
        with database.transaction() as session:
            client.cookies.set(asking.cookie_name(), open_sign_in(session, reader.person_id, kind, device="t", at=at))
    return client


def staff(session: Session) -> list[Reader]:
    logins = session.exec(select(Login, Person).join(Person, col(Person.id) == Login.person_id)).all()
    return [Reader(login.name, person.id) for login, person in logins]


def pages(app: FastAPI, database: Database, at: datetime) -> list[Shown]:
    """Every page, once for each stage that changes it, by the first reader who may see it."""
    with database.reading() as session:
        stages = {stage: _parts(session, *where) for stage, where in STAGES.items()}
        readers = {stage: [NOBODY, _trainee(session, *where), *staff(session)] for stage, where in STAGES.items()}
    browsers: dict[Reader, TestClient] = {}

    def opens(reader: Reader, address: str) -> bool:
        if reader not in browsers:
            browsers[reader] = asks(app, database, reader, at)
        answer = browsers[reader].get(address)
        return answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")

    found: dict[tuple[str, Reader], Shown] = {}
    for path, stage in _every_path_and_stage():
        address = _address(path, stages[stage])
        who = [reader for reader in readers[stage] if address and (reader is not NOBODY or path in PUBLIC)]
        may = (reader for reader in who if opens(reader, address))
        for reader in may if path in EACH_HER_OWN else islice(may, 1):
            found.setdefault((address, reader), Shown(f"{_file_name(path)}-{stage}-{reader.name}", address, reader))
    return list(found.values())


def _every_path_and_stage() -> Iterator[tuple[str, str]]:
    for path in _paths():
        staged = set(re.findall(r"\{(\w+)", path)) - set(FIXED)
        yield from ((path, stage) for stage in STAGES if staged or stage == "today")


def _paths() -> Iterator[str]:
    for router in ROUTERS:
        for route in iter_route_contexts(router.routes):
            if "GET" in route.methods:
                yield route.path
                if any(field.alias == "institution_id" for field in route.dependant.query_params):
                    yield f"{route.path}?institution_id={{institution_id}}"


def _address(path: str, parts: dict[str, str]) -> str:
    """The path filled in; nothing where this stage has no such part."""
    missing = [part for part in re.findall(r"\{(\w+)", path) if not parts.get(part)]
    return "" if missing else re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: parts[part[1]], path)


def _file_name(path: str) -> str:
    return re.sub(r"(_id|_key|_code)\b", "", path).translate(str.maketrans("/?=_", "----", "{}")).strip("-") or "home"


def _training(session: Session, which: str) -> Training:
    return session.exec(select(Training).where(Training.join_code == JOIN_CODES[which])).one()


def _seat(session: Session, which: str, number: int) -> Enrolment:
    training = _training(session, which)
    seat = select(Enrolment).where(Enrolment.training_id == training.id, Enrolment.number == number)
    return session.exec(seat).one()


def _trainee(session: Session, which: str, number: int) -> Reader:
    return Reader("trainee", _seat(session, which, number).person_id, device=True)


def _parts(session: Session, which: str, number: int) -> dict[str, str]:
    """What stands for each part of a path; empty where there is none."""
    training, seat = _training(session, which), _seat(session, which, number)
    queries = {
        "session_id": select(TrainingSession.id).where(TrainingSession.training_id == training.id),
        "sitting_id": select(Sitting.id).where(Sitting.enrolment_id == seat.id),
        "certificate_id": select(Certificate.id).where(Certificate.enrolment_id == seat.id),
        "token": select(Certificate.token).where(Certificate.enrolment_id == seat.id),
        "upload_id": select(StaffListUpload.id).where(
            StaffListUpload.institution_id == seat.institution_id,
            col(StaffListUpload.confirmed_at).is_(None) == (which == "today"),
        ),
    }
    looked_up = {name: str(session.exec(query.limit(1)).first() or "") for name, query in queries.items()}
    lesson = session.exec(select(LessonVersion.key).order_by(LessonVersion.key)).first()
    own = {"training_id": training.id, "enrolment_id": seat.id, "institution_id": seat.institution_id}
    code = {"join_code": training.join_code, "lesson_key": str(lesson)}
    return FIXED | looked_up | code | {name: str(value) for name, value in own.items()}
