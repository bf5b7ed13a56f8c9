from datetime import timedelta
from uuid import uuid4

import pytest
from cast import START

from firstaid.exams import rules
from firstaid.exams.errors import (
    AlreadyHandedIn,
    AlreadyPassed,
    NoSittingLeft,
    NotOnThisPaper,
    NotPresent,
    NotReleased,
    OnlyPrivateQuestions,
    TimeIsUp,
)
from firstaid.exams.models import Sitting, SittingState
from firstaid.exams.rules import GRACE, Choice, ExamStanding, ExamState
from firstaid.schemes.files import ExamRule
from firstaid.trainings.models import TrainingState

SECOND = timedelta(seconds=1)


def sitting(score: int | None = None, *, number: int = 1, minutes: int = 0) -> Sitting:
    over = score is not None
    return Sitting(
        training_id=uuid4(),
        enrolment_id=uuid4(),
        trainee_id=uuid4(),
        number=number,
        state=SittingState.HANDED_IN if over else SittingState.OPEN,
        seed="s",
        algorithm="1",
        pool_digest="p",
        pass_percent=80,
        started_at=START,
        due_at=START,
        handed_in_at=START + timedelta(minutes=minutes) if over else None,
        score=score,
        passed=score >= 80 if over else None,
    )


@pytest.mark.parametrize(
    ("sittings", "state", "score"),
    [
        ([], ExamState.NOT_STARTED, None),
        ([sitting()], ExamState.SITTING, None),
        ([sitting(80)], ExamState.PASSED, 80),
        ([sitting(79)], ExamState.RETAKE, 79),
        ([sitting(60), sitting()], ExamState.SITTING, 60),
        ([sitting(60), sitting(50)], ExamState.FAILED, 60),
        ([sitting(60), sitting(90)], ExamState.PASSED, 90),
    ],
)
def test_all_sittings_together_say_where_she_stands(sittings, state, score):
    standing = rules.standing(sittings, allowed=2)
    assert (standing.state, standing.score, standing.sittings) == (state, score, len(sittings))
    assert standing.passed is (state is ExamState.PASSED)


def test_a_standing_is_dated_by_the_last_paper_handed_in():
    both = [sitting(50, minutes=1), sitting(90, minutes=9)]
    assert rules.standing(both, allowed=2).last_handed_in_at == START + timedelta(minutes=9)
    assert rules.standing([], allowed=2).last_handed_in_at is None


def exam_rule(exam_from: str = "any") -> ExamRule:
    return ExamRule.model_validate(
        {
            "minutes": 30,
            "pass_percent": 80,
            "sittings": 2,
            "multiple": "all_or_nothing",
            "exam_from": exam_from,
            "basis": {"confirm": True},
        }
    )


@pytest.mark.parametrize(
    ("standing", "present", "exam_from", "refusal"),
    [
        (ExamStanding(ExamState.PASSED, 1, 80, passed=True), True, "any", AlreadyPassed),
        (ExamStanding(ExamState.FAILED, 2), True, "any", NoSittingLeft),
        (ExamStanding(ExamState.NOT_STARTED), False, "any", NotPresent),
        (ExamStanding(ExamState.NOT_STARTED), True, "private", OnlyPrivateQuestions),
    ],
)
def test_who_cannot_sit_is_told_why(standing, present, exam_from, refusal):
    with pytest.raises(refusal):
        rules.must_be_let_in(standing, exam_rule(exam_from), present=present)


def test_whoever_is_present_and_has_a_sitting_left_is_let_in():
    rules.must_be_let_in(ExamStanding(ExamState.RETAKE, 1, 79), exam_rule(), present=True)


@pytest.mark.parametrize(
    ("state", "at", "refusal"),
    [
        (SittingState.OPEN, START, None),
        (SittingState.OPEN, START + GRACE, None),
        (SittingState.OPEN, START + GRACE + SECOND, TimeIsUp),
        (SittingState.HANDED_IN, START, AlreadyHandedIn),
    ],
    ids=["in time", "in grace", "too late", "handed in"],
)
def test_answers_are_taken_until_the_deadline_and_its_grace(state, at, refusal):
    if refusal is None:
        rules.must_take_answers(state, START, at)
        return
    with pytest.raises(refusal):
        rules.must_take_answers(state, START, at)


def test_the_time_left_never_falls_below_nothing():
    assert rules.seconds_left(START + timedelta(minutes=2), START) == 120
    assert rules.seconds_left(START, START + SECOND) == 0


@pytest.mark.parametrize(
    ("training", "state", "released"),
    [
        (TrainingState.CLOSED, SittingState.HANDED_IN, True),
        (TrainingState.CLOSED, SittingState.OPEN, False),
        (TrainingState.OPEN, SittingState.HANDED_IN, False),
        (TrainingState.PLANNED, SittingState.HANDED_IN, False),
    ],
)
def test_keys_are_released_when_the_training_is_closed_and_the_paper_is_in(training, state, released):
    if released:
        rules.must_be_released(training, state)
        return
    with pytest.raises(NotReleased):
        rules.must_be_released(training, state)


SHOWN = {
    1: {"kind": "single", "options": [{"id": "A"}, {"id": "B"}]},
    2: {"kind": "multiple", "options": [{"id": "A"}, {"id": "B"}, {"id": "C"}]},
}


@pytest.mark.parametrize("choice", [Choice(1, 1, ("B",)), Choice(1, 1, ()), Choice(2, 1, ("A", "C"))])
def test_what_stands_on_the_paper_can_be_chosen(choice):
    rules.must_be_on_paper(SHOWN, [choice])


@pytest.mark.parametrize(
    "choice",
    [Choice(3, 1, ("A",)), Choice(1, 1, ("C",)), Choice(1, 1, ("A", "B")), Choice(2, 1, ("A", "A"))],
    ids=["no such question", "no such option", "two of one", "twice the same"],
)
def test_what_does_not_stand_on_the_paper_is_refused(choice):
    with pytest.raises(NotOnThisPaper):
        rules.must_be_on_paper(SHOWN, [Choice(1, 1, ("A",)), choice])


def test_the_highest_sequence_counts_in_whatever_order_answers_came():
    saved = [Choice(1, 3, ("B",)), Choice(1, 1, ("A",)), Choice(2, 1, ()), Choice(1, 2, ("A",))]
    assert rules.counting(saved) == {1: Choice(1, 3, ("B",)), 2: Choice(2, 1, ())}


@pytest.mark.parametrize(
    ("sent", "stands", "new"),
    [
        ({}, {}, []),
        ({1: ["A"]}, {}, [Choice(1, 1, ("A",))]),
        ({1: ["A"]}, {1: Choice(1, 4, ("A",))}, []),
        ({1: ["B"]}, {1: Choice(1, 4, ("A",))}, [Choice(1, 5, ("B",))]),
        ({}, {1: Choice(1, 4, ("A",))}, []),
        ({}, {2: Choice(2, 4, ("A",))}, [Choice(2, 5, ())]),
        ({2: ["C", "A"]}, {2: Choice(2, 4, ("A", "C"))}, []),
    ],
    ids=["nothing", "first", "again", "changed", "radio not sent", "boxes cleared", "other order"],
)
def test_a_form_says_anew_only_what_it_changes(sent, stands, new):
    assert rules.changes(SHOWN, sent, stands) == new
