from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from firstaid.core.outbox import TRIES, Job, JobState, SlowTask, queue, run_due


@pytest.fixture
def job(database, clock):
    with database.transaction() as session:
        queue(session, "greet", "greet:1", {"name": "Wang"}, at=clock())
        queue(session, "greet", "greet:1", {"name": "Wang"}, at=clock())


def jobs(database):
    with database.reading() as session:
        return session.exec(select(Job)).all()


@pytest.mark.usefixtures("job")
def test_the_same_key_is_one_job_and_it_runs_once(database, clock):
    greeted = []
    tasks = {"greet": lambda _session, facts, _at: greeted.append(facts["name"])}
    assert run_due(database, tasks, clock) == 1
    assert run_due(database, tasks, clock) == 0
    assert greeted == ["Wang"]


@pytest.mark.usefixtures("job")
def test_two_workers_at_once_do_it_once(database, clock):
    greeted = []
    tasks = {"greet": lambda _session, facts, _at: greeted.append(facts["name"])}
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda _: run_due(database, tasks, clock), range(2)))
    assert greeted == ["Wang"]


@pytest.mark.usefixtures("job")
def test_a_job_that_fails_is_tried_again_later_and_given_up_with_its_reason(database, clock):
    def fail(*_):
        raise OSError("the paper of Wang is on fire")

    waits = []
    for _ in range(TRIES):
        run_due(database, {"greet": fail}, clock)
        waits.append(jobs(database)[0].run_at - clock())
        clock.tick(hours=1)
    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    (given_up,) = jobs(database)
    assert given_up.state is JobState.FAILED
    assert given_up.last_error.startswith("OSError at ")
    assert "test_outbox.py" in given_up.last_error
    assert "Wang" not in given_up.last_error


def test_a_job_of_a_refused_transaction_never_was(database, clock):
    def refused():
        with database.transaction() as session:
            queue(session, "greet", "greet:2", {}, at=clock())
            raise LookupError

    with pytest.raises(LookupError):
        refused()
    assert jobs(database) == []


@pytest.mark.usefixtures("job")
def test_a_job_whose_worker_died_is_done_again_by_the_next(database, clock):
    greeted = []

    def die_once(_session, facts, _at):
        greeted.append(facts["name"])
        if len(greeted) == 1:
            raise SystemExit

    with pytest.raises(SystemExit):
        run_due(database, {"greet": die_once}, clock)
    assert jobs(database)[0].state is JobState.READY
    assert run_due(database, {"greet": die_once}, clock) == 1
    assert greeted == ["Wang", "Wang"]
    assert jobs(database)[0].state is JobState.DONE


@pytest.mark.usefixtures("job")
def test_a_worker_that_fails_late_does_not_undo_what_another_has_done(database, clock):
    def overtaken(_session, _facts):
        run_due(database, {"greet": lambda *_: None}, clock)
        raise OSError("too late")

    run_due(database, {"greet": SlowTask(overtaken, lambda *_: None)}, clock)
    (done,) = jobs(database)
    assert (done.state, done.tries, done.last_error) == (JobState.DONE, 1, None)
