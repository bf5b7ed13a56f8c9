from contextlib import closing

from sqlmodel import Session, col, select

from firstaid.ledger.models import LedgerEntry
from firstaid.ledger.rules import first_broken

AT_ONCE = 1000


def first_broken_place(session: Session) -> int | None:
    """The first place at which the sealed chain does not hold, or None; however long, it is read piece by piece."""
    sealed = select(LedgerEntry).where(col(LedgerEntry.place).is_not(None)).order_by(col(LedgerEntry.place))
    with closing(session.exec(sealed.execution_options(yield_per=AT_ONCE))) as entries:
        return first_broken(entries)
