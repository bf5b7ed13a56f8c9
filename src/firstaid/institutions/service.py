from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts import service as accounts
from firstaid.accounts.identity import clean_name, clean_phone, sort_key
from firstaid.accounts.models import Login, Person
from firstaid.institutions.errors import (
    CentreStandsOnTop,
    LastCoordinator,
    LoginTaken,
    NameTaken,
    NoSuchPhone,
    NotACentre,
    SignInNeeded,
)
from firstaid.institutions.models import Institution, InstitutionKind, Issuer, Role, RoleGrant
from firstaid.ledger import service as ledger


def make_institution(
    session: Session,
    issuer_id: UUID,
    *,
    name: str,
    kind: InstitutionKind,
    town: str,
    overseen_by: Institution | None,
    by: UUID,
    at: datetime,
) -> Institution:
    """Add a kindergarten or a centre; raises `NameTaken`, `NotACentre` or `CentreStandsOnTop`."""
    _must_fit_under(kind, overseen_by)
    name = clean_name(name)
    session.get(Issuer, issuer_id, with_for_update=True)  # two coordinators may give one name
    taken = select(Institution).where(Institution.issuer_id == issuer_id, Institution.name == name)
    if session.exec(taken).one_or_none() is not None:
        raise NameTaken(name=name)
    made = Institution(
        issuer_id=issuer_id,
        name=name,
        sort_key=sort_key(name),
        kind=kind,
        town=town,
        overseen_by=overseen_by.id if overseen_by else None,
        created_at=at,
    )
    session.add(made)
    ledger.record(session, actor_id=by, action="institutions.made", subject=f"institution:{made.id}", at=at)
    return made


def oversee(session: Session, institution: Institution, centre: Institution | None, *, by: UUID, at: datetime) -> None:
    """Put a kindergarten under a centre, or under none; raises `NotACentre` or `CentreStandsOnTop`."""
    _must_fit_under(institution.kind, centre)
    institution.overseen_by = centre.id if centre else None
    session.add(institution)
    ledger.record(session, actor_id=by, action="institutions.overseen", subject=f"institution:{institution.id}", at=at)


def _must_fit_under(kind: InstitutionKind, centre: Institution | None) -> None:
    if centre is not None and kind is InstitutionKind.CENTRE:
        raise CentreStandsOnTop
    if centre is not None and centre.kind is not InstitutionKind.CENTRE:
        raise NotACentre


def appoint(
    session: Session,
    issuer_id: UUID,
    *,
    name: str,
    phone: str,
    role: Role,
    institution: Institution | None,
    login: str,
    password: str,
    by: UUID | None,
    at: datetime,
) -> Person:
    """Give somebody a role, and a way to sign in unless she has one and none was typed.

    Appointing twice is one appointment. Raises `NoSuchPhone`, `SignInNeeded`, `LoginTaken` or `PasswordTooWeak`.
    """
    number = clean_phone(phone)
    if number is None:
        raise NoSuchPhone
    session.get(Issuer, issuer_id, with_for_update=True)  # two coordinators may appoint one person, or give one name
    person, _ = accounts.know_person(session, name=clean_name(name), phone=number, resident_id=None, at=at)
    session.flush()  # roles and logins point at the person
    _let_sign_in(session, person, login=login, password=password, by=by, at=at)
    place = institution.id if institution else None
    if any(grant.role is role and grant.institution_id == place for grant in _grants(session, person)):
        return person
    session.add(RoleGrant(person_id=person.id, issuer_id=issuer_id, institution_id=place, role=role, granted_at=at))
    ledger.record(
        session, actor_id=by, action="institutions.appointed", subject=f"person:{person.id}", at=at, role=role.value
    )
    return person


def _let_sign_in(session: Session, person: Person, *, login: str, password: str, by: UUID | None, at: datetime) -> None:
    signs_in = session.get(Login, person.id)
    if signs_in is not None and not (login or password):
        return
    login = login or (signs_in.name if signs_in else "")
    if not (login and password):
        raise SignInNeeded(name=person.name)
    taken = session.exec(select(Login).where(Login.name == login.casefold())).one_or_none()
    if taken is not None and taken.person_id != person.id:
        raise LoginTaken(login=login)
    accounts.give_password(session, person, login=login, password=password, by=by, at=at)


def _grants(session: Session, person: Person) -> list[RoleGrant]:
    running = select(RoleGrant).where(RoleGrant.person_id == person.id, col(RoleGrant.revoked_at).is_(None))
    return list(session.exec(running))


def revoke(session: Session, grant: RoleGrant, *, by: UUID, at: datetime) -> None:
    """End a role at once. Twice is once; raises `LastCoordinator`."""
    session.get(Issuer, grant.issuer_id, with_for_update=True)  # two coordinators may revoke each other
    session.refresh(grant)
    if grant.revoked_at is not None:
        return
    if grant.role is Role.COORDINATOR and _coordinators(session, grant.issuer_id) == {grant.person_id}:
        raise LastCoordinator
    grant.revoked_at = at
    session.add(grant)
    ledger.record(
        session,
        actor_id=by,
        action="institutions.revoked",
        subject=f"person:{grant.person_id}",
        at=at,
        role=grant.role.value,
    )


def _coordinators(session: Session, issuer_id: UUID) -> set[UUID]:
    running = select(RoleGrant.person_id).where(
        RoleGrant.issuer_id == issuer_id, RoleGrant.role == Role.COORDINATOR, col(RoleGrant.revoked_at).is_(None)
    )
    return set(session.exec(running))
