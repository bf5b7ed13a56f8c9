from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.models import Person, SignIn
from firstaid.core.errors import NotFound


def own_sign_in(session: Session, person: Person, sign_in_id: UUID, at: datetime) -> SignIn:
    """One of her own running sign-ins; anybody else's does not exist for her."""
    hers = select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id)
    found = session.exec(hers.where(col(SignIn.revoked_at).is_(None), SignIn.expires_at > at)).one_or_none()
    if found is None:
        raise NotFound
    return found
