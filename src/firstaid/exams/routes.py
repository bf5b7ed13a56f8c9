from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from firstaid.accounts.asking import Me
from firstaid.core.ids import new_token
from firstaid.core.words import N_
from firstaid.exams import access, rules, service, showing, staff_showing, starting
from firstaid.exams.forms import AnswersForm, PaperForm
from firstaid.exams.models import SittingState
from firstaid.institutions.asking import TrainingReader
from firstaid.trainings.access import training_for_staff
from firstaid.web.database import Db, Now
from firstaid.web.pages import go

router = APIRouter()


@router.get("/my/trainings/{training_id}/exam")
def exam(db: Db, me: Me, now: Now, training_id: UUID) -> HTMLResponse:
    training, seat = access.seat_to_sit_on(db, me.person, training_id)
    return showing.exam(db, training, seat, at=now).response()


@router.post("/my/trainings/{training_id}/exam")
def start(db: Db, me: Me, now: Now, training_id: UUID) -> RedirectResponse:
    training, seat = access.seat_to_sit_on(db, me.person, training_id)
    sitting = starting.start(db, training, seat, seed=new_token(), by=me.person.id, at=now)
    return go(f"/exams/sittings/{sitting.id}")


@router.get("/exams/sittings/{sitting_id}")
def paper(db: Db, me: Me, now: Now, sitting_id: UUID) -> Response:
    sitting, training = access.sitting_of_trainee(db, me.person, sitting_id)
    if sitting.state is SittingState.HANDED_IN:
        return go(f"/my/trainings/{training.id}/exam")
    return showing.paper(db, training, sitting, at=now).response()


@router.post("/exams/sittings/{sitting_id}")
def save_paper(db: Db, me: Me, now: Now, sitting_id: UUID, form: Annotated[PaperForm, Form()]) -> RedirectResponse:
    """For browsers without scripts: the whole paper at once."""
    sitting, training = access.sitting_of_trainee(db, me.person, sitting_id)
    service.save_form(db, training, sitting, form.chosen, at=now)
    at = f"/exams/sittings/{sitting_id}"
    return go(f"{at}/hand-in") if form.then == "hand_in" else go(at, N_("Saved."))


@router.post("/exams/sittings/{sitting_id}/answers")
def save_answers(db: Db, me: Me, now: Now, sitting_id: UUID, form: AnswersForm) -> JSONResponse:
    sitting, training = access.sitting_of_trainee(db, me.person, sitting_id)
    counting = service.save_answers(db, training, sitting, form.choices, origin="browser", at=now)
    answers = [{"position": c.position, "sequence": c.sequence, "chosen": c.chosen} for c in counting]
    return JSONResponse({"seconds_left": rules.seconds_left(sitting.due_at, now), "answers": answers})


@router.get("/exams/sittings/{sitting_id}/hand-in")
def handing_in(db: Db, me: Me, sitting_id: UUID) -> Response:
    sitting, training = access.sitting_of_trainee(db, me.person, sitting_id)
    if sitting.state is SittingState.HANDED_IN:
        return go(f"/my/trainings/{training.id}/exam")
    return showing.handing_in(db, training, sitting).response()


@router.post("/exams/sittings/{sitting_id}/hand-in")
def hand_in(db: Db, me: Me, now: Now, sitting_id: UUID) -> RedirectResponse:
    sitting, training = access.sitting_of_trainee(db, me.person, sitting_id)
    service.hand_in(db, sitting, by=me.person.id, at=now)
    return go(f"/my/trainings/{training.id}/exam", N_("Your paper has been handed in."))


@router.get("/exams/sittings/{sitting_id}/review")
def review(db: Db, me: Me, sitting_id: UUID) -> HTMLResponse:
    sitting, training = access.sitting_of_trainee(db, me.person, sitting_id)
    return showing.review(db, training, sitting).response()


@router.get("/trainings/{training_id}/exam")
def staff_page(db: Db, reader: TrainingReader, now: Now, training_id: UUID) -> HTMLResponse:
    return staff_showing.staff(db, training_for_staff(db, reader, training_id), at=now).response()


@router.get("/trainings/{training_id}/exam/{sitting_id}")
def draw_page(db: Db, reader: TrainingReader, training_id: UUID, sitting_id: UUID) -> HTMLResponse:
    training, sitting = access.sitting_for_staff(db, reader, training_id, sitting_id)
    return staff_showing.draw(db, reader, training, sitting).response()
