from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from firstaid.certificates import access, queries, rules, service, showing, wall
from firstaid.certificates.archive import Filed, zipped
from firstaid.certificates.forms import VerifyForm
from firstaid.certificates.pages import VerifyPage
from firstaid.certificates.picture import Picture
from firstaid.core import files
from firstaid.core.db import Database
from firstaid.core.words import N_
from firstaid.institutions.asking import ActingAs, Actor, AnyActor, Coordinator, CoordinatorOrAuditor
from firstaid.institutions.models import Role
from firstaid.institutions.queries import the_issuer
from firstaid.trainings.access import training_for_staff
from firstaid.web.database import Db, Now
from firstaid.web.limits import address_of
from firstaid.web.pages import attachment, download, go
from firstaid.web.seen import found_again_at

router = APIRouter()
Reader = Annotated[Actor, Depends(ActingAs(Role.COORDINATOR, Role.AUDITOR, Role.HEAD, Role.CENTRE))]
LOOKS = "300 per 5 minutes"  # an inspector with a pile of papers looks often
UNKNOWN = "10 per 5 minutes"  # whoever guesses finds nothing in as many
OUT_OF_SIGHT = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}


@router.get("/trainings/{training_id}/certificates")
def of_training(db: Db, reader: CoordinatorOrAuditor, now: Now, training_id: UUID) -> HTMLResponse:
    training = training_for_staff(db, reader, training_id)
    return showing.of_training(db, reader, training, at=now).response()


@router.post("/trainings/{training_id}/certificates")
def issue(db: Db, coordinator: Coordinator, now: Now, training_id: UUID) -> RedirectResponse:
    training = training_for_staff(db, coordinator, training_id)
    issued = service.issue(db, training, by=coordinator.id, at=now)
    if not issued.new:
        return go(
            f"/trainings/{training_id}/certificates",
            N_("Everybody who is ready has a certificate already; nothing was issued twice."),
        )
    return go(
        f"/trainings/{training_id}/certificates",
        N_("Certificates numbered and being printed: %(new)s."),
        new=issued.new,
    )


@router.post("/trainings/{training_id}/certificates/{certificate_id}/printing")
def print_again(
    db: Db, coordinator: Coordinator, now: Now, training_id: UUID, certificate_id: UUID
) -> RedirectResponse:
    training = training_for_staff(db, coordinator, training_id)
    certificate = access.certificate_of_training(db, training, certificate_id)
    service.print_again(db, certificate, by=coordinator.id, at=now)
    return go(f"/trainings/{training_id}/certificates", N_("It is being printed again."))


@router.get("/trainings/{training_id}/certificates/zip")
def zip_of_training(request: Request, db: Db, reader: CoordinatorOrAuditor, training_id: UUID) -> StreamingResponse:
    training = training_for_staff(db, reader, training_id)
    listed = showing.filed(queries.of_training(db, training.id))
    return _sent(request.app.state.turns.database, listed, training.title)


@router.get("/certificates")
def all_certificates(
    db: Db,
    reader: Reader,
    now: Now,
    q: Annotated[str, Query(max_length=100)] = "",
    institution_id: str = "",
    state: str = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    chosen, worth = rules.read_id(institution_id), rules.read_worth(state)
    found = showing.certificates(db, reader, sought=q, institution_id=chosen, worth=worth, number=page, at=now)
    return found.response()


@router.get("/certificates/zip")
def zip_of_institution(request: Request, db: Db, reader: Reader, institution_id: UUID) -> StreamingResponse:
    institution, theirs = access.whose_staff(db, reader, institution_id)
    listed = showing.filed_by_institution(db, theirs)
    return _sent(request.app.state.turns.database, listed, institution.name)


@router.get("/certificates/wall-list")
def wall_list(db: Db, reader: Reader, now: Now, institution_id: UUID) -> HTMLResponse:
    institution, _ = access.whose_staff(db, reader, institution_id)
    return wall.wall_list(db, institution, the_issuer(db), at=now).response()


@router.get("/certificates/{certificate_id}/pdf")
def pdf(db: Db, actor: AnyActor, certificate_id: UUID) -> Response:
    certificate = access.certificate_for(db, actor, certificate_id)
    name = rules.file_name(certificate.number, certificate.paper["name"])
    return download(queries.pdf_of(db, certificate), name, "application/pdf")


@router.get("/certificates/{certificate_id}/picture")
def picture_page(db: Db, actor: AnyActor, certificate_id: UUID) -> HTMLResponse:
    certificate = access.certificate_for(db, actor, certificate_id)
    return showing.picture(db, actor, certificate).response()


@router.get("/certificates/{certificate_id}/picture.png")
def picture(db: Db, actor: AnyActor, certificate_id: UUID) -> Response:
    certificate = access.certificate_for(db, actor, certificate_id)
    return Picture(queries.pdf_of(db, certificate), queries.digest_of(certificate))


@router.get("/verify")
def verify_page(number: Annotated[str, Query(max_length=100)] = "") -> Response:
    return _quiet(VerifyPage(number=number).response())


@router.post("/verify")
def verify(request: Request, db: Db, now: Now, form: Annotated[VerifyForm, Form()]) -> Response:
    address = address_of(request)
    request.app.state.limiter.hit(LOOKS, "verify", address)
    found = service.find(db, number=form.number, code=form.code, address=address, at=now)
    if found is None:
        found_again_at(f"/verify?{urlencode({'number': form.number})}")
        return _quiet(showing.not_together(form.number, form.code).response(404))
    return _quiet(go(f"/v/{found.token}"))


@router.get("/v/{token}")
def verified(request: Request, db: Db, now: Now, token: str) -> Response:
    request.app.state.limiter.hit(LOOKS, "verify", address_of(request))
    certificate = queries.with_token(db, token)
    if certificate is None:
        request.app.state.limiter.hit(UNKNOWN, "verify-unknown", address_of(request))
        return _quiet(showing.unknown().response(404))
    return _quiet(showing.verified(certificate, the_issuer(db), at=now).response())


def _quiet(answer: Response) -> Response:
    """Kept out of search engines, and its address out of other sites' logs."""
    answer.headers.update(OUT_OF_SIGHT)
    return answer


def _sent(database: Database, listed: list[Filed], title: str) -> StreamingResponse:
    """Files read one at a time while they are sent, each in a short transaction of its own."""

    def content(digest: str) -> bytes:
        with database.reading() as session:
            return files.content_of(session, digest)

    headers = attachment(rules.zip_name(title))
    return StreamingResponse(zipped(listed, content), media_type="application/zip", headers=headers)
