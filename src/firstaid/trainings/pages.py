from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from firstaid.core.words import N_, Text, gettext
from firstaid.trainings.models import Training, TrainingSession, TrainingState
from firstaid.trainings.rules import Half, Step
from firstaid.web.pages import Page

STATES = {
    TrainingState.PLANNED: N_("Planned"),
    TrainingState.OPEN: N_("Under way"),
    TrainingState.CLOSED: N_("Closed"),
}
HALVES = {Half.MORNING: N_("morning"), Half.AFTERNOON: N_("afternoon"), Half.EVENING: N_("evening")}
STEPS = {
    Step.ENROL: N_("Enrol the trainees"),
    Step.OPEN: N_("Open the training"),
    Step.ROLL_CALL: N_("Call the roll"),
    Step.GRADING: N_("Grade the skills"),
    Step.EXAM: N_("Theory exam"),
    Step.READINESS: N_("Readiness and close-out"),
    Step.CERTIFICATES: N_("Certificates"),
}

NOT_TICKED = {
    Step.ROLL_CALL: N_("Roll call: not complete"),
    Step.GRADING: N_("Skills: see the class file"),
    Step.EXAM: N_("Theory exam: see the class file"),
}
"""Of a closed training: marks and papers are counted further up, and stand in its class file."""


@dataclass(frozen=True)
class Heading:
    """What stands above every page of one training."""

    id: UUID
    title: str
    state: str
    """planned, open or closed: for the badge's colour, never shown as a word."""
    state_words: str

    @classmethod
    def of(cls, training: Training) -> "Heading":
        return cls(training.id, training.title, training.state.value, gettext(STATES[training.state]))


@dataclass(frozen=True)
class ListedTraining:
    """A training as one row."""

    heading: Heading
    begins: datetime | None
    place: str
    taken: int
    capacity: int


@dataclass(frozen=True)
class ListPage(Page, template="trainings/list.html"):
    """All trainings I may see, or those that were looked for: those to come first."""

    words: str
    state: str
    states: tuple[tuple[str, str], ...]
    upcoming: tuple[ListedTraining, ...]
    past: tuple[ListedTraining, ...]
    may_plan: bool
    number: int
    has_more: bool


@dataclass(frozen=True)
class OfferedCourse:
    """A course under a scheme, to be chosen."""

    value: str
    title: Text
    about: Text
    scheme: Text
    minutes: int


@dataclass(frozen=True)
class Choice:
    """Somebody or something that can be ticked."""

    id: UUID
    name: str
    chosen: bool = False

    @property
    def pair(self) -> tuple[UUID, str]:
        """As an option of a select."""
        return self.id, self.name


@dataclass(frozen=True)
class PlanPage(Page, template="trainings/plan.html"):
    """A new training."""

    offers: tuple[OfferedCourse, ...]
    instructors: tuple[Choice, ...]
    first_date: str


@dataclass(frozen=True)
class DetailsPage(Page, template="trainings/details.html"):
    """What may still change of a training."""

    heading: Heading
    place: str
    capacity: int
    taken: int
    instructors: tuple[Choice, ...]


@dataclass(frozen=True)
class PlannedRow:
    """A session with its times; `day` and `clock` as a browser's own pickers want them."""

    id: UUID
    title: Text
    starts_at: datetime
    minutes: int

    @property
    def day(self) -> str:
        return self.starts_at.date().isoformat()

    @property
    def clock(self) -> str:
        return f"{self.starts_at:%H:%M}"

    @classmethod
    def of(cls, one: TrainingSession) -> "PlannedRow":
        return cls(one.id, one.title, one.starts_at, one.minutes)


@dataclass(frozen=True)
class SessionsPage(Page, template="trainings/sessions.html"):
    """Day, time and length of every session."""

    heading: Heading
    sessions: tuple[PlannedRow, ...]
    test_first: bool
    """A test stands before what teaches for it, and somebody has said that this is meant."""


@dataclass(frozen=True)
class Stage:
    """One step a training goes through: `place` is done, now or ahead."""

    words: str
    place: str
    href: str = ""

    @classmethod
    def of(cls, step: Step, place: str, href: str, *, closed: bool) -> "Stage":
        words = NOT_TICKED.get(step, STEPS[step]) if closed and place == "ahead" else STEPS[step]
        return cls(gettext(words), place, href)


@dataclass(frozen=True)
class NextAct:
    """The one thing to do now; `href` empty: opening, which is a form."""

    words: str
    href: str
    detail: Text | None = None
    when: datetime | None = None


@dataclass(frozen=True)
class TrainingPage(Page, template="trainings/training.html"):
    """Everything about one training at a glance."""

    heading: Heading
    course: Text
    scheme: Text
    scheme_is_example: bool
    place: str
    sessions: tuple[PlannedRow, ...]
    called: frozenset[UUID]
    instructors: tuple[str, ...]
    taken: int
    capacity: int
    joined: int
    instructors_needed: int
    manikins_needed: int
    too_few_instructors: bool
    stages: tuple[Stage, ...]
    next: NextAct | None
    join_code: str
    join_address: str
    opened_at: datetime | None
    zone: str
    may_change: bool
    reads_enrolments: bool


@dataclass(frozen=True)
class WallPage(Page, template="trainings/wall.html"):
    """The join code, large enough for a hall."""

    heading: Heading
    join_code: str
    code_address: str


@dataclass(frozen=True)
class StaffMember:
    """Somebody on a staff list; `number` if she has a seat already."""

    id: UUID
    name: str
    position: str
    number: int | None


@dataclass(frozen=True)
class Seat:
    """Somebody enrolled."""

    enrolment_id: UUID
    number: int
    name: str
    institution: str
    joined: bool = False
    phone: str = ""
    resident_id: str = ""


@dataclass(frozen=True)
class EnrolmentsPage(Page, template="trainings/enrolments.html"):
    """Who is enrolled, and the staff of one institution to be ticked."""

    heading: Heading
    capacity: int
    taken: int
    words: str
    """What was looked for among those enrolled."""
    seats: tuple[Seat, ...]
    institutions: tuple[Choice, ...]
    chosen: Choice | None
    staff: tuple[StaffMember, ...]
    may_change: bool


@dataclass(frozen=True)
class RosterPage(Page, template="trainings/roster.html"):
    """The list on paper: who is who, and where to sign."""

    heading: Heading
    course: Text
    place: str
    instructors: tuple[str, ...]
    sessions: tuple[PlannedRow, ...]
    signatures: tuple[tuple[date, str], ...]
    seats: tuple[Seat, ...]
    join_code: str
    join_address: str


@dataclass(frozen=True)
class CalledPerson:
    """One row of the roll; `present` is None while nothing was said."""

    enrolment_id: UUID
    number: int
    name: str
    institution: str
    present: bool | None
    said_by: str = ""
    said_at: datetime | None = None
    phone: str = ""


@dataclass(frozen=True)
class RollCallPage(Page, template="trainings/roll_call.html"):
    """The roll of one session, called with one thumb."""

    heading: Heading
    zone: str
    session: PlannedRow
    sessions: tuple[PlannedRow, ...]
    people: tuple[CalledPerson, ...]
    present: int
    absent: int
    may_call: bool
    is_early: bool
    """The session begins hours later and nothing was said at it yet."""
