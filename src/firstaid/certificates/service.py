from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.models import FailedTry
from firstaid.accounts.service import stop_guessing
from firstaid.certificates import issuing, queries, rules
from firstaid.certificates.errors import NobodyIsReady, NoGlyph, NotClosedOut
from firstaid.certificates.issuing import Entitled, Terms
from firstaid.certificates.models import Certificate, CertificateState, NumberSeries
from firstaid.certificates.numbering import number_of, series_of
from firstaid.core import files, outbox
from firstaid.core.clock import local_date
from firstaid.core.ids import new_token
from firstaid.core.versions import digest_of
from firstaid.courses.models import CourseVersion
from firstaid.holdings import service as holdings
from firstaid.institutions.models import Issuer
from firstaid.ledger import service as ledger
from firstaid.outcomes.models import CloseOut
from firstaid.outcomes.queries import standing_close_out
from firstaid.schemes.models import SchemeVersion
from firstaid.trainings.models import Training

PRINT = "certificates.print"


@dataclass(frozen=True)
class Issued:
    """What one act of issuing did."""

    new: int
    stopped: int


def issue(
    session: Session, training: Training, *, new_token: Callable[[], str] = new_token, by: UUID, at: datetime
) -> Issued:
    """Give everybody ready who has none yet a number, a frozen paper and a place in the press; twice is once.

    Whoever issues holds the training's row, so of two at once the second finds what the first did. Somebody whose
    name no font can set is left out and uses up no number.
    Raises `NotClosedOut`, `NobodyIsReady`, or `NoGlyph` when there is nobody else to issue to.
    """
    close_out = standing_close_out(session, training.id)
    if close_out is None:
        raise NotClosedOut
    everybody = issuing.entitled(session, close_out)
    if not everybody:
        raise NobodyIsReady
    have = {certificate.enrolment_id for certificate in queries.of_training(session, training.id)}
    waiting = [who for who in everybody if who.enrolment_id not in have]
    printable = [who for who in waiting if not who.missing]
    if waiting and not printable:
        raise no_glyph(waiting)
    issuer = session.get_one(Issuer, training.issuer_id, with_for_update={"key_share": True})
    terms = issuing.terms_of(session, issuer, close_out, local_date(at, issuer.zone))
    numbers = take_numbers(session, terms, len(printable))
    for who, number in zip(printable, numbers, strict=True):
        _intend(session, training, close_out, terms, who, number=number, token=new_token(), by=by, at=at)
    return Issued(new=len(printable), stopped=len(waiting) - len(printable))


def no_glyph(waiting: list[Entitled]) -> NoGlyph:
    characters = sorted({character for who in waiting for character in who.missing})
    return NoGlyph(characters=" ".join(characters), texts="; ".join(who.person.name for who in waiting))


def take_numbers(session: Session, terms: Terms, count: int) -> list[str]:
    """The next numbers of the series, in the transaction that uses them; the caller holds the issuer's row."""
    pattern, issuer, year = terms.scheme.numbering.pattern, terms.issuer.code, terms.issued_on.year
    series = series_of(pattern, issuer=issuer, year=year)
    row = session.get(NumberSeries, (terms.issuer.id, series)) or NumberSeries(issuer_id=terms.issuer.id, series=series)
    first, row.next_serial = row.next_serial, row.next_serial + count
    session.add(row)
    return [number_of(pattern, issuer=issuer, year=year, serial=serial) for serial in range(first, first + count)]


def _intend(
    session: Session,
    training: Training,
    close_out: CloseOut,
    terms: Terms,
    who: Entitled,
    *,
    number: str,
    token: str,
    by: UUID,
    at: datetime,
) -> None:
    """Write down what is planned to be issued before anything is printed, so that nothing printed is unrecorded."""
    holds = rules.validity(terms.scheme.validity, last_assessed_on=who.last_assessed_on, issued_on=terms.issued_on)
    paper = issuing.paper_of(terms, who, holds, number=number, token=token)
    if missing := issuing.unprintable(paper):
        raise NoGlyph(characters=" ".join(missing), texts=terms.course.title)
    evidence = issuing.evidence_of(close_out, who)
    certificate = Certificate(
        issuer_id=terms.issuer.id,
        training_id=training.id,
        enrolment_id=who.enrolment_id,
        person_id=who.person.id,
        institution_id=who.institution.id,
        scheme_version_id=terms.scheme_version.id,
        course_version_id=terms.course_version.id,
        number=number,
        token=token,
        paper=paper,
        evidence=evidence,
        evidence_digest=digest_of(evidence),
        valid_from=holds.begins,
        valid_until=holds.ends,
        intended_at=at,
        issued_by=by,
    )
    session.add(certificate)
    outbox.queue(session, PRINT, job_key(certificate.id), {"certificate_id": str(certificate.id)}, at=at)
    _record(session, certificate, "certificates.intended", by, at, paper=digest_of(paper))


def job_key(certificate_id: UUID) -> str:
    return f"{PRINT}:{certificate_id}"


def keep_printed(session: Session, certificate: Certificate, pdf: bytes, *, at: datetime) -> None:
    """Keep the paper, and count the certificate as issued and held; a second print of it changes nothing."""
    if certificate.state is CertificateState.ISSUED:
        return
    digest = files.store(session, pdf, "application/pdf", at=at)
    session.flush()  # the certificate points at its file
    certificate.pdf_digest, certificate.state, certificate.issued_at = digest, CertificateState.ISSUED, at
    session.add(certificate)
    holdings.record(
        session,
        person_id=certificate.person_id,
        issuer_id=certificate.issuer_id,
        scheme_key=session.get_one(SchemeVersion, certificate.scheme_version_id).key,
        course_key=session.get_one(CourseVersion, certificate.course_version_id).key,
        title=certificate.paper["credential"],
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        evidence_kind="certificate",
        evidence_id=certificate.id,
        at=at,
    )
    _record(session, certificate, "certificates.issued", certificate.issued_by, at, pdf=digest)


def print_again(session: Session, certificate: Certificate, *, by: UUID, at: datetime) -> None:
    """Send a paper that failed to the press once more; one that is printed stays as it is."""
    if certificate.state is CertificateState.INTENDED:
        outbox.try_again(session, job_key(certificate.id), at=at)
        _record(session, certificate, "certificates.print_again", by, at)


def find(session: Session, *, number: str, code: str, address: str, at: datetime) -> Certificate | None:
    """The printed certificate with this number and check code, as they may have been mistyped.

    An unknown pair is remembered under the number and under the address; raises `TooManyTries`.
    """
    keys = (f"verify:{rules.guessed(number)}", f"verify-address:{address}")
    stop_guessing(session, keys, at)
    meant = rules.read_code(code)
    found = queries.with_code(session, meant) if meant else []
    match = next((one for one in found if rules.numbered_alike(number, one.number)), None)
    if match is None:
        session.add_all(FailedTry(key=key, at=at) for key in keys)
    return match


def _record(session: Session, certificate: Certificate, action: str, by: UUID, at: datetime, **facts: Any) -> None:
    ledger.record(session, actor_id=by, action=action, subject=f"certificate:{certificate.id}", at=at, **facts)
