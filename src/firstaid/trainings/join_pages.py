"""The pages of whoever comes with a join code, before anything is known of her."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from firstaid.web.pages import Page
from firstaid.web.refusals import Words


@dataclass(frozen=True)
class CodePage(Page, template="trainings/code.html"):
    """Where a trainee types the code that hangs on the wall."""

    typed: str
    unknown: bool


@dataclass(frozen=True)
class JoinPage(Page, template="trainings/join.html"):
    """Where a trainee says who she is. `known_as`: somebody whom this browser already knows.

    After a wrong try it comes again with what she typed.
    """

    training_id: UUID
    title: str
    place: str
    begins: datetime | None
    code: str
    over: bool
    known_as: str
    is_hers: bool
    refusal: Words | None = None
    name: str = ""
    last4: str = ""
