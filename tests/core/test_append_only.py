"""What is only ever added cannot be altered, not even by hand."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from firstaid.core.files import content_of, store
from firstaid.ledger.service import record, seal


def told(database, statement):
    with database.transaction() as session:
        session.exec(text(statement))


@pytest.fixture
def entry(database, clock):
    with database.transaction() as session:
        record(session, actor_id=None, action="tests.happened", subject="test:1", at=clock(), n=1)
        store(session, b"paper", "text/plain", at=clock())


@pytest.mark.usefixtures("entry")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_file SET media_type = 'x'",
        "DELETE FROM stored_file",
        "DELETE FROM ledger_entry",
    ],
)
def test_a_kept_row_is_neither_changed_nor_deleted(database, statement):
    with pytest.raises(DBAPIError, match="append-only"):
        told(database, statement)


@pytest.mark.usefixtures("entry")
def test_a_ledger_entry_takes_its_seal_once(database):
    with database.transaction() as session:
        assert seal(session) > 0
    with pytest.raises(DBAPIError, match="append-only"):
        told(database, "UPDATE ledger_entry SET seal = 'forged'")


def test_the_same_bytes_are_kept_once(database, clock):
    with database.transaction() as session:
        digests = {store(session, b"one paper", "text/plain", at=clock()) for _ in range(2)}
        assert [content_of(session, digest) for digest in digests] == [b"one paper"]
