"""What each of them has to do now, and who is covered: decided from facts alone."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstaid.outcomes.rules import Cell, CellKind, CellState
from firstaid.trainings.models import TrainingState
from firstaid.trainings.rules import SessionStanding

SOON = timedelta(days=90)  # time enough to plan a training and take part in it


class Need(enum.StrEnum):
    """What a training waits for; the most pressing first."""

    RUN = "run"
    CLOSE = "close"
    ISSUE = "issue"
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


def need_of(run: Run, today: date) -> Need | None:
    """What the coordinator has to do about it now; None: nothing."""
    if run.state is TrainingState.PLANNED:
        return Need.OPEN
    if run.state is TrainingState.CLOSED:
        return Need.ISSUE if run.to_issue else None
    if run.over:
        return Need.CLOSE
    return Need.RUN if run.first_day is not None and run.first_day <= today else None


def is_ahead(run: Run, today: date) -> bool:
    """Whether an instructor still has something to do in it: until it is closed, and never for a plan that lapsed."""
    if run.state is TrainingState.PLANNED:
        return run.last_day is None or run.last_day >= today
    return run.state is TrainingState.OPEN


def to_call(sessions: Sequence[SessionStanding]) -> SessionStanding | None:
    """The session whose roll is looked at next: the first that was not called, else the last."""
    return next((one for one in sessions if not one.called), sessions[-1] if sessions else None)


def exam_is_on(state: TrainingState, cells: Iterable[Cell], *, present: bool) -> bool:
    """Whether a trainee can go to the exam now: the roll call has her there, and she may still sit it."""
    ahead = {CellState.OPEN, CellState.UNDER_WAY}
    to_sit = any(cell.kind is CellKind.EXAM and cell.state in ahead for cell in cells)
    return state is TrainingState.OPEN and to_sit and present


class Cover(enum.StrEnum):
    """What somebody's certificates are worth together."""

    VALID = "valid"
    RUNNING_OUT = "running_out"
    EXPIRED = "expired"
    NONE = "none"


def cover(ends: Iterable[date | None], today: date) -> Cover:
    """By the certificate that holds longest; None holds for ever, and the last day is still a valid one."""
    latest = max((end or date.max for end in ends), default=None)
    if latest is None:
        return Cover.NONE
    if latest < today:
        return Cover.EXPIRED
    return Cover.RUNNING_OUT if latest <= today + SOON else Cover.VALID


@dataclass(frozen=True)
class Covered:
    """How many of an institution's staff hold what."""

    staff: int
    valid: int
    running_out: int

    @property
    def without(self) -> int:
        return self.staff - self.valid


def counted(covers: Iterable[Cover]) -> Covered:
    """`valid` counts also those that run out soon: until that day they are."""
    known = list(covers)
    soon = known.count(Cover.RUNNING_OUT)
    return Covered(len(known), known.count(Cover.VALID) + soon, soon)
