from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, or_, select

from firstaid.accounts.errors import TooManyTries
from firstaid.accounts.identity import grams
from firstaid.accounts.models import NameGram, Person
from firstaid.accounts.queries import too_many_tries
from firstaid.certificates import rules
from firstaid.certificates.models import Certificate, CertificateState
from firstaid.core.ids import new_token
from firstaid.core.outbox import Job

LAST_OF_ALPHABET = "Z"
TOKEN_LENGTH = len(new_token())


def of_training(session: Session, training_id: UUID) -> list[Certificate]:
    """What was issued from a training, in the order of its numbers."""
    hers = select(Certificate).where(Certificate.training_id == training_id)
    return list(session.exec(hers.order_by(col(Certificate.number))))


def of_person(session: Session, person_id: UUID) -> list[Certificate]:
    """What was printed for her, or for a record that was found to be hers; newest first."""
    ids = select(Person.id).where(or_(col(Person.id) == person_id, col(Person.merged_into) == person_id))
    hers = select(Certificate).where(col(Certificate.person_id).in_(ids), printed())
    return list(session.exec(hers.order_by(col(Certificate.id).desc())))


def of_institutions(session: Session, institution_ids: Iterable[UUID]) -> list[Certificate]:
    """What was printed for the staff of these institutions, in the order of its numbers."""
    theirs = select(Certificate).where(col(Certificate.institution_id).in_(list(institution_ids)), printed())
    return list(session.exec(theirs.order_by(col(Certificate.number))))


def printed() -> ColumnElement[bool]:
    return col(Certificate.state) == CertificateState.ISSUED


def found(session: Session, within: ColumnElement[bool], sought: str, *, skip: int, most: int) -> Sequence[Certificate]:
    """Certificates with this in the holder's name or in the number, newest first."""
    query = select(Certificate).where(within)
    if sought.strip():
        query = query.where(or_(_named(sought), _numbered(sought)))
    return session.exec(query.order_by(col(Certificate.id).desc()).offset(skip).limit(most)).all()


def _named(part: str) -> ColumnElement[bool]:
    """By every two neighbouring characters of the name, or the one that there is."""
    wanted = grams(part)
    pairs = {gram for gram in wanted if len(gram) == 2} or wanted  # noqa: PLR2004 - two neighbours
    with_each = (select(NameGram.person_id).where(NameGram.gram == gram) for gram in sorted(pairs))
    return and_(*(col(Certificate.person_id).in_(with_it) for with_it in with_each))


def _numbered(part: str) -> ColumnElement[bool]:
    return func.upper(col(Certificate.number)).contains(part.strip().upper(), autoescape=True)


def with_token(session: Session, token: str) -> Certificate | None:
    """The printed certificate whose QR holds this token."""
    return session.exec(select(Certificate).where(Certificate.token == rules.fold(token), printed())).one_or_none()


def with_code(session: Session, code: str) -> list[Certificate]:
    """The printed certificates, hardly ever more than one, whose token begins with this check code."""
    if len(code) != rules.CODE_LENGTH:
        return []
    last = code.ljust(TOKEN_LENGTH, LAST_OF_ALPHABET)
    begins = select(Certificate).where(col(Certificate.token).between(code, last), printed())
    return list(session.exec(begins))


def must_not_have_guessed(session: Session, keys: Iterable[str], at: datetime) -> None:
    """Raises `TooManyTries` after too many unknown pairs under one of the keys."""
    if any(too_many_tries(session, key, at) for key in keys):
        raise TooManyTries


def jobs(session: Session, keys: Iterable[str]) -> dict[str, Job]:
    """Key → where its printing stands."""
    return {job.key: job for job in session.exec(select(Job).where(col(Job.key).in_(list(keys))))}
