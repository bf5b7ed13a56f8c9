"""What will stand on a trainee's certificate, and what entitles her to it: gathered before anything is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.identity import masked_id
from firstaid.accounts.models import Person
from firstaid.accounts.queries import resolve_all
from firstaid.certificates import faces, rules
from firstaid.certificates.paper import Paper, address_of, texts_of, verify_address
from firstaid.certificates.rules import Validity
from firstaid.courses.files import Course, course_of
from firstaid.courses.models import CourseVersion
from firstaid.institutions.models import Institution, Issuer
from firstaid.outcomes.models import CloseOut
from firstaid.schemes.files import Scheme, rules_of
from firstaid.schemes.models import SchemeVersion


@dataclass(frozen=True)
class Terms:
    """By which rules, for which course and by whom."""

    issuer: Issuer
    scheme_version: SchemeVersion
    course_version: CourseVersion
    scheme: Scheme
    course: Course
    issued_on: date


@dataclass(frozen=True)
class Entitled:
    """Somebody whom the closed record entitles to a certificate; `missing`: characters no font has."""

    enrolment_id: UUID
    person: Person
    institution: Institution
    entry: dict[str, Any]
    last_assessed_on: date
    missing: str


def terms_of(session: Session, issuer: Issuer, close_out: CloseOut, issued_on: date) -> Terms:
    """The versions that were locked into the record."""
    scheme = session.get_one(SchemeVersion, UUID(close_out.record["scheme_version_id"]))
    course = session.get_one(CourseVersion, UUID(close_out.record["course_version_id"]))
    return Terms(issuer, scheme, course, rules_of(scheme), course_of(course), issued_on)


def entitled(session: Session, close_out: CloseOut) -> list[Entitled]:
    """Those who have everything a certificate needs, in class-number order."""
    ready = [entry for entry in close_out.record["trainees"] if rules.entitles(entry)]
    people = resolve_all(session, {UUID(entry["person_id"]) for entry in ready})
    places = {UUID(entry["institution_id"]) for entry in ready}
    kept = {one.id: one for one in session.exec(select(Institution).where(col(Institution.id).in_(places)))}
    return [
        _entitled(entry, people[UUID(entry["person_id"])], kept[UUID(entry["institution_id"])])
        for entry in sorted(ready, key=lambda entry: entry["number"])
    ]


def _entitled(entry: dict[str, Any], person: Person, institution: Institution) -> Entitled:
    texts = (person.name, person.latin_name or "", institution.name)
    last = date.fromisoformat(entry["last_assessed_on"])
    return Entitled(UUID(entry["enrolment_id"]), person, institution, entry, last, faces.missing(texts))


def paper_of(terms: Terms, who: Entitled, holds: Validity, *, number: str, token: str) -> dict[str, Any]:
    """The frozen values of her paper."""
    return Paper(
        name=who.person.name,
        latin_name=who.person.latin_name,
        resident_id=masked_id(who.person.id_last4),
        institution=who.institution.name,
        issuer=dict(terms.issuer.name),
        credential=terms.course.credential,
        course=terms.course.title,
        scheme=terms.scheme.title,
        example=terms.scheme.example,
        guideline=terms.course.guideline,
        minutes=terms.course.minutes,
        last_assessed_on=who.last_assessed_on,
        issued_on=terms.issued_on,
        valid_from=holds.begins,
        valid_until=holds.ends,
        number=number,
        check_code=rules.check_code(token),
        address=address_of(token),
        verify_address=verify_address(),
    ).frozen()


def evidence_of(close_out: CloseOut, who: Entitled) -> dict[str, Any]:
    """What entitled her: her line of the closed record, and who closed it when."""
    return {
        "close_out_id": str(close_out.id),
        "closed_by": str(close_out.closed_by),
        "closed_at": close_out.closed_at.isoformat(),
        "scheme_version_id": close_out.record["scheme_version_id"],
        "course_version_id": close_out.record["course_version_id"],
        "trainee": who.entry,
    }


def unprintable(paper: dict[str, Any]) -> str:
    """Characters of the finished paper that no font has; what is the same on all papers is in here too."""
    return faces.missing(texts_of(paper))
