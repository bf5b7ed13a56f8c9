import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts import passwords, queries
from firstaid.accounts.browsers import short_name
from firstaid.accounts.errors import OldPasswordWrong, PasswordTooWeak, TooManyTries, WrongPassword
from firstaid.accounts.identity import ResidentId, grams, sort_key
from firstaid.accounts.models import FailedTry, Login, NameGram, Person, SignIn, SignInKind
from firstaid.core.db import after_rollback
from firstaid.core.secrets import NONCE, fingerprint, lock
from firstaid.ledger import service as ledger

LASTS = {SignInKind.PASSWORD: timedelta(days=7), SignInKind.DEVICE: timedelta(days=180)}
RESIDENT_ID = "resident-id"


def know_person(
    session: Session, *, name: str, phone: str | None, resident_id: ResidentId | None, at: datetime
) -> tuple[Person, bool]:
    """The one person this is, and whether she is new: by resident ID, else by name and phone.

    Somebody known by name and phone alone becomes the holder of an ID number that a later list gives her.
    """
    mark = fingerprint(RESIDENT_ID, resident_id.number) if resident_id else None
    person = queries.person_by_fingerprint(session, mark) if mark else None
    if person is None and phone:
        namesake = queries.person_by_name_and_phone(session, name, phone)
        if namesake and (mark is None or namesake.id_fingerprint is None):
            person = namesake
    if person is not None:
        _complete(session, person, phone, resident_id)
        return person, False
    return add_person(session, name=name, phone=phone, resident_id=resident_id, at=at), True


def add_person(
    session: Session, *, name: str, phone: str | None, resident_id: ResidentId | None, at: datetime
) -> Person:
    """A new record for somebody who is known to be nobody yet recorded."""
    person = Person(name=name, sort_key=sort_key(name), created_at=at)
    _complete(session, person, phone, resident_id)
    session.flush()  # the name's grams point at the person
    session.add_all(NameGram(gram=gram, person_id=person.id) for gram in grams(name))
    return person


def _complete(session: Session, person: Person, phone: str | None, resident_id: ResidentId | None) -> None:
    person.phone = person.phone or phone
    if resident_id and person.id_fingerprint is None:
        person.id_fingerprint = fingerprint(RESIDENT_ID, resident_id.number)
        person.id_locked = lock(RESIDENT_ID, resident_id.number, secrets.token_bytes(NONCE))
        person.id_last4, person.born_on = resident_id.last4, resident_id.born_on
    session.add(person)


def give_password(
    session: Session,
    person: Person,
    *,
    login: str,
    password: str,
    by: UUID | None,
    at: datetime,
    keep: UUID | None = None,
) -> None:
    """Let her sign in by password; raises `PasswordTooWeak`. Browsers she is known in are signed out, but `keep`."""
    if passwords.is_weak(password):
        raise PasswordTooWeak
    subject = f"person:{person.id}"
    known = session.get(Login, person.id) or Login(person_id=person.id, name="", password_hash="")
    known.name, known.password_hash = login.casefold(), passwords.hash_password(password)
    session.add(known)
    for sign_in in queries.sign_ins_of(session, person.id, at):
        if sign_in.id != keep:
            revoke(session, sign_in, at=at)
    ledger.record(session, actor_id=by, action="accounts.password_given", subject=subject, at=at)


def change_password(session: Session, person: Person, *, old: str, new: str, here: UUID, at: datetime) -> None:
    """Give oneself a new password; only the browser `here` stays signed in. Raises `OldPasswordWrong`, as others do."""
    key = f"password:{person.id}"
    stop_guessing(session, (key,), at)
    login = session.get(Login, person.id)
    if login is None or not passwords.matches(old, login.password_hash):
        remember_failure(session, (key,), at)
        raise OldPasswordWrong
    give_password(session, person, login=login.name, password=new, by=person.id, at=at, keep=here)


def revoke(session: Session, sign_in: SignIn, *, at: datetime) -> None:
    """End one browser's sign-in, wherever that browser is."""
    sign_in.revoked_at = at
    session.add(sign_in)


def stop_guessing(session: Session, tries: Iterable[str], at: datetime) -> None:
    """Raise `TooManyTries` where too many were wrong lately under any of these keys."""
    if any(queries.too_many_tries(session, key, at) for key in tries):
        raise TooManyTries


def sign_in_by_password(
    session: Session, *, login: Login | None, right: bool, tries: Iterable[str], at: datetime, user_agent: str
) -> str:
    """The token of a new sign-in; raises `WrongPassword` and remembers the try, or `TooManyTries`."""
    stop_guessing(session, tries, at)
    if login is None or not right:
        remember_failure(session, tries, at)
        raise WrongPassword
    who = login.person_id
    ledger.record(session, actor_id=who, action="accounts.signed_in", subject=f"person:{who}", at=at)
    return open_sign_in(session, who, SignInKind.PASSWORD, device=user_agent, at=at)


def remember_failure(session: Session, keys: Iterable[str], at: datetime) -> None:
    """Count one wrong try under each key, although this transaction is about to be refused."""
    tries = [FailedTry(key=key, at=at) for key in keys]
    after_rollback(session, lambda later: later.add_all(tries))


def open_sign_in(session: Session, person_id: UUID, kind: SignInKind, *, device: str, at: datetime) -> str:
    """A secret token for the browser; only its hash is kept. `device` is what the browser says of itself."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_hash=queries.token_hash(token),
            person_id=person_id,
            kind=kind,
            device=short_name(device),
            created_at=at,
            expires_at=at + LASTS[kind],
        )
    )
    return token


def sign_out(session: Session, token: str, at: datetime) -> None:
    """End this browser's sign-in; a token that is unknown or over needs no ending."""
    sign_in = queries.running_sign_in(session, token, at)
    if sign_in is not None:
        revoke(session, sign_in, at=at)
