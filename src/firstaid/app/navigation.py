"""What each role can go to, at most five places."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from firstaid.core.words import N_, gettext
from firstaid.web.seen import NavigationItem

TRAINEE = frozenset({"trainee"})
STAFF = frozenset({"coordinator", "instructor", "auditor", "head", "centre"})
PLACES: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    (N_("Home"), "/", "home", STAFF),
    (N_("My trainings"), "/my", "book", TRAINEE),
    (N_("Trainings"), "/trainings", "calendar", frozenset({"coordinator", "instructor", "auditor"})),
    (N_("Institutions"), "/institutions", "building", frozenset({"coordinator", "auditor"})),
    (N_("Staff"), "/staff", "users", frozenset({"head", "centre"})),
    (N_("Certificates"), "/certificates", "award", frozenset({"coordinator", "auditor", "head", "centre"})),
    (N_("Account"), "/account", "user", STAFF | TRAINEE),
)
MOST = 5


def navigation(roles: frozenset[str], path: str) -> Sequence[NavigationItem]:
    """A member of staff sees her work, a trainee her trainings."""
    mine = [place for place in PLACES if place[3] & (roles - TRAINEE or roles)]
    return [
        NavigationItem(gettext(label), href, icon, current=is_at(path, href)) for label, href, icon, _ in mine[:MOST]
    ]


def is_at(path: str, href: str) -> bool:
    """Whether a page belongs to this place: it, or one below it."""
    here = urlsplit(path).path
    return here == href or (href != "/" and here.startswith(f"{href}/"))
