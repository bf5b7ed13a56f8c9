from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from firstaid.core.words import N_, Text
from firstaid.outcomes.rules import Cell
from firstaid.overviews.queries import Contact, Credential, IssuedLately, Numbers, RunningOut
from firstaid.overviews.rules import Begin, Cover, Covered, Inspection, Need, Next
from firstaid.trainings.pages import Heading, PlannedRow, Stage
from firstaid.web.pages import Page
from firstaid.web.pictures.bars import Bars, Kind, StackedBars
from firstaid.web.pictures.sparkline import Sparkline

NEEDS = {
    Need.BEGIN: N_("Begins today, and is not open yet"),
    Need.RUN: N_("Under way"),
    Need.CLOSE: N_("Over, not closed out yet"),
    Need.ISSUE: N_("Certificates to issue: %(people)s"),
    Need.CONFIRM: N_("Staff list to confirm"),
    Need.MOVE: N_("Never opened, and its day is over"),
    Need.OPEN: N_("Planned, not open yet"),
}
KINDS = {
    Need.BEGIN: "bad",
    Need.RUN: "now",
    Need.CLOSE: "warn",
    Need.ISSUE: "warn",
    Need.CONFIRM: "warn",
    Need.MOVE: "plain",
    Need.OPEN: "plain",
}
ACTS = {
    Need.BEGIN: N_("Open the training"),
    Need.CLOSE: N_("Look at readiness and close out"),
    Need.ISSUE: N_("Issue the certificates"),
    Need.CONFIRM: N_("Read and confirm the list"),
    Need.MOVE: N_("Move the sessions"),
    Need.OPEN: N_("Open the training"),
}
BEGINNINGS = {
    Begin.INSTITUTION: (N_("Add the first kindergarten"), "/institutions/new"),
    Begin.STAFF: (N_("Upload its staff list"), "/institutions"),
    Begin.INSTRUCTOR: (N_("Appoint an instructor"), "/team"),
    Begin.TRAINING: (N_("Plan a training"), "/trainings/new"),
}
COVERS = {
    Cover.VALID: N_("Valid until %(until)s"),
    Cover.RUNNING_OUT: N_("Runs out on %(until)s"),
    Cover.EXPIRED: N_("Expired on %(until)s"),
    Cover.NONE: N_("No certificate"),
}
FOR_EVER = N_("Valid without limit")
PARTS: tuple[tuple[str, Kind], ...] = (
    (N_("Valid"), "good"),
    (N_("Runs out within 90 days"), "warn"),
    (N_("Without a valid certificate"), "bad"),
)
CHOICES = (
    ("without", PARTS[2][0], frozenset({Cover.NONE, Cover.EXPIRED})),
    ("running_out", PARTS[1][0], frozenset({Cover.RUNNING_OUT})),
    ("valid", PARTS[0][0], frozenset({Cover.VALID})),
)
"""What a list of staff is filtered by: the parts of the picture."""
INSPECTIONS = {
    Inspection.NOBODY: N_("There is no staff list yet."),
    Inspection.FINE: N_("All %(staff)s hold a valid certificate."),
    Inspection.SOON: N_("All %(staff)s hold a valid certificate; %(soon)s of them run out within 90 days."),
    Inspection.GAPS: N_("%(valid)s of %(staff)s hold a valid certificate; %(without)s do not."),
}
WAYS = {
    Next.KEEP: N_("Your certificate is here. People near you are safer now."),
    Next.WAIT: N_("You have passed everything. Well done! Your certificate comes next."),
    Next.ENDED: N_("This training is closed, and something was still missing. Ask for the next one: %(issuer)s."),
    Next.LOST: N_("You cannot get the certificate in this training any more. Ask for the next one: %(issuer)s."),
    Next.ABSENT: N_("You were called absent today. If you are here, tell your instructor now."),
    Next.EXAM_OPEN: N_("Your exam paper is open and the clock is running."),
    Next.EXAM_AGAIN: N_("The theory exam is not passed yet. Look at what went wrong, then take it again."),
    Next.EXAM: N_("Take the theory exam now."),
    Next.BE_THERE: N_("Today is your training: %(place)s. Next: %(session)s, %(time)s."),
    Next.ASK: N_(
        "The days of this training are over and something is still open. Ask your instructor what comes next."
    ),
    Next.READ: N_("Read lesson %(number)s: %(lesson)s."),
    Next.COME: N_("Come to %(place)s: %(moment)s."),
}
UNDATED = N_("Your seat is reserved. The day is not settled yet.")
RETEST = N_("Go to your instructor and be tested again: %(skills)s.")
WAY_ACTS = {
    Next.EXAM_OPEN: N_("Go on with the exam"),
    Next.EXAM_AGAIN: N_("My result, and once more"),
    Next.EXAM: N_("Go to the theory exam"),
    Next.READ: N_("Read this lesson"),
    Next.COME: N_("When, where and what to bring"),
    Next.BE_THERE: N_("The plan of the day"),
}
LOOK = N_("See what is done and what is missing")


@dataclass(frozen=True)
class LandingPage(Page, template="overviews/landing.html"):
    """For whoever is not signed in: three ways to go on."""


@dataclass(frozen=True)
class Act:
    """Something to press."""

    words: str
    href: str
    icon: str = "chevron-right"


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the coordinator, and the one thing to do about it."""

    title: str
    words: str
    kind: str
    act: Act
    begins: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class Coordinating:
    """The coordinator's part: what waits, what runs out, what was issued last; `beginnings` until she has planned."""

    waiting: tuple[Waiting, ...]
    beginnings: tuple[Stage, ...]
    running_out: tuple[RunningOut, ...]
    picture: Bars
    issued: tuple[IssuedLately, ...]
    zone: str


@dataclass(frozen=True)
class Teaching:
    """A training of an instructor's. `coming` is the session that is on or next; `due` what is to be done now."""

    heading: Heading
    begins: datetime | None
    place: str
    when: str
    """today, ahead or over: never shown as a word."""
    trainees: int
    coming: PlannedRow | None
    due: Act | None = None
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True)
class CoveredInstitution:
    """An institution, how many of its staff hold a certificate, and how many did at the ends of the last months."""

    id: UUID
    name: str
    counts: Covered
    picture: StackedBars
    trend: Sparkline


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works there, with what she holds."""

    name: str
    detail: str
    """Her position, and the ending of a number that tells her from a namesake."""
    cover: str
    """valid, running_out, expired or none: for the badge's colour, never shown as a word."""
    cover_words: str
    credentials: tuple[Credential, ...]


@dataclass(frozen=True)
class Uncovered:
    """Those without a certificate who have the same ahead of them; `nowhere`: nothing."""

    words: str
    names: tuple[str, ...]
    nowhere: bool


@dataclass(frozen=True)
class Covering:
    """A head's or a centre's part. `without` names those who lack a certificate, where she sees one institution."""

    institutions: tuple[CoveredInstitution, ...]
    whole: Covered
    picture: StackedBars
    kind: str
    """good, warn or plain: the colour of the notice."""
    words: str
    """What somebody who came to inspect today would find."""
    without: tuple[Uncovered, ...]
    contact: Contact


@dataclass(frozen=True)
class Auditing:
    """An auditor's part: how much there is, and the record that was frozen last."""

    numbers: Numbers
    closed_last: Heading | None


@dataclass(frozen=True)
class MyTraining:
    """A training of a trainee's."""

    heading: Heading
    begins: datetime | None
    place: str


@dataclass(frozen=True)
class Doing:
    """The one thing a trainee does next, in a sentence and a button."""

    title: str
    """The training it belongs to."""
    words: str
    kind: str
    """good, warn or plain: the colour of the notice."""
    act: Act | None
    credential: Credential | None = None


@dataclass(frozen=True)
class Learning:
    """A trainee's part."""

    next: Doing | None
    trainings: tuple[MyTraining, ...]
    credentials: tuple[Credential, ...]


@dataclass(frozen=True)
class HomePage(Page, template="overviews/home.html"):
    """What to do now, one part for each role; None: not her role."""

    name: str
    today: date
    coordinating: Coordinating | None
    teaching: tuple[Teaching, ...] | None
    covering: Covering | None
    auditing: Auditing | None
    learning: Learning | None


@dataclass(frozen=True)
class MyPage(Page, template="overviews/my.html"):
    """A trainee's own: what is next, her trainings, her certificates."""

    name: str
    learning: Learning


@dataclass(frozen=True)
class TraineePage(Page, template="overviews/trainee.html"):
    """One training as the trainee needs it: what is next, when, where, what to bring, what is still ahead of her."""

    heading: Heading
    course: Text
    place: str
    number: int
    sessions: tuple[PlannedRow, ...]
    bring: tuple[Text, ...]
    cells: tuple[Cell, ...]
    ready: bool
    next: Doing
    lessons_href: str
    lessons_read: int
    lessons: int


@dataclass(frozen=True)
class StaffPage(Page, template="overviews/staff.html"):
    """The staff of one institution, or those to choose from for somebody who `oversees` several."""

    institutions: tuple[CoveredInstitution, ...]
    oversees: bool
    chosen: CoveredInstitution | None
    staff: tuple[StaffMember, ...]
    today: date
    sought: str
    state: str
    states: tuple[tuple[str, str], ...]
    contact: Contact
