from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from firstaid.core.words import Text
from firstaid.holdings.models import Holding


def record(
    session: Session,
    *,
    person_id: UUID,
    issuer_id: UUID,
    scheme_key: str,
    course_key: str,
    title: Text,
    valid_from: date,
    valid_until: date | None,
    evidence_kind: str,
    evidence_id: UUID,
    at: datetime,
) -> Holding:
    """Write down that a person holds a credential; the same evidence twice is one holding."""
    proven = select(Holding).where(Holding.evidence_kind == evidence_kind, Holding.evidence_id == evidence_id)
    holding = session.exec(proven).one_or_none()
    if holding is None:
        holding = Holding(
            person_id=person_id,
            issuer_id=issuer_id,
            scheme_key=scheme_key,
            course_key=course_key,
            title=dict(title),
            valid_from=valid_from,
            valid_until=valid_until,
            evidence_kind=evidence_kind,
            evidence_id=evidence_id,
            recorded_at=at,
        )
        session.add(holding)
    return holding
