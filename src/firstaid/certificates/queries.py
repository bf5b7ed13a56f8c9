from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, or_, select

from firstaid.accounts.identity import grams
from firstaid.accounts.models import NameGram
from firstaid.certificates import rules
from firstaid.certificates.errors import NotPrintedYet
from firstaid.certificates.models import Certificate, CertificateState
from firstaid.certificates.rules import Worth
from firstaid.core.files import content_of
from firstaid.core.ids import new_token
from firstaid.core.outbox import Job
from firstaid.courses.models import CourseVersion

LAST_OF_ALPHABET = "Z"
TOKEN_LENGTH = len(new_token())


def of_training(session: Session, training_id: UUID) -> list[Certificate]:
    """What was issued from a training, in the order of its numbers."""
    hers = select(Certificate).where(Certificate.training_id == training_id)
    return list(session.exec(hers.order_by(col(Certificate.number))))


def of_institutions(session: Session, institution_ids: Iterable[UUID]) -> list[Certificate]:
    """What was printed for the staff of these institutions, in the order of its numbers."""
    theirs = select(Certificate).where(col(Certificate.institution_id).in_(list(institution_ids)), printed())
    return list(session.exec(theirs.order_by(col(Certificate.number))))


def pdf_of(session: Session, certificate: Certificate) -> bytes:
    """Its paper; raises `NotPrintedYet`."""
    return content_of(session, digest_of(certificate))


def digest_of(certificate: Certificate) -> str:
    """By what its paper is known; raises `NotPrintedYet`."""
    if certificate.pdf_digest is None:
        raise NotPrintedYet
    return certificate.pdf_digest


def printed() -> ColumnElement[bool]:
    return col(Certificate.state) == CertificateState.ISSUED


def found(session: Session, within: ColumnElement[bool], sought: str, *, skip: int, most: int) -> Sequence[Certificate]:
    """Certificates with this in the holder's name or in the number, newest first."""
    query = select(Certificate).where(within)
    if sought.strip():
        query = query.where(or_(_named(sought), _numbered(sought)))
    return session.exec(query.order_by(col(Certificate.id).desc()).offset(skip).limit(most)).all()


def worth_now(worth: Worth, today: date) -> ColumnElement[bool]:
    """Those that are worth this today."""
    until, soon = col(Certificate.valid_until), today + rules.SOON
    if worth is Worth.EXPIRED:
        return until < today
    return until.between(today, soon) if worth is Worth.SOON else or_(until.is_(None), until > soon)


def endings(session: Session, within: ColumnElement[bool], first: date, last: date) -> list[date]:
    """The last days, from `first` to `last`, of what people hold: of each course only what holds longest."""
    until = col(Certificate.valid_until)
    longest = func.max(until)
    ends = (
        select(longest)
        .join(CourseVersion, col(CourseVersion.id) == Certificate.course_version_id)
        .where(within, printed())
        .group_by(col(Certificate.person_id), col(CourseVersion.key))
        .having(longest.between(first, last), func.count() == func.count(until))
    )
    return sorted(day for day in session.exec(ends) if day)


def numbers_of(session: Session, certificate_ids: Collection[UUID]) -> dict[UUID, str]:
    """Certificate → its number."""
    numbered = select(Certificate.id, Certificate.number).where(col(Certificate.id).in_(certificate_ids))
    return dict(session.exec(numbered).all())


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
    last = code.ljust(TOKEN_LENGTH, LAST_OF_ALPHABET)
    begins = select(Certificate).where(col(Certificate.token).between(code, last), printed())
    return list(session.exec(begins))


def jobs(session: Session, keys: Iterable[str]) -> dict[str, Job]:
    """Key → where its printing stands."""
    return {job.key: job for job in session.exec(select(Job).where(col(Job.key).in_(list(keys))))}
