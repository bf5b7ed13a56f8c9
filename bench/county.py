"""A county as large as a real one: 40 institutions, 2,000 people, 60 trainings of 30, and a class of 100 for today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlmodel import Session, SQLModel, col, insert, select, update

from firstaid.accounts.identity import read_resident_id
from firstaid.accounts.models import Person, SignInKind
from firstaid.accounts.service import add_person, open_sign_in
from firstaid.certificates import service as certificates
from firstaid.certificates.models import Certificate, CertificateState
from firstaid.core.clock import instant, local_date
from firstaid.core.db import Database
from firstaid.core.ids import new_id
from firstaid.core.outbox import Job, JobState
from firstaid.courses.files import SkillSheet
from firstaid.exams import queries as papers
from firstaid.exams import service as exams
from firstaid.exams import starting
from firstaid.exams.models import Answer, PaperQuestion, Sitting
from firstaid.exams.rules import Choice
from firstaid.institutions.asking import Actor
from firstaid.institutions.founding import found_issuer
from firstaid.institutions.models import Employment, Institution, InstitutionKind, Issuer, Role, RoleGrant
from firstaid.institutions.service import make_institution
from firstaid.outcomes import service as outcomes
from firstaid.practicals import service as practicals
from firstaid.practicals.forms import SentMark
from firstaid.practicals.models import Mark, MarkKind
from firstaid.trainings import queries, service
from firstaid.trainings.models import Enrolment, Training

COURSE, SCHEME, CODE = "cpr-aed-one-day", "cn-redcross-branch", "BENCH234"
INSTITUTIONS, PEOPLE, TRAININGS, SEATS, CLASS = 40, 2000, 60, 30, 100
RUNNING, PLANNED = 6, 4  # of the trainings; the others are over and certified
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
EVENING = time(18)


@dataclass(frozen=True)
class Trainee:
    """Somebody of today's class, as she introduces herself."""

    name: str
    last4: str


@dataclass
class County:
    """What the clients know: addresses, tokens of those who are signed in, and who comes today."""

    training: UUID
    institution: UUID
    trainees: list[Trainee]
    seats: list[UUID]
    sheets: list[SkillSheet]
    tokens: dict[str, str]
    instructors: list[UUID]


@dataclass
class Settling:
    """The county while it is being settled."""

    session: Session
    at: datetime
    issuer: Issuer
    serial: Iterator[int] = field(default_factory=lambda: count(1))
    staff: list[tuple[Institution, Person]] = field(default_factory=list)
    instructors: list[Actor] = field(default_factory=list)
    coordinator: UUID = field(init=False)

    def person(self) -> Person:
        serial = next(self.serial)
        name = FAMILY[serial % 20] + GIVEN[serial // 20 % 21] + GIVEN[serial // 420 % 21]
        known = read_resident_id(_resident_id(serial))
        return add_person(self.session, name=name, phone=f"+86138{serial:08d}", resident_id=known, at=self.at)

    def appointed(self, role: Role, institution: Institution | None = None) -> Actor:
        person = self.person()
        place = institution.id if institution else None
        grant = RoleGrant(
            person_id=person.id, issuer_id=self.issuer.id, institution_id=place, role=role, granted_at=self.at
        )
        self.session.add(grant)
        self.session.flush()
        return Actor(person, (grant,))


def settle(database: Database, at: datetime) -> County:
    """Everything but what the class will do today, by the services where there is one and in bulk where many."""
    with database.transaction() as session:
        name = {"en": "County of the bench", "zh-CN": "某县红十字会"}
        issuer = found_issuer(session, code="BN", name=name, zone="Asia/Shanghai", at=at)
        town = Settling(session, at, issuer)
        chen = town.appointed(Role.COORDINATOR)
        town.coordinator = chen.id
        town.instructors = instructors = [town.appointed(Role.INSTRUCTOR) for _ in range(4)]
        centre, *kindergartens = _institutions(town)
        sun, zhao = town.appointed(Role.CENTRE, centre), town.appointed(Role.HEAD, kindergartens[0])
        _employ(town, kindergartens)
        for number in range(TRAININGS):
            _training(town, number)
        _finish(town)
        training = _class(town)
        seats = queries.enrolments_of(session, training.id)
        acting = {"chen": chen, "sun": sun, "zhao": zhao} | {f"lin{n}": one for n, one in enumerate(instructors)}
        tokens = {
            login: open_sign_in(session, actor.id, SignInKind.PASSWORD, device="bench", at=at)
            for login, actor in acting.items()
        }
        return County(
            training=training.id,
            institution=kindergartens[0].id,
            trainees=[Trainee(person.name, person.id_last4 or "") for _, person in seats],
            seats=[seat.id for seat, _ in seats],
            sheets=[sheet for _, sheet in queries.sheets_of(session, training.id)],
            tokens=tokens,
            instructors=[one.id for one in instructors],
        )


def _resident_id(serial: int) -> str:
    stem = f"110101{1960 + serial // 900}{1 + serial // 28 % 12:02d}{1 + serial % 28:02d}{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]


def _institutions(town: Settling) -> list[Institution]:
    made: list[Institution] = []
    for number in range(INSTITUTIONS):
        kind = InstitutionKind.KINDERGARTEN if number else InstitutionKind.CENTRE
        name, over = f"第{number}幼儿园" if number else "学前教育中心", made[0] if number else None
        one = make_institution(
            town.session,
            town.issuer.id,
            name=name,
            kind=kind,
            town="",
            overseen_by=over,
            by=town.coordinator,
            at=town.at,
        )
        town.session.flush()
        made.append(one)
    return made


def _employ(town: Settling, kindergartens: Sequence[Institution]) -> None:
    """Everybody works somewhere, and those of one kindergarten come one after another."""
    each = PEOPLE // len(kindergartens) + 1
    town.staff = [(kindergartens[number // each], town.person()) for number in range(PEOPLE)]
    rows = [
        {
            "id": new_id(),
            "institution_id": place.id,
            "person_id": person.id,
            "position": "教师",
            "started_on": date(2020, 9, 1),
            "confirmed_at": town.at,
        }
        for place, person in town.staff
    ]
    _insert(town.session, Employment, rows)


def _training(town: Settling, number: int) -> None:
    """One of thirty people: over, running or planned, by its number."""
    over = TRAININGS - RUNNING - PLANNED
    ahead = number >= TRAININGS - PLANNED
    days = 30 if ahead else 0 if number >= over else -4 * (over - number)
    people = [town.staff[(number * SEATS + n) % PEOPLE] for n in range(SEATS)]
    training = _planned(town, f"第{number + 1}期", f"CLS{number:05d}", days, people)
    if ahead:
        return
    at = town.at + timedelta(days=days)
    service.open_training(town.session, training, by=town.coordinator, at=at - timedelta(hours=10))
    town.session.flush()
    for one in queries.sessions_of(town.session, training.id):
        service.call_rest_present(town.session, training, one, by=town.instructors[0].id, at=at)
    town.session.flush()


def _class(town: Settling) -> Training:
    training = _planned(town, "今天的大班", CODE, 0, town.staff[-CLASS:])
    service.open_training(town.session, training, by=town.coordinator, at=town.at - timedelta(hours=12))
    town.session.flush()
    return training


def _planned(
    town: Settling, title: str, code: str, days: int, people: Sequence[tuple[Institution, Person]]
) -> Training:
    day = local_date(town.at, town.issuer.zone) + timedelta(days=days)
    training = service.plan(
        town.session,
        town.issuer,
        title=title,
        course_key=COURSE,
        scheme_key=SCHEME,
        place="礼堂",
        starts_at=datetime.combine(day, time(8, 30)),
        lunch=60,
        capacity=CLASS,
        instructor_ids=[one.id for one in town.instructors],
        join_code=code,
        by=town.coordinator,
        at=town.at,
        afterwards=days < 0,
    )
    town.session.flush()
    by_place: dict[UUID, tuple[Institution, list[Person]]] = {}
    for place, person in people:
        by_place.setdefault(place.id, (place, []))[1].append(person)
    for place, staff in by_place.values():
        service.enrol(town.session, training, place, staff, by=town.coordinator, at=town.at)
        town.session.flush()
    return training


def _finish(town: Settling) -> None:
    """What is over was graded, examined, closed out and certified; what one did is copied for all."""
    session = town.session
    over = TRAININGS - RUNNING - PLANNED
    found = [queries.training_with_code(session, f"CLS{number:05d}") for number in range(over)]
    trainings = [one for one in found if one]
    seats = [seat for one in trainings for seat, _ in queries.enrolments_of(session, one.id)]
    _act_out(session, trainings[0], seats[0], town.instructors[0])
    _copy(session, seats[0], seats[1:])
    for training in trainings:
        day = queries.sessions_of(session, training.id)[0].starts_at.date()
        at = instant(datetime.combine(day, EVENING), training.zone)
        outcomes.close_out(session, training, by=town.coordinator, at=at)
        session.flush()
        certificates.issue(session, training, by=town.coordinator, at=at)
        session.flush()
    for number, certificate in enumerate(session.exec(select(Certificate))):
        certificates.keep_printed(session, certificate, b"%%PDF-1.7 %d" % number, at=certificate.intended_at)
    session.exec(update(Job).values(state=JobState.DONE))


def _act_out(session: Session, training: Training, seat: Enrolment, lin: Actor) -> None:
    day = queries.sessions_of(session, training.id)[0].starts_at.date()
    at = instant(datetime.combine(day, EVENING), training.zone) - timedelta(hours=2)
    made = count(1)
    for _, sheet in queries.sheets_of(session, training.id):
        marks = [SentMark(**one) for one in attempt(seat.id, sheet, made, at)]
        practicals.take_in(session, lin, marks, device_id="bench-past", at=at)
        session.flush()
    sitting = starting.start(session, training, seat, seed="bench", by=seat.person_id, at=at)
    session.flush()
    keys = papers.keys_of(session, sitting.id)
    chosen = [Choice(position, 1, tuple(key["right"])) for position, key in keys.items()]
    exams.save_answers(session, training, sitting, chosen, origin="browser", at=at)
    session.flush()
    exams.hand_in(session, sitting, by=seat.person_id, at=at)
    session.flush()


def attempt(seat: UUID, sheet: SkillSheet, made: Iterator[int], at: datetime) -> list[dict[str, Any]]:
    """What a phone has of one attempt at which everything was done."""
    timed = {True: ("seconds", 16.5), False: ("step", 1.0)}
    said = [(*timed[bool(step.timed)], step.id) for step in sheet.steps]
    return [
        {
            "id": str(new_id()),
            "enrolment_id": str(seat),
            "sheet_key": sheet.id,
            "attempt": 1,
            "kind": MarkKind(kind),
            "step_key": step,
            "value": value,
            "counter": next(made),
            "marked_at": at.isoformat(),
        }
        for kind, value, step in [*said, ("finish", None, None)]
    ]


def _copy(session: Session, model: Enrolment, seats: Sequence[Enrolment]) -> None:
    """What the model did, done by all the others."""
    sitting = session.exec(select(Sitting).where(Sitting.enrolment_id == model.id)).one()
    paper = _rows(session.exec(select(PaperQuestion).where(PaperQuestion.sitting_id == sitting.id)).all())
    answers = _rows(session.exec(select(Answer).where(Answer.sitting_id == sitting.id)).all())
    marks = _rows(session.exec(select(Mark).where(Mark.enrolment_id == model.id)).all())
    sat = {seat.id: new_id() for seat in seats}
    own = [
        {"id": sat[seat.id], "enrolment_id": seat.id, "trainee_id": seat.person_id, "training_id": seat.training_id}
        for seat in seats
    ]
    _insert(session, Sitting, [sitting.model_dump() | one for one in own])
    _insert(session, PaperQuestion, [row | {"sitting_id": id_} for id_ in sat.values() for row in paper])
    _insert(session, Answer, [row | {"id": new_id(), "sitting_id": id_} for id_ in sat.values() for row in answers])
    hers = [
        {"enrolment_id": seat.id, "trainee_id": seat.person_id, "device_id": f"bench-{number:08d}"}
        for number, seat in enumerate(seats)
    ]
    _insert(session, Mark, [row | one | {"id": new_id()} for one in hers for row in marks])


def _rows(found: Sequence[SQLModel]) -> list[dict[str, Any]]:
    return [one.model_dump() for one in found]


def _insert(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), 5000):
        session.exec(insert(table), params=rows[start : start + 5000])
    session.flush()


def keys(database: Database, training: UUID) -> dict[str, dict[int, list[str]]]:
    """Sitting → position → the letters that are right."""
    with database.reading() as session:
        sittings = session.exec(select(Sitting.id).where(Sitting.training_id == training)).all()
        return {str(one): {at: key["right"] for at, key in papers.keys_of(session, one).items()} for one in sittings}


Answered = tuple[str, int, int, tuple[str, ...]]


def answers(database: Database, training: UUID) -> set[Answered]:
    """Sitting, position, sequence and letters of every answer that is kept."""
    kept = (
        select(Answer.sitting_id, Answer.position, Answer.sequence, Answer.chosen)
        .join(Sitting, col(Sitting.id) == Answer.sitting_id)
        .where(Sitting.training_id == training)
    )
    with database.reading() as session:
        return {(str(one), at, sequence, tuple(chosen)) for one, at, sequence, chosen in session.exec(kept)}


def scores(database: Database, training: UUID) -> list[int | None]:
    with database.reading() as session:
        return list(session.exec(select(Sitting.score).where(Sitting.training_id == training)))


def marks(database: Database, seats: Sequence[UUID]) -> set[str]:
    with database.reading() as session:
        return {str(one) for one in session.exec(select(Mark.id).where(col(Mark.enrolment_id).in_(seats)))}


def printed(database: Database, training: UUID) -> int:
    with database.reading() as session:
        issued = select(Certificate.id).where(
            Certificate.training_id == training, Certificate.state == CertificateState.ISSUED
        )
        return len(session.exec(issued).all())
