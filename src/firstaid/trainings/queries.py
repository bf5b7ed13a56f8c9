from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.core.clock import instant
from firstaid.core.versions import current_version, current_versions
from firstaid.courses.files import Course, SkillSheet, course_of, sheet_of
from firstaid.courses.models import CourseVersion, SkillSheetVersion
from firstaid.institutions.models import Institution, Role
from firstaid.institutions.queries import team_of
from firstaid.schemes.files import Scheme, rules_of
from firstaid.schemes.models import SchemeVersion
from firstaid.trainings.models import (
    Attendance,
    Enrolment,
    EnrolmentState,
    SessionKind,
    Training,
    TrainingInstructor,
    TrainingSession,
    TrainingSheet,
)
from firstaid.trainings.rules import SessionStanding


def scheme_of(session: Session, training: Training) -> Scheme:
    """The rules locked into the training; before it opens, those it would lock now."""
    if training.scheme_version_id:
        return rules_of(session.get_one(SchemeVersion, training.scheme_version_id))
    current = select(SchemeVersion).where(SchemeVersion.key == training.scheme_key, col(SchemeVersion.current))
    return rules_of(session.exec(current).one())


def course_taught(session: Session, training: Training) -> Course:
    """The course locked into the training; before it opens, the one it would lock now."""
    if training.course_version_id:
        return course_of(session.get_one(CourseVersion, training.course_version_id))
    current = select(CourseVersion).where(CourseVersion.key == training.course_key, col(CourseVersion.current))
    return course_of(session.exec(current).one())


def sessions_of(session: Session, training_id: UUID) -> list[TrainingSession]:
    return sessions_by_training(session, [training_id]).get(training_id, [])


def sessions_by_training(session: Session, training_ids: Collection[UUID]) -> dict[UUID, list[TrainingSession]]:
    """The sessions of each training in the course's order; a training without sessions is not in it."""
    planned = select(TrainingSession).where(col(TrainingSession.training_id).in_(training_ids))
    found: dict[UUID, list[TrainingSession]] = {}
    for one in session.exec(planned.order_by(col(TrainingSession.position))):
        found.setdefault(one.training_id, []).append(one)
    return found


def enrolments_of(session: Session, training_id: UUID) -> list[tuple[Enrolment, Person]]:
    """Who has a seat, in the order of class numbers."""
    seats = (
        select(Enrolment, Person)
        .join(Person, col(Person.id) == Enrolment.person_id)
        .where(Enrolment.training_id == training_id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    return list(session.exec(seats.order_by(col(Enrolment.number))).all())


def sheets_of(session: Session, training_id: UUID) -> list[tuple[SkillSheetVersion, SkillSheet]]:
    """The skill sheets locked into an open training, in the course's order."""
    locked = (
        select(SkillSheetVersion)
        .join(TrainingSheet, col(TrainingSheet.sheet_version_id) == SkillSheetVersion.id)
        .where(TrainingSheet.training_id == training_id)
        .order_by(col(TrainingSheet.position))
    )
    return [(version, sheet_of(version)) for version in session.exec(locked)]


def instructors_of(session: Session, training_id: UUID) -> list[Person]:
    teaching = (
        select(Person)
        .join(TrainingInstructor, col(TrainingInstructor.person_id) == Person.id)
        .where(TrainingInstructor.training_id == training_id)
    )
    return list(session.exec(teaching.order_by(Person.sort_key)))


def attendance_at(session: Session, session_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], bool]:
    """(enrolment, session) → present, by the latest word on each; nothing said is not in it."""
    said = select(Attendance).where(col(Attendance.session_id).in_(list(session_ids)))
    ordered = said.order_by(col(Attendance.said_at), col(Attendance.id))
    return {(word.enrolment_id, word.session_id): word.present for word in session.exec(ordered)}


def attendance_of(session: Session, training_id: UUID) -> dict[tuple[UUID, UUID], bool]:
    return attendance_at(session, (one.id for one in sessions_of(session, training_id)))


def is_present(session: Session, enrolment: Enrolment, kind: SessionKind) -> bool:
    """Whether the roll call has her present at a session of this kind."""
    ids = [one.id for one in sessions_of(session, enrolment.training_id) if one.kind is kind]
    attendance = attendance_at(session, ids)
    return any(attendance.get((enrolment.id, one)) for one in ids)


@dataclass(frozen=True)
class Offer:
    """A course, and one of the schemes it can be held under."""

    course: Course
    scheme: Scheme


def offers(session: Session) -> list[Offer]:
    """Everything that can be planned now."""
    schemes = {version.key: rules_of(version) for version in current_versions(session, SchemeVersion)}
    courses = [course_of(version) for version in current_versions(session, CourseVersion)]
    return [Offer(course, schemes[key]) for course in courses for key in course.schemes if key in schemes]


def current_offer(session: Session, course_key: str, scheme_key: str) -> tuple[CourseVersion, SchemeVersion] | None:
    """The versions a training would lock now, or None if this course is not offered under this scheme."""
    course = current_version(session, CourseVersion, course_key)
    scheme = current_version(session, SchemeVersion, scheme_key)
    if course is None or scheme is None or scheme_key not in course_of(course).schemes:
        return None
    return course, scheme


def who_may_instruct(session: Session, issuer_id: UUID) -> list[Person]:
    """Everybody the issuer has named an instructor, each once, in the order a list is read."""
    team = team_of(session, issuer_id)
    named = {person.id: person for grant, person in team if grant.role is Role.INSTRUCTOR}
    return list(named.values())


def seats_taken(session: Session, training_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many are enrolled in each training; a training without anybody is not in it."""
    counted = (
        select(Enrolment.training_id, func.count())
        .where(col(Enrolment.training_id).in_(training_ids), Enrolment.state == EnrolmentState.ENROLLED)
        .group_by(col(Enrolment.training_id))
    )
    return dict(session.exec(counted).all())


def spans(session: Session, training_ids: Collection[UUID]) -> dict[UUID, tuple[datetime, datetime]]:
    """When the first and the last session of each training begin; one without sessions is not in it."""
    dated = (
        select(
            TrainingSession.training_id,
            func.min(TrainingSession.starts_at),
            func.max(TrainingSession.starts_at),
        )
        .where(col(TrainingSession.training_id).in_(training_ids))
        .group_by(col(TrainingSession.training_id))
    )
    return {training_id: (first, last) for training_id, first, last in session.exec(dated)}


def every_seat(session: Session, training_id: UUID) -> dict[UUID, Enrolment]:
    """Person → her seat, also of those who were withdrawn: a seat's number is never given to anybody else."""
    seats = select(Enrolment).where(Enrolment.training_id == training_id)
    return {seat.person_id: seat for seat in session.exec(seats)}


def roster_of(session: Session, training_id: UUID) -> list[tuple[Enrolment, Person, str]]:
    """Who has a seat and for which institution, in the order of class numbers."""
    seats = (
        select(Enrolment, Person, Institution.name)
        .join(Person, col(Person.id) == Enrolment.person_id)
        .join(Institution, col(Institution.id) == Enrolment.institution_id)
        .where(Enrolment.training_id == training_id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    return list(session.exec(seats.order_by(col(Enrolment.number))).all())


@dataclass(frozen=True)
class Word:
    """What was last said of somebody at a roll call, by whom and when."""

    present: bool
    said_by: str
    said_at: datetime


def last_words(session: Session, session_id: UUID) -> dict[UUID, Word]:
    """Enrolment → the word that counts at one session."""
    said = (
        select(Attendance, Person.name)
        .join(Person, col(Person.id) == Attendance.said_by)
        .where(Attendance.session_id == session_id)
        .order_by(col(Attendance.said_at), col(Attendance.id))
    )
    return {word.enrolment_id: Word(word.present, name, word.said_at) for word, name in session.exec(said)}


def standings_of(session: Session, trainings: Collection[Training]) -> dict[UUID, list[SessionStanding]]:
    """The sessions of each training as the clock and the roll calls have them, earliest first."""
    ids = [training.id for training in trainings]
    taken = select(Enrolment.training_id, Enrolment.id).where(
        col(Enrolment.training_id).in_(ids), Enrolment.state == EnrolmentState.ENROLLED
    )
    seats: dict[UUID, list[UUID]] = {}
    for training_id, seat in session.exec(taken):
        seats.setdefault(training_id, []).append(seat)
    sessions = sessions_by_training(session, ids)
    called = attendance_at(session, [one.id for planned in sessions.values() for one in planned])
    return {
        training.id: _standings(training, sessions.get(training.id, []), seats.get(training.id, []), called)
        for training in trainings
    }


def _standings(
    training: Training,
    sessions: Iterable[TrainingSession],
    seats: Collection[UUID],
    called: Mapping[tuple[UUID, UUID], bool],
) -> list[SessionStanding]:
    return [
        SessionStanding(
            one.id,
            one.kind,
            instant(one.starts_at, training.zone),
            instant(one.starts_at + timedelta(minutes=one.minutes), training.zone),
            called=bool(seats) and all((seat, one.id) in called for seat in seats),
        )
        for one in sorted(sessions, key=lambda one: one.starts_at)
    ]


def training_with_code(session: Session, code: str) -> Training | None:
    return session.exec(select(Training).where(Training.join_code == code)).one_or_none()
