"""Certificates on behalf of somebody: what is not hers does not exist."""

from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_

from firstaid.accounts.queries import resolve
from firstaid.certificates.models import Certificate
from firstaid.core.db import may_write
from firstaid.core.errors import NotFound
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Institution, Role
from firstaid.institutions.queries import institutions_of, seen_by
from firstaid.trainings.models import Training


def certificate_for(session: Session, actor: Actor, certificate_id: UUID) -> Certificate:
    """One of the actor's issuer, of an institution she heads or oversees, or her own."""
    certificate = session.get(Certificate, certificate_id)
    if certificate is None or not _may_see(session, actor, certificate):
        raise NotFound
    return certificate


def _may_see(session: Session, actor: Actor, certificate: Certificate) -> bool:
    return (
        certificate.issuer_id in _issuers(actor)
        or certificate.institution_id in _institution_ids(session, actor)
        or is_her_own(session, actor, certificate)
    )


def is_her_own(session: Session, actor: Actor, certificate: Certificate) -> bool:
    """Whether she is its holder, under whatever record it was issued."""
    return resolve(session, certificate.person_id).id == actor.id


def certificate_of_training(session: Session, training: Training, certificate_id: UUID) -> Certificate:
    """One certificate of a training somebody may already see; locked while writing."""
    found = session.get(Certificate, certificate_id, with_for_update=may_write(session))
    if found is None or found.training_id != training.id:
        raise NotFound
    return found


def hers(session: Session, actor: Actor) -> ColumnElement[bool]:
    """The condition that keeps a list to what a member of staff may see by her roles."""
    return or_(
        col(Certificate.issuer_id).in_(_issuers(actor)),
        col(Certificate.institution_id).in_(_institution_ids(session, actor)),
    )


def institutions_for(session: Session, actor: Actor) -> list[Institution]:
    """The institutions whose certificates she may see, each once, in the order a list is read."""
    of_issuers = [one for issuer in _issuers(actor) for one in institutions_of(session, issuer)]
    known = {one.id for one in of_issuers}
    others = _institution_ids(session, actor) - known
    return of_issuers + [one for one in seen_by(session, others) if one.id in others]


def whose_staff(session: Session, actor: Actor, institution_id: UUID) -> tuple[Institution, dict[UUID, Institution]]:
    """An institution she may see, and by their ids all it stands for: a centre stands for those it oversees too."""
    allowed = {one.id: one for one in institutions_for(session, actor)}
    if institution_id not in allowed:
        raise NotFound
    stands_for = seen_by(session, [institution_id])
    return allowed[institution_id], {one.id: one for one in stands_for if one.id in allowed}


def centre_of(actor: Actor) -> UUID | None:
    """The one centre she answers for; none where there are several, or no such role."""
    centres = {grant.institution_id for grant in actor.grants if grant.role is Role.CENTRE}
    return centres.pop() if len(centres) == 1 else None


def _issuers(actor: Actor) -> set[UUID]:
    return {grant.issuer_id for grant in actor.grants if grant.role in {Role.COORDINATOR, Role.AUDITOR}}


def _institution_ids(session: Session, actor: Actor) -> set[UUID]:
    """Those she heads, and those that a centre of hers is or oversees."""
    headed = {grant.institution_id for grant in actor.grants if grant.role is Role.HEAD and grant.institution_id}
    centres = [grant.institution_id for grant in actor.grants if grant.role is Role.CENTRE and grant.institution_id]
    overseen = {one.id for one in seen_by(session, centres)} if centres else set()
    return headed | overseen
