"""What marks amount to, and which may still be made. They arrive in any order; the same marks amount to the same."""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from firstaid.core.words import listed
from firstaid.courses.files import SkillSheet, Step, Timed
from firstaid.practicals import errors
from firstaid.practicals.models import Mark, MarkKind
from firstaid.schemes.files import PracticalRule

CLOCK_WRONG_BY = timedelta(hours=24)  # more than a wrong time zone can explain
SECONDS_MOST = 600.0  # nobody compresses thirty times for ten minutes
DONE, NOT_DONE = 1.0, 0.0
SEMICOLON = {"en": "; ", "zh-CN": "；"}
JUDGING = frozenset({MarkKind.STEP, MarkKind.SECONDS})


class SheetState(enum.StrEnum):
    """How far a trainee is with one skill sheet."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    PASSED = "passed"
    RETEST = "retest"
    FAILED = "failed"


@dataclass(frozen=True)
class StepVerdict:
    """What counts for one step; `done` is None while nobody has judged it."""

    step: Step
    done: bool | None = None
    seconds: float | None = None
    marked_at: datetime | None = None


@dataclass(frozen=True)
class AttemptVerdict:
    """One attempt at a sheet: every step, and once it is finished, which of them failed it."""

    number: int
    steps: tuple[StepVerdict, ...]
    failed_by: tuple[StepVerdict, ...] = ()
    coached: bool = False
    finish: Mark | None = None
    overturned: bool = False
    """Marks made before the finish reached us after it, and turned the verdict round: that is never left unsaid."""

    @property
    def finished(self) -> bool:
        return self.finish is not None

    @property
    def passed(self) -> bool:
        return self.finished and not self.failed_by

    @property
    def begun(self) -> bool:
        return self.finished or any(one.done is not None for one in self.steps)

    @property
    def not_judged(self) -> tuple[Step, ...]:
        return tuple(one.step for one in self.steps if one.done is None)

    @property
    def missed(self) -> tuple[StepVerdict, ...]:
        """Steps that were not shown although they do not fail the attempt."""
        return tuple(one for one in self.steps if not one.done and one not in self.failed_by)

    @property
    def finished_at(self) -> datetime | None:
        """When it was finished; a phone whose clock is ahead cannot have finished before it told us."""
        return min(self.finish.marked_at, self.finish.received_at) if self.finish else None


@dataclass(frozen=True)
class SheetStanding:
    """Where a trainee stands with one skill sheet, all attempts kept."""

    state: SheetState
    attempts: tuple[AttemptVerdict, ...] = ()

    @property
    def passed(self) -> bool:
        return self.state is SheetState.PASSED

    @property
    def last_graded_at(self) -> datetime | None:
        """When the last finished attempt was finished."""
        return max((one.finished_at for one in self.attempts if one.finished_at), default=None)

    def attempt(self, number: int) -> AttemptVerdict | None:
        return next((one for one in self.attempts if one.number == number), None)


def age(mark: Mark) -> tuple[datetime, int, UUID]:
    """What marks are ordered by, whenever they arrive."""
    return mark.marked_at, mark.counter, mark.id


def standing(marks: Iterable[Mark], sheet: SkillSheet, rule: PracticalRule) -> SheetStanding:
    """Where somebody stands by all marks on her and this sheet."""
    by_attempt: dict[int, list[Mark]] = {}
    for mark in marks:
        by_attempt.setdefault(mark.attempt, []).append(mark)
    attempts = tuple(verdict(number, by_attempt[number], sheet, rule) for number in sorted(by_attempt))
    return SheetStanding(_state(attempts, rule), attempts)


def _state(attempts: tuple[AttemptVerdict, ...], rule: PracticalRule) -> SheetState:
    if any(one.passed for one in attempts):
        return SheetState.PASSED
    tried = [one for one in attempts if one.begun]
    if not tried:
        return SheetState.NOT_STARTED
    if not tried[-1].finished:
        return SheetState.UNDER_WAY
    return SheetState.RETEST if tried[-1].number < rule.attempts else SheetState.FAILED


def verdict(number: int, marks: Collection[Mark], sheet: SkillSheet, rule: PracticalRule) -> AttemptVerdict:
    """One attempt by its marks. The first finish settles it: whatever was marked later does not count.

    A step that was taken back on another phone before the finish, and of which we hear after it, was not shown.
    """
    finish = min((mark for mark in marks if mark.kind is MarkKind.FINISH), key=age, default=None)
    counts = [mark for mark in marks if finish is None or age(mark) <= age(finish)]
    latest = {mark.step_key: mark for mark in sorted(counts, key=age) if mark.kind in JUDGING}
    steps = tuple(judge(step, latest.get(step.id)) for step in sheet.steps)
    failed_by = tuple(one for one in steps if finish and decides(one.step, rule) and not one.done)
    coached = any(mark.kind is MarkKind.COACHED for mark in marks)
    in_hand = [mark for mark in counts if finish is None or mark.received_at <= finish.received_at]
    overturned = len(in_hand) < len(counts) and verdict(number, in_hand, sheet, rule).passed is not (not failed_by)
    return AttemptVerdict(number, steps, failed_by, coached, finish, overturned)


def decides(step: Step, rule: PracticalRule) -> bool:
    """Whether missing this step fails the sheet under the scheme's rule."""
    return step.critical or rule.rule == "all_required"


def to_undo(marks: Iterable[Mark], attempt: int, *, by: UUID) -> list[tuple[str, MarkKind, float | None]]:
    """What somebody can still take back in an attempt, the last tap last: the step, and what was said of it before."""
    said: dict[str, tuple[MarkKind, float | None]] = {}
    undo: list[tuple[str, MarkKind, float | None]] = []
    made = (mark for mark in marks if mark.attempt == attempt and mark.kind in JUDGING)
    for mark in sorted(made, key=age):
        step = str(mark.step_key)
        if undo and undo[-1] == (step, mark.kind, mark.value):
            undo.pop()  # this mark took back the one before it
        elif mark.graded_by == by:
            undo.append((step, *said.get(step, (MarkKind.STEP, None))))
        said[step] = (mark.kind, mark.value)
    return undo


def judge(step: Step, mark: Mark | None) -> StepVerdict:
    """A step by the mark that counts for it; one without a value was taken back."""
    if mark is None or mark.value is None:
        return StepVerdict(step)
    if mark.kind is MarkKind.SECONDS and step.timed:
        return StepVerdict(step, in_time(step.timed, mark.value), mark.value, mark.marked_at)
    return StepVerdict(step, mark.value == DONE, None, mark.marked_at)


def in_time(timed: Timed, seconds: float) -> bool:
    return timed.low <= seconds <= timed.high


def attempt_at_hand(found: SheetStanding, sheet: SkillSheet, rule: PracticalRule) -> AttemptVerdict:
    """The attempt an instructor has before her: the one that passed, else the last, else the first."""
    passed = [one for one in found.attempts if one.passed]
    return (passed or found.attempts or (verdict(1, (), sheet, rule),))[-1]


def next_in_line(order: Sequence[UUID], states: Mapping[UUID, SheetState], *, after: UUID | None = None) -> UUID | None:
    """Whose turn it is by class number, beginning behind `after`; retests come when everybody has had a try."""
    at = order.index(after) + 1 if after in order else 0
    line = [one for one in (*order[at:], *order[:at]) if one != after]
    waiting = [one for one in line if states[one] in {SheetState.NOT_STARTED, SheetState.UNDER_WAY}]
    again = [one for one in line if states[one] is SheetState.RETEST]
    return next(iter(waiting or again), None)


def must_be_in_time(marked_at: datetime, *, received_at: datetime, opened_at: datetime) -> None:
    """Raise `ClockIsWrong` for a mark from days after now, or days before the training opened."""
    if marked_at > received_at + CLOCK_WRONG_BY or marked_at < opened_at - CLOCK_WRONG_BY:
        raise errors.ClockIsWrong


def must_not_be_herself(trainee_id: UUID, grader_id: UUID) -> None:
    if trainee_id == grader_id:
        raise errors.GradesHerself


def must_be_hers(graded_by: UUID, grader_id: UUID) -> None:
    """Raise `SomebodyElses` for marks that another instructor made before this one signed in on the phone."""
    if graded_by != grader_id:
        raise errors.SomebodyElses


def must_fit(mark: Mark, sheet: SkillSheet) -> None:
    """Raise an `UnusableMark` unless the sheet has such a step, and such a value says something of it."""
    if mark.kind not in JUDGING:
        if mark.step_key is not None or mark.value is not None:
            raise errors.UnusableMark
        return
    step = next((step for step in sheet.steps if step.id == mark.step_key), None)
    if step is None:
        raise errors.NoSuchStep
    if mark.kind is MarkKind.SECONDS:
        if not step.timed or (mark.value is not None and not 0 < mark.value <= SECONDS_MOST):
            raise errors.UnusableMark
    elif mark.value not in {None, DONE, NOT_DONE}:
        raise errors.UnusableMark
    elif step.timed and mark.value == DONE:
        raise errors.NeedsSeconds


def must_be_its_turn(mark: Mark, known: Collection[Mark], sheet: SkillSheet, rule: PracticalRule) -> None:
    """Raise the `MarkRefused` that says why this mark cannot be made now, by the marks known on this sheet."""
    found = standing(known, sheet, rule)
    if mark.attempt > rule.attempts:
        raise errors.NoAttemptLeft(attempts=rule.attempts)
    this = found.attempt(mark.attempt)
    _must_follow(mark, found.attempt(mark.attempt - 1), coached=this is not None and this.coached)
    if this and this.finish and age(mark) > age(this.finish):
        raise errors.AttemptSettled
    if mark.kind is MarkKind.FINISH:
        _must_be_judged(mark, known, sheet, rule)


def _must_follow(mark: Mark, before: AttemptVerdict | None, *, coached: bool) -> None:
    """A retest follows a failed attempt and re-coaching; the first attempt follows nothing."""
    coaching = mark.kind is MarkKind.COACHED
    if mark.attempt == 1:
        if coaching:
            raise errors.UnusableMark
        return
    if before is None or not before.finished:
        raise errors.EarlierAttemptRuns
    if before.passed:
        raise errors.AlreadyPassed
    if not (coaching or coached):
        raise errors.NotCoached


def _must_be_judged(finish: Mark, known: Collection[Mark], sheet: SkillSheet, rule: PracticalRule) -> None:
    of_attempt = [mark for mark in known if mark.attempt == finish.attempt]
    missing = verdict(finish.attempt, [*of_attempt, finish], sheet, rule).not_judged
    if missing:
        raise errors.NotAllJudged(steps=listed((step.text for step in missing), SEMICOLON))
