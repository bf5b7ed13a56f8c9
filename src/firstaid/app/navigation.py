"""What each role can go to, at most five places."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from firstaid.core.words import N_, gettext
from firstaid.web.seen import NavigationItem

TRAINEE = frozenset({"trainee"})
STAFF = frozenset({"coordinator", "instructor", "auditor", "head", "centre"})
PLACES: tuple[tuple[str, str, str, frozenset[str], tuple[str, ...]], ...] = (
    (N_("Home"), "/", "home", STAFF, ()),
    (N_("My trainings"), "/my", "book", TRAINEE, ("/learn", "/exams")),
    (N_("Trainings"), "/trainings", "calendar", frozenset({"coordinator", "instructor", "auditor"}), ()),
    (N_("Institutions"), "/institutions", "building", frozenset({"coordinator", "auditor"}), ("/team",)),
    (N_("Staff"), "/staff", "users", frozenset({"head", "centre"}), ()),
    (N_("Certificates"), "/certificates", "award", frozenset({"coordinator", "auditor", "head", "centre"}), ()),
    (N_("Account"), "/account", "user", STAFF | TRAINEE, ()),
)
"""What it is called, where it is, its picture, whose it is, and what else belongs to it."""
MOST = 5


def navigation(roles: frozenset[str], path: str) -> Sequence[NavigationItem]:
    """A member of staff sees her work, a trainee her trainings; to a trainee these are also her home."""
    mine = [place for place in PLACES if place[3] & (roles - TRAINEE or roles)]
    return [
        NavigationItem(gettext(label), href, icon, current=is_at(path, href, *also) or (path, href) == ("/", "/my"))
        for label, href, icon, _, also in mine[:MOST]
    ]


def is_at(path: str, *places: str) -> bool:
    """Whether a page belongs to one of these places: it is one, or stands below one."""
    here = urlsplit(path).path
    return any(here == place or (place != "/" and here.startswith(f"{place}/")) for place in places)
