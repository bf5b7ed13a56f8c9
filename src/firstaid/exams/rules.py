"""What is decided about exams from facts alone."""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
from firstaid.schemes.files import ExamRule
from firstaid.trainings.models import TrainingState

GRACE = timedelta(seconds=90)
"""A phone on a poor network may be this late with what was tapped in time."""


class ExamState(enum.StrEnum):
    NOT_STARTED = "not_started"
    SITTING = "sitting"
    PASSED = "passed"
    RETAKE = "retake"
    FAILED = "failed"


@dataclass(frozen=True)
class ExamStanding:
    """Where somebody stands with the theory exam of one training; `score` is her best."""

    state: ExamState
    sittings: int = 0
    score: int | None = None
    passed: bool = False
    last_handed_in_at: datetime | None = None


def standing(sittings: Sequence[Sitting], *, allowed: int) -> ExamStanding:
    """What all her sittings together say; the scheme allows so many."""
    passed = any(one.passed for one in sittings)
    return ExamStanding(
        state=_state(sittings, passed=passed, allowed=allowed),
        sittings=len(sittings),
        score=max((one.score for one in sittings if one.score is not None), default=None),
        passed=passed,
        last_handed_in_at=max((one.handed_in_at for one in sittings if one.handed_in_at), default=None),
    )


def _state(sittings: Sequence[Sitting], *, passed: bool, allowed: int) -> ExamState:
    if passed:
        return ExamState.PASSED
    if any(one.state is SittingState.OPEN for one in sittings):
        return ExamState.SITTING
    if not sittings:
        return ExamState.NOT_STARTED
    return ExamState.RETAKE if len(sittings) < allowed else ExamState.FAILED


def must_be_let_in(now: ExamStanding, rule: ExamRule, *, present: bool) -> None:
    """Raise the refusal that says why she cannot start a sitting; an open one has been given back before."""
    if now.passed:
        raise AlreadyPassed
    if now.sittings >= rule.sittings:
        raise NoSittingLeft(allowed=rule.sittings)
    if not present:
        raise NotPresent
    if rule.exam_from == "private":
        raise OnlyPrivateQuestions


def is_over(due_at: datetime, at: datetime) -> bool:
    """Whether even the latest phone has had its time."""
    return at > due_at + GRACE


def seconds_left(due_at: datetime, at: datetime) -> int:
    return max(0, int((due_at - at).total_seconds()))


def minutes_left(due_at: datetime, at: datetime) -> int:
    """Whole minutes, begun ones counted, as people speak of them."""
    return -(-seconds_left(due_at, at) // 60)


def must_take_answers(state: SittingState, due_at: datetime, at: datetime) -> None:
    """Raise `AlreadyHandedIn` or `TimeIsUp` unless the paper can still be written on."""
    if state is SittingState.HANDED_IN:
        raise AlreadyHandedIn
    if is_over(due_at, at):
        raise TimeIsUp


def is_released(state: TrainingState) -> bool:
    """Whether keys and reasons may be seen: once nobody of this class can use them any more."""
    return state is TrainingState.CLOSED


def must_be_released(training: TrainingState, sitting: SittingState) -> None:
    if not is_released(training) or sitting is SittingState.OPEN:
        raise NotReleased


def may_be_gone_through(training: TrainingState, sitting: SittingState, *, somebody_sits: bool) -> bool:
    """Whether the staff may read aloud what went wrong: the paper is in, and nobody in the room writes one."""
    return sitting is SittingState.HANDED_IN and (is_released(training) or not somebody_sits)


@dataclass(frozen=True)
class Choice:
    """What was chosen at one question; a higher sequence overrules a lower."""

    position: int
    sequence: int
    chosen: tuple[str, ...]


def must_be_on_paper(shown: Mapping[int, Mapping[str, Any]], sent: Iterable[Choice]) -> None:
    """Raise `NotOnThisPaper` for a question or an option it does not have, or two where one is to be chosen."""
    for one in sent:
        question = shown.get(one.position)
        if question is None or not _fits(question, one.chosen):
            raise NotOnThisPaper


def _fits(question: Mapping[str, Any], chosen: Collection[str]) -> bool:
    offered = {option["id"] for option in question["options"]}
    most = len(offered) if question["kind"] == "multiple" else 1
    return offered.issuperset(chosen) and len(set(chosen)) == len(chosen) <= most


def counting(saved: Iterable[Choice]) -> dict[int, Choice]:
    """Position → the choice that counts there: the one with the highest sequence."""
    return {one.position: one for one in sorted(saved, key=lambda one: one.sequence)}


def changes(
    shown: Mapping[int, Mapping[str, Any]], sent: Mapping[int, Sequence[str]], stands: Mapping[int, Choice]
) -> list[Choice]:
    """What a whole paper, sent as a form, says anew.

    A form cannot say that nothing is ticked, so a question missing from it is cleared if boxes were to be ticked
    there, and left alone otherwise.
    """
    new = []
    for position, question in shown.items():
        before = stands.get(position, Choice(position, 0, ()))
        untouched = () if question["kind"] == "multiple" else before.chosen
        chosen = tuple(sorted(sent.get(position, untouched)))
        if chosen != tuple(sorted(before.chosen)):
            new.append(Choice(position, before.sequence + 1, chosen))
    return new
