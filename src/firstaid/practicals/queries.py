from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.practicals.models import Mark
from firstaid.practicals.rules import SheetStanding, standing
from firstaid.trainings import queries as trainings
from firstaid.trainings.models import Enrolment, EnrolmentState, Training


def standing_of(
    session: Session, training: Training, *, seat: UUID | None = None, sheet_key: str | None = None
) -> dict[tuple[UUID, str], SheetStanding]:
    """(enrolment, sheet) → where she stands, for everybody enrolled and every sheet, or only those asked for."""
    rule = trainings.scheme_of(session, training).practical
    sheets = [sheet for _, sheet in trainings.sheets_of(session, training.id) if sheet_key in {None, sheet.id}]
    made = select(Mark).join(Enrolment).where(Enrolment.training_id == training.id)
    if seat is not None:
        made = made.where(Mark.enrolment_id == seat)
    if sheet_key is not None:
        made = made.where(Mark.sheet_key == sheet_key)
    marks: dict[tuple[UUID, str], list[Mark]] = {}
    for mark in session.exec(made):
        marks.setdefault((mark.enrolment_id, mark.sheet_key), []).append(mark)
    return {
        (one, sheet.id): standing(marks.get((one, sheet.id), ()), sheet, rule)
        for one in ([seat] if seat else _seats(session, training))
        for sheet in sheets
    }


def _seats(session: Session, training: Training) -> list[UUID]:
    taken = select(Enrolment.id).where(Enrolment.training_id == training.id, Enrolment.state == EnrolmentState.ENROLLED)
    return list(session.exec(taken.order_by(col(Enrolment.number))))


def marks_on(session: Session, enrolment_id: UUID, sheet_key: str) -> list[Mark]:
    found = select(Mark).where(Mark.enrolment_id == enrolment_id, Mark.sheet_key == sheet_key)
    return list(session.exec(found))


def marks_with_ids(session: Session, ids: Collection[UUID]) -> dict[UUID, Mark]:
    """Those of these marks that were kept before, whoever sent them."""
    return {mark.id: mark for mark in session.exec(select(Mark).where(col(Mark.id).in_(ids)))}


def counters_used(session: Session, device_id: str, counters: Collection[int]) -> set[int]:
    """Those of these counters under which this device has sent a mark before."""
    used = select(Mark.counter).where(Mark.device_id == device_id, col(Mark.counter).in_(counters))
    return set(session.exec(used))
