"""The issuing organisation comes into being: once in the life of an installation."""

import re
from datetime import datetime

from sqlmodel import Session, select

from firstaid.core.words import Text
from firstaid.institutions.errors import AlreadyFounded, CodeUnusable
from firstaid.institutions.models import Issuer
from firstaid.ledger import service as ledger


def found_issuer(session: Session, *, code: str, name: Text, zone: str, at: datetime) -> Issuer:
    """Name the organisation this installation serves; raises `AlreadyFounded` or `CodeUnusable`."""
    standing = session.exec(select(Issuer)).first()
    if standing is not None:
        raise AlreadyFounded(name=standing.name)
    if not re.fullmatch(r"[A-Za-z0-9]{2,12}", code):
        raise CodeUnusable
    issuer = Issuer(code=code.upper(), name=name, zone=zone)
    session.add(issuer)
    session.flush()  # roles point at the issuer
    ledger.record(session, actor_id=None, action="institutions.founded", subject=f"issuer:{issuer.id}", at=at)
    return issuer
