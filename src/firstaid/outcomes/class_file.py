"""The class file: a closed-out training on paper, from the record that the standing close-out froze.

Sessions, roll calls, versions and sittings are read beside it; none of them changes while a training is closed.
"""

from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.core.versions import Version
from firstaid.courses.files import course_of
from firstaid.courses.models import CourseVersion
from firstaid.exams.models import Sitting
from firstaid.institutions.models import Institution, Issuer
from firstaid.outcomes import proofs, queries
from firstaid.outcomes.errors import NotClosedOut
from firstaid.outcomes.evidence import Plain
from firstaid.outcomes.pages import Assessed, ClassFilePage, Drawn, HeldSession
from firstaid.schemes.files import rules_of
from firstaid.schemes.models import SchemeVersion
from firstaid.trainings import queries as trainings
from firstaid.trainings.models import Attendance, Training
from firstaid.trainings.pages import Heading

SHOWN_OF_A_DIGEST = 12


def gathered(session: Session, training: Training) -> ClassFilePage:
    """Everything that is printed; raises `NotClosedOut` while no close-out stands."""
    closed = queries.standing_close_out(session, training.id)
    if closed is None:
        raise NotClosedOut
    record = closed.record
    course = session.get_one(CourseVersion, UUID(record["course_version_id"]))
    scheme = session.get_one(SchemeVersion, UUID(record["scheme_version_id"]))
    rules = rules_of(scheme)
    trainees = _trainees(session, training, record)
    return ClassFilePage(
        heading=Heading.of(training),
        place=training.place,
        zone=training.zone,
        issuer=session.get_one(Issuer, training.issuer_id).name,
        course=course_of(course).title,
        course_version=short(course),
        scheme=rules.title,
        scheme_version=short(scheme),
        scheme_is_example=rules.example,
        from_open_bank=rules.exam.exam_from != "private",
        instructors=tuple(person.name for person in trainings.instructors_of(session, training.id)),
        sessions=_sessions(session, training, record),
        sheets=tuple((sheet.title, short(version)) for version, sheet in trainings.sheets_of(session, training.id)),
        trainees=trainees,
        ready=sum(one.ready for one in trainees),
        drawn=_drawn(session, record),
        closed_by=session.get_one(Person, closed.closed_by).name,
        closed_at=closed.closed_at,
        digest=record["digest"],
        history=tuple(queries.history_of(session, training.id)),
    )


def short(version: Version) -> str:
    """Enough of a fingerprint to tell two versions apart."""
    return version.digest[:SHOWN_OF_A_DIGEST]


def _trainees(session: Session, training: Training, record: Plain) -> tuple[Assessed, ...]:
    people, listed = _names(session, record), record["trainees"]
    institutions = {UUID(one["institution_id"]) for one in listed}
    works_at = dict(
        session.exec(select(Institution.id, Institution.name).where(col(Institution.id).in_(institutions))).all()
    )
    told = proofs.Telling(
        zone=training.zone,
        titles={str(one.id): one.title for one in trainings.sessions_of(session, training.id)},
        sheets={str(version.id): sheet for version, sheet in trainings.sheets_of(session, training.id)},
        people=people,
    )
    return tuple(
        Assessed(
            number=one["number"],
            name=one["name"],
            institution=works_at[UUID(one["institution_id"])],
            ready=one["ready"],
            judged=tuple(proofs.judged(cell, told) for cell in one["cells"]),
        )
        for one in listed
    )


def _names(session: Session, record: Plain) -> dict[str, str]:
    """Whoever graded → her name."""
    graded_by = {
        UUID(attempt["graded_by"])
        for trainee in record["trainees"]
        for cell in trainee["cells"]
        for attempt in cell["evidence"].get("attempts", [])
        if attempt["graded_by"]
    }
    found = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(graded_by)))
    return {str(person_id): name for person_id, name in found}


def _sessions(session: Session, training: Training, record: Plain) -> tuple[HeldSession, ...]:
    planned = trainings.sessions_of(session, training.id)
    said = select(Attendance.session_id, Person.name).join(Person, col(Person.id) == Attendance.said_by).distinct()
    callers = session.exec(said.where(col(Attendance.session_id).in_([one.id for one in planned]))).all()
    there = _attended(record)
    return tuple(
        HeldSession(
            title=one.title,
            starts_at=one.starts_at,
            minutes=one.minutes,
            called_by=tuple(sorted(name for session_id, name in callers if session_id == one.id)),
            present=there.count((str(one.id), True)),
            absent=there.count((str(one.id), False)),
        )
        for one in planned
    )


def _attended(record: Plain) -> list[tuple[str, bool | None]]:
    """(session, whether she was there), for every trainee."""
    return [
        (one["session_id"], one["present"])
        for trainee in record["trainees"]
        for cell in trainee["cells"]
        for one in cell["evidence"].get("sessions", [])
    ]


def _drawn(session: Session, record: Plain) -> tuple[Drawn, ...]:
    names = {
        UUID(sat["sitting_id"]): f"{trainee['number']}. {trainee['name']}"
        for trainee in record["trainees"]
        for cell in trainee["cells"]
        for sat in cell["evidence"].get("sittings", [])
    }
    found = {one.id: one for one in session.exec(select(Sitting).where(col(Sitting.id).in_(names)))}
    sat = [(name, found[sitting_id]) for sitting_id, name in names.items()]
    return tuple(Drawn(name, one.number, one.seed, one.algorithm, one.pool_digest) for name, one in sat)
