from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.accounts.queries import resolve_all
from firstaid.certificates.models import Certificate, CertificateState
from firstaid.certificates.rules import SOON
from firstaid.core.words import Text
from firstaid.holdings.models import Holding, HoldingStatus
from firstaid.holdings.queries import held_by
from firstaid.institutions.models import Employment, Institution, Role, RoleGrant, StaffListUpload
from firstaid.institutions.queries import team_of, the_issuer
from firstaid.outcomes.models import CloseOut
from firstaid.outcomes.queries import standing_close_outs
from firstaid.overviews import rules
from firstaid.overviews.rules import Begin, Cover
from firstaid.trainings.models import Enrolment, EnrolmentState, Training, TrainingState
from firstaid.trainings.queries import seats_taken


@dataclass(frozen=True)
class Credential:
    """Something a person holds; its number where we issued it, and the paper once that is printed."""

    title: Text
    valid_from: date
    valid_until: date | None
    number: str = ""
    certificate_id: UUID | None = None
    institution_id: UUID | None = None

    def without_paper_unless(self, institution_ids: Collection[UUID]) -> "Credential":
        """The same, its paper left out where it was issued for an institution that is not among these."""
        return self if self.institution_id in institution_ids else replace(self, certificate_id=None)


def credentials_of(session: Session, person_ids: Collection[UUID]) -> dict[UUID, list[Credential]]:
    """Person → what she holds, newest first, with the papers of ours."""
    held = held_by(session, person_ids)
    evidence = [one.evidence_id for hers in held.values() for one in hers]
    papers = _papers(session, evidence)
    return {
        person: [
            Credential(one.title, one.valid_from, one.valid_until, **papers.get(one.evidence_id, {})) for one in hers
        ]
        for person, hers in held.items()
    }


def _papers(session: Session, certificate_ids: Collection[UUID | None]) -> dict[UUID, dict[str, Any]]:
    """Certificate → what a credential says of it; a centre asks for thousands, so no whole row is read."""
    rows = select(Certificate.id, Certificate.number, Certificate.state, Certificate.institution_id)
    return {
        one: {
            "number": number,
            "certificate_id": one if state is CertificateState.ISSUED else None,
            "institution_id": institution_id,
        }
        for one, number, state, institution_id in session.exec(rows.where(col(Certificate.id).in_(certificate_ids)))
    }


def certificate_from(session: Session, seat: Enrolment, held: Iterable[Credential]) -> Credential | None:
    """What of all she holds she holds from this very seat."""
    paper = session.exec(select(Certificate.id).where(Certificate.enrolment_id == seat.id)).one_or_none()
    return next((one for one in held if paper is not None and one.certificate_id == paper), None)


def own_trainings(session: Session, person_id: UUID) -> list[Training]:
    """Those in which she has a seat."""
    hers = (
        select(Training)
        .join(Enrolment, col(Enrolment.training_id) == Training.id)
        .where(Enrolment.person_id == person_id, Enrolment.state == EnrolmentState.ENROLLED)
    )
    return list(session.exec(hers))


def seats_ahead(session: Session, person_ids: Collection[UUID]) -> list[tuple[UUID, Training]]:
    """Person and training, for each of their seats where the training is not closed out."""
    seats = (
        select(Enrolment.person_id, Training)
        .join(Training, col(Training.id) == Enrolment.training_id)
        .where(col(Enrolment.person_id).in_(person_ids), Enrolment.state == EnrolmentState.ENROLLED)
        .where(Training.state != TrainingState.CLOSED)
    )
    return list(session.exec(seats))


@dataclass(frozen=True)
class Contact:
    """Whom a head or a centre asks: the issuer, and the name and phone of each who coordinates for it."""

    issuer: Text
    coordinators: tuple[tuple[str, str], ...]


def whom_to_ask(session: Session) -> Contact:
    issuer = the_issuer(session)
    team = team_of(session, issuer.id)
    named = [person for grant, person in team if grant.role is Role.COORDINATOR]
    return Contact(issuer.name, tuple((one.name, (one.phone or "").removeprefix("+86")) for one in named))


def still_to_issue(session: Session, training_ids: Collection[UUID]) -> dict[UUID, int]:
    """Closed-out training → how many were ready and have no certificate of it yet.

    A record is large, so only those are read in which not every seat has a certificate.
    """
    issued = defaultdict(set)
    papers = select(Certificate.training_id, Certificate.enrolment_id)
    for training_id, enrolment_id in session.exec(papers.where(col(Certificate.training_id).in_(training_ids))):
        issued[training_id].add(str(enrolment_id))
    seats = seats_taken(session, training_ids)
    unsure = [one for one in training_ids if len(issued[one]) < seats.get(one, 0)]
    return {
        training_id: sum(
            one["ready"] and one["enrolment_id"] not in issued[training_id] for one in closed.record["trainees"]
        )
        for training_id, closed in standing_close_outs(session, unsure).items()
    }


@dataclass(frozen=True)
class SentList:
    """A staff list that nobody has confirmed."""

    upload_id: UUID
    institution_id: UUID
    institution: str
    sent_at: datetime


def lists_to_confirm(session: Session, issuer_id: UUID) -> list[SentList]:
    """Of each institution the list that was sent last, unless it is confirmed; the oldest first."""
    sent = (
        select(StaffListUpload, Institution.name)
        .join(Institution, col(Institution.id) == StaffListUpload.institution_id)
        .where(Institution.issuer_id == issuer_id)
        .order_by(col(StaffListUpload.uploaded_at))
        .options(defer(StaffListUpload.rows_locked, raiseload=True))  # type: ignore[arg-type] # typed as its value
    )
    latest = {one.institution_id: (one, name) for one, name in session.exec(sent)}
    waiting = sorted((one for one in latest.values() if not one[0].confirmed_at), key=lambda one: one[0].uploaded_at)
    return [SentList(one.id, one.institution_id, name, one.uploaded_at) for one, name in waiting]


@dataclass(frozen=True)
class RunningOut:
    """How many of an institution's staff lose their cover soon, and the first day on which one does."""

    institution_id: UUID
    institution: str
    people: int
    first: date


def running_out(session: Session, issuer_id: UUID, today: date) -> list[RunningOut]:
    """The institutions where somebody's cover ends soon, most people first; who holds something longer is left out."""
    soon = select(Holding.person_id).where(
        Holding.status == HoldingStatus.HELD, col(Holding.valid_until).between(today, today + SOON)
    )
    people = {person.id for person in resolve_all(session, set(session.exec(soon))).values()}
    ends = {one: [each.valid_until for each in hers] for one, hers in held_by(session, people).items()}
    ending = {one: last for one, hers in ends.items() if (last := rules.last_day_of(hers)) and _is_soon(last, today)}
    working = (
        select(Institution.id, Institution.name, Employment.person_id)
        .join(Employment, col(Employment.institution_id) == Institution.id)
        .where(Institution.issuer_id == issuer_id, col(Employment.person_id).in_(ending))
        .where(col(Employment.ended_on).is_(None), col(Employment.confirmed_at).is_not(None))
    )
    places: dict[tuple[UUID, str], list[date]] = defaultdict(list)
    for institution_id, name, person_id in session.exec(working):
        places[institution_id, name].append(ending[person_id])
    found = [RunningOut(one, name, len(days), min(days)) for (one, name), days in places.items()]
    return sorted(found, key=lambda one: (-one.people, one.first, one.institution))


def _is_soon(last: date, today: date) -> bool:
    return rules.cover([last], today) is Cover.RUNNING_OUT


@dataclass(frozen=True)
class IssuedLately:
    """A certificate as one line of the coordinator's home."""

    number: str
    name: str
    institution: str
    issued_at: datetime


def issued_lately(session: Session, issuer_id: UUID, most: int = 5) -> list[IssuedLately]:
    """The last that were printed, newest first; no paper is read whole."""
    printed = (
        select(Certificate.number, Person.name, Institution.name, Certificate.issued_at)
        .join(Person, col(Person.id) == Certificate.person_id)
        .join(Institution, col(Institution.id) == Certificate.institution_id)
        .where(Certificate.issuer_id == issuer_id, Certificate.state == CertificateState.ISSUED)
        .order_by(col(Certificate.issued_at).desc(), col(Certificate.number).desc())
    )
    return [
        IssuedLately(number, name, place, at) for number, name, place, at in session.exec(printed.limit(most)) if at
    ]


def begun(session: Session, issuer_id: UUID) -> dict[Begin, bool]:
    """Which of the first steps of an installation are taken."""
    works = select(Employment.id).join(Institution, col(Institution.id) == Employment.institution_id)
    teaches = select(RoleGrant.id).where(RoleGrant.role == Role.INSTRUCTOR, col(RoleGrant.revoked_at).is_(None))
    first = {
        Begin.INSTITUTION: select(Institution.id).where(Institution.issuer_id == issuer_id),
        Begin.STAFF: works.where(Institution.issuer_id == issuer_id),
        Begin.INSTRUCTOR: teaches.where(RoleGrant.issuer_id == issuer_id),
        Begin.TRAINING: select(Training.id).where(Training.issuer_id == issuer_id),
    }
    return {step: session.exec(one.limit(1)).first() is not None for step, one in first.items()}


@dataclass(frozen=True)
class Numbers:
    """What there is to be looked at, counted."""

    planned: int
    running: int
    closed: int
    institutions: int
    staff: int
    certificates: int


def numbers(session: Session, issuer_id: UUID) -> Numbers:
    """How much of everything an auditor finds."""
    states = select(Training.state, func.count()).where(Training.issuer_id == issuer_id)
    trainings = dict(session.exec(states.group_by(col(Training.state))).all())
    places = select(func.count()).select_from(Institution).where(Institution.issuer_id == issuer_id)
    working = (
        select(func.count())
        .select_from(Employment)
        .join(Institution, col(Institution.id) == Employment.institution_id)
        .where(Institution.issuer_id == issuer_id, col(Employment.ended_on).is_(None))
    )
    papers = select(func.count()).select_from(Certificate).where(Certificate.issuer_id == issuer_id)
    return Numbers(
        planned=trainings.get(TrainingState.PLANNED, 0),
        running=trainings.get(TrainingState.OPEN, 0),
        closed=trainings.get(TrainingState.CLOSED, 0),
        institutions=session.exec(places).one(),
        staff=session.exec(working).one(),
        certificates=session.exec(papers).one(),
    )


def closed_last(session: Session, issuer_id: UUID) -> Training | None:
    """The training whose record was frozen last."""
    closed = (
        select(Training)
        .join(CloseOut, col(CloseOut.training_id) == Training.id)
        .where(Training.issuer_id == issuer_id, Training.state == TrainingState.CLOSED)
    )
    return session.exec(closed.order_by(col(CloseOut.closed_at).desc()).limit(1)).first()
