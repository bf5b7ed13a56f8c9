from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.holdings.models import Holding, HoldingStatus


def held_by(session: Session, person_ids: Collection[UUID]) -> dict[UUID, list[Holding]]:
    """Person → what she holds, newest first, also what has run out; revoked and replaced ones are not held.

    What was recorded for somebody who was later found to be her is hers.
    """
    known_as = _also_known_as(session, person_ids)
    kept = select(Holding).where(col(Holding.person_id).in_(known_as), Holding.status == HoldingStatus.HELD)
    held: dict[UUID, list[Holding]] = defaultdict(list)
    for holding in session.exec(kept.order_by(col(Holding.valid_from).desc(), col(Holding.recorded_at).desc())):
        held[known_as[holding.person_id]].append(holding)
    return dict(held)


def _also_known_as(session: Session, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Every record that turned out to be one of these people, and which of them."""
    known = {person_id: person_id for person_id in person_ids}
    newly = set(known)
    while newly:
        merged = session.exec(select(Person).where(col(Person.merged_into).in_(newly))).all()
        newly = {person.id for person in merged} - known.keys()
        known |= {
            person.id: known[person.merged_into] for person in merged if person.merged_into and person.id in newly
        }
    return known
