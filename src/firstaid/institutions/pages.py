from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from firstaid.core.words import N_
from firstaid.institutions.models import InstitutionKind, Role
from firstaid.institutions.rules import Decision
from firstaid.web.pages import Page

KINDS = {
    InstitutionKind.KINDERGARTEN: N_("Kindergarten"),
    InstitutionKind.CENTRE: N_("Education centre"),
    InstitutionKind.OTHER: N_("Other institution"),
}
ROLES = {
    Role.COORDINATOR: N_("Coordinator"),
    Role.INSTRUCTOR: N_("Instructor"),
    Role.AUDITOR: N_("Auditor"),
    Role.HEAD: N_("Head"),
    Role.CENTRE: N_("Centre director"),
}
DECISIONS = {
    Decision.ADD: (N_("Will be added"), "now"),
    Decision.COMPLETE: (N_("On the list already; the ID or phone number will be added"), "now"),
    Decision.UNCHANGED: (N_("On the list already; nothing changes"), "plain"),
    Decision.REFUSE: (N_("Will not be added"), "bad"),
}


@dataclass(frozen=True)
class ListedInstitution:
    """One institution as one line."""

    id: UUID
    name: str
    kind: str
    town: str
    staff: int


@dataclass(frozen=True)
class Group:
    """A centre with those it oversees; without a centre: those that stand alone."""

    centre: ListedInstitution | None
    members: tuple[ListedInstitution, ...]


@dataclass(frozen=True)
class ListPage(Page, template="institutions/list.html"):
    """All institutions, or those that were looked for; the overseen under their centres."""

    words: str
    kind: str
    kinds: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    in_all: int
    may_change: bool


@dataclass(frozen=True)
class NewPage(Page, template="institutions/new.html"):
    """A new kindergarten or centre."""

    kinds: tuple[tuple[str, str], ...]
    centres: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StaffRow:
    """Somebody who works there."""

    name: str
    position: str
    phone: str
    resident_id: str


@dataclass(frozen=True)
class Leader:
    """Somebody who acts for the institution, and the role to take away again."""

    grant_id: UUID
    name: str
    phone: str
    login: str


@dataclass(frozen=True)
class SentList:
    """A staff list that was sent, as one line."""

    id: UUID
    file_name: str
    sent_at: datetime
    sent_by: str
    outcome: str
    waits: bool
    """Nobody has confirmed it yet."""


@dataclass(frozen=True)
class InstitutionPage(Page, template="institutions/institution.html"):
    """One institution: its staff, the lists sent for it, its head, its centre or those it oversees."""

    id: UUID
    name: str
    kind: str
    is_centre: bool
    town: str
    zone: str
    overseer: ListedInstitution | None
    overseen: tuple[ListedInstitution, ...]
    centres: tuple[tuple[str, str], ...]
    staff: tuple[StaffRow, ...]
    leaders: tuple[Leader, ...]
    lists: tuple[SentList, ...]
    may_change: bool


@dataclass(frozen=True)
class PreviewRow:
    """One row of a staff list: what was read, what will happen, why."""

    line: int
    name: str
    phone: str
    resident_id: str
    position: str
    kind: str
    words: str
    reason: str


@dataclass(frozen=True)
class PreviewPage(Page, template="institutions/staff_list.html"):
    """A staff list row by row before it is confirmed; afterwards, what became of it."""

    institution_id: UUID
    institution: str
    upload_id: UUID
    file_name: str
    is_confirmed: bool
    added: int
    completed: int
    unchanged: int
    to_correct: tuple[PreviewRow, ...]
    good: tuple[PreviewRow, ...]
    may_change: bool


@dataclass(frozen=True)
class Held:
    """A role somebody holds."""

    grant_id: UUID
    words: str


@dataclass(frozen=True)
class Member:
    """Somebody of the issuer's own staff."""

    name: str
    phone: str
    login: str
    roles: tuple[Held, ...]


@dataclass(frozen=True)
class TeamPage(Page, template="institutions/team.html"):
    """The issuer's own staff, and who can be added to it."""

    members: tuple[Member, ...]
    roles: tuple[tuple[str, str], ...]
    may_change: bool
