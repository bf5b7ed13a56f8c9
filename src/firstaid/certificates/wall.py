"""The list on an institution's wall, gathered from what its staff holds today."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.models import Person
from firstaid.certificates import pages, queries, rules
from firstaid.certificates.paper import verify_address
from firstaid.core.clock import local_date
from firstaid.holdings.models import Holding
from firstaid.holdings.queries import held_by
from firstaid.institutions.models import Employment, Institution, Issuer
from firstaid.institutions.queries import staff_of


def wall_list(session: Session, institution: Institution, issuer: Issuer, *, at: datetime) -> pages.WallListPage:
    """Nothing of somebody whose employment there nobody has confirmed."""
    today = local_date(at, issuer.zone)
    staff = [(working, person) for working, person in staff_of(session, institution.id) if working.confirmed_at]
    held = held_by(session, [person.id for _, person in staff])
    numbers = queries.numbers_of(session, [one.evidence_id for hers in held.values() for one in hers])
    rows = tuple(line for each in staff for line in _lines(*each, held.get(each[1].id, []), numbers, today))
    return pages.WallListPage(
        institution_id=institution.id,
        institution=institution.name,
        issuer=issuer.name,
        rows=rows,
        people=len({person.id for _, person in staff if rules.newest_valid(held.get(person.id, []), today)}),
        today=today,
        verify_address=verify_address(),
    )


def _lines(
    working: Employment, person: Person, held: list[Holding], numbers: dict[UUID, str], today: date
) -> list[pages.OnTheWall]:
    return [
        pages.OnTheWall(person.name, working.position, one.title, one.valid_until, numbers.get(one.evidence_id, ""))
        for one in rules.newest_valid(held, today)
    ]
