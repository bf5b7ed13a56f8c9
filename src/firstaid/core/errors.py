"""Refusals. A domain subclasses a kind and adds a code and a sentence; the door decides status and language."""

from pathlib import Path
from traceback import extract_tb
from typing import Any, ClassVar

from firstaid.core.words import N_


class FirstAidError(Exception):
    """A foreseen refusal: `code` for machines, `message` for people, facts as data, `advice` for what to do now.

    `field` names the form's field it is about, if it is about one.
    """

    code: ClassVar[str] = "core.refused"
    message: ClassVar[str] = N_("This could not be done.")
    advice: ClassVar[str] = N_("Nothing was changed. Try again.")
    field: ClassVar[str] = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts


class NotFound(FirstAidError):
    """It does not exist, or not for this person."""

    code = "core.not_found"
    message = N_("This page does not exist, or it is not yours to see.")
    advice = N_("Check the address, or start again from your home page.")


class NotSignedIn(FirstAidError):
    """Nobody is known to be asking."""

    code = "core.not_signed_in"
    message = N_("Please sign in first.")
    advice = N_("Nothing was changed. Sign in, then open the page again.")


class Forbidden(FirstAidError):
    """The person is known and may not do this."""

    code = "core.forbidden"
    message = N_("This page or step is not open to you.")
    advice = N_("Go back to your home page, or ask the coordinator if it belongs to your work.")


class Conflict(FirstAidError):
    """It was allowed once, but not in the state things are in now."""

    code = "core.conflict"
    message = N_("Things have changed in the meantime.")
    advice = N_("Nothing was changed. Look at how things stand now, then decide again.")


class Invalid(FirstAidError):
    """What was sent cannot be used."""

    code = "core.invalid"
    message = N_("Something needs correcting.")
    advice = N_("Nothing was saved. Correct it and send it again.")


class TooMany(FirstAidError):
    """Too many tries in a short time."""

    code = "core.too_many"
    message = N_("Too many tries in a short time.")
    advice = N_("Nothing was changed. Wait a few minutes, then try again.")


class TooLarge(FirstAidError):
    """More was sent than is ever needed."""

    code = "core.too_large"
    message = N_("What was sent is too large.")
    advice = N_("Nothing was saved. Send a smaller file.")


class Unavailable(FirstAidError):
    """A part of the system is not there just now."""

    code = "core.unavailable"
    message = N_("A part of the system is not working just now.")
    advice = N_("What was saved before is kept. Try again in a minute.")


def places_of(problem: BaseException) -> list[str]:
    """Where it went wrong, the innermost place last."""
    steps = extract_tb(problem.__traceback__)
    return [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in steps[-12:]]


def kind_and_places(problem: BaseException) -> str:
    """All that is kept or logged of an exception nobody foresaw: what it says may hold somebody's name."""
    return f"{type(problem).__name__} at {', '.join(places_of(problem))}"
