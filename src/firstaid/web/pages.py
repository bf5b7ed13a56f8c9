"""A page is a frozen dataclass that owns its template's values; nothing else reaches the template."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar
from urllib.parse import quote

from starlette.responses import HTMLResponse, RedirectResponse, Response

from firstaid.core.settings import settings
from firstaid.core.words import gettext
from firstaid.web.seen import Seen, seen
from firstaid.web.templates import environment

FLASH_SECONDS = 60


@dataclass(frozen=True)
class Page:
    """Subclass with `template="domain/name.html"`; the fields are what the template may use."""

    template: ClassVar[str] = ""

    def __init_subclass__(cls, *, template: str, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.template = template

    def html(self) -> str:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return environment().get_template(self.template).render(values)

    def response(self, status: int = 200) -> HTMLResponse:
        answer = HTMLResponse(self.html(), status)
        if seen.get(Seen()).flash:
            answer.delete_cookie("flash", path="/")
        return answer


def go(path: str, said: str = "", **facts: Any) -> RedirectResponse:
    """Send the browser on after something happened, with a sentence for the next page."""
    answer = RedirectResponse(path, 303)
    if said:
        words = quote(gettext(said, **facts))
        answer.set_cookie(
            "flash", words, max_age=FLASH_SECONDS, httponly=True, secure=settings().https, samesite="lax", path="/"
        )
    return answer


def download(content: bytes, file_name: str, media_type: str) -> Response:
    """A file to keep."""
    return Response(content, media_type=media_type, headers=attachment(file_name))


def attachment(file_name: str) -> dict[str, str]:
    """The header that gives a file to keep its name, whatever script that is written in (RFC 6266)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name, safe='')}"}


def inside(path: str | None, otherwise: str = "/") -> str:
    """A place on this site to go on to; anything that could lead elsewhere becomes `otherwise`."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable():
        return path
    return otherwise
