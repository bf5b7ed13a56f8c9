import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from firstaid.accounts.models import FailedTry, Login, Person, SignIn

WINDOW = timedelta(minutes=5)
TRIES = 10


def resolve(session: Session, person_id: UUID) -> Person:
    """The person, or the one she was found to be."""
    person = session.get_one(Person, person_id)
    while person.merged_into is not None:
        person = session.get_one(Person, person.merged_into)
    return person


def resolve_all(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Each of these ids → the person, as `resolve` gives her; one query for all who are no alias."""
    loaded = session.exec(select(Person).where(col(Person.id).in_(list(person_ids)))).all()
    return {person.id: resolve(session, person.id) for person in loaded}


def running_sign_in(session: Session, token: str, at: datetime) -> SignIn | None:
    found = select(SignIn).where(SignIn.token_hash == token_hash(token))
    return session.exec(found.where(col(SignIn.revoked_at).is_(None), SignIn.expires_at > at)).one_or_none()


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def login_named(session: Session, name: str) -> Login | None:
    return session.exec(select(Login).where(Login.name == name.casefold(), col(Login.active))).one_or_none()


def too_many_tries(session: Session, key: str, at: datetime, most: int = TRIES, *, within: timedelta = WINDOW) -> bool:
    recent = select(func.count()).where(FailedTry.key == key, FailedTry.at > at - within)
    return session.exec(recent).one() >= most


def person_by_fingerprint(session: Session, id_fingerprint: str) -> Person | None:
    found = session.exec(select(Person).where(Person.id_fingerprint == id_fingerprint)).one_or_none()
    return resolve(session, found.id) if found else None


def person_by_name_and_phone(session: Session, name: str, phone: str) -> Person | None:
    """Who was recorded first with this name and phone."""
    fitting = select(Person).where(Person.name == name, Person.phone == phone)
    found = session.exec(fitting.order_by(col(Person.created_at), col(Person.id))).first()
    return resolve(session, found.id) if found else None


def people_by_fingerprint(session: Session, id_fingerprints: Collection[str]) -> dict[str, Person]:
    """Fingerprint → the person, for as many as are recorded."""
    found = session.exec(select(Person).where(col(Person.id_fingerprint).in_(list(id_fingerprints))))
    return {person.id_fingerprint: resolve(session, person.id) for person in found if person.id_fingerprint}


def people_by_name_and_phone(session: Session, phones: Collection[str]) -> dict[tuple[str, str], Person]:
    """(name, phone) → who was recorded first with them, for everybody who has one of these phones."""
    fitting = select(Person).where(col(Person.phone).in_(list(phones)))
    newest_first = fitting.order_by(col(Person.created_at).desc(), col(Person.id).desc())
    return {(one.name, one.phone): resolve(session, one.id) for one in session.exec(newest_first) if one.phone}


def sign_ins_of(session: Session, person_id: UUID, at: datetime) -> list[SignIn]:
    running = select(SignIn).where(SignIn.person_id == person_id, col(SignIn.revoked_at).is_(None))
    return list(session.exec(running.where(SignIn.expires_at > at).order_by(col(SignIn.created_at).desc())))
