"""What this request knows of its reader, from the first byte to the last template."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
HelpAt = Callable[[frozenset[str], str], str]
"""Roles and path → the address of the help that fits."""


@dataclass(frozen=True)
class Kept:
    """What a field shows: what was typed there, what is wrong with it, and whether the eye should go there first."""

    value: object
    error: str = ""
    first: bool = False


@dataclass
class Typed:
    """A refused form, for the page it was sent from: nobody types anything twice.

    Fields of one name, as in rows, take their values in the order they stand on the page.
    """

    message: str
    advice: str
    code: str
    names: frozenset[str] = frozenset()
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wrong: Mapping[tuple[str, int], str] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)

    def kept(self, name: str, otherwise: object) -> Kept:
        place, self.taken[name] = self.taken[name], self.taken[name] + 1
        typed = self.values.get(name, ())
        value = typed[place] if place < len(typed) else otherwise
        return Kept(value, self.wrong.get((name, place), ""), (name, place) == next(iter(self.wrong), None))

    def ticked(self, name: str, value: object, otherwise: bool) -> bool:
        return str(value) in self.values.get(name, ()) if name in self.names else otherwise


def no_navigation(_roles: frozenset[str], _path: str) -> Sequence[NavigationItem]:
    return ()


def no_help(_roles: frozenset[str], _path: str) -> str:
    return ""


@dataclass
class Seen:
    """Filled as the request is understood; read by the page frame and by the log."""

    request_id: str = "-"
    path: str = "/"
    wants_html: bool = True
    flash: str | None = None
    viewer: Viewer | None = None
    stranger: bool = False
    in_app: str = ""
    """The name of the app whose own browser shows the page; empty in a browser that can do everything."""
    refused: Typed | None = None
    navigation: Navigation = field(default=no_navigation)
    help_at: HelpAt = field(default=no_help)

    @property
    def locale(self) -> Language:
        return language.get()

    @property
    def help(self) -> str:
        """Where somebody who is stuck on this page reads on."""
        return self.help_at(self.viewer.roles if self.viewer else frozenset(), self.path)

    def kept(self, name: str, otherwise: object) -> Kept:
        """What a field shows, which is what the page gives unless its form was just refused."""
        return self.refused.kept(name, otherwise) if self.refused else Kept(otherwise)

    def ticked(self, name: str, value: object, otherwise: bool) -> bool:
        return self.refused.ticked(name, value, otherwise) if self.refused else otherwise

    def known_as(self, name: str, roles: frozenset[str]) -> None:
        """Remember who is asking, for the frame around every page, refusals too."""
        self.viewer = Viewer(name, roles, tuple(self.navigation(roles, self.path)))

    def known_to_be_nobody(self) -> None:
        """Remember that nobody is signed in here, so that the frame offers the way in."""
        self.stranger = True


seen: ContextVar[Seen] = ContextVar("seen")


def found_again_at(path: str) -> None:
    """Where a page that answers a form is found by its address, as when its reader changes the language."""
    seen.get(Seen()).path = path


class Frame:
    """What every template may ask about the request it is shown in."""

    def __getattr__(self, name: str) -> object:
        return getattr(seen.get(Seen()), name)
