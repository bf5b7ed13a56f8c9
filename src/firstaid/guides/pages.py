from dataclasses import dataclass

from markupsafe import Markup

from firstaid.core.words import Text
from firstaid.web.pages import Page


@dataclass(frozen=True)
class ListedGuide:
    """A guide as one entry; `own`: it is for a role the reader has."""

    key: str
    title: Text
    about: Text
    own: bool


@dataclass(frozen=True)
class ListedTask:
    """A task as one line."""

    key: str
    title: Text


@dataclass(frozen=True)
class HelpPage(Page, template="guides/help.html"):
    """All guides, the reader's own first."""

    guides: tuple[ListedGuide, ...]
    came_from: str


@dataclass(frozen=True)
class GuidePage(Page, template="guides/guide.html"):
    """One guide: what can be done."""

    key: str
    title: Text
    about: Text
    tasks: tuple[ListedTask, ...]
    came_from: str


@dataclass(frozen=True)
class TaskPage(Page, template="guides/task.html"):
    """How one thing is done."""

    guide_key: str
    guide_title: Text
    title: Text
    text: Markup
    previous: ListedTask | None
    following: ListedTask | None
    came_from: str
