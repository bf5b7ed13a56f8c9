from dataclasses import dataclass

from firstaid.core.words import Text
from firstaid.outcomes.queries import Closing
from firstaid.outcomes.rules import Readiness
from firstaid.trainings.pages import Heading
from firstaid.web.pages import Page


@dataclass(frozen=True)
class ReadinessPage(Page, template="outcomes/readiness.html"):
    """What stands between each trainee and the certificate, and what can be done about it."""

    heading: Heading
    zone: str
    sheets: tuple[Text, ...]
    people: tuple[Readiness, ...]
    ready: int
    still_open: int
    lost: int
    history: tuple[Closing, ...]
    is_open: bool
    is_closed_out: bool
    may_close: bool


@dataclass(frozen=True)
class CloseOutPage(Page, template="outcomes/close_out.html"):
    """Who will get a certificate and who will not, before the record is frozen."""

    heading: Heading
    ready: tuple[Readiness, ...]
    others: tuple[Readiness, ...]
    is_open: bool
