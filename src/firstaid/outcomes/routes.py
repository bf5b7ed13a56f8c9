from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse

from firstaid.core.words import N_
from firstaid.institutions.asking import Coordinator, TrainingReader
from firstaid.outcomes import class_file, service, showing
from firstaid.outcomes.forms import CloseOutForm, ReopeningForm
from firstaid.trainings.access import training_for_staff
from firstaid.web.database import Db, Now
from firstaid.web.pages import go

router = APIRouter()


@router.get("/trainings/{training_id}/readiness")
def readiness(db: Db, reader: TrainingReader, training_id: UUID) -> HTMLResponse:
    return showing.readiness(db, reader, training_for_staff(db, reader, training_id)).response()


@router.get("/trainings/{training_id}/close-out")
def before_closing(db: Db, coordinator: Coordinator, training_id: UUID) -> HTMLResponse:
    return showing.close_out(db, training_for_staff(db, coordinator, training_id)).response()


@router.post("/trainings/{training_id}/close-out")
def close_out(
    db: Db, coordinator: Coordinator, now: Now, training_id: UUID, form: Annotated[CloseOutForm, Form()]
) -> RedirectResponse:
    training = training_for_staff(db, coordinator, training_id)
    made = service.close_out(db, training, by=coordinator.id, at=now, although=form.although is not None)
    return go(showing.after_closing(made), N_("The training is closed out and its record is frozen."))


@router.get("/trainings/{training_id}/class-file")
def class_file_page(db: Db, reader: TrainingReader, training_id: UUID) -> HTMLResponse:
    return class_file.gathered(db, training_for_staff(db, reader, training_id)).response()


@router.post("/trainings/{training_id}/reopening")
def reopen(
    db: Db, coordinator: Coordinator, now: Now, training_id: UUID, form: Annotated[ReopeningForm, Form()]
) -> RedirectResponse:
    training = training_for_staff(db, coordinator, training_id)
    service.reopen(db, training, reason=form.reason, by=coordinator.id, at=now)
    return go(f"/trainings/{training_id}/readiness", N_("The training is open again. The reason is kept."))
