"""One runner at a time holds the clock: sealing, sweeping and the outbox run in one place."""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel

from firstaid.core.tables import Instant

TERM = timedelta(seconds=30)


class Lease(SQLModel, table=True):
    """Who does the timed work until when."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Instant)


def take(session: Session, name: str, holder: str, *, at: datetime) -> bool:
    """Hold, or go on holding, the lease; False while somebody else does."""
    lease = session.get(Lease, name, with_for_update=True)
    if lease is None:
        lease = Lease(name=name, holder=holder, until=at)
    elif lease.holder != holder and lease.until > at:
        return False
    if lease.holder != holder or lease.until < at + TERM / 2:  # an idle round writes nothing
        lease.holder, lease.until = holder, at + TERM
    session.add(lease)
    return True
