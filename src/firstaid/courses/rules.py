"""What is decided about lessons and their knowledge checks from facts alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from firstaid.courses.errors import NotThisCheck, SomeUnanswered
from firstaid.questions.files import Question


def may_be_checked(question: Question, schemes: Iterable[str]) -> bool:
    """Whether a lesson may ask it: never an exam question, and only what every scheme of the course agrees on."""
    return question.use == "practice" and all(question.may_be_asked_under(scheme) for scheme in schemes)


def must_belong(asked: Iterable[Question], chosen: Mapping[str, Collection[str]]) -> None:
    """Raise `NotThisCheck` unless every answer is an option of a question that was asked."""
    options = {question.id: {option.id for option in question.options} for question in asked}
    if any(not options.get(key, set()).issuperset(picked) or key not in options for key, picked in chosen.items()):
        raise NotThisCheck


def must_be_answered(asked: Iterable[Question], chosen: Mapping[str, Collection[str]]) -> None:
    """Raise `SomeUnanswered` for a check with a question left out, which was most likely overlooked."""
    if any(not chosen.get(question.id) for question in asked):
        raise SomeUnanswered


def is_right(question: Question, chosen: Iterable[str]) -> bool:
    return frozenset(chosen) == question.key


def neighbours(keys: Sequence[str], key: str) -> tuple[str | None, str | None]:
    """The lesson before and the lesson after."""
    at = keys.index(key)
    return (keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None)


def first_unread(keys: Iterable[str], read: Collection[str]) -> str | None:
    """Where to go on reading; nowhere once all is read."""
    return next((key for key in keys if key not in read), None)
