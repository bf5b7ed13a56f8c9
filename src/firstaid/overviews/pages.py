from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from firstaid.core.words import N_, Text
from firstaid.outcomes.rules import Cell
from firstaid.overviews.queries import Credential
from firstaid.overviews.rules import Cover, Covered, Need
from firstaid.trainings.pages import Heading, PlannedRow
from firstaid.web.pages import Page

NEEDS = {
    Need.RUN: N_("Under way"),
    Need.CLOSE: N_("Ready to be closed out"),
    Need.ISSUE: N_("Certificates to issue: %(people)s"),
    Need.OPEN: N_("Planned, not open yet"),
}
KINDS = {Need.RUN: "now", Need.CLOSE: "warn", Need.ISSUE: "warn", Need.OPEN: "plain"}
COVERS = {
    Cover.VALID: N_("Valid"),
    Cover.RUNNING_OUT: N_("Runs out soon"),
    Cover.EXPIRED: N_("Expired"),
    Cover.NONE: N_("No certificate"),
}


@dataclass(frozen=True)
class LandingPage(Page, template="overviews/landing.html"):
    """For whoever is not signed in: three ways to go on."""


@dataclass(frozen=True)
class Waiting:
    """A training that waits for the coordinator, and where she does it."""

    heading: Heading
    begins: datetime | None
    place: str
    words: str
    kind: str
    href: str


@dataclass(frozen=True)
class Teaching:
    """A training of an instructor's; the addresses are empty while it is not open."""

    heading: Heading
    begins: datetime | None
    place: str
    today: bool
    roll_call: str = ""
    grading: str = ""
    exam: str = ""


@dataclass(frozen=True)
class CoveredInstitution:
    """An institution, and how many of its staff hold a certificate."""

    id: UUID
    name: str
    counts: Covered


@dataclass(frozen=True)
class MyTraining:
    """A training of a trainee's."""

    heading: Heading
    begins: datetime | None
    place: str


@dataclass(frozen=True)
class HomePage(Page, template="overviews/home.html"):
    """What to do now, one part for each role; None: not her role."""

    name: str
    waiting: tuple[Waiting, ...] | None
    teaching: tuple[Teaching, ...] | None
    covered: tuple[CoveredInstitution, ...] | None
    audits: bool
    mine: tuple[MyTraining, ...] | None


@dataclass(frozen=True)
class MyPage(Page, template="overviews/my.html"):
    """A trainee's trainings and certificates."""

    trainings: tuple[MyTraining, ...]
    credentials: tuple[Credential, ...]


@dataclass(frozen=True)
class TraineePage(Page, template="overviews/trainee.html"):
    """One training as the trainee needs it: what, when, where, what to bring, what is still ahead of her."""

    heading: Heading
    course: Text
    place: str
    number: int
    sessions: tuple[PlannedRow, ...]
    bring: tuple[Text, ...]
    cells: tuple[Cell, ...]
    ready: bool
    is_open: bool
    exam_is_on: bool
    lessons_href: str
    lessons_read: int
    lessons: int
    credential: Credential | None


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works there, with what she holds; numbers are masked."""

    name: str
    position: str
    phone: str
    resident_id: str
    cover: str
    """valid, running_out, expired or none: for the badge's colour, never shown as a word."""
    cover_words: str
    credentials: tuple[Credential, ...]


@dataclass(frozen=True)
class StaffPage(Page, template="overviews/staff.html"):
    """The staff of one institution; `institutions` is what else there is to choose from."""

    institutions: tuple[CoveredInstitution, ...]
    chosen: CoveredInstitution | None
    staff: tuple[StaffMember, ...]
    today: date
