from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from firstaid.accounts.asking import Anybody, cookie_name, keep_signed_in
from firstaid.accounts.models import SignInKind
from firstaid.accounts.service import sign_out
from firstaid.core.errors import FirstAidError, NotFound
from firstaid.core.words import N_
from firstaid.institutions.access import institution_for_issuer
from firstaid.institutions.asking import Coordinator, CoordinatorOrAuditor, TrainingReader, TrainingStaff
from firstaid.institutions.queries import the_issuer
from firstaid.trainings import access, calling, joining, queries, rules, service, showing, welcoming
from firstaid.trainings.forms import (
    DetailsForm,
    EnrolForm,
    JoinForm,
    LookForm,
    PlanForm,
    RollCallForm,
    SessionsForm,
)
from firstaid.trainings.join_pages import CodePage
from firstaid.trainings.qr import join_picture
from firstaid.web.database import Db, Now
from firstaid.web.limits import address_of
from firstaid.web.pages import go
from firstaid.web.refusals import status_of

router = APIRouter()
Words = Annotated[str, Query(max_length=100)]
LOOKS = "1500 per 5 minutes"  # halls of hundreds share an address; among 30^8 codes nobody guesses one in as many


@router.get("/trainings")
def all_trainings(db: Db, reader: TrainingReader, now: Now, look: Annotated[LookForm, Query()]) -> HTMLResponse:
    zone = the_issuer(db).zone
    return showing.trainings(db, reader, zone, words=look.words, state=look.state, number=look.page, at=now).response()


@router.get("/trainings/new")
def planning(db: Db, coordinator: Coordinator, now: Now) -> HTMLResponse:
    return showing.planning(db, the_issuer(db), at=now).response()


@router.post("/trainings/new")
def plan(db: Db, coordinator: Coordinator, now: Now, form: Annotated[PlanForm, Form()]) -> RedirectResponse:
    training = service.plan(
        db,
        the_issuer(db),
        title=form.title,
        course_key=form.course_key,
        scheme_key=form.scheme_key,
        place=form.place,
        starts_at=form.begins,
        lunch=form.lunch,
        capacity=form.capacity,
        instructor_ids=form.instructors,
        join_code=joining.new_code(),
        by=coordinator.id,
        at=now,
        afterwards=form.afterwards is not None,
    )
    return go(f"/trainings/{training.id}", N_("The training is planned. Check the times of its sessions."))


@router.get("/trainings/{training_id}")
def training_page(db: Db, reader: TrainingReader, now: Now, training_id: UUID) -> HTMLResponse:
    training = access.training_for_staff(db, reader, training_id)
    return showing.training(db, reader, training, at=now).response()


@router.get("/trainings/{training_id}/details")
def details_page(db: Db, coordinator: Coordinator, training_id: UUID) -> HTMLResponse:
    return showing.details(db, access.training_for_staff(db, coordinator, training_id)).response()


@router.post("/trainings/{training_id}/details")
def change(
    db: Db, coordinator: Coordinator, now: Now, training_id: UUID, form: Annotated[DetailsForm, Form()]
) -> RedirectResponse:
    training = access.training_for_staff(db, coordinator, training_id)
    service.change(
        db,
        training,
        title=form.title,
        place=form.place,
        capacity=form.capacity,
        instructor_ids=form.instructors,
        by=coordinator.id,
        at=now,
    )
    return go(f"/trainings/{training_id}", N_("Saved."))


@router.get("/trainings/{training_id}/sessions")
def sessions_page(db: Db, coordinator: Coordinator, training_id: UUID) -> HTMLResponse:
    return showing.sessions(db, access.training_for_staff(db, coordinator, training_id)).response()


@router.post("/trainings/{training_id}/sessions")
def move_sessions(
    db: Db, coordinator: Coordinator, now: Now, training_id: UUID, form: Annotated[SessionsForm, Form()]
) -> RedirectResponse:
    training = access.training_for_staff(db, coordinator, training_id)
    service.move_sessions(db, training, form.times, by=coordinator.id, at=now, test_first=form.test_first is not None)
    return go(f"/trainings/{training_id}", N_("Saved."))


@router.get("/trainings/{training_id}/enrolments")
def enrolments_page(
    db: Db, reader: CoordinatorOrAuditor, training_id: UUID, institution_id: UUID | None = None, words: Words = ""
) -> HTMLResponse:
    training = access.training_for_staff(db, reader, training_id)
    institution = institution_for_issuer(db, reader, institution_id) if institution_id else None
    return showing.enrolments(db, reader, training, institution, words=words).response()


@router.post("/trainings/{training_id}/enrolments")
def enrol(
    db: Db, coordinator: Coordinator, now: Now, training_id: UUID, form: Annotated[EnrolForm, Form()]
) -> RedirectResponse:
    training = access.training_for_staff(db, coordinator, training_id)
    institution = institution_for_issuer(db, coordinator, form.institution_id)
    people = access.staff_ticked(db, institution, form.people)
    new = service.enrol(db, training, institution, people, by=coordinator.id, at=now)
    back = f"/trainings/{training_id}/enrolments?institution_id={institution.id}"
    return go(back, N_("Newly enrolled: %(people)s."), people=new)


@router.post("/trainings/{training_id}/enrolments/{enrolment_id}/withdrawal")
def withdraw(db: Db, coordinator: Coordinator, now: Now, training_id: UUID, enrolment_id: UUID) -> RedirectResponse:
    training = access.training_for_staff(db, coordinator, training_id)
    seat = access.seat_of_training(db, training, enrolment_id)
    service.withdraw(db, training, seat, by=coordinator.id, at=now)
    return go(f"/trainings/{training_id}/enrolments", N_("Withdrawn. The class number stays reserved."))


@router.post("/trainings/{training_id}/opening")
def open_training(db: Db, coordinator: Coordinator, now: Now, training_id: UUID) -> RedirectResponse:
    training = access.training_for_staff(db, coordinator, training_id)
    service.open_training(db, training, by=coordinator.id, at=now)
    return go(f"/trainings/{training_id}", N_("The training is open."))


@router.get("/trainings/{training_id}/roster")
def roster(db: Db, reader: TrainingReader, training_id: UUID) -> HTMLResponse:
    return showing.roster(db, access.training_for_staff(db, reader, training_id)).response()


@router.get("/trainings/{training_id}/wall")
def wall(db: Db, reader: TrainingReader, training_id: UUID) -> HTMLResponse:
    return showing.wall(access.training_for_staff(db, reader, training_id)).response()


@router.get("/trainings/{training_id}/attendance")
def roll_of_now(db: Db, reader: TrainingReader, now: Now, training_id: UUID) -> RedirectResponse:
    """To the session that runs or begins next, else to the last."""
    training = access.training_for_staff(db, reader, training_id)
    return go(showing.address_of_roll(db, training, at=now))


@router.get("/trainings/{training_id}/attendance/{session_id}")
def roll(db: Db, reader: TrainingReader, now: Now, training_id: UUID, session_id: UUID) -> HTMLResponse:
    training = access.training_for_staff(db, reader, training_id)
    session = access.session_of_training(db, training, session_id)
    return showing.roll(db, reader, training, session, at=now).response()


@router.post("/trainings/{training_id}/attendance/{session_id}")
def call_roll(
    db: Db,
    staff: TrainingStaff,
    now: Now,
    *,
    training_id: UUID,
    session_id: UUID,
    form: Annotated[RollCallForm, Form()],
) -> RedirectResponse:
    training = access.training_for_staff(db, staff, training_id)
    session = access.session_of_training(db, training, session_id)
    rest, sure = form.rest is not None, form.early is not None
    calling.call_roll(db, training, session, form.said, rest=rest, sure=sure, by=staff.id, at=now)
    return go(f"/trainings/{training_id}/attendance/{session_id}{form.anchor}")


@router.get("/join")
def ask_code(request: Request, db: Db, code: Annotated[str, Query(max_length=welcoming.CODE_MOST)] = "") -> Response:
    request.app.state.limiter.hit(LOOKS, "join", address_of(request))
    known = rules.read_code(code)
    if known and queries.training_with_code(db, known):
        return go(f"/join/{known}")
    return CodePage(code, unknown=bool(code)).response(404 if code else 200)


@router.get("/join/{join_code}")
def join_page(request: Request, db: Db, asking: Anybody, join_code: str) -> HTMLResponse:
    request.app.state.limiter.hit(LOOKS, "join", address_of(request))
    known = rules.read_code(join_code)
    training = queries.training_with_code(db, known) if known else None
    if training is None:
        return CodePage(join_code[: welcoming.CODE_MOST], unknown=True).response(404)
    return welcoming.joining(db, asking, training).response()


@router.post("/join/{join_code}")
def join(
    request: Request, db: Db, now: Now, asking: Anybody, *, join_code: str, form: Annotated[JoinForm, Form()]
) -> Response:
    outcome = joining.join(
        db,
        typed_code=join_code,
        name=form.name,
        last4=form.last4,
        address=address_of(request),
        device=request.headers.get("user-agent", ""),
        at=now,
    )
    if isinstance(outcome, FirstAidError):
        return welcoming.refused_to_join(db, asking, join_code, refusal=outcome, typed=form).response(
            status_of(outcome)
        )
    sign_out(db, request.cookies.get(cookie_name(), ""), now)  # whoever was known here before is not any more
    training_id = outcome.training.id
    answer = go(f"/my/trainings/{training_id}", N_("You have joined. This phone knows you from now on."))
    keep_signed_in(answer, outcome.token, SignInKind.DEVICE)
    return answer


@router.get("/join/{join_code}/qr.svg")
def join_qr(join_code: str) -> Response:
    """The picture of a join address; it tells nothing that whoever asks has not typed herself."""
    code = rules.read_code(join_code)
    if code is None:
        raise NotFound
    return Response(join_picture(code), media_type="image/svg+xml")
