from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from firstaid.certificates.rules import Standing
from firstaid.core.words import LANGUAGES, N_, Text, language
from firstaid.trainings.pages import Heading
from firstaid.web.pages import Page

STANDINGS = {
    Standing.VALID: N_("This certificate is valid."),
    Standing.EXPIRED: N_("This certificate has expired."),
}


def in_both(say: Callable[[], str]) -> Text:
    """What would be said to a reader of each language: whoever checks a paper may read either."""
    said: dict[str, str] = {}
    for one in LANGUAGES:
        was = language.set(one)
        said[one] = say()
        language.reset(was)
    return said


@dataclass(frozen=True)
class Row:
    """One certificate in a list."""

    id: UUID
    number: str
    name: str
    institution: str
    course: Text
    valid_until: date | None
    standing: str
    """valid, expired or printing: for the badge, never shown as a word."""
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
    rows: tuple[Row, ...]
    number: int
    has_more: bool
    address: str


@dataclass(frozen=True)
class VerifyPage(Page, template="certificates/verify.html"):
    """Anybody types in what stands on a paper."""

    unknown: bool = False
    number: str = ""


@dataclass(frozen=True)
class VerifiedPage(Page, template="certificates/verified.html"):
    """What a certificate says of itself to anybody who holds the paper; never more than stands here."""

    valid: bool
    verdict: Text
    facts: tuple[tuple[Text, Text], ...]
    example: bool
    as_of: Text
