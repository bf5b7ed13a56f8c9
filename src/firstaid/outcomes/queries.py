from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.identity import masked_phone
from firstaid.accounts.models import Person
from firstaid.core.clock import local_date
from firstaid.core.versions import current_version
from firstaid.core.words import Text
from firstaid.courses.files import SkillSheet, sheet_of
from firstaid.courses.models import SkillSheetVersion
from firstaid.exams.queries import standing_of as exam_standing_of
from firstaid.outcomes import rules
from firstaid.outcomes.models import CloseOut
from firstaid.outcomes.rules import Attended, Cell, CellKind, Readiness
from firstaid.practicals.queries import standing_of as skill_standing_of
from firstaid.trainings import queries as trainings
from firstaid.trainings.models import Enrolment, Training, TrainingSession


def readiness_of(session: Session, training: Training, *, only: UUID | None = None) -> list[Readiness]:
    """Everybody enrolled, or `only` one of them, in class-number order; each cell leads to where staff can mend it."""
    scheme, sheets = trainings.scheme_of(session, training), sheets_to_test(session, training)
    sessions, attendance = trainings.sessions_of(session, training.id), trainings.attendance_of(session, training.id)
    skills, exams = skill_standing_of(session, training, seat=only), exam_standing_of(session, training)
    people = []
    for seat, person, institution in trainings.roster_of(session, training.id):
        if only not in {None, seat.id}:
            continue
        attended = attended_by(seat.id, sessions, attendance)
        tested = {sheet.id: skills.get((seat.id, sheet.id)) for sheet in sheets}
        cells = (
            rules.attendance(attended, scheme.attendance.floor_percent),
            *(rules.skill(sheet, tested[sheet.id]) for sheet in sheets),
            rules.exam(exams.get(seat.id), scheme.exam),
        )
        at = rules.last_assessed_at(filter(None, tested.values()), exams.get(seat.id))
        people.append(
            Readiness(
                enrolment_id=seat.id,
                person_id=person.id,
                institution_id=seat.institution_id,
                number=seat.number,
                name=person.name,
                institution=institution,
                cells=tuple(replace(cell, href=_mended_at(training, seat, cell, attended)) for cell in cells),
                last_assessed_on=local_date(at, training.zone) if at else None,
                phone=masked_phone(person.phone),
            )
        )
    return people


def readiness_for(session: Session, training: Training, enrolment: Enrolment) -> Readiness:
    """One trainee's own; only her exam is a place she herself can go to."""
    (hers,) = readiness_of(session, training, only=enrolment.id)
    exam = f"/my/trainings/{training.id}/exam"
    cells = (replace(cell, href=exam if cell.kind is CellKind.EXAM else "") for cell in hers.cells)
    return replace(hers, cells=tuple(cells))


def sheets_to_test(session: Session, training: Training) -> list[SkillSheet]:
    """The sheets locked into the training; before it opens, those it would lock now."""
    locked = [sheet for _, sheet in trainings.sheets_of(session, training.id)]
    if locked:
        return locked
    keys = trainings.course_taught(session, training).sheets
    current = [current_version(session, SkillSheetVersion, key) for key in keys]
    return [sheet_of(version) for version in current if version]


def attended_by(
    enrolment_id: UUID, sessions: list[TrainingSession], attendance: Mapping[tuple[UUID, UUID], bool]
) -> list[Attended]:
    return [
        Attended(
            one.id,
            one.title,
            one.minutes,
            attendance.get((enrolment_id, one.id)),
        )
        for one in sessions
    ]


def never_called(session: Session, training: Training) -> list[Text]:
    """The titles of the sessions at which nobody was called, present or absent."""
    heard = {session_id for _, session_id in trainings.attendance_of(session, training.id)}
    return [one.title for one in trainings.sessions_of(session, training.id) if one.id not in heard]


def _mended_at(training: Training, seat: Enrolment, cell: Cell, attended: list[Attended]) -> str:
    at = f"/trainings/{training.id}"
    if cell.kind is CellKind.SKILL:
        return f"{at}/grading/{seat.id}/{cell.key}"
    if cell.kind is CellKind.EXAM:
        return f"{at}/exam"
    first = next((one for one in attended if not one.present), attended[0] if attended else None)
    return f"{at}/attendance/{first.id}" if first else f"{at}/sessions"


def standing_close_out(session: Session, training_id: UUID) -> CloseOut | None:
    """The close-out that holds now; one that was opened again does not."""
    stands = select(CloseOut).where(CloseOut.training_id == training_id, col(CloseOut.reopened_at).is_(None))
    return session.exec(stands).one_or_none()


def standing_close_outs(session: Session, training_ids: list[UUID]) -> dict[UUID, CloseOut]:
    """Training → the close-out that holds now."""
    stands = select(CloseOut).where(col(CloseOut.training_id).in_(training_ids), col(CloseOut.reopened_at).is_(None))
    return {one.training_id: one for one in session.exec(stands)}


@dataclass(frozen=True)
class Closing:
    """One close-out as it is told later: who signed, and who opened it again, when and why."""

    closed_by: str
    closed_at: datetime
    ready: int
    trainees: int
    reopened_by: str = ""
    reopened_at: datetime | None = None
    reason: str = ""


def history_of(session: Session, training_id: UUID) -> list[Closing]:
    """Every close-out of a training, newest first."""
    every = select(CloseOut).where(CloseOut.training_id == training_id)
    return [_told(session, one) for one in session.exec(every.order_by(col(CloseOut.closed_at).desc()))]


def _told(session: Session, one: CloseOut) -> Closing:
    trainees = one.record["trainees"]
    return Closing(
        closed_by=session.get_one(Person, one.closed_by).name,
        closed_at=one.closed_at,
        ready=sum(trainee["ready"] for trainee in trainees),
        trainees=len(trainees),
        reopened_by=session.get_one(Person, one.reopened_by).name if one.reopened_by else "",
        reopened_at=one.reopened_at,
        reason=one.reason or "",
    )
