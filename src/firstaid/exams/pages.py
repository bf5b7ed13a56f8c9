from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from firstaid.core.words import N_, Text
from firstaid.exams.rules import ExamState
from firstaid.trainings.pages import Heading
from firstaid.web.pages import Page
from firstaid.web.pictures.bars import Bars
from firstaid.web.pictures.dot_plot import DotPlot

STATES = {
    ExamState.NOT_STARTED: N_("Not started"),
    ExamState.SITTING: N_("Sitting now"),
    ExamState.PASSED: N_("Passed"),
    ExamState.RETAKE: N_("Not passed yet"),
    ExamState.FAILED: N_("Not passed"),
}
KINDS = {
    "single": N_("One answer is right"),
    "multiple": N_("Several answers are right: choose them all"),
    "true_false": N_("Right or wrong?"),
}


@dataclass(frozen=True)
class Result:
    """One sitting that is over, as its trainee sees it; `weakest` is empty when every answer was right."""

    sitting_id: UUID
    number: int
    score: int
    pass_percent: int
    passed: bool
    handed_in_at: datetime
    closed_by_deadline: bool
    by_topic: Bars
    weakest: str
    life_critical_missed: int


@dataclass(frozen=True)
class ExamPage(Page, template="exams/exam.html"):
    """What the exam is, whether she can start now, and how her sittings went; newest result first."""

    training_id: UUID
    title: str
    course_key: str
    zone: str
    open: bool
    released: bool
    present: bool
    state: str
    """One of `ExamState`, to tell the cases apart; never shown as a word."""
    may_sit: bool
    """Whether there is anything left to start or to go on with, as far as sittings go."""
    questions: int
    minutes: int
    pass_percent: int
    sittings_left: int
    open_sitting: UUID | None
    minutes_left: int
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Offered:
    """An option as it stands on the paper."""

    letter: str
    text: Text
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A question as a trainee may see it."""

    position: int
    kind: str
    kind_words: str
    stem: Text
    options: tuple[Offered, ...]
    sequence: int

    @property
    def answered(self) -> bool:
        return any(option.chosen for option in self.options)


@dataclass(frozen=True)
class PaperPage(Page, template="exams/paper.html"):
    """The paper. `questions` is empty once the time is up: then it can only be handed in."""

    sitting_id: UUID
    training_id: UUID
    title: str
    zone: str
    due_at: datetime
    seconds_left: int
    answered: int
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class HandInPage(Page, template="exams/hand_in.html"):
    """The last look before handing in: which questions have no answer."""

    sitting_id: UUID
    training_id: UUID
    title: str
    asked: int
    unanswered: tuple[int, ...]


@dataclass(frozen=True)
class Explained:
    """An option with its truth."""

    letter: str
    text: Text
    why: Text
    right: bool
    chosen: bool


@dataclass(frozen=True)
class Reviewed:
    """A question with its key and reasons."""

    position: int
    stem: Text
    options: tuple[Explained, ...]
    rationale: Text
    right: bool
    life_critical: bool


@dataclass(frozen=True)
class ReviewPage(Page, template="exams/review.html"):
    """A paper after release."""

    training_id: UUID
    title: str
    number: int
    score: int
    wrong: tuple[int, ...]
    questions: tuple[Reviewed, ...]


@dataclass(frozen=True)
class SatSitting:
    """A sitting as the staff sees it: no question, no key."""

    id: UUID
    number: int
    score: int | None
    passed: bool | None
    handed_in_at: datetime | None
    closed_by_deadline: bool
    life_critical_missed: int


@dataclass(frozen=True)
class Examinee:
    """One trainee's exam in one row; `answered` and `minutes_left` only while she sits."""

    enrolment_id: UUID
    number: int
    name: str
    institution: str
    state: str
    state_words: str
    present: bool
    away: bool
    """Called at the exam and not there; who is neither present nor away was not called yet."""
    sittings: tuple[SatSitting, ...]
    answered: int
    minutes_left: int


@dataclass(frozen=True)
class StaffPage(Page, template="exams/staff.html"):
    """The exam as it runs: who sits, who has passed.

    `roll` is the exam's session, `not_present` how many cannot start because nobody marked them present there, and
    who: `uncalled` and `away`, as names; `weakest` is shown after release alone.
    """

    heading: Heading
    zone: str
    questions: int
    minutes: int
    pass_percent: int
    examinees: tuple[Examinee, ...]
    sitting_now: int
    passed: int
    from_open_bank: bool
    only_private: bool
    bank_suffices: bool
    roll: UUID | None
    not_present: int
    uncalled: str
    away: str
    live: bool
    weakest: DotPlot | None


@dataclass(frozen=True)
class DrawPage(Page, template="exams/draw.html"):
    """One sitting for the staff: what to go through aloud, how its paper was drawn, and whether it is so drawn again.

    `missed`: life-critical questions answered wrong, with the key; `waits`: how many there are that may not be shown
    yet.
    """

    heading: Heading
    zone: str
    name: str
    number: int
    started_at: datetime
    seed: str
    algorithm: str
    pool_digest: str
    pool_size: int
    questions: int
    proven: bool
    missed: tuple[Reviewed, ...]
    waits: int
