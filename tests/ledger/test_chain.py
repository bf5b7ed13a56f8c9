"""The ledger shows every gap, change and swap."""

import pytest
from sqlmodel import col, select

from firstaid.ledger.models import LedgerEntry
from firstaid.ledger.rules import first_broken
from firstaid.ledger.service import record, seal


@pytest.fixture
def chain(database, clock):
    with database.transaction() as session:
        for number in range(5):
            record(
                session,
                actor_id=None,
                action="tests.happened",
                subject=f"test:{number}",
                at=clock(),
                n=number,
            )
    with database.transaction() as session:
        seal(session)
    with database.reading() as session:
        return list(session.exec(select(LedgerEntry).order_by(col(LedgerEntry.place))))


def test_a_sealed_chain_holds_and_sealing_goes_on_where_it_stopped(database, clock, chain):
    assert first_broken(chain) is None
    with database.transaction() as session:
        record(session, actor_id=None, action="tests.later", subject="test:9", at=clock())
        assert seal(session) == 1
        assert seal(session) == 0
    with database.reading() as session:
        assert first_broken(session.exec(select(LedgerEntry).order_by(col(LedgerEntry.place)))) is None


@pytest.mark.parametrize("field", ["action", "subject", "facts", "at", "actor_id", "id"])
def test_a_changed_entry_is_found(chain, field, clock):
    other = {"facts": {"n": 99}, "at": clock().replace(year=2020), "id": chain[0].id, "actor_id": chain[0].id}
    setattr(chain[2], field, other.get(field, "forged"))
    assert first_broken(chain) == 3


def test_a_missing_and_a_swapped_entry_are_found(chain):
    assert first_broken(chain[:1] + chain[2:]) == 2
    assert first_broken([chain[1], chain[0], *chain[2:]]) == 1
