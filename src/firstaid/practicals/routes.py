from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import HTMLResponse, Response

from firstaid.core.ids import new_id
from firstaid.core.words import N_
from firstaid.institutions.asking import TrainingReader, TrainingStaff
from firstaid.practicals import access, service, showing
from firstaid.practicals.desk import desk_of
from firstaid.practicals.forms import SheetForm, sheet_form
from firstaid.trainings.access import training_for_staff
from firstaid.web.database import Db, Now
from firstaid.web.pages import go
from firstaid.web.refusals import status_of

router = APIRouter()


@router.get("/trainings/{training_id}/grading")
def queue(db: Db, reader: TrainingReader, training_id: UUID, sheet: str = "") -> HTMLResponse:
    return showing.queue(db, reader, training_for_staff(db, reader, training_id), only=sheet).response()


@router.get("/trainings/{training_id}/sheets/{sheet_key}/print")
def blank_sheets(db: Db, reader: TrainingReader, training_id: UUID, sheet_key: str) -> HTMLResponse:
    training = training_for_staff(db, reader, training_id)
    return showing.blank_sheets(db, reader, training, access.sheet_of_training(db, training, sheet_key)).response()


@router.get("/trainings/{training_id}/grading/{enrolment_id}/{sheet_key}")
def sheet(db: Db, reader: TrainingReader, training_id: UUID, enrolment_id: UUID, sheet_key: str) -> HTMLResponse:
    seat = access.seat_for_staff(db, reader, training_id, enrolment_id)
    return showing.sheet(db, reader, desk_of(db, seat, sheet_key)).response()


@router.get("/trainings/{training_id}/grading/{enrolment_id}/{sheet_key}/print")
def record(db: Db, reader: TrainingReader, training_id: UUID, enrolment_id: UUID, sheet_key: str) -> HTMLResponse:
    seat = access.seat_for_staff(db, reader, training_id, enrolment_id)
    return showing.record(db, reader, desk_of(db, seat, sheet_key)).response()


@router.post("/trainings/{training_id}/grading/{enrolment_id}/{sheet_key}")
def grade(
    db: Db,
    staff: TrainingStaff,
    now: Now,
    *,
    training_id: UUID,
    enrolment_id: UUID,
    sheet_key: str,
    form: Annotated[SheetForm, Depends(sheet_form)],
) -> Response:
    """The same sheet without scripts: what could be taken in is kept also when something else could not."""
    desk = desk_of(db, access.seat_for_staff(db, staff, training_id, enrolment_id), sheet_key)
    receipt = service.take_form(db, staff, desk, form, make_id=new_id, at=now)
    if receipt.refused:
        desk = desk_of(db, desk.seat, sheet_key)
        page = showing.sheet(db, staff, desk, receipt.refused)
        return page.response(status_of(receipt.refused[0].refusal))
    return go(f"/trainings/{training_id}/grading/{enrolment_id}/{sheet_key}", N_("Saved."))
