"""Instants are UTC, days are the issuer's, and a clock on the wall has no zone until somebody says where it hangs."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlmodel import select

from firstaid.core.clock import instant, local_date
from firstaid.core.tables import Instant, WallClock
from firstaid.ledger.models import LedgerEntry
from firstaid.ledger.service import record
from firstaid.trainings.models import TrainingSession


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-12-31T15:59:59+00:00", "Asia/Shanghai", "2026-12-31"),
        ("2026-12-31T16:00:00+00:00", "Asia/Shanghai", "2027-01-01"),
        ("2026-12-31T16:00:00+00:00", "UTC", "2026-12-31"),
        ("2027-03-28T00:59:59+00:00", "Europe/Berlin", "2027-03-28"),
        ("2027-03-28T21:59:59+00:00", "Europe/Berlin", "2027-03-28"),
        ("2027-03-28T22:00:00+00:00", "Europe/Berlin", "2027-03-29"),
        ("2027-10-31T22:30:00+00:00", "Europe/Berlin", "2027-10-31"),
    ],
)
def test_a_day_ends_at_midnight_where_somebody_is(at, zone, day):
    assert local_date(datetime.fromisoformat(at), zone) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("wall", "zone", "at"),
    [
        ("2026-12-05T08:30", "Asia/Shanghai", "2026-12-05T00:30+00:00"),
        ("2027-07-01T08:30", "Europe/Berlin", "2027-07-01T06:30+00:00"),
        ("2027-12-01T08:30", "Europe/Berlin", "2027-12-01T07:30+00:00"),
        ("2027-03-28T02:30", "Europe/Berlin", "2027-03-28T01:30+00:00"),  # no clock shows this: it is taken as winter's
        ("2027-10-31T02:30", "Europe/Berlin", "2027-10-31T00:30+00:00"),  # shown twice: the first of them
    ],
)
def test_a_planned_time_is_one_instant_also_when_the_clocks_change(wall, zone, at):
    assert instant(datetime.fromisoformat(wall), zone) == datetime.fromisoformat(at)


def test_an_instant_without_a_zone_and_a_wall_clock_with_one_are_refused(database):
    dialect = database.engine.dialect
    with pytest.raises(ValueError, match="needs a time zone"):
        Instant().process_bind_param(datetime(2026, 12, 1, 9), dialect)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="has no time zone"):
        WallClock().process_bind_param(datetime(2026, 12, 1, 9, tzinfo=UTC), dialect)


def test_an_instant_comes_back_as_the_same_moment_in_utc(database):
    in_the_county = datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=8)))
    with database.transaction() as session:
        record(session, actor_id=None, action="tests.happened", subject="test:1", at=in_the_county)
    with database.reading() as session:
        kept = session.exec(select(LedgerEntry.at).where(LedgerEntry.action == "tests.happened")).one()
    assert (kept, kept.tzinfo) == (in_the_county, UTC)


def test_a_wall_clock_stays_as_it_was_planned():
    assert isinstance(TrainingSession.__table__.c.starts_at.type, WallClock)
