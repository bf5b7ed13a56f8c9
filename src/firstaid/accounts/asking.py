"""Who is asking: the person behind this request's cookie, or a refusal."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from firstaid.accounts import queries
from firstaid.accounts.models import Person, SignIn, SignInKind
from firstaid.accounts.service import LASTS
from firstaid.core.errors import NotSignedIn
from firstaid.core.settings import settings
from firstaid.web.database import Db, Now
from firstaid.web.seen import seen


@dataclass(frozen=True)
class Asking:
    """A known person, and how this browser knows her."""

    person: Person
    sign_in: SignIn


def cookie_name() -> str:
    return "__Host-firstaid" if settings().https else "firstaid"


def signed_in(request: Request, db: Db, now: Now) -> Asking:
    """Whoever holds a running sign-in; raises `NotSignedIn`."""
    token = request.cookies.get(cookie_name())
    sign_in = queries.running_sign_in(db, token, now) if token else None
    if sign_in is None:
        raise NotSignedIn
    person = queries.resolve(db, sign_in.person_id)
    seen.get().known_as(person.name, frozenset({"trainee"}))
    return Asking(person, sign_in)


def anybody(request: Request, db: Db, now: Now) -> Asking | None:
    """Whoever is asking, or nobody: for public pages that greet those they know."""
    try:
        return signed_in(request, db, now)
    except NotSignedIn:
        seen.get().known_to_be_nobody()
        return None


def keep_signed_in(answer: Response, token: str, kind: SignInKind) -> Response:
    """Hand the browser its token, out of reach of scripts."""
    answer.set_cookie(
        cookie_name(),
        token,
        max_age=int(LASTS[kind].total_seconds()),
        httponly=True,
        secure=settings().https,
        samesite="lax",
        path="/",
    )
    return answer


def forget(answer: Response) -> Response:
    """Take the token back from the browser."""
    answer.delete_cookie(cookie_name(), path="/", secure=settings().https, httponly=True, samesite="lax")
    return answer


Me = Annotated[Asking, Depends(signed_in)]
Anybody = Annotated[Asking | None, Depends(anybody)]
