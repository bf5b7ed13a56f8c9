"""What each of them has to do now, and who is covered: decided from facts alone."""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstaid.certificates.rules import SOON
from firstaid.core.words import Text
from firstaid.outcomes.rules import Cell, CellKind, CellState
from firstaid.trainings.models import TrainingState
from firstaid.trainings.rules import SessionStanding

MONTHS = 6


class Need(enum.StrEnum):
    """What waits for the coordinator; the most pressing first."""

    BEGIN = "begin"
    """Its day has come, and it is not open."""
    RUN = "run"
    CLOSE = "close"
    ISSUE = "issue"
    CONFIRM = "confirm"
    """A staff list was sent, and nobody has confirmed it."""
    MOVE = "move"
    """Its day has gone by, and it was never opened."""
    OPEN = "open"


@dataclass(frozen=True)
class Run:
    """A training as the calendar and the records have it."""

    state: TrainingState
    first_day: date | None = None
    last_day: date | None = None
    over: bool = False
    """Its last session has ended."""
    to_issue: int = 0
    """Trainees who were ready when it was closed out, and have no certificate of it yet."""

    def is_on(self, today: date) -> bool:
        """Whether today lies between its first day and its last."""
        return (self.first_day or date.max) <= today <= (self.last_day or date.min)

    def is_past(self, today: date) -> bool:
        return self.last_day is not None and self.last_day < today


def need_of(run: Run, today: date) -> Need | None:
    """What the coordinator has to do about it now; None: nothing."""
    if run.state is TrainingState.PLANNED:
        return _need_of_plan(run, today)
    if run.state is TrainingState.CLOSED:
        return Need.ISSUE if run.to_issue else None
    if run.over:
        return Need.CLOSE
    return Need.RUN if run.first_day is not None and run.first_day <= today else None


def _need_of_plan(run: Run, today: date) -> Need:
    if run.is_on(today):
        return Need.BEGIN
    return Need.MOVE if run.is_past(today) else Need.OPEN


class Begin(enum.StrEnum):
    """What a new installation needs before anybody can be trained, in this order."""

    INSTITUTION = "institution"
    STAFF = "staff"
    INSTRUCTOR = "instructor"
    TRAINING = "training"


def beginnings(done: Mapping[Begin, bool]) -> dict[Begin, str]:
    """Each of the first steps: done, now (the first that is not) or ahead."""
    now = next((step for step in Begin if not done[step]), None)
    return {step: "done" if done[step] else "now" if step is now else "ahead" for step in Begin}


def is_ahead(run: Run, today: date) -> bool:
    """Whether an instructor still has something to do in it: until it is closed, and never for a plan that lapsed."""
    if run.state is TrainingState.PLANNED:
        return not run.is_past(today)
    return run.state is TrainingState.OPEN


def to_call(sessions: Sequence[SessionStanding]) -> SessionStanding | None:
    """The session whose roll is looked at next: the first that was not called, else the last."""
    return next((one for one in sessions if not one.called), sessions[-1] if sessions else None)


def exam_is_on(state: TrainingState, cells: Iterable[Cell], *, present: bool) -> bool:
    """Whether a trainee can go to the exam now: the roll call has her there, and she may still sit it."""
    ahead = {CellState.OPEN, CellState.UNDER_WAY}
    to_sit = any(cell.kind is CellKind.EXAM and cell.state in ahead for cell in cells)
    return state is TrainingState.OPEN and to_sit and present


def nearness(run: Run, today: date) -> tuple[int, int]:
    """How near a training is to a trainee's hand, smallest first: on now, to come, just over, closed, never held."""
    first, last = run.first_day or date.max, run.last_day or date.max
    if run.state is TrainingState.CLOSED:
        return 3, -last.toordinal()
    if last < today:
        return (2 if run.state is TrainingState.OPEN else 4), -last.toordinal()
    return (0 if first <= today else 1), first.toordinal()


class Next(enum.StrEnum):
    """What a trainee has to do next."""

    KEEP = "keep"
    """Her certificate is here."""
    WAIT = "wait"
    """She has passed everything; the certificate is the coordinator's to issue."""
    ENDED = "ended"
    ABSENT = "absent"
    """Called absent on a day that still runs: whoever came late can say so."""
    LOST = "lost"
    EXAM_OPEN = "exam_open"
    """Her paper lies open, and the clock runs."""
    EXAM_AGAIN = "exam_again"
    EXAM = "exam"
    BE_THERE = "be_there"
    ASK = "ask"
    """Its days are over and something is still open."""
    READ = "read"
    COME = "come"


@dataclass(frozen=True)
class Way:
    """A trainee's way through one training, as the records have it."""

    run: Run
    certified: bool = False
    ready: bool = False
    lost: bool = False
    absent: bool = False
    exam_is_on: bool = False
    exam_open: bool = False
    exam_again: bool = False
    unread: bool = False
    """Some lesson of the course is not read yet."""


def next_of(way: Way, today: date) -> Next:
    """The one thing she does next."""
    return next(step for step, holds in NEXT if holds(way, today))


NEXT: tuple[tuple[Next, Callable[[Way, date], bool]], ...] = (
    (Next.KEEP, lambda way, _: way.certified),
    (Next.WAIT, lambda way, _: way.ready),
    (Next.ENDED, lambda way, _: way.run.state is TrainingState.CLOSED),
    (Next.ABSENT, lambda way, today: way.absent and way.run.is_on(today)),
    (Next.LOST, lambda way, _: way.lost),
    (Next.EXAM_OPEN, lambda way, _: way.exam_open),
    (Next.EXAM_AGAIN, lambda way, _: way.exam_is_on and way.exam_again),
    (Next.EXAM, lambda way, _: way.exam_is_on),
    (Next.BE_THERE, lambda way, today: way.run.is_on(today)),
    (Next.ASK, lambda way, today: way.run.is_past(today)),
    (Next.READ, lambda way, _: way.unread),
    (Next.COME, lambda _way, _today: True),
)
"""The first that holds is the one."""


def to_retest(cells: Iterable[Cell]) -> list[Text]:
    """The skills a trainee failed and may be tested in once more."""
    return [cell.title for cell in cells if cell.kind is CellKind.SKILL and cell.again]


class Cover(enum.StrEnum):
    """What somebody's certificates are worth together; who needs one first stands first."""

    NONE = "none"
    EXPIRED = "expired"
    RUNNING_OUT = "running_out"
    VALID = "valid"

    @property
    def counts(self) -> bool:
        """Until the day it runs out, she is covered."""
        return self in {Cover.VALID, Cover.RUNNING_OUT}


def last_day_of(ends: Iterable[date | None]) -> date | None:
    """Until when these certificates cover somebody: an end of None is the end of days, no certificate no day at all."""
    return max((end or date.max for end in ends), default=None)


def cover(ends: Iterable[date | None], today: date) -> Cover:
    """What these certificates are worth together; the last day is still a valid one."""
    latest = last_day_of(ends)
    if latest is None:
        return Cover.NONE
    if latest < today:
        return Cover.EXPIRED
    return Cover.RUNNING_OUT if latest <= today + SOON else Cover.VALID


@dataclass(frozen=True)
class Covered:
    """How many of an institution's staff hold what. `valid` counts also those that run out soon."""

    staff: int
    valid: int
    running_out: int
    runs_out_next: date | None = None

    @property
    def without(self) -> int:
        return self.staff - self.valid

    @property
    def lasting(self) -> int:
        """Valid, and not running out soon."""
        return self.valid - self.running_out

    @property
    def percent(self) -> int:
        return self.valid * 100 // self.staff if self.staff else 0


def counted(people: Iterable[Iterable[date | None]], today: date) -> Covered:
    """By the ends of what each of them holds."""
    lasts = [last_day_of(ends) for ends in people]
    covers = [cover([] if last is None else [last], today) for last in lasts]
    soon = covers.count(Cover.RUNNING_OUT)
    ahead = (last for last in lasts if last is not None and today <= last < date.max)
    return Covered(len(covers), covers.count(Cover.VALID) + soon, soon, min(ahead, default=None))


class Prospect(enum.StrEnum):
    """What somebody without a certificate has before her; for whom something is to be done stands first."""

    NOWHERE = "nowhere"
    UNCONFIRMED = "unconfirmed"
    """Nobody has confirmed yet that she works there, so nothing else is said of her."""
    AHEAD = "ahead"
    UNDATED = "undated"
    RUNNING = "running"
    OVER = "over"


def prospect(run: Run, today: date) -> Prospect:
    """What a seat in a training that is not closed out promises."""
    if run.state is TrainingState.OPEN and run.is_past(today):
        return Prospect.OVER
    if run.state is TrainingState.OPEN and run.is_on(today):
        return Prospect.RUNNING
    return Prospect.UNDATED if run.first_day is None or run.is_past(today) else Prospect.AHEAD


class Inspection(enum.StrEnum):
    """What somebody who came to inspect today would find."""

    NOBODY = "nobody"
    """There is no staff list."""
    FINE = "fine"
    SOON = "soon"
    """Everybody is covered, some not for long."""
    GAPS = "gaps"


def inspected(counts: Covered) -> Inspection:
    if not counts.staff:
        return Inspection.NOBODY
    if counts.without:
        return Inspection.GAPS
    return Inspection.SOON if counts.running_out else Inspection.FINE


def worst_first(counts: Covered) -> tuple[bool, float]:
    """The order of institutions: the smaller the covered part, the further up; without staff, last."""
    return (not counts.staff, counts.valid / counts.staff if counts.staff else 0.0)


Held = Sequence[tuple[date, date | None]]
"""From when until when, of each certificate somebody holds."""


def looked_back(today: date, months: int = MONTHS) -> list[date]:
    """The last days of the months before this one, and today: where a trend is read."""
    days, first = [today], today.replace(day=1)
    for _ in range(months - 1):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days[::-1]


def covered_then(people: Iterable[Held], days: Iterable[date]) -> tuple[int, ...]:
    """How many of these people were covered on each of these days."""
    held = list(people)
    return tuple(sum(any(begins <= day <= (ends or date.max) for begins, ends in one) for one in held) for day in days)
