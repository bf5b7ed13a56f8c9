"""Institutions, staff lists and roles on behalf of somebody: what is not hers does not exist."""

from uuid import UUID

from sqlmodel import Session

from firstaid.core.db import may_write
from firstaid.core.errors import NotFound
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Institution, RoleGrant, StaffListUpload


def institution_for_issuer(session: Session, actor: Actor, institution_id: UUID) -> Institution:
    """An institution of the issuer the actor works for."""
    institution = session.get(Institution, institution_id)
    if institution is None or institution.issuer_id != actor.issuer_id:
        raise NotFound
    return institution


def upload_for_issuer(
    session: Session, actor: Actor, institution_id: UUID, upload_id: UUID
) -> tuple[StaffListUpload, Institution]:
    """A staff list sent for one of those institutions; locked while writing, so that it is confirmed once."""
    upload = session.get(StaffListUpload, upload_id, with_for_update=may_write(session))
    if upload is None or upload.institution_id != institution_id:
        raise NotFound
    return upload, institution_for_issuer(session, actor, institution_id)


def grant_for_issuer(session: Session, actor: Actor, grant_id: UUID) -> RoleGrant:
    """A role that the issuer the actor works for has given to somebody."""
    grant = session.get(RoleGrant, grant_id)
    if grant is None or grant.issuer_id != actor.issuer_id:
        raise NotFound
    return grant
