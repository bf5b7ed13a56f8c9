from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from firstaid.overviews import rules
from firstaid.overviews.rules import Cover, Covered, Need, Run
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


def test_who_runs_out_soon_is_still_covered():
    counts = rules.counted([Cover.VALID, Cover.RUNNING_OUT, Cover.RUNNING_OUT, Cover.EXPIRED, Cover.NONE])
    assert counts == Covered(staff=5, valid=3, running_out=2)
    assert counts.without == 2
