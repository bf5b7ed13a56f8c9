"""What this request knows of its reader, from the first byte to the last template."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field

from firstaid.core.words import Language, language


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the reader's navigation."""

    label: str
    href: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class Viewer:
    """Who is looking; `roles` are plain words so that the frame needs to know no domain."""

    name: str
    roles: frozenset[str]
    nav: Sequence[NavigationItem] = ()


Navigation = Callable[[frozenset[str], str], Sequence[NavigationItem]]


def no_navigation(_roles: frozenset[str], _path: str) -> Sequence[NavigationItem]:
    return ()


@dataclass
class Seen:
    """Filled as the request is understood; read by the page frame and by the log."""

    request_id: str = "-"
    path: str = "/"
    wants_html: bool = True
    flash: str | None = None
    viewer: Viewer | None = None
    stranger: bool = False
    navigation: Navigation = field(default=no_navigation)

    @property
    def locale(self) -> Language:
        return language.get()

    def known_as(self, name: str, roles: frozenset[str]) -> None:
        """Remember who is asking, for the frame around every page, refusals too."""
        self.viewer = Viewer(name, roles, tuple(self.navigation(roles, self.path)))

    def known_to_be_nobody(self) -> None:
        """Remember that nobody is signed in here, so that the frame offers the way in."""
        self.stranger = True


seen: ContextVar[Seen] = ContextVar("seen")


class Frame:
    """What every template may ask about the request it is shown in."""

    def __getattr__(self, name: str) -> object:
        return getattr(seen.get(Seen()), name)
