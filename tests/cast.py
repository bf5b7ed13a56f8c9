"""The people and places of one story.

A county Red Cross trains; an early-childhood centre oversees Sunflower and Willow kindergartens; Maple is a stranger
to both. Dr Lin instructs. Teacher Wang and cook Li work at Sunflower, teacher Zhou at Willow, teacher Wu at Maple.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from firstaid.accounts.identity import read_resident_id
from firstaid.accounts.models import Person
from firstaid.accounts.service import add_person, give_password
from firstaid.core.versions import current_version
from firstaid.courses.files import course_of
from firstaid.courses.models import CourseVersion, SkillSheetVersion
from firstaid.institutions.models import Employment, Institution, InstitutionKind, Issuer, Role, RoleGrant
from firstaid.schemes.models import SchemeVersion
from firstaid.trainings.models import (
    Attendance,
    Enrolment,
    SessionKind,
    Training,
    TrainingInstructor,
    TrainingSession,
    TrainingSheet,
    TrainingState,
)

START = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # nine o'clock in the county
COURSE, SCHEME = "cpr-aed-one-day", "cn-redcross-branch"
PASSWORD = "four words in a row"
ID_STEM = "11010119900307"  # the first 14 digits of invented resident IDs


class Clock:
    """The time a test says it is."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def tick(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Cast:
    """Ids of everybody and everything on stage."""

    issuer: UUID
    centre: UUID
    sunflower: UUID
    willow: UUID
    maple: UUID
    chen: UUID  # coordinator
    auditor: UUID
    lin: UUID  # instructor
    zhao: UUID  # head of Sunflower
    qian: UUID  # head of Willow
    sun: UUID  # director of the centre
    ma: UUID  # head of Maple, the stranger
    wang: UUID  # teacher at Sunflower
    li: UUID  # cook at Sunflower
    zhou: UUID  # teacher at Willow
    wu: UUID  # teacher at Maple, the stranger


def resident_id(serial: int) -> str:
    """An invented number whose check digit is right (ISO 7064 MOD 11-2)."""
    stem = f"{ID_STEM}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True))
    return stem + "10X98765432"[total % 11]


def set_stage(session: Session) -> Cast:
    issuer = Issuer(code="QH", name={"en": "Qinghe County Red Cross (example)", "zh-CN": "清河县红十字会（示例）"})
    session.add(issuer)
    session.flush()
    centre = _institution(session, issuer, "清河县学前教育中心", "1", InstitutionKind.CENTRE)
    sunflower = _institution(session, issuer, "向日葵幼儿园", "2", InstitutionKind.KINDERGARTEN, over=centre)
    willow = _institution(session, issuer, "柳树幼儿园", "3", InstitutionKind.KINDERGARTEN, over=centre)
    maple = _institution(session, issuer, "枫叶幼儿园", "4", InstitutionKind.KINDERGARTEN)
    people = {name: _person(session, name, serial) for serial, name in enumerate(NAMES, start=1)}
    staff = {
        "陈静": (Role.COORDINATOR, None, "chen"),
        "审计": (Role.AUDITOR, None, "auditor"),
        "林医生": (Role.INSTRUCTOR, None, "lin"),
        "赵园长": (Role.HEAD, sunflower, "zhao"),
        "钱园长": (Role.HEAD, willow, "qian"),
        "孙主任": (Role.CENTRE, centre, "sun"),
        "马园长": (Role.HEAD, maple, "ma"),
    }
    for name, (role, institution, login) in staff.items():
        _grant(session, issuer, people[name], role, institution)
        give_password(session, people[name], login=login, password=PASSWORD, by=None, at=START)
    for name, institution in {"王芳": sunflower, "李雷": sunflower, "周敏": willow, "吴悠": maple}.items():
        _employ(session, institution, people[name])
    session.flush()
    who = {key: people[name].id for key, name in zip(KEYS, NAMES, strict=True)}
    return Cast(issuer=issuer.id, centre=centre.id, sunflower=sunflower.id, willow=willow.id, maple=maple.id, **who)


NAMES = ("陈静", "审计", "林医生", "赵园长", "钱园长", "孙主任", "马园长", "王芳", "李雷", "周敏", "吴悠")
KEYS = ("chen", "auditor", "lin", "zhao", "qian", "sun", "ma", "wang", "li", "zhou", "wu")


def _institution(
    session: Session,
    issuer: Issuer,
    name: str,
    order: str,
    kind: InstitutionKind,
    *,
    over: Institution | None = None,
) -> Institution:
    made = Institution(
        issuer_id=issuer.id,
        name=name,
        sort_key=order,
        kind=kind,
        overseen_by=over.id if over else None,
        created_at=START,
    )
    session.add(made)
    session.flush()
    return made


def _person(session: Session, name: str, serial: int) -> Person:
    return add_person(
        session,
        name=name,
        phone=f"+8613800138{serial:03d}",
        resident_id=read_resident_id(resident_id(serial)),
        at=START,
    )


def _grant(session: Session, issuer: Issuer, person: Person, role: Role, institution: Institution | None) -> None:
    session.add(
        RoleGrant(
            person_id=person.id,
            issuer_id=issuer.id,
            institution_id=institution.id if institution else None,
            role=role,
            granted_at=START,
        )
    )


def _employ(session: Session, institution: Institution, person: Person) -> None:
    session.add(
        Employment(
            institution_id=institution.id,
            person_id=person.id,
            position="教师",
            started_on=date(2026, 9, 1),
            confirmed_at=START,
        )
    )


@dataclass(frozen=True)
class OpenTraining:
    """Ids of a training that has opened: its sessions by kind, its enrolments by the cast's names."""

    id: UUID
    join_code: str
    sessions: dict[str, UUID]
    enrolments: dict[str, UUID]


def open_training(
    session: Session, cast: Cast, *, trainees: tuple[str, ...] = ("wang", "li", "zhou"), present: bool = False
) -> OpenTraining:
    """A training of the one-day course, open today, instructed by Dr Lin; `present`: the roll was called everywhere."""
    course = current_version(session, CourseVersion, COURSE)
    scheme = current_version(session, SchemeVersion, SCHEME)
    assert course
    assert scheme
    training = Training(
        issuer_id=cast.issuer,
        title="十二月心肺复苏班",
        course_key=COURSE,
        scheme_key=SCHEME,
        course_version_id=course.id,
        scheme_version_id=scheme.id,
        place="向日葵幼儿园礼堂",
        zone="Asia/Shanghai",
        capacity=30,
        join_code="K7M2Q9XD",
        state=TrainingState.OPEN,
        created_at=START,
        opened_at=START,
    )
    session.add(training)
    session.flush()
    session.add(TrainingInstructor(training_id=training.id, person_id=cast.lin))
    for position, key in enumerate(course_of(course).sheets):
        sheet = current_version(session, SkillSheetVersion, key)
        assert sheet
        session.add(TrainingSheet(training_id=training.id, sheet_key=key, position=position, sheet_version_id=sheet.id))
    sessions = {}
    starts = datetime(2026, 12, 1, 8, 30)  # noqa: DTZ001 - wall-clock time
    for position, planned in enumerate(course_of(course).sessions):
        made = TrainingSession(
            training_id=training.id,
            position=position,
            kind=SessionKind(planned.kind),
            title=planned.title,
            starts_at=starts,
            minutes=planned.minutes,
        )
        starts += timedelta(minutes=planned.minutes)
        session.add(made)
        sessions[planned.kind] = made.id
    works_at = {"wang": cast.sunflower, "li": cast.sunflower, "zhou": cast.willow, "wu": cast.maple}
    enrolments = {}
    for number, who in enumerate(trainees, start=1):
        enrolment = Enrolment(
            training_id=training.id,
            person_id=getattr(cast, who),
            institution_id=works_at[who],
            number=number,
            enrolled_at=START,
        )
        session.add(enrolment)
        enrolments[who] = enrolment.id
    session.flush()
    if present:
        everyone = [(s, e) for s in _session_ids(session, training.id) for e in enrolments.values()]
        session.add_all(
            Attendance(session_id=s, enrolment_id=e, present=True, said_by=cast.lin, said_at=START) for s, e in everyone
        )
    return OpenTraining(training.id, training.join_code, sessions, enrolments)


def _session_ids(session: Session, training_id: UUID) -> list[UUID]:
    return list(session.exec(select(TrainingSession.id).where(TrainingSession.training_id == training_id)))
