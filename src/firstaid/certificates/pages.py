from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from firstaid.certificates.rules import Standing, Worth
from firstaid.core.words import LANGUAGES, N_, Text, gettext, language, ngettext
from firstaid.trainings.pages import Heading
from firstaid.web.pages import Page
from firstaid.web.pictures.bars import Bars

STANDINGS = {
    Standing.VALID: N_("This certificate is valid."),
    Standing.EXPIRED: N_("This certificate has expired."),
}
VERDICTS = {Standing.VALID: N_("Valid"), Standing.EXPIRED: N_("Expired")}
WORTHS = {
    Worth.VALID: N_("Valid"),
    Worth.SOON: N_("Runs out soon"),
    Worth.EXPIRED: N_("Expired"),
}


def in_both(say: Callable[[], str]) -> Text:
    """What would be said to a reader of each language: whoever checks a paper may read either."""
    said: dict[str, str] = {}
    for one in LANGUAGES:
        was = language.set(one)
        said[one] = say()
        language.reset(was)
    return said


def still(days: int | None) -> str:
    """How long it still holds, where that is worth saying."""
    if days is None:
        return ""
    if not days:
        return gettext(N_("today is the last day"))
    return ngettext("runs out in %(num)s day", "runs out in %(num)s days", days) % {"num": days}


@dataclass(frozen=True)
class Row:
    """One certificate in a list."""

    id: UUID
    number: str
    name: str
    institution: str
    credential: Text
    valid_until: date | None
    standing: str
    """valid, soon, expired or printing: for the badge, never shown as a word."""
    still: str = ""
    """How long it still holds, in words; empty while that is long."""
    why: str = ""
    """Why it is not printed yet."""


@dataclass(frozen=True)
class Stopped:
    """Somebody who is ready, and whose name no font can set."""

    name: str
    characters: str


@dataclass(frozen=True)
class TrainingCertificatesPage(Page, template="certificates/training.html"):
    """What is issued from one training, what is in the press, and what stands in the way."""

    heading: Heading
    closed_out: bool
    ready: int
    waiting: int
    stopped: tuple[Stopped, ...]
    unsupported: tuple[Row, ...]
    """What was issued to those whom the record, closed once more, does not entitle."""
    printed: int
    rows: tuple[Row, ...]
    may_issue: bool


@dataclass(frozen=True)
class CertificatesPage(Page, template="certificates/list.html"):
    """All certificates the reader may see, searched by name or number."""

    sought: str
    institutions: tuple[tuple[str, str], ...]
    chosen: str
    worths: tuple[tuple[str, str], ...]
    worth: str
    rows: tuple[Row, ...]
    number: int
    has_more: bool
    address: str
    papers_of: str
    """Whose papers can be had in one file: the id of an institution, for a centre also of those it oversees."""
    wall_of: str
    """Whose list can be hung on the wall: an institution's id, or nobody's."""
    whose: str
    """Whose certificates they are, by name; empty: those of all the reader may see."""
    issuer: Text
    today: date
    endings: Bars | None
    """How many run out in each of the coming months; None where none does, or the list is kept to something else."""
    ending: int


@dataclass(frozen=True)
class PicturePage(Page, template="certificates/picture.html"):
    """A certificate as a picture, to be kept with a long press."""

    id: UUID
    number: str
    name: str
    credential: Text
    valid_until: date | None
    digest: str
    """Of the issued file, from which the picture is drawn."""
    is_hers: bool


@dataclass(frozen=True)
class OnTheWall:
    """One line of the list on the wall: no number by which somebody could be found or reached."""

    name: str
    position: str
    title: Text
    valid_until: date | None
    number: str


@dataclass(frozen=True)
class WallListPage(Page, template="certificates/wall_list.html"):
    """Printed and hung up: who of an institution's staff holds what is valid, and how anybody checks it."""

    institution_id: UUID
    institution: str
    issuer: Text
    rows: tuple[OnTheWall, ...]
    people: int
    today: date
    verify_address: str


@dataclass(frozen=True)
class VerifyPage(Page, template="certificates/verify.html"):
    """Anybody types in what stands on a paper."""

    number: str = ""
    code: str = ""
    word: Text = field(default_factory=dict)
    """The answer where nothing was found; empty while nothing was asked."""
    verdict: Text = field(default_factory=dict)


@dataclass(frozen=True)
class VerifiedPage(Page, template="certificates/verified.html"):
    """What a certificate says of itself to anybody who holds the paper; never more than stands here."""

    valid: bool
    word: Text
    verdict: Text
    until: Text
    facts: tuple[tuple[Text, Text], ...]
    more: tuple[tuple[Text, Text], ...]
    issuer: Text
    example: bool
    as_of: Text
