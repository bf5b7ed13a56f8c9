from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.certificates.models import Certificate, CertificateState
from firstaid.core.words import Text
from firstaid.holdings.queries import held_by
from firstaid.outcomes.queries import standing_close_outs
from firstaid.trainings.models import Enrolment, EnrolmentState, Training
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


def certificate_from(session: Session, seat: Enrolment) -> Credential | None:
    """What she holds from this very seat."""
    held = credentials_of(session, [seat.person_id]).get(seat.person_id, [])
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
