"""What marks amount to, and which may still be made: tables of cases, and any order."""

from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from firstaid.core.words import language
from firstaid.courses.files import SkillSheet
from firstaid.practicals import errors, rules, telling
from firstaid.practicals.models import Mark, MarkKind
from firstaid.practicals.rules import SheetState
from firstaid.schemes.files import PracticalRule

START = datetime(2026, 12, 1, 1, tzinfo=UTC)
WANG, LIN = UUID(int=1), UUID(int=2)
STEP, SECONDS, COACHED, FINISH = MarkKind
numbers = count(1)


@pytest.fixture
def in_english():
    token = language.set("en")
    yield
    language.reset(token)


def words(text):
    return {"en": text, "zh-CN": text}


def step(key, *, critical=True, timed=None):
    about = {"text": words(key), "look_for": words("x"), "mistake": words("x"), "facts": []}
    return {"id": key, "kind": "timed" if timed else "tick", "critical": critical, "timed": timed, **about}


THIRTY = {"count": 30, "low": 15, "high": 18, "unit": "s"}
SHEET = SkillSheet.model_validate(
    {
        "id": "cpr",
        "title": words("CPR"),
        "intro": words("x"),
        "guideline": "x",
        "sources": [],
        "minutes": 4,
        "blocks": [
            {
                "id": "all",
                "title": words("all"),
                "steps": [step("scene"), step("bares", critical=False), step("rate", timed=THIRTY)],
            }
        ],
    }
)


def rule(name="all_critical", attempts=2):
    return PracticalRule.model_validate({"rule": name, "attempts": attempts, "basis": {"confirm": True}})


def mark(kind, key=None, value=None, *, at=0, attempt=1, counter=None, received=None):
    """A mark `at` so many seconds after the start."""
    number = next(numbers)
    marked_at = START + timedelta(seconds=at)
    return Mark(
        id=UUID(int=number),
        attempt=attempt,
        kind=kind,
        step_key=key,
        value=value,
        marked_at=marked_at,
        received_at=received or marked_at,
        counter=counter or number,
        graded_by=LIN,
    )


def sheet(*values, attempt=1, at=0, finish=True):
    """Marks on scene, bares and rate, in this order, and the end."""
    scene, bares, rate = values
    marks = [
        mark(STEP, "scene", scene, at=at, attempt=attempt),
        mark(STEP, "bares", bares, at=at + 1, attempt=attempt),
        mark(SECONDS, "rate", rate, at=at + 2, attempt=attempt),
    ]
    return [*marks, mark(FINISH, at=at + 3, attempt=attempt)] if finish else marks


def stands(*marks, by=None):
    return rules.standing(marks, SHEET, by or rule())


@pytest.mark.parametrize(
    ("values", "name", "failed_by"),
    [
        ((1, 1, 16.4), "all_critical", []),
        ((1, 1, 15), "all_critical", []),
        ((1, 1, 18), "all_critical", []),
        ((1, 1, 14.9), "all_critical", ["rate"]),
        ((1, 1, 18.1), "all_critical", ["rate"]),
        ((0, 1, 21.4), "all_critical", ["scene", "rate"]),
        ((1, 0, 16.4), "all_critical", []),
        ((1, 0, 16.4), "all_required", ["bares"]),
        ((1, 1, 16.4), "all_required", []),
    ],
)
def test_the_scheme_says_which_steps_fail_an_attempt(values, name, failed_by):
    standing = stands(*sheet(*values), by=rule(name))
    attempt = standing.attempts[0]
    assert [one.step.id for one in attempt.failed_by] == failed_by
    assert attempt.passed is standing.passed is not failed_by
    assert {one.step.id for one in attempt.missed} == {s.step.id for s in attempt.steps if not s.done} - set(failed_by)


@pytest.mark.parametrize(
    ("marks", "attempts", "state"),
    [
        ([], 2, SheetState.NOT_STARTED),
        ([mark(STEP, "scene", 1)], 2, SheetState.UNDER_WAY),
        ([mark(STEP, "scene", 1), mark(STEP, "scene", None, at=1)], 2, SheetState.NOT_STARTED),
        (sheet(1, 1, 16, finish=False), 2, SheetState.UNDER_WAY),
        (sheet(1, 1, 16), 2, SheetState.PASSED),
        (sheet(0, 1, 16), 2, SheetState.RETEST),
        (sheet(0, 1, 16), 1, SheetState.FAILED),
        ([*sheet(0, 1, 16), mark(COACHED, attempt=2, at=9)], 2, SheetState.RETEST),
        ([*sheet(0, 1, 16), mark(COACHED, attempt=2), *sheet(1, 1, 16, attempt=2)], 2, SheetState.PASSED),
        ([*sheet(0, 1, 16), mark(COACHED, attempt=2), *sheet(1, 1, 9, attempt=2)], 2, SheetState.FAILED),
        ([*sheet(0, 1, 16), mark(COACHED, attempt=2), mark(STEP, "scene", 0, attempt=2)], 2, SheetState.UNDER_WAY),
    ],
)
def test_a_standing_says_how_far_she_is(marks, attempts, state):
    standing = stands(*marks, by=rule(attempts=attempts))
    assert standing.state is state
    assert telling.STATES[state]
    assert telling.sentence(standing)


def test_both_attempts_are_kept():
    standing = stands(*sheet(0, 1, 16), mark(COACHED, attempt=2, at=9), *sheet(1, 1, 16, attempt=2, at=10))
    assert [(one.number, one.passed, one.coached) for one in standing.attempts] == [(1, False, False), (2, True, True)]
    assert standing.last_graded_at == START + timedelta(seconds=13)
    assert standing.attempt(2).passed
    assert standing.attempt(3) is None


def test_the_latest_word_on_a_step_counts_by_clock_then_counter_then_id():
    early, late = mark(STEP, "scene", 1, at=1, counter=9), mark(STEP, "scene", 0, at=2, counter=1)
    assert stands(late, early).attempts[0].steps[0].done is False
    first, second = mark(STEP, "scene", 0, at=1, counter=4), mark(STEP, "scene", 1, at=1, counter=5)
    assert stands(second, first).attempts[0].steps[0].done is True
    one, other = mark(STEP, "scene", 1, at=1, counter=7), mark(STEP, "scene", 0, at=1, counter=7)
    assert stands(other, one).attempts[0].steps[0].done is False


def test_what_is_taken_back_is_not_judged():
    marks = [mark(SECONDS, "rate", 16, at=1), mark(STEP, "rate", None, at=2)]
    assert stands(*marks).attempts[0].steps[2].done is None
    assert stands(mark(STEP, "rate", 0)).attempts[0].steps[2].done is False
    assert stands(mark(SECONDS, "scene", 16)).attempts[0].steps[0].done is False


def test_what_is_marked_after_the_finish_does_not_count_and_what_was_marked_before_it_does():
    marks = sheet(0, 1, 16)
    assert stands(*marks, mark(STEP, "scene", 1, at=60)).state is SheetState.RETEST
    assert stands(*marks, mark(STEP, "scene", 1, at=2.5)).state is SheetState.PASSED


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("scene", "late", "said"),
    [
        (0, 1, "Passed at attempt 1: changed by marks that reached us after the finish"),
        (1, 0, "Not passed at attempt 1: changed by marks that reached us after the finish"),
        (1, 1, "Passed at attempt 1"),
    ],
)
def test_a_verdict_turned_round_by_marks_that_came_late_says_so(scene, late, said):
    afterwards = START + timedelta(hours=1)
    standing = stands(*sheet(scene, 1, 16), mark(STEP, "scene", late, at=2.5, received=afterwards))
    assert telling.headline(standing.attempts[0]) == said


def test_a_second_finish_changes_nothing():
    marks = [*sheet(0, 1, 16), mark(STEP, "scene", 1, at=60), mark(FINISH, at=61)]
    assert stands(*marks).state is SheetState.RETEST


@pytest.mark.usefixtures("in_english")
def test_a_step_taken_back_before_the_finish_was_not_shown():
    standing = stands(*sheet(1, 1, 16), mark(STEP, "scene", None, at=2.5))
    assert standing.state is SheetState.RETEST
    assert telling.reasons(standing.attempts[0]) == ("scene: not judged",)


def test_a_phone_ahead_of_time_has_not_finished_before_it_told_us():
    finish = mark(FINISH, at=3600, received=START + timedelta(seconds=10))
    assert stands(*sheet(1, 1, 16, finish=False), finish).last_graded_at == START + timedelta(seconds=10)
    assert stands(mark(STEP, "scene", 1)).last_graded_at is None


some_marks = some.lists(
    some.builds(
        mark,
        some.sampled_from([STEP, SECONDS, COACHED, FINISH]),
        some.sampled_from(["scene", "bares", "rate"]),
        some.sampled_from([None, 0.0, 1.0, 14.0, 16.0]),
        at=some.integers(0, 6),
        attempt=some.integers(1, 2),
        counter=some.integers(1, 3),
    ),
    max_size=24,
)


@settings(max_examples=300, deadline=None)
@given(some.data(), some_marks)
def test_marks_amount_to_the_same_in_whatever_order_they_arrive(data, marks):
    shuffled = data.draw(some.permutations(marks))
    once_more = data.draw(some.lists(some.sampled_from(marks), max_size=3)) if marks else []
    assert stands(*shuffled, *once_more) == stands(*marks)


@pytest.mark.parametrize(
    ("marked", "refused"),
    [(0, False), (86_400, False), (86_401, True), (-7 * 86_400, False), (-8 * 86_400 - 1, True)],
)
def test_a_clock_may_be_wrong_by_a_day_and_not_by_more(marked, refused):
    opened = START - timedelta(days=7)
    at = START + timedelta(seconds=marked)
    if refused:
        with pytest.raises(errors.ClockIsWrong):
            rules.must_be_in_time(at, received_at=START, opened_at=opened)
    else:
        rules.must_be_in_time(at, received_at=START, opened_at=opened)


@pytest.mark.parametrize(
    ("kind", "key", "value", "refusal"),
    [
        (STEP, "scene", 1, None),
        (STEP, "scene", 0, None),
        (STEP, "scene", None, None),
        (STEP, "rate", 0, None),
        (STEP, "rate", None, None),
        (SECONDS, "rate", 16.4, None),
        (SECONDS, "rate", None, None),
        (FINISH, None, None, None),
        (STEP, "rate", 1, errors.NeedsSeconds),
        (STEP, "scene", 0.5, errors.UnusableMark),
        (STEP, "dance", 1, errors.NoSuchStep),
        (STEP, None, 1, errors.NoSuchStep),
        (SECONDS, "scene", 16, errors.UnusableMark),
        (SECONDS, "rate", 0, errors.UnusableMark),
        (SECONDS, "rate", 601, errors.UnusableMark),
        (FINISH, "scene", None, errors.UnusableMark),
        (COACHED, None, 1, errors.UnusableMark),
    ],
)
def test_a_mark_says_something_the_sheet_asks_for(kind, key, value, refusal):
    if refusal is None:
        rules.must_fit(mark(kind, key, value), SHEET)
        return
    with pytest.raises(refusal) as refused:
        rules.must_fit(mark(kind, key, value), SHEET)
    assert type(refused.value) is refusal


failed, passed = sheet(0, 1, 16), sheet(1, 1, 16)


@pytest.mark.parametrize(
    ("known", "new", "refusal"),
    [
        ([], mark(STEP, "scene", 1), None),
        (passed[:3], mark(FINISH, at=9), None),
        (passed[:2], mark(FINISH, at=9), errors.NotAllJudged),
        (passed[:3], mark(FINISH, at=1), errors.NotAllJudged),
        (failed, mark(STEP, "scene", 1, at=9), errors.AttemptSettled),
        (failed, mark(FINISH, at=9), errors.AttemptSettled),
        (failed, mark(STEP, "scene", 1, at=2), None),
        ([], mark(COACHED), errors.UnusableMark),
        ([], mark(COACHED, attempt=2), errors.EarlierAttemptRuns),
        (passed[:3], mark(COACHED, attempt=2), errors.EarlierAttemptRuns),
        (passed, mark(COACHED, attempt=2, at=9), errors.AlreadyPassed),
        (failed, mark(STEP, "scene", 1, attempt=2, at=9), errors.NotCoached),
        (failed, mark(COACHED, attempt=2, at=9), None),
        ([*failed, mark(COACHED, attempt=2, at=8)], mark(STEP, "scene", 1, attempt=2, at=9), None),
        ([*failed, mark(COACHED, attempt=2, at=8)], mark(FINISH, attempt=2, at=9), errors.NotAllJudged),
        ([*failed, *sheet(0, 1, 16, attempt=2)], mark(COACHED, attempt=3, at=99), errors.NoAttemptLeft),
    ],
)
def test_attempts_follow_one_another_with_re_coaching_between(known, new, refusal):
    if refusal is None:
        rules.must_be_its_turn(new, known, SHEET, rule())
        return
    with pytest.raises(refusal):
        rules.must_be_its_turn(new, known, SHEET, rule())


def test_nobody_grades_herself_and_nobody_sends_what_another_has_marked():
    rules.must_not_be_herself(WANG, LIN)
    rules.must_be_hers(LIN, LIN)
    with pytest.raises(errors.GradesHerself):
        rules.must_not_be_herself(LIN, LIN)
    with pytest.raises(errors.SomebodyElses):
        rules.must_be_hers(WANG, LIN)


def test_the_attempt_at_hand_is_the_one_that_passed_else_the_last_else_a_first():
    blank = rules.attempt_at_hand(stands(), SHEET, rule())
    assert (blank.number, blank.begun, len(blank.not_judged)) == (1, False, 3)
    twice = stands(*failed, mark(COACHED, attempt=2, at=9))
    assert rules.attempt_at_hand(twice, SHEET, rule()).number == 2
    # a late mark has turned the first attempt into a pass after the second had begun
    late = stands(*failed, mark(STEP, "scene", 1, at=2.5), mark(COACHED, attempt=2, at=9))
    assert rules.attempt_at_hand(late, SHEET, rule()).number == 1


def test_the_queue_goes_by_class_number_and_retests_come_last():
    order = [UUID(int=number) for number in range(5)]
    fresh, passing, again = SheetState.NOT_STARTED, SheetState.PASSED, SheetState.RETEST
    states = dict(zip(order, [fresh, again, passing, fresh, SheetState.FAILED], strict=True))
    assert rules.next_in_line(order, states) == order[0]
    assert rules.next_in_line(order, states, after=order[0]) == order[3]
    assert rules.next_in_line(order, states, after=order[3]) == order[0]
    tested = {one: again if state is fresh else state for one, state in states.items()}
    turns = [order[0]]
    for _ in range(3):
        turns.append(rules.next_in_line(order, tested, after=turns[-1]))
    assert turns == [order[0], order[1], order[3], order[0]]
    assert all(one != other for one, other in pairwise(turns))
    assert rules.next_in_line(order, dict.fromkeys(order, passing)) is None
    assert rules.next_in_line(order[:1], states, after=order[0]) is None


@pytest.mark.usefixtures("in_english")
def test_the_verdict_is_said_in_words_with_the_numbers():
    standing = stands(*sheet(0, 0, 21.4))
    assert telling.headline(standing.attempts[0]) == "Not passed at attempt 1"
    assert telling.reasons(standing.attempts[0]) == (
        "scene: not done",
        "rate: 21.4 s for 30 compressions; should be 15 to 18 s",
    )
    assert telling.also_missed(standing.attempts[0]) == ("bares: not done",)
    assert telling.sentence(standing).startswith("Retest: scene: not done; rate: 21.4 s")
    assert telling.in_window(standing.attempts[0].steps[2]).startswith("21.4 s: too slow")
    assert telling.in_window(stands(*sheet(1, 1, 9)).attempts[0].steps[2]).startswith("9 s: too fast")
    assert telling.in_window(stands(*passed).attempts[0].steps[2]).startswith("16 s: good")
    assert telling.in_window(standing.attempts[0].steps[0]) == ""
    assert telling.sentence(stands(mark(STEP, "scene", 1))) == "Being tested: 1 of 3 steps judged"
    assert telling.headline(stands(*passed).attempts[0]) == "Passed at attempt 1"


@pytest.mark.parametrize(
    ("marks", "undo"),
    [
        ([], []),
        ([("scene", 1)], [("scene", None)]),
        ([("scene", 1), ("scene", 0), ("bares", 1)], [("scene", None), ("scene", 1), ("bares", None)]),
        ([("scene", 1), ("scene", None)], []),
        ([("scene", 1), ("scene", 0), ("scene", 1)], [("scene", None)]),
        ([("scene", 1), ("bares", 0), ("scene", None)], [("scene", None), ("bares", None), ("scene", 1)]),
    ],
)
def test_what_can_be_taken_back_is_what_was_tapped_and_not_taken_back_since(marks, undo):
    made = [mark(STEP, key, value, at=at) for at, (key, value) in enumerate(marks)]
    found = rules.to_undo([*reversed(made), mark(STEP, "scene", 1, at=99, attempt=2)], 1, by=LIN)
    assert [(key, value) for key, _, value in found] == undo


def test_nobody_takes_back_what_another_has_marked():
    theirs = mark(STEP, "scene", 1, at=0)
    mine = mark(STEP, "scene", 0, at=1)
    theirs.graded_by = WANG
    assert rules.to_undo([theirs, mine, mark(FINISH, at=2)], 1, by=LIN) == [("scene", STEP, 1)]
