from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from firstaid.accounts.asking import signed_in
from firstaid.core.words import N_, gettext
from firstaid.institutions import access, importing, rules, service, showing
from firstaid.institutions.asking import ActingAs, Coordinator, CoordinatorOrAuditor, acting
from firstaid.institutions.forms import HeadForm, InstitutionForm, LookForm, OverseerForm, TeamForm
from firstaid.institutions.models import Role
from firstaid.institutions.queries import the_issuer
from firstaid.institutions.roster_file import read_staff_list, refused_list
from firstaid.institutions.rules import ListedPerson
from firstaid.web.bodies import UPLOAD_MOST
from firstaid.web.database import Db, Now
from firstaid.web.pages import download, go

router = APIRouter()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/institutions")
def all_institutions(db: Db, reader: CoordinatorOrAuditor, look: Annotated[LookForm, Query()]) -> HTMLResponse:
    return showing.institutions(db, reader, words=look.words, kind=look.kind).response()


@router.post("/institutions")
@router.post("/institutions/new")
def make(db: Db, coordinator: Coordinator, now: Now, form: Annotated[InstitutionForm, Form()]) -> RedirectResponse:
    centre = access.institution_for_issuer(db, coordinator, form.overseen_by) if form.overseen_by else None
    made = service.make_institution(
        db,
        coordinator.issuer_id,
        name=form.name,
        kind=form.kind,
        town=form.town,
        overseen_by=centre,
        by=coordinator.id,
        at=now,
    )
    return go(f"/institutions/{made.id}", N_("%(name)s was added."), name=made.name)


@router.get("/institutions/new")
def making(db: Db, coordinator: Coordinator) -> HTMLResponse:
    return showing.making(db, coordinator).response()


@router.get("/institutions/{institution_id}")
def institution_page(db: Db, reader: CoordinatorOrAuditor, institution_id: UUID) -> HTMLResponse:
    institution = access.institution_for_issuer(db, reader, institution_id)
    return showing.institution(db, reader, institution).response()


@router.post("/institutions/{institution_id}/overseer")
def oversee(
    db: Db, coordinator: Coordinator, now: Now, institution_id: UUID, form: Annotated[OverseerForm, Form()]
) -> RedirectResponse:
    institution = access.institution_for_issuer(db, coordinator, institution_id)
    centre = access.institution_for_issuer(db, coordinator, form.overseen_by) if form.overseen_by else None
    service.oversee(db, institution, centre, by=coordinator.id, at=now)
    return go(f"/institutions/{institution_id}", N_("Saved."))


@router.post("/institutions/{institution_id}/heads")
def appoint_head(
    db: Db, coordinator: Coordinator, now: Now, institution_id: UUID, form: Annotated[HeadForm, Form()]
) -> RedirectResponse:
    institution = access.institution_for_issuer(db, coordinator, institution_id)
    person = service.appoint(
        db,
        coordinator.issuer_id,
        name=form.name,
        phone=form.phone,
        role=rules.leading_role(institution.kind),
        institution=institution,
        login=form.login,
        password=form.password,
        by=coordinator.id,
        at=now,
    )
    return go(f"/institutions/{institution_id}", N_("%(name)s was appointed."), name=person.name)


def list_sent(request: Request, now: Now, staff_list: UploadFile) -> tuple[str, list[ListedPerson]]:
    """Read it before the writing transaction begins, which nobody should hold so long; for coordinators only."""
    with request.app.state.turns.database.reading() as session:
        ActingAs(Role.COORDINATOR)(acting(signed_in(request, session, now), session))
    return staff_list.filename or "", read_staff_list(staff_list.file.read())


@router.post("/institutions/{institution_id}/staff-lists", max_body_size=UPLOAD_MOST)
def send_staff_list(
    sent: Annotated[tuple[str, list[ListedPerson]], Depends(list_sent)],
    db: Db,
    coordinator: Coordinator,
    now: Now,
    institution_id: UUID,
) -> RedirectResponse:
    institution = access.institution_for_issuer(db, coordinator, institution_id)
    upload = importing.receive_staff_list(db, institution, sent[1], file_name=sent[0], by=coordinator.id, at=now)
    return go(f"/institutions/{institution_id}/staff-lists/{upload.id}")


@router.get("/institutions/{institution_id}/staff-lists/{upload_id}")
def staff_list(db: Db, reader: CoordinatorOrAuditor, institution_id: UUID, upload_id: UUID) -> HTMLResponse:
    found = access.upload_for_issuer(db, reader, institution_id, upload_id)
    return showing.preview(db, reader, *found).response()


@router.post("/institutions/{institution_id}/staff-lists/{upload_id}/confirmation")
def confirm_staff_list(
    db: Db, coordinator: Coordinator, now: Now, institution_id: UUID, upload_id: UUID
) -> RedirectResponse:
    upload, _ = access.upload_for_issuer(db, coordinator, institution_id, upload_id)
    importing.confirm_staff_list(db, upload, the_issuer(db), by=coordinator.id, at=now)
    return go(f"/institutions/{institution_id}/staff-lists/{upload_id}", N_("The list was imported."))


@router.post("/institutions/{institution_id}/staff-lists/{upload_id}/disposal")
def discard_staff_list(
    db: Db, coordinator: Coordinator, now: Now, institution_id: UUID, upload_id: UUID
) -> RedirectResponse:
    upload, _ = access.upload_for_issuer(db, coordinator, institution_id, upload_id)
    importing.discard_staff_list(db, upload, by=coordinator.id, at=now)
    return go(f"/institutions/{institution_id}", N_("The list was thrown away; nobody was added by it."))


@router.get("/institutions/{institution_id}/staff-lists/{upload_id}/refused.xlsx")
def refused_rows(db: Db, coordinator: Coordinator, institution_id: UUID, upload_id: UUID) -> Response:
    upload, institution = access.upload_for_issuer(db, coordinator, institution_id, upload_id)
    rows = importing.refused(importing.planned(db, upload))
    name = gettext("Rows to correct, %(institution)s", institution=institution.name)
    return download(refused_list(rows), f"{name}.xlsx", XLSX)


@router.get("/team")
def team(db: Db, reader: CoordinatorOrAuditor) -> HTMLResponse:
    return showing.team(db, reader).response()


@router.post("/team")
def appoint(db: Db, coordinator: Coordinator, now: Now, form: Annotated[TeamForm, Form()]) -> RedirectResponse:
    person = service.appoint(
        db,
        coordinator.issuer_id,
        name=form.name,
        phone=form.phone,
        role=form.role,
        institution=None,
        login=form.login,
        password=form.password,
        by=coordinator.id,
        at=now,
    )
    return go("/team", N_("%(name)s was appointed."), name=person.name)


@router.post("/team/{grant_id}/revocation")
def revoke(db: Db, coordinator: Coordinator, now: Now, grant_id: UUID) -> RedirectResponse:
    grant = access.grant_for_issuer(db, coordinator, grant_id)
    service.revoke(db, grant, by=coordinator.id, at=now)
    back = f"/institutions/{grant.institution_id}" if grant.institution_id else "/team"
    return go(back, N_("The role has ended."))
