from datetime import timedelta

import pytest
from cast import START
from exams.papers import answers
from sqlmodel import select

from firstaid.app.runner import Runner
from firstaid.app.tasks import TASKS
from firstaid.exams.models import Answer, Sitting, SittingState
from firstaid.exams.service import close_overdue
from firstaid.ledger.models import LedgerEntry
from firstaid.trainings.models import Training

DUE = START + timedelta(minutes=30)


def kept(session, sitting_id) -> Sitting:
    session.rollback()
    return session.get_one(Sitting, sitting_id)


def test_what_was_tapped_in_time_may_arrive_a_little_late(wang, session, clock):
    clock.tick(minutes=31)
    assert wang.save((1, 1, ["A"])).json()["seconds_left"] == 0
    assert wang.hand_in().status_code == 303
    over = kept(session, wang.sitting)
    assert (over.handed_in_at, over.closed_by_deadline) == (START + timedelta(minutes=31), False)


def test_after_deadline_and_grace_an_answer_is_refused_and_the_paper_closed_with_what_was_saved(wang, session, clock):
    wang.save(*answers(session, wang.sitting, right=8)[:9])
    clock.tick(minutes=31, seconds=31)
    refused = wang.save((10, 1, ["A"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "exams.time_is_up")

    over = kept(session, wang.sitting)
    assert (over.state, over.score, over.passed) == (SittingState.HANDED_IN, 80, True)
    assert (over.handed_in_at, over.closed_by_deadline) == (DUE, True)
    assert len(session.exec(select(Answer)).all()) == 9
    page = wang.browser.get(wang.exam).text
    assert "The time ran out; what was saved by then was handed in." in page


def test_a_form_that_comes_too_late_closes_the_paper_too(wang, session, clock):
    clock.tick(minutes=40)
    refused = wang.browser.post(wang.address, data={"q1": "A"})
    assert refused.status_code == 409
    assert "The time for this paper is up." in refused.text
    assert kept(session, wang.sitting).score == 0


def test_handing_in_too_late_is_as_if_nobody_had_come(wang, session, clock):
    clock.tick(hours=3)
    wang.hand_in()
    over = kept(session, wang.sitting)
    assert (over.handed_in_at, over.closed_by_deadline) == (DUE, True)


def test_once_the_time_is_up_the_questions_are_gone_and_only_handing_in_is_left(wang, clock):
    clock.tick(minutes=30)
    page = wang.browser.get(wang.address).text
    assert "The time is up" in page
    assert "Stem" not in page


def test_asking_how_things_stand_sends_nothing_and_tells_the_time_left(wang, clock):
    clock.tick(minutes=10)
    assert wang.save().json() == {"seconds_left": 1200, "answers": []}
    clock.tick(minutes=25)
    assert wang.save().json()["code"] == "exams.time_is_up"


def test_starting_again_after_a_forgotten_paper_uses_the_next_sitting(wang, session, clock):
    clock.tick(hours=1)
    again = wang.browser.post(wang.exam)
    assert again.headers["location"] != wang.address
    assert kept(session, wang.sitting).closed_by_deadline
    clock.tick(hours=1)
    assert wang.browser.post(wang.exam).status_code == 409


def test_the_runner_closes_forgotten_papers_at_their_deadline_and_no_other(begin, cast, database, session, clock):
    wang = begin(cast.wang)
    wang.save(*answers(session, wang.sitting, right=10))
    clock.tick(minutes=20)
    li = begin(cast.li)
    runner = Runner(database, TASKS, clock)
    clock.tick(minutes=11, seconds=30)
    runner.round()
    assert kept(session, wang.sitting).state is SittingState.OPEN
    clock.tick(seconds=1)
    runner.round()
    runner.round()

    over = kept(session, wang.sitting)
    assert (over.score, over.handed_in_at, over.closed_by_deadline) == (100, DUE, True)
    assert kept(session, li.sitting).state is SittingState.OPEN
    entry = session.exec(select(LedgerEntry).where(LedgerEntry.action == "exams.handed_in")).one()
    assert entry.actor_id is None


def test_a_paper_left_open_in_a_closed_training_takes_no_answer_and_is_closed(wang, database, session, clock):
    wang.save(*answers(session, wang.sitting, right=3)[:3])
    with database.transaction() as writing:
        writing.get_one(Training, wang.training).state = "closed"
    refused = wang.save((4, 1, ["A"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "trainings.not_open")
    assert wang.browser.get(f"{wang.address}/review").status_code == 409
    with database.transaction() as writing:
        assert close_overdue(writing, at=clock()) == 1
    over = kept(session, wang.sitting)
    assert (over.score, over.closed_by_deadline) == (30, False)


@pytest.mark.parametrize("skew", [-1, 1])
def test_no_time_a_phone_names_is_believed(wang, session, skew):
    told = (START + timedelta(days=skew)).isoformat()
    for field in ("saved_at", "at", "due_at"):
        sent = {"answers": [{"position": 1, "sequence": 1, "chosen": ["A"]}], field: told}
        assert wang.browser.post(f"{wang.address}/answers", json=sent).status_code == 422
    wang.browser.post(f"{wang.address}/hand-in", data={"at": told})
    assert kept(session, wang.sitting).handed_in_at == START
