from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from firstaid.accounts import access, passwords, queries, service, showing
from firstaid.accounts.asking import Anybody, Me, cookie_name, forget, keep_signed_in
from firstaid.accounts.forms import LanguageForm, PasswordForm, SignInForm
from firstaid.accounts.models import Login, SignInKind
from firstaid.accounts.pages import SignInPage
from firstaid.core.secrets import fingerprint
from firstaid.core.settings import settings
from firstaid.core.words import N_
from firstaid.web.database import Db, Now
from firstaid.web.guard import LANGUAGE_COOKIE
from firstaid.web.limits import address_of
from firstaid.web.pages import go, inside

router = APIRouter()
own_router = APIRouter()
"""The doors to one's own account; the app asks for the reader's roles before them, so that the frame knows her."""
YEAR = 365 * 24 * 3600


@router.get("/sign-in")
def sign_in_page(known: Anybody, next: str = "/") -> Response:  # noqa: A002 - the word in the address
    return go(inside(next)) if known else SignInPage(inside(next)).response()


def tries_at(request: Request, form: Annotated[SignInForm, Form()]) -> tuple[str, str]:
    """Keys a wrong password counts under: of the name, which may be a password in the wrong box, and of the address."""
    who = fingerprint("login-try", form.login.casefold())
    return f"login:{who}", f"address:{address_of(request)}"


Tries = Annotated[tuple[str, str], Depends(tries_at)]


def checked_password(
    request: Request, tries: Tries, now: Now, form: Annotated[SignInForm, Form()]
) -> tuple[Login | None, bool]:
    """Check the password before the writing transaction begins: hashing takes longer than anybody should hold it."""
    with request.app.state.turns.database.reading() as session:
        service.stop_guessing(session, tries, now)
        login = queries.login_named(session, form.login)
        session.expunge_all()
    return login, passwords.matches(form.password, login.password_hash if login else passwords.NOBODYS)


@router.post("/sign-in")
def sign_in(
    checked: Annotated[tuple[Login | None, bool], Depends(checked_password)],
    tries: Tries,
    request: Request,
    db: Db,
    now: Now,
    form: Annotated[SignInForm, Form()],
) -> Response:
    login, right = checked
    token = service.sign_in_by_password(
        db, login=login, right=right, tries=tries, at=now, user_agent=request.headers.get("user-agent", "")
    )
    service.sign_out(db, request.cookies.get(cookie_name(), ""), now)
    return keep_signed_in(go(inside(form.next)), token, SignInKind.PASSWORD)


@router.post("/sign-out")
def sign_out(request: Request, db: Db, now: Now) -> Response:
    service.sign_out(db, request.cookies.get(cookie_name(), ""), now)
    return forget(go("/sign-in", N_("You are signed out.")))


@router.post("/language")
def choose_language(form: Annotated[LanguageForm, Form()]) -> RedirectResponse:
    answer = go(inside(form.next))
    answer.set_cookie(LANGUAGE_COOKIE, form.language, max_age=YEAR, secure=settings().https, samesite="lax", path="/")
    return answer


@own_router.get("/account")
def account(me: Me, db: Db, now: Now) -> HTMLResponse:
    return showing.account(db, me, now).response()


@own_router.post("/account/password")
def change_password(me: Me, db: Db, now: Now, form: Annotated[PasswordForm, Form()]) -> Response:
    service.change_password(db, me.person, old=form.old, new=form.new, here=me.sign_in.id, at=now)
    return go("/account", N_("Your password was changed. Your other browsers are signed out."))


@own_router.post("/account/sign-ins/{sign_in_id}/revocation")
def revoke_sign_in(me: Me, db: Db, now: Now, sign_in_id: UUID) -> Response:
    service.revoke(db, access.own_sign_in(db, me.person, sign_in_id, now), at=now)
    return go("/account", N_("That browser is signed out."))
