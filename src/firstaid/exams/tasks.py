from datetime import datetime

from sqlmodel import Session

from firstaid.exams import service


def close_overdue(session: Session, at: datetime) -> None:
    """By the clock: papers nobody handed in are closed with what had been saved."""
    service.close_overdue(session, at=at)
