from uuid import UUID

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from firstaid.accounts.asking import Anybody
from firstaid.core.clock import local_date
from firstaid.institutions.asking import AnyActor, HeadOrCentre, acting
from firstaid.institutions.queries import the_issuer
from firstaid.overviews import access, showing
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
def my(db: Db, actor: AnyActor) -> HTMLResponse:
    return showing.my(db, actor.person).response()


@router.get("/my/trainings/{training_id}")
def my_training(db: Db, actor: AnyActor, training_id: UUID) -> HTMLResponse:
    training, seat = own_enrolment(db, actor.person, training_id)
    return showing.trainee(db, actor.person, training, seat).response()


@router.get("/staff")
def staff(db: Db, actor: HeadOrCentre, now: Now, institution_id: UUID | None = None) -> HTMLResponse:
    chosen = access.institution_covered(db, actor, institution_id) if institution_id else None
    return showing.staff(db, actor, chosen, today=local_date(now, the_issuer(db).zone)).response()
