"""Every refusal as a page, or JSON, in the reader's language: the only place that knows status codes."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from firstaid.core import errors
from firstaid.core.settings import settings
from firstaid.core.words import N_, gettext
from firstaid.web.again import from_a_form, shown_again, typed_in
from firstaid.web.pages import Page
from firstaid.web.seen import Seen, Typed, seen
from firstaid.web.wrong import Wrong, known_fields, wrong_fields


class WrongMethod(errors.FirstAidError):
    """An address that only receives forms was opened, or the other way round."""

    code = "web.wrong_method"
    message = N_("This address cannot be opened like this.")
    advice = N_("Nothing was changed. Start again from your home page.")


class ForeignForm(errors.Forbidden):
    """A form that somebody else's page sent in the reader's name."""

    code = "web.foreign_form"
    message = N_("This form was sent from another site.")
    advice = N_("Nothing was changed. Open the page here and send it again.")


class Crash(errors.FirstAidError):
    """Something nobody foresaw."""

    code = "web.crash"
    message = N_("Something went wrong on our side.")
    advice = N_(
        "Nothing of this step was saved; what was saved before is kept. "
        "Try again, or tell the coordinator the incident number below."
    )


STATUS: dict[type[errors.FirstAidError], int] = {
    errors.NotFound: 404,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.TooLarge: 413,
    errors.Unavailable: 503,
    WrongMethod: 405,
    Crash: 500,
}
KINDS: dict[int, type[errors.FirstAidError]] = {status: kind for kind, status in STATUS.items()}
OUR_FAULT = 500
WORTH_ANOTHER_TRY = (errors.Conflict, errors.Invalid, errors.Unavailable, errors.TooMany, Crash)
log = structlog.get_logger("firstaid.refusal")


@dataclass(frozen=True)
class RefusalPage(Page, template="layouts/refusal.html"):
    """What happened, what was kept, what to do."""

    code: str
    message: str
    advice: str
    details: tuple[str, ...]
    again: str
    request_id: str
    ours: bool
    """Whether we failed and not the reader, who then needs the incident number."""


def status_of(refusal: errors.FirstAidError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(refusal, kind)), 400)


class Words(NamedTuple):
    """What happened, and what to do, in the reader's language."""

    message: str
    advice: str


def words_of(refusal: errors.FirstAidError) -> Words:
    return Words(gettext(refusal.message, **refusal.facts), gettext(refusal.advice, **refusal.facts))


def refuse(refusal: errors.FirstAidError, details: tuple[str, ...] = ()) -> Response:
    here, status = seen.get(Seen()), status_of(refusal)
    if isinstance(refusal, errors.NotSignedIn) and here.wants_html:
        return RedirectResponse(f"/sign-in?next={quote(here.path)}", 303)
    message, advice = words_of(refusal)
    log.info("refused", code=refusal.code, status=status)
    if here.wants_html:
        again = here.path if isinstance(refusal, WORTH_ANOTHER_TRY) else ""
        ours = status >= OUR_FAULT
        return RefusalPage(refusal.code, message, advice, details, again, here.request_id, ours).response(status)
    body = {"code": refusal.code, "message": message, "advice": advice, "details": details}
    return JSONResponse(body, status)


def crashed(problem: Exception) -> Response:
    """Nobody foresaw it. The log gets the kind and the places: what an exception says may hold somebody's name."""
    whole = problem if settings().environment == "development" else None
    log.error("crash", error=type(problem).__name__, places=errors.places_of(problem), exc_info=whole)
    return refuse(Crash())


def install(app: FastAPI) -> None:
    app.add_exception_handler(errors.FirstAidError, _foreseen)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(OperationalError, _no_database)
    app.add_exception_handler(NoConnectionLeft, _no_database)
    app.add_exception_handler(DataError, _unkeepable)


async def _foreseen(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, errors.FirstAidError)
    return await _refused(request, refusal, _said_of(refusal))


async def _refused(request: Request, refusal: errors.FirstAidError, wrong: Wrong) -> Response:
    """Said on the page the form came from, with what was typed still there; else on a page of its own."""
    if isinstance(refusal, WORTH_ANOTHER_TRY) and from_a_form(request):
        message, advice = words_of(refusal)
        names = known_fields(request.scope.get("route"))
        typed = Typed(message, advice, refusal.code, names, await typed_in(request), wrong)
        shown = await shown_again(request, typed, status_of(refusal))
        if shown is not None:
            log.info("refused", code=refusal.code, status=shown.status_code)
            return shown
    return refuse(refusal, tuple(line for line in dict.fromkeys(wrong.values()) if line != words_of(refusal).message))


def _said_of(refusal: errors.FirstAidError) -> Wrong:
    """A refusal that is about one field is said there too."""
    return {(refusal.field, 0): words_of(refusal).message} if refusal.field else {}


async def _unreadable(request: Request, problem: Exception) -> Response:
    """Name the fields and what is wrong with them, never what was typed (it may be an ID number)."""
    assert isinstance(problem, RequestValidationError)
    if all(error["loc"][0] == "path" for error in problem.errors()):
        return refuse(errors.NotFound())
    return await _refused(request, errors.Invalid(), wrong_fields(problem.errors(), request.scope.get("route")))


def _plain(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    return refuse(KINDS.get(problem.status_code, errors.Invalid)())


def _no_database(_request: Request, problem: Exception) -> Response:
    """The database is away or busy beyond waiting; nothing was written."""
    log.error("no_database", error=type(problem).__name__)
    return refuse(errors.Unavailable())


def _unkeepable(_request: Request, problem: Exception) -> Response:
    """The database knows no such character or number, so nothing is called or counted like that."""
    log.warning("unkeepable", error=type(problem).__name__)
    return refuse(errors.Invalid())
