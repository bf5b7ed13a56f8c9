from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from firstaid.accounts.models import Login, Person
from firstaid.accounts.queries import people_by_fingerprint, people_by_name_and_phone
from firstaid.accounts.service import RESIDENT_ID
from firstaid.core.secrets import fingerprint
from firstaid.institutions.models import Employment, Institution, Issuer, RoleGrant, StaffListUpload
from firstaid.institutions.rules import Entry, Known


def grants_of(session: Session, person_id: UUID) -> list[RoleGrant]:
    running = select(RoleGrant).where(RoleGrant.person_id == person_id, col(RoleGrant.revoked_at).is_(None))
    return list(session.exec(running.order_by(col(RoleGrant.granted_at))))


def the_issuer(session: Session) -> Issuer:
    """The one organisation this installation serves."""
    return session.exec(select(Issuer)).one()


def seen_by(session: Session, institution_ids: Iterable[UUID]) -> list[Institution]:
    """These institutions and those they oversee, in the order a list is read."""
    ids = list(institution_ids)
    mine = select(Institution).where(or_(col(Institution.id).in_(ids), col(Institution.overseen_by).in_(ids)))
    return list(session.exec(mine.order_by(Institution.sort_key)))


def institutions_of(session: Session, issuer_id: UUID) -> list[Institution]:
    query = select(Institution).where(Institution.issuer_id == issuer_id)
    return list(session.exec(query.order_by(Institution.sort_key)))


def staff_of(session: Session, institution_id: UUID) -> list[tuple[Employment, Person]]:
    """Who works there now, in the order a list is read."""
    return staff_by_institution(session, [institution_id])[institution_id]


def staff_by_institution(
    session: Session, institution_ids: Collection[UUID]
) -> dict[UUID, list[tuple[Employment, Person]]]:
    """Who works at each of them now, in the order a list is read."""
    working = (
        select(Employment, Person)
        .join(Person, col(Person.id) == Employment.person_id)
        .where(col(Employment.institution_id).in_(institution_ids), col(Employment.ended_on).is_(None))
    )
    staff: dict[UUID, list[tuple[Employment, Person]]] = {one: [] for one in institution_ids}
    for employment, person in session.exec(working.order_by(Person.sort_key)):
        staff[employment.institution_id].append((employment, person))
    return staff


def team_of(session: Session, issuer_id: UUID) -> list[tuple[RoleGrant, Person]]:
    """Everybody who holds a role now, in the order a list is read."""
    holding = (
        select(RoleGrant, Person)
        .join(Person, col(Person.id) == RoleGrant.person_id)
        .where(RoleGrant.issuer_id == issuer_id, col(RoleGrant.revoked_at).is_(None))
    )
    return list(session.exec(holding.order_by(Person.sort_key)).all())


def team_with_logins(session: Session, issuer_id: UUID) -> list[tuple[RoleGrant, Person, Login | None]]:
    """`team_of`, and how each of them signs in."""
    team = team_of(session, issuer_id)
    logins = _logins(session, [person.id for _, person in team])
    return [(grant, person, logins.get(person.id)) for grant, person in team]


def leaders_of(session: Session, institution_id: UUID) -> list[tuple[RoleGrant, Person, Login | None]]:
    """Who acts for an institution now, and how she signs in."""
    acting = (
        select(RoleGrant, Person)
        .join(Person, col(Person.id) == RoleGrant.person_id)
        .where(RoleGrant.institution_id == institution_id, col(RoleGrant.revoked_at).is_(None))
    )
    found = session.exec(acting.order_by(Person.sort_key)).all()
    logins = _logins(session, [person.id for _, person in found])
    return [(grant, person, logins.get(person.id)) for grant, person in found]


def _logins(session: Session, person_ids: list[UUID]) -> dict[UUID, Login]:
    found = session.exec(select(Login).where(col(Login.person_id).in_(person_ids)))
    return {login.person_id: login for login in found}


def staff_counts(session: Session, institution_ids: list[UUID]) -> dict[UUID, int]:
    """How many work at each institution now; one without staff is not in it."""
    counted = (
        select(Employment.institution_id, func.count())
        .where(col(Employment.institution_id).in_(institution_ids), col(Employment.ended_on).is_(None))
        .group_by(col(Employment.institution_id))
    )
    return dict(session.exec(counted).all())


def uploads_of(session: Session, institution_id: UUID) -> list[tuple[StaffListUpload, Person]]:
    """The staff lists sent for an institution, newest first, and by whom."""
    sent = (
        select(StaffListUpload, Person)
        .join(Person, col(Person.id) == StaffListUpload.uploaded_by)
        .where(StaffListUpload.institution_id == institution_id)
    )
    return list(session.exec(sent.order_by(col(StaffListUpload.uploaded_at).desc())).all())


def known_entries(session: Session, institution_id: UUID, entries: Iterable[Entry]) -> dict[tuple[str, ...], Known]:
    """What the records say of each entry of a list for this institution."""
    listed = list(entries)
    here = {person.id for _, person in staff_of(session, institution_id)}
    ids = {entry.identity: fingerprint(RESIDENT_ID, entry.resident_id.number) for entry in listed if entry.resident_id}
    by_id = people_by_fingerprint(session, ids.values())
    by_phone = people_by_name_and_phone(session, {entry.phone for entry in listed if entry.phone})
    known = {}
    for entry in listed:
        person = by_id.get(ids.get(entry.identity, ""))
        namesake = by_phone.get((entry.name, entry.phone or ""))
        if person is None and namesake and (entry.resident_id is None or namesake.id_fingerprint is None):
            person = namesake
        if person is not None:
            known[entry.identity] = _known(person, entry, here)
    return known


def _known(person: Person, entry: Entry, here: Collection[UUID]) -> Known:
    lacks_id = entry.resident_id is not None and person.id_fingerprint is None
    return Known(
        person_id=person.id,
        recorded_name=person.name if entry.resident_id else None,
        works_here=person.id in here,
        lacks=lacks_id or (entry.phone is not None and person.phone is None),
    )
