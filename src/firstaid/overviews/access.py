"""The institutions of a head or a centre: what is not hers does not exist."""

from uuid import UUID

from sqlmodel import Session

from firstaid.core.errors import NotFound
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Institution, Role
from firstaid.institutions.queries import seen_by


def institutions_covered(session: Session, actor: Actor) -> list[Institution]:
    """Those she heads; of a centre, itself and those it oversees."""
    headed = {grant.institution_id for grant in actor.grants if grant.role is Role.HEAD}
    centres = {grant.institution_id for grant in actor.grants if grant.role is Role.CENTRE}
    seen = seen_by(session, {one for one in headed | centres if one})
    return [one for one in seen if one.id in headed | centres or one.overseen_by in centres]


def institution_covered(session: Session, actor: Actor, institution_id: UUID) -> Institution:
    """One of them."""
    found = next((one for one in institutions_covered(session, actor) if one.id == institution_id), None)
    if found is None:
        raise NotFound
    return found
