from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from firstaid.outcomes.rules import Cell, CellKind, CellState
from firstaid.overviews import rules
from firstaid.overviews.rules import Begin, Cover, Covered, Inspection, Need, Next, Run, Way
from firstaid.trainings.models import SessionKind, TrainingState
from firstaid.trainings.rules import SessionStanding

TODAY = date(2026, 12, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PLANNED, OPEN, CLOSED = TrainingState


@pytest.mark.parametrize(
    ("run", "need"),
    [
        (Run(PLANNED), Need.OPEN),
        (Run(PLANNED, TOMORROW, TOMORROW), Need.OPEN),
        (Run(PLANNED, TODAY, TOMORROW), Need.BEGIN),
        (Run(PLANNED, YESTERDAY, YESTERDAY), Need.MOVE),
        (Run(OPEN), None),
        (Run(OPEN, TOMORROW, TOMORROW), None),
        (Run(OPEN, TODAY, TODAY), Need.RUN),
        (Run(OPEN, YESTERDAY, TOMORROW), Need.RUN),
        (Run(OPEN, TODAY, TODAY, over=True), Need.CLOSE),
        (Run(CLOSED, TODAY, TODAY, over=True), None),
        (Run(CLOSED, TODAY, TODAY, over=True, to_issue=2), Need.ISSUE),
    ],
)
def test_a_training_waits_for_one_thing_or_for_nothing(run, need):
    assert rules.need_of(run, TODAY) is need


@pytest.mark.parametrize(
    ("run", "ahead"),
    [
        (Run(PLANNED), True),
        (Run(PLANNED, TODAY, TODAY), True),
        (Run(PLANNED, YESTERDAY, YESTERDAY), False),
        (Run(OPEN, YESTERDAY, YESTERDAY), True),
        (Run(CLOSED, TOMORROW, TOMORROW), False),
    ],
)
def test_an_instructor_sees_what_is_not_over_for_her(run, ahead):
    assert rules.is_ahead(run, TODAY) is ahead


def standing(*, called: bool) -> SessionStanding:
    at = datetime(2026, 12, 1, 1, tzinfo=UTC)
    return SessionStanding(uuid4(), SessionKind.THEORY, at, at, called)


def test_the_roll_to_call_is_the_first_that_was_not_called():
    first, second, third = standing(called=True), standing(called=False), standing(called=False)
    assert rules.to_call([first, second, third]) is second
    assert rules.to_call([first]) is first
    assert rules.to_call([]) is None


@pytest.mark.parametrize(
    ("ends", "cover"),
    [
        ([], Cover.NONE),
        ([YESTERDAY], Cover.EXPIRED),
        ([TODAY], Cover.RUNNING_OUT),
        ([TODAY + timedelta(days=90)], Cover.RUNNING_OUT),
        ([TODAY + timedelta(days=91)], Cover.VALID),
        ([YESTERDAY, TODAY + timedelta(days=400)], Cover.VALID),
        ([None], Cover.VALID),
        ([YESTERDAY, None], Cover.VALID),
    ],
)
def test_the_certificate_that_holds_longest_counts(ends, cover):
    assert rules.cover(ends, TODAY) is cover


FAR, SOON = TODAY + timedelta(days=400), TODAY + timedelta(days=9)


def test_who_runs_out_soon_is_still_covered():
    counts = rules.counted([[FAR], [SOON], [YESTERDAY, SOON], [YESTERDAY], [], [None]], TODAY)
    assert counts == Covered(staff=6, valid=4, running_out=2, runs_out_next=SOON)
    assert (counts.without, counts.lasting, counts.percent) == (2, 2, 66)


def test_where_nobody_works_nothing_is_counted():
    counts = rules.counted([], TODAY)
    assert (counts, counts.percent) == (Covered(0, 0, 0), 0)


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ([], Inspection.NOBODY),
        ([[FAR]], Inspection.FINE),
        ([[FAR], [SOON]], Inspection.SOON),
        ([[FAR], [YESTERDAY]], Inspection.GAPS),
    ],
)
def test_what_an_inspection_would_find(people, found):
    assert rules.inspected(rules.counted(people, TODAY)) is found


def test_the_worst_covered_stands_first_and_the_empty_last():
    empty, half, whole = Covered(0, 0, 0), Covered(4, 2, 0), Covered(3, 3, 1)
    assert sorted([whole, empty, half], key=rules.worst_first) == [half, whole, empty]


def test_a_trend_is_read_at_the_ends_of_months():
    days = rules.looked_back(date(2026, 3, 31), months=4)
    assert days == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    people = [[(date(2026, 1, 31), date(2026, 2, 28))], [(date(2025, 1, 1), None)], []]
    assert rules.covered_then(people, days) == (1, 2, 2, 1)


@pytest.mark.parametrize("done", range(5))
def test_of_the_first_steps_the_first_that_is_missing_is_the_one(done):
    places = rules.beginnings({step: number < done for number, step in enumerate(Begin)})
    assert list(places.values()) == ["done"] * done + ["now"] * (done < 4) + ["ahead"] * (3 - done)


def test_a_step_taken_out_of_turn_counts_all_the_same():
    places = rules.beginnings(dict.fromkeys(Begin, False) | {Begin.INSTRUCTOR: True})
    assert list(places.values()) == ["now", "ahead", "done", "ahead"]


def test_the_training_nearest_to_her_hand_is_the_one_on_now_then_the_next():
    in_order = [
        Run(OPEN, YESTERDAY, TOMORROW),
        Run(PLANNED, TODAY, TODAY),
        Run(OPEN, TOMORROW, TOMORROW),
        Run(PLANNED, FAR, FAR),
        Run(PLANNED),
        Run(OPEN, YESTERDAY, YESTERDAY),
        Run(CLOSED, TODAY, TODAY),
        Run(CLOSED, YESTERDAY, YESTERDAY),
        Run(PLANNED, YESTERDAY, YESTERDAY),
    ]
    mixed = in_order[::2] + in_order[1::2]
    assert sorted(mixed, key=lambda run: rules.nearness(run, TODAY)) == in_order


ON, AHEAD, PAST = Run(OPEN, TODAY, TODAY), Run(OPEN, TOMORROW, TOMORROW), Run(OPEN, YESTERDAY, YESTERDAY)


@pytest.mark.parametrize(
    ("way", "following"),
    [
        (Way(Run(CLOSED, YESTERDAY, YESTERDAY), certified=True, ready=True), Next.KEEP),
        (Way(ON, ready=True, exam_is_on=True), Next.WAIT),
        (Way(Run(CLOSED, YESTERDAY, YESTERDAY), lost=True), Next.ENDED),
        (Way(ON, lost=True, unread=True), Next.LOST),
        (Way(ON, exam_is_on=True, unread=True), Next.EXAM),
        (Way(ON, exam_is_on=True, exam_again=True), Next.EXAM_AGAIN),
        (Way(ON, exam_again=True), Next.BE_THERE),
        (Way(ON, exam_is_on=True, exam_open=True), Next.EXAM_OPEN),
        (Way(ON, lost=True, absent=True), Next.ABSENT),
        (Way(PAST, lost=True, absent=True), Next.LOST),
        (Way(ON, unread=True), Next.BE_THERE),
        (Way(PAST, unread=True), Next.ASK),
        (Way(AHEAD, unread=True), Next.READ),
        (Way(AHEAD), Next.COME),
        (Way(Run(PLANNED)), Next.COME),
    ],
)
def test_a_trainee_has_one_thing_to_do_next(way, following):
    assert rules.next_of(way, TODAY) is following


def test_what_she_failed_and_may_try_again_is_named():
    def cell(kind, code):
        return Cell(kind, "", {"en": code}, CellState.OPEN, code)

    cells = [
        cell(CellKind.SKILL, "skill_retest"),
        cell(CellKind.SKILL, "skill_not_started"),
        cell(CellKind.EXAM, "exam_retake"),
    ]
    assert rules.to_retest(cells) == [{"en": "skill_retest"}]


@pytest.mark.parametrize(
    ("state", "cells", "present", "on"),
    [
        (OPEN, [CellState.OPEN], True, True),
        (OPEN, [CellState.UNDER_WAY], True, True),
        (OPEN, [CellState.OPEN], False, False),
        (OPEN, [CellState.DONE], True, False),
        (OPEN, [], True, False),
        (CLOSED, [CellState.OPEN], True, False),
    ],
)
def test_the_exam_is_on_for_whoever_is_there_and_may_still_sit_it(state, cells, present, on):
    exams = [Cell(CellKind.EXAM, "", {}, one, "exam") for one in cells]
    assert rules.exam_is_on(state, exams, present=present) is on


def test_only_what_has_not_run_out_covers():
    assert {one for one in Cover if one.counts} == {Cover.VALID, Cover.RUNNING_OUT}
