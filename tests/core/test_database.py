"""The measured facts of the stack, each with its proof and with the mistake it guards against."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, create_engine, select

from firstaid.core.db import Database, after_rollback, may_write, sqlite_library, wal_is_sound
from firstaid.core.lease import Lease, take
from firstaid.institutions.models import Issuer

THREADS, ROUNDS = 8, 25


def add_many(transaction):
    """Eight hands each add one 25 times, reading first; what the database holds at the end."""

    def add(_):
        for _ in range(ROUNDS):
            with transaction() as session:
                issuer = session.exec(select(Issuer).with_for_update()).one()
                time.sleep(0.0005)
                issuer.zone = str(int(issuer.zone) + 1)
                session.add(issuer)

    with ThreadPoolExecutor(THREADS) as hands:
        list(hands.map(add, range(THREADS)))


@pytest.fixture
def counter(database):
    with database.transaction() as session:
        session.exec(select(Issuer)).one().zone = "0"

    def read():
        with database.reading() as session:
            return int(session.exec(select(Issuer.zone)).one())

    return read


def test_updates_made_at_once_are_all_kept(database, counter):
    add_many(database.transaction)
    assert counter() == THREADS * ROUNDS


@pytest.mark.one_engine
def test_without_immediate_transactions_updates_would_be_lost(database, counter):
    engine = create_engine(database.url, connect_args={"check_same_thread": False, "timeout": 5})
    lost = []

    def transaction():
        return _forgiving(engine, lost)

    add_many(transaction)
    engine.dispose()
    assert counter() < THREADS * ROUNDS


class _forgiving(Session):  # noqa: N801 - reads like the function it replaces
    """SQLAlchemy as it comes: no BEGIN before the first write."""

    def __init__(self, engine, lost):
        super().__init__(engine)
        self.lost = lost

    def __exit__(self, kind, problem, trace):
        try:
            if kind is None:
                self.commit()
        except DBAPIError as refused:
            self.lost.append(refused)
        super().__exit__(kind, problem, trace)
        return kind is not None and issubclass(kind, DBAPIError)


def test_a_reading_transaction_cannot_write(database):
    with database.reading() as session:
        assert not may_write(session)
        session.add(Issuer(code="X", name={"en": "x"}))
        with pytest.raises(DBAPIError):
            session.flush()


def test_a_refused_transaction_leaves_nothing_but_what_must_be_remembered(database):
    remembered = Issuer(code="R", name={"en": "remembered"})

    def refused():
        with database.transaction() as session:
            session.add(Issuer(code="X", name={"en": "x"}))
            session.flush()
            after_rollback(session, lambda later: later.add(remembered))
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    with database.reading() as session:
        assert set(session.exec(select(Issuer.code)).all()) == {"QH", "R"}


@pytest.mark.one_engine
def test_every_connection_is_full_and_keeps_foreign_keys(database):
    with database.session() as session:
        answers = [session.exec(text(f"PRAGMA {name}")).scalar() for name in ("synchronous", "foreign_keys")]
        journal = session.exec(text("PRAGMA journal_mode")).scalar()
    assert answers == [2, 1]
    assert journal == ("wal" if wal_is_sound(sqlite_library().sqlite_version_info) else "delete")


@pytest.mark.parametrize(
    ("version", "sound"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 54, 0), True),
    ],
)
def test_wal_is_used_only_without_its_reset_bug(version, sound):
    assert wal_is_sound(version) is sound


@pytest.mark.one_engine
def test_an_unsound_library_falls_back_to_the_rollback_journal(monkeypatch, tmp_path):
    monkeypatch.setattr("firstaid.core.db.sqlite_library", lambda: sqlite3)
    monkeypatch.setattr("firstaid.core.db.wal_is_sound", lambda _: False)
    database = Database(f"sqlite:///{tmp_path}/old.db")
    with database.session() as session:
        assert session.exec(text("PRAGMA journal_mode")).scalar() == "delete"
    database.dispose()


def test_foreign_keys_are_enforced(database):
    def orphan():
        with database.transaction() as session:
            session.exec(
                text(
                    "INSERT INTO training_instructor (training_id, person_id) "
                    "VALUES ('00000000000000000000000000000001', '00000000000000000000000000000002')"
                )
            )

    with pytest.raises(IntegrityError):
        orphan()


@pytest.mark.one_engine
def test_in_one_process_one_writer_writes_and_no_one_waits_for_the_busy_timeout(database):
    together = []
    inside = threading.Lock()

    def write(_):
        with database.transaction() as session:
            together.append(inside.acquire(blocking=False))
            session.exec(text("UPDATE issuer SET zone = zone"))
            time.sleep(0.002)
            inside.release()

    with ThreadPoolExecutor(10) as hands:
        list(hands.map(write, range(60)))
    assert together == [True] * 60


@pytest.mark.one_engine
def test_a_writing_transaction_begins_immediately_and_a_reading_one_does_not(database):
    begun = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: begun.append(a[2]))
    with database.transaction() as session:
        session.exec(text("SELECT 1"))
    with database.reading() as session:
        session.exec(text("SELECT 1"))
    assert [said for said in begun if said.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_one_runner_at_a_time_holds_the_clock(database, clock):
    def hold(who):
        with database.transaction() as session:
            return take(session, "clock", who, at=clock())

    assert [hold("a"), hold("b"), hold("a")] == [True, False, True]
    clock.tick(seconds=31)
    assert hold("b")
    assert not hold("a")
    with database.reading() as session:
        assert len(session.exec(select(Lease)).all()) == 1
