from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]


def now() -> datetime:
    """The one place that reads the machine's clock; everything else is told the time."""
    return datetime.now(UTC)


def local_date(at: datetime, zone: str) -> date:
    """The calendar day it is in `zone` at the instant `at`."""
    return at.astimezone(ZoneInfo(zone)).date()


def instant(local: datetime, zone: str) -> datetime:
    """The instant of a wall-clock time planned in `zone`."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
