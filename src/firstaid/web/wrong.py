"""What is wrong with a form, said field by field in the reader's language, and never what was typed."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from firstaid.core.words import N_, gettext

Wrong = dict[tuple[str, int], str]
"""(A field's name, which of the fields of that name) → what is wrong with it, in words."""

REASONS = {
    "missing": N_("%(field)s is missing."),
    "string_too_short": N_("%(field)s needs at least %(min_length)s characters."),
    "string_too_long": N_("%(field)s is too long: at most %(max_length)s characters."),
    "too_short": N_("%(field)s: choose at least %(min_length)s."),
    "too_long": N_("%(field)s: choose at most %(max_length)s."),
    "greater_than_equal": N_("%(field)s must be %(ge)s or more."),
    "greater_than": N_("%(field)s must be more than %(gt)s."),
    "less_than_equal": N_("%(field)s must be %(le)s or less."),
    "less_than": N_("%(field)s must be less than %(lt)s."),
    "extra_forbidden": N_("%(field)s is not asked for here."),
    "int_parsing": N_("%(field)s must be a whole number."),
    "date": N_("%(field)s is not a date."),
    "time": N_("%(field)s is not a time of day."),
    "json_invalid": N_("%(field)s cannot be read."),
}
"""Whole sentences, so that each language can put the field where it belongs."""
OTHERWISE = N_("%(field)s has to be corrected.")


def wrong_fields(errors: Sequence[Any], route: object) -> Wrong:
    """One line a field, each named as its form names it (`title`), else by its name read aloud."""
    titles = {name: field.title for name, field in _fields(route) if field.title}
    lines: Wrong = {}
    for error in errors:
        lines.setdefault(_place(error["loc"]), _sentence(error, _name(error["loc"], titles)))
    return lines


def known_fields(route: object) -> frozenset[str]:
    """The names of all fields that the route's forms have, whether or not they were sent."""
    return frozenset(name for name, _ in _fields(route))


def _fields(route: object) -> Iterator[tuple[str, FieldInfo]]:
    parts = getattr(getattr(route, "dependant", None), "body_params", ())
    for part in parts:
        kind = getattr(part.field_info, "annotation", None)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from kind.model_fields.items()


def _place(place: Sequence[str | int]) -> tuple[str, int]:
    """The field's name, and which of that name it is."""
    names = [part for part in place[1:] if isinstance(part, str)]
    rows = [part for part in place[1:] if isinstance(part, int)]
    return names[-1] if names else "", rows[0] if rows else 0


def _name(place: Sequence[str | int], titles: dict[str, str]) -> str:
    names = [str(part) for part in place[1:] if isinstance(part, str)]
    if not names:
        return gettext(N_("What was sent"))
    return gettext(titles.get(names[-1]) or names[-1].replace("_", " ").capitalize())


def _sentence(error: Any, field: str) -> str:
    kind, facts = str(error["type"]), error.get("ctx", {})
    if kind == "value_error" and "error" in facts:
        return gettext(N_("%(field)s %(reason)s."), field=field, reason=gettext(str(facts["error"])))
    if kind == "string_too_short" and facts.get("min_length") == 1:
        kind = "missing"
    starts = (kind, kind.split("_", maxsplit=1)[0])
    sentence = next((REASONS[start] for start in starts if start in REASONS), OTHERWISE)
    return gettext(sentence, **facts | {"field": field})
