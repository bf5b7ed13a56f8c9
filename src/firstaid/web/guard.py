"""Around every request: an id, a language, no foreign forms, strict headers, one log line, and no crash unsaid."""

import time
from urllib.parse import SplitResult, quote, unquote, urlsplit
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firstaid.core.settings import settings
from firstaid.core.words import LANGUAGES, Language, language
from firstaid.web.in_app import app_of
from firstaid.web.pages import inside
from firstaid.web.refusals import ForeignForm, crashed, refuse
from firstaid.web.seen import HelpAt, Navigation, Seen, no_help, no_navigation, seen

LANGUAGE_COOKIE = "language"
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
log = structlog.get_logger("firstaid.request")


class Guard:
    """A plain ASGI layer, because Starlette's base class loses context between tasks."""

    def __init__(self, app: ASGIApp, navigation: Navigation = no_navigation, help_at: HelpAt = no_help) -> None:
        self.app = app
        self.navigation = navigation
        self.help_at = help_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        here = _seen(scope, headers, self.navigation, self.help_at)
        seen.set(here)
        language.set(_language(headers))
        structlog.contextvars.bind_contextvars(request_id=here.request_id)
        began, answered = time.perf_counter(), False

        async def answer(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                _dress(MutableHeaders(scope=message), here)
                _note(scope, message["status"], began)
            await send(message)

        try:
            if scope["method"] in UNSAFE and not same_site(headers):
                await refuse(ForeignForm())(scope, receive, answer)
            else:
                await self.app(scope, receive, answer)
        except Exception as problem:
            if answered:
                raise
            await crashed(problem)(scope, receive, answer)
        finally:
            structlog.contextvars.clear_contextvars()


def same_site(headers: Headers) -> bool:
    """Whether the browser says that the form came from our own page (Fetch Metadata, else Origin)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    return _split(headers.get("origin", "")).netloc == headers.get("host", "-")


def _seen(scope: Scope, headers: Headers, navigation: Navigation, help_at: HelpAt) -> Seen:
    return Seen(
        request_id=uuid4().hex[:12],
        path=_place(scope, headers),
        wants_html="text/html" in headers.get("accept", "text/html"),
        flash=unquote(_cookies(headers).get("flash", "")) or None,
        in_app=app_of(headers.get("user-agent", "")),
        navigation=navigation,
        help_at=help_at,
    )


def _place(scope: Scope, headers: Headers) -> str:
    """The page the reader is on: this address, or the one whose form she sent."""
    if scope["method"] not in UNSAFE:
        query = scope.get("query_string", b"").decode("latin-1")
        return inside(quote(scope["path"]) + (f"?{query}" if query else ""))
    sent_from = _split(headers.get("referer", ""))
    if sent_from.netloc != headers.get("host"):
        return "/"
    return inside(sent_from.path + (f"?{sent_from.query}" if sent_from.query else ""))


def _split(address: str) -> SplitResult:
    """An address in its parts; one that is none has none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _language(headers: Headers) -> Language:
    chosen = _cookies(headers).get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for wish in headers.get("accept-language", "").lower().split(","):
        if wish.strip().startswith("zh"):
            return "zh-CN"
        if wish.strip().startswith("en"):
            return "en"
    return settings().language


def _cookies(headers: Headers) -> dict[str, str]:
    return cookie_parser(headers.get("cookie", ""))


def _dress(headers: MutableHeaders, here: Seen) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers["X-Request-Id"] = here.request_id
    if "cache-control" not in headers:
        headers["Cache-Control"] = "no-store"
    if settings().https:
        headers["Strict-Transport-Security"] = "max-age=31536000"


def _note(scope: Scope, status: int, began: float) -> None:
    route = getattr(scope.get("route"), "path", None)
    milliseconds = round((time.perf_counter() - began) * 1000, 1)
    log.info("request", method=scope["method"], route=route or "-", status=status, ms=milliseconds)
