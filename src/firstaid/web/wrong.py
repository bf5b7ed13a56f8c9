"""What is wrong with a form, said field by field in the reader's language, and never what was typed."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from firstaid.core.words import N_, gettext

Wrong = dict[tuple[str, int], str]
"""(A field's name, which of the fields of that name) → what is wrong with it, in words."""

REASONS = {
    "missing": N_("is missing"),
    "string_too_short": N_("is too short: at least %(min_length)s characters"),
    "string_too_long": N_("is too long: at most %(max_length)s characters"),
    "too_short": N_("has too few entries: at least %(min_length)s"),
    "too_long": N_("has too many entries: at most %(max_length)s"),
    "greater_than_equal": N_("must be %(ge)s or more"),
    "greater_than": N_("must be more than %(gt)s"),
    "less_than_equal": N_("must be %(le)s or less"),
    "less_than": N_("must be less than %(lt)s"),
    "extra_forbidden": N_("is not known here"),
    "int_parsing": N_("must be a whole number"),
    "date": N_("is not a date"),
    "time": N_("is not a time of day"),
    "json_invalid": N_("cannot be read"),
}
OTHERWISE = N_("cannot be used as it is")


def wrong_fields(errors: Sequence[Any], route: object) -> Wrong:
    """One line a field, each named as its form names it (`title`), else by its name read aloud."""
    titles = {name: field.title for name, field in _fields(route) if field.title}
    lines: Wrong = {}
    for error in errors:
        words = gettext(N_("%(field)s %(reason)s."), field=_name(error["loc"], titles), reason=_reason(error))
        lines.setdefault(_place(error["loc"]), words)
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


def _reason(error: Any) -> str:
    kind, facts = str(error["type"]), error.get("ctx", {})
    if kind == "value_error":
        return gettext(str(facts.get("error", OTHERWISE)))
    if kind == "string_too_short" and facts.get("min_length") == 1:
        kind = "missing"
    for start in (kind, kind.split("_", maxsplit=1)[0]):
        if start in REASONS:
            return gettext(REASONS[start], **facts)
    return gettext(OTHERWISE)
