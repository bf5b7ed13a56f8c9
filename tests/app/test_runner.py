from datetime import timedelta

from sqlmodel import col, select

from firstaid.app.runner import Runner
from firstaid.core.lease import TERM, Lease
from firstaid.core.outbox import queue
from firstaid.ledger.models import LedgerEntry
from firstaid.ledger.service import record


def waiting(database):
    with database.reading() as session:
        return len(session.exec(select(LedgerEntry).where(col(LedgerEntry.place).is_(None))).all())


def test_a_round_seals_the_ledger_and_does_what_is_due(database, clock):
    done = []
    runner = Runner(database, {"greet": lambda *_: done.append(1)}, clock)
    with database.transaction() as session:
        record(session, actor_id=None, action="tests.happened", subject="test:1", at=clock())
        queue(session, "greet", "greet:1", {}, at=clock())
    runner.round()
    assert (waiting(database), done) == (0, [1])


def test_of_two_runners_one_works_until_its_term_ends(database, clock):
    first, second = Runner(database, {}, clock), Runner(database, {}, clock)
    first.round()
    with database.transaction() as session:
        record(session, actor_id=None, action="tests.happened", subject="test:1", at=clock())
    second.round()
    assert waiting(database) == 1
    clock.tick(seconds=(TERM + timedelta(seconds=1)).total_seconds())
    second.round()
    assert waiting(database) == 0


def test_an_idle_round_writes_nothing(database, clock):
    def until():
        with database.reading() as session:
            return session.exec(select(Lease.until)).one()

    runner = Runner(database, {}, clock)
    runner.round()
    before = until()
    clock.tick(seconds=5)
    runner.round()
    assert until() == before
    clock.tick(seconds=20)
    runner.round()
    assert until() > before


def test_a_round_that_fails_is_followed_by_the_next(database, clock):
    rounds = []
    runner = Runner(database, {}, clock)

    def fail_first():
        rounds.append(1)
        if len(rounds) == 1:
            raise OSError("a disk hiccup")
        runner._ended.set()

    runner.round = fail_first
    runner.start()
    runner._thread.join(timeout=10)
    assert len(rounds) == 2
