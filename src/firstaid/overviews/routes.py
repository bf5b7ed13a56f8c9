from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from firstaid.accounts.asking import Anybody
from firstaid.core.clock import local_date
from firstaid.institutions.asking import AnyActor, HeadOrCentre, acting
from firstaid.institutions.queries import the_issuer
from firstaid.overviews import access, covering, learning, showing
from firstaid.overviews.pages import LandingPage
from firstaid.trainings.access import own_enrolment
from firstaid.web.database import Db, Now

router = APIRouter()


@router.get("/")
def home(db: Db, asking: Anybody, now: Now) -> HTMLResponse:
    if asking is None:
        return LandingPage().response()
    return showing.home(db, acting(asking, db), at=now).response()


@router.get("/my")
def my(db: Db, actor: AnyActor, now: Now) -> HTMLResponse:
    return showing.my(db, actor, at=now).response()


@router.get("/my/trainings/{training_id}")
def my_training(db: Db, actor: AnyActor, now: Now, training_id: UUID) -> HTMLResponse:
    training, seat = own_enrolment(db, actor.person, training_id)
    return learning.trainee(db, actor.person, training, seat, at=now).response()


@router.get("/staff")
def staff(
    db: Db,
    actor: HeadOrCentre,
    now: Now,
    institution_id: UUID | None = None,
    q: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    chosen = access.institution_covered(db, actor, institution_id) if institution_id else None
    today = local_date(now, the_issuer(db).zone)
    return covering.staff(db, actor, chosen, sought=q, state=state, today=today).response()
