from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.ledger.models import LedgerEntry
from firstaid.ledger.rules import START, seal_of


def record(session: Session, *, actor_id: UUID | None, action: str, subject: str, at: datetime, **facts: Any) -> None:
    """Write down that something happened, in the transaction in which it happens. Facts hold no name and no number."""
    session.add(LedgerEntry(at=at, actor_id=actor_id, action=action, subject=subject, facts=facts))


def seal(session: Session, most: int = 1000) -> int:
    """Chain the entries that have no place yet, oldest first; how many. Only the holder of the lease calls this."""
    last = session.exec(
        select(LedgerEntry).where(col(LedgerEntry.place).is_not(None)).order_by(col(LedgerEntry.place).desc()).limit(1)
    ).first()
    place, before = (last.place, last.seal) if last else (0, START)
    waiting = select(LedgerEntry).where(col(LedgerEntry.place).is_(None)).order_by(col(LedgerEntry.id)).limit(most)
    entries = session.exec(waiting).all()
    for entry in entries:
        place = (place or 0) + 1
        before = seal_of(before or START, place, entry)
        entry.place, entry.seal = place, before
        session.add(entry)
    return len(entries)
