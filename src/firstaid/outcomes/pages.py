from dataclasses import dataclass
from datetime import datetime

from firstaid.core.words import N_, Text, gettext, pick
from firstaid.outcomes.queries import Closing
from firstaid.outcomes.rules import Cell, CellKind, Readiness, Undone
from firstaid.trainings.pages import Heading
from firstaid.web.pages import Page
from firstaid.web.pictures.bars import Kind, StackedBars

PARTS: tuple[tuple[str, Kind], ...] = ((N_("reached"), "good"), (N_("still open"), "warn"), (N_("out of reach"), "bad"))
REQUIREMENTS = {CellKind.ATTENDANCE: N_("Attendance"), CellKind.EXAM: N_("Theory exam")}


def title_of(cell: Cell) -> str:
    """What a cell is about: attendance, one skill or the exam."""
    return pick(cell.title) if cell.kind is CellKind.SKILL else gettext(REQUIREMENTS[cell.kind])


@dataclass(frozen=True)
class ReadinessPage(Page, template="outcomes/readiness.html"):
    """What stands between each trainee and the certificate, and what can be done about it."""

    heading: Heading
    zone: str
    picture: StackedBars
    sheets: tuple[Text, ...]
    people: tuple[Readiness, ...]
    ready: int
    still_open: int
    lost: int
    history: tuple[Closing, ...]
    is_open: bool
    is_closed_out: bool
    may_close: bool
    reads_certificates: bool


@dataclass(frozen=True)
class CloseOutPage(Page, template="outcomes/close_out.html"):
    """Who will get a certificate and who will not, before the record is frozen; afterwards, who froze it."""

    heading: Heading
    zone: str
    undone: Undone
    sitting: tuple[str, ...]
    """Who sits the exam now: nothing is closed before they have handed in."""
    closed: Closing | None
    ready: tuple[Readiness, ...]
    waiting: tuple[Readiness, ...]
    lost: tuple[Readiness, ...]
    is_open: bool


@dataclass(frozen=True)
class HeldSession:
    """A session as it was held, and who said who was there."""

    title: Text
    starts_at: datetime
    minutes: int
    called_by: tuple[str, ...]
    present: int
    absent: int


@dataclass(frozen=True)
class Judged:
    """One requirement of one trainee: how it stood, and the facts that prove it."""

    title: str
    words: str
    kind: str
    proofs: tuple[str, ...]


@dataclass(frozen=True)
class Assessed:
    """One trainee of the class, as the record has her."""

    number: int
    name: str
    institution: str
    ready: bool
    judged: tuple[Judged, ...]


@dataclass(frozen=True)
class Drawn:
    """What it takes to draw the paper of one sitting again."""

    name: str
    number: int
    seed: str
    algorithm: str
    pool_digest: str


@dataclass(frozen=True)
class ClassFilePage(Page, template="outcomes/class_file.html"):
    """A closed-out training on paper."""

    heading: Heading
    place: str
    zone: str
    issuer: Text
    course: Text
    course_version: str
    scheme: Text
    scheme_version: str
    scheme_is_example: bool
    from_open_bank: bool
    instructors: tuple[str, ...]
    sessions: tuple[HeldSession, ...]
    sheets: tuple[tuple[Text, str], ...]
    trainees: tuple[Assessed, ...]
    ready: int
    drawn: tuple[Drawn, ...]
    closed_by: str
    closed_at: datetime
    digest: str
    history: tuple[Closing, ...]
