"""A refused form on the page it was sent from: with what was typed, and what is wrong where it is wrong."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote

import structlog
from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Message, Scope

from firstaid.core.errors import places_of
from firstaid.core.settings import settings
from firstaid.web.pages import inside
from firstaid.web.seen import Seen, Typed, seen

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
COOKIE = "form-page"
SECONDS = 1800
COPIED = (
    *("type", "asgi", "http_version", "scheme", "server", "client", "root_path", "app", "state"),
    *("starlette.exception_handlers", "fastapi_middleware_astack"),
)

log = structlog.get_logger("firstaid.refusal")


def from_a_form(request: Request) -> bool:
    """Whether a browser sent this from a page of ours, which can therefore be shown again."""
    kind = request.headers.get("content-type", "")
    return request.method == "POST" and kind.startswith(FORMS) and seen.get(Seen()).wants_html


async def typed_in(request: Request) -> Mapping[str, Sequence[str]]:
    """The texts of the form; a file has to be chosen again, because no page can fill it in."""
    form: FormData = await request.form()
    return {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form}


async def shown_again(request: Request, refused: Typed, status: int) -> Response | None:
    """The page with the form in it, under the refusal's status; nothing where there is no such page any more.

    The page is asked for like by any reader, in a read-only transaction of its own: the refused one has ended.
    """
    here, door = seen.get(Seen()), quote(request.url.path)
    sent_from = here.path
    for page in dict.fromkeys((sent_from, _remembered(request, sent_from), door)):
        if page in {"", "/"}:
            continue
        here.refused, here.path = refused, page
        shown = await _asked_for(request, page)
        if shown is not None:
            shown.status_code = status
            remembered = f"{door}>{quote(page)}"
            shown.set_cookie(
                COOKIE, remembered, max_age=SECONDS, httponly=True, secure=settings().https, samesite="lax", path="/"
            )
            return shown
    here.refused, here.path = None, sent_from
    return None


def _remembered(request: Request, sent_from: str) -> str:
    """The page of a form that is refused a second time: the browser now calls that page by the form's own address."""
    door, _, page = request.cookies.get(COOKIE, "").partition(">")
    return inside(unquote(page), "") if door == sent_from else ""


async def _asked_for(request: Request, page: str) -> Response | None:
    """What the app answers to `page`, if that is a page."""
    parts: list[Message] = []

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def keep(message: Message) -> None:
        parts.append(message)

    try:
        await request.app.router(_scope(request, page), nothing, keep)
    except HTTPException:  # no such address, or one that only takes forms
        return None
    except Exception as problem:  # noqa: BLE001 - the refusal is still to be said, whatever ails the page
        log.error("crash", error=type(problem).__name__, places=places_of(problem))  # noqa: TRY400 - an exception may hold a name
        return None
    start, body = parts[0], b"".join(part.get("body", b"") for part in parts[1:])
    answer = Response(body, start["status"])
    answer.raw_headers = list(start["headers"])
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return answer if start["status"] == 200 and is_page else None  # noqa: PLR2004 - found


def _scope(request: Request, page: str) -> Scope:
    path, _, query = page.partition("?")
    headers = [one for one in request.scope["headers"] if not one[0].startswith(b"content-")]
    copied = {key: request.scope[key] for key in COPIED if key in request.scope}
    asked = {"method": "GET", "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode()}
    return copied | asked | {"headers": headers}
