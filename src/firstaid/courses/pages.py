from dataclasses import dataclass

from markupsafe import Markup

from firstaid.core.words import Text
from firstaid.web.pages import Page


@dataclass(frozen=True)
class ListedLesson:
    """A lesson as one line, with how far she is in it."""

    key: str
    title: Text
    minutes: int
    read: bool
    right: int | None = None
    asked: int | None = None


@dataclass(frozen=True)
class CoursePage(Page, template="courses/course.html"):
    """A course's lessons in order, and where to go on."""

    key: str
    title: Text
    about: Text
    lessons: tuple[ListedLesson, ...]
    read: int
    minutes_left: int
    go_on: ListedLesson | None


@dataclass(frozen=True)
class AskedOption:
    """One answer to choose. It says nothing of being right."""

    key: str
    text: Text


@dataclass(frozen=True)
class AskedQuestion:
    """A question before it is answered."""

    key: str
    several: bool
    stem: Text
    options: tuple[AskedOption, ...]


@dataclass(frozen=True)
class AnsweredOption:
    """One answer afterwards, with its reason."""

    text: Text
    chosen: bool
    right: bool
    why: Text


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question afterwards, with what she chose and why it is right or wrong."""

    stem: Text
    right: bool
    answered: bool
    options: tuple[AnsweredOption, ...]
    rationale: Text


@dataclass(frozen=True)
class NamedSource:
    """A source as a reader looks it up."""

    title: str
    publisher: str
    year: int | None
    address: str | None


@dataclass(frozen=True)
class LessonPage(Page, template="courses/lesson.html"):
    """One lesson; below it either its knowledge check, or her answers with their reasons."""

    course_key: str
    course_title: Text
    key: str
    title: Text
    minutes: int
    number: int
    count: int
    text: Markup
    sources: tuple[NamedSource, ...]
    read: bool
    asked: tuple[AskedQuestion, ...]
    answered: tuple[AnsweredQuestion, ...]
    right: int
    previous: ListedLesson | None
    following: ListedLesson | None
