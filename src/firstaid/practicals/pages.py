from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from firstaid.core.words import Text, gettext
from firstaid.practicals import telling
from firstaid.practicals.rules import AttemptVerdict, SheetStanding, SheetState, StepVerdict
from firstaid.trainings.pages import Heading
from firstaid.web.pages import Page
from firstaid.web.refusals import Words

KINDS = {
    SheetState.NOT_STARTED: "plain",
    SheetState.UNDER_WAY: "now",
    SheetState.PASSED: "good",
    SheetState.RETEST: "warn",
    SheetState.FAILED: "bad",
}


@dataclass(frozen=True)
class Badge:
    """A state in words, and the kind of badge it is shown by."""

    words: str
    kind: str

    @classmethod
    def of(cls, state: SheetState) -> "Badge":
        return cls(gettext(telling.STATES[state]), KINDS[state])


@dataclass(frozen=True)
class Cell:
    """One trainee at one sheet. `detail`: which steps failed her, or how far she is."""

    sheet_key: str
    sheet: Text
    badge: Badge
    detail: str

    @classmethod
    def of(cls, sheet_key: str, sheet: Text, standing: SheetStanding) -> "Cell":
        return cls(sheet_key, sheet, Badge.of(standing.state), telling.detail(standing))


@dataclass(frozen=True)
class Trainee:
    """Somebody to be graded; `herself`: it is who is looking."""

    enrolment_id: UUID
    number: int
    name: str
    institution: str
    herself: bool = False


@dataclass(frozen=True)
class Row:
    """A trainee and all her sheets."""

    trainee: Trainee
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Queue:
    """One sheet: how many have passed it, and who is next."""

    sheet_key: str
    title: Text
    passed: int
    next: Trainee | None


@dataclass(frozen=True)
class QueuePage(Page, template="practicals/queue.html"):
    """Everybody and every sheet of a training, or the `chosen` one alone, and whose turn it is."""

    heading: Heading
    sheets: tuple[tuple[str, str], ...]
    """What can be chosen: key and title."""
    chosen: str
    queues: tuple[Queue, ...]
    rows: tuple[Row, ...]
    may_grade: bool
    grader_id: UUID


@dataclass(frozen=True)
class StepShown:
    """One step to be judged; `said` is what stands: done, not_done or not_yet."""

    key: str
    number: int
    text: Text
    look_for: Text
    mistake: Text
    critical: bool
    decides: bool
    asked: bool
    count: int
    low: str
    high: str
    said: str
    seconds: str
    in_time: bool
    window: str

    @property
    def judged(self) -> bool:
        return bool(self.seconds) or self.said != "not_yet"

    @classmethod
    def of(cls, number: int, one: StepVerdict, *, decides: bool) -> "StepShown":
        step, timed = one.step, one.step.timed
        return cls(
            key=step.id,
            number=number,
            text=step.text,
            look_for=step.look_for,
            mistake=step.mistake,
            critical=step.critical,
            decides=decides,
            asked=step.kind == "oral",
            count=timed.count if timed else 0,
            low=f"{timed.low:g}" if timed else "",
            high=f"{timed.high:g}" if timed else "",
            said=_said(one),
            seconds="" if one.seconds is None else f"{one.seconds:g}",
            in_time=one.done is True,
            window=telling.in_window(one),
        )


def _said(one: StepVerdict) -> str:
    if one.done is None or one.seconds is not None:
        return "not_yet"
    return "done" if one.done else "not_done"


@dataclass(frozen=True)
class BlockShown:
    """Steps that belong together."""

    title: Text
    steps: tuple[StepShown, ...]


@dataclass(frozen=True)
class AttemptShown:
    """A finished attempt, in words."""

    number: int
    passed: bool
    headline: str
    reasons: tuple[str, ...]
    also_missed: tuple[str, ...]
    finished_at: datetime | None
    grader: str

    @classmethod
    def of(cls, one: AttemptVerdict, grader: str) -> "AttemptShown":
        reasons, missed = telling.reasons(one), telling.also_missed(one)
        return cls(one.number, one.passed, telling.headline(one), reasons, missed, one.finished_at, grader)


@dataclass(frozen=True)
class OtherSheet:
    """A sheet the same trainee has not passed yet."""

    sheet_key: str
    title: Text


@dataclass(frozen=True)
class SheetPage(Page, template="practicals/sheet.html"):
    """One trainee at one skill sheet: the attempt at hand, and those before it.

    `latest` is the newest mark known, in milliseconds: what is marked next on a phone has to be newer.
    `undo`: what can be taken back, the last tap last, as step, kind and value from before it.
    """

    heading: Heading
    zone: str
    sheet_key: str
    title: Text
    intro: Text
    trainee: Trainee
    state: Badge
    attempt: int
    attempts: int
    blocks: tuple[BlockShown, ...]
    judged: int
    steps: int
    earlier: tuple[AttemptShown, ...]
    verdict: AttemptShown | None
    may_grade: bool
    may_coach: bool
    next: Trainee | None
    other: OtherSheet | None
    grader_id: UUID
    latest: int
    undo: tuple[tuple[str, str, float | None], ...]
    refusals: tuple[Words, ...]
    """Why something of a form was not taken in."""


@dataclass(frozen=True)
class Paper:
    """One attempt of one trainee on paper: still to be graded by hand (`number` is none), or for the record."""

    trainee: Trainee
    number: int | None
    blocks: tuple[BlockShown, ...]
    verdict: AttemptShown | None = None


@dataclass(frozen=True)
class PrintPage(Page, template="practicals/print.html"):
    """Skill sheets on paper, each on pages of its own; `edition` is the beginning of the sheet version's digest."""

    heading: Heading
    zone: str
    title: Text
    intro: Text
    guideline: str
    edition: str
    attempts: int
    papers: tuple[Paper, ...]
