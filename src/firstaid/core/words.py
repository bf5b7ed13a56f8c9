"""Two languages everywhere: English sentences are the message ids, zh-CN stands in locales/zh_CN/<room>.po."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

Language = Literal["en", "zh-CN"]
Text = Mapping[str, str]
"""Somebody's own words in both languages: {"en": ..., "zh-CN": ...}."""

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
CATALOGS = Path(__file__).parent.parent / "locales" / "zh_CN"
language: ContextVar[Language] = ContextVar("language", default="zh-CN")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "to be translated where it is shown"
    return message


@cache
def catalog(wanted: Language) -> NullTranslations:
    """The compiled catalog of one language, all rooms together."""
    if wanted == "en":
        return NullTranslations()
    merged: Translations | None = None
    for path in sorted(CATALOGS.glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale="zh_CN"))
        compiled.seek(0)
        room = Translations(compiled)
        merged = room if merged is None else merged.merge(room)  # type: ignore[no-untyped-call] # Babel's gap
    return merged or NullTranslations()


def gettext(message: str, **facts: Any) -> str:
    """The sentence in the reader's language, with the facts set in as %(name)s."""
    translated = catalog(language.get()).gettext(message)
    return translated % {key: shown(value) for key, value in facts.items()} if facts else translated


def ngettext(one: str, many: str, n: int) -> str:
    return catalog(language.get()).ngettext(one, many, n)


def shown(value: Any) -> Any:
    """A fact as the reader writes it: dates in words, texts in her language."""
    if isinstance(value, Mapping):
        return pick(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return day(value)
    return value


def pick(text: Text) -> str:
    """Somebody's own words in the reader's language, else in the one there is."""
    wanted = language.get()
    return text.get(wanted) or next((word for word in text.values() if word), "")


def alike(word: str) -> Text:
    """A name or a number, the same in every language."""
    return dict.fromkeys(LANGUAGES, word)


def listed(texts: Iterable[Text], between: Text) -> Text:
    """Several texts as one, with what stands between them in each language."""
    several = list(texts)
    return {one: between[one].join(text[one] for text in several) for one in LANGUAGES}


def day(value: date) -> str:
    """24 November 2026; 2026年11月24日."""
    pattern = "y年M月d日" if language.get() == "zh-CN" else "d MMMM y"
    return format_date(value, pattern, locale=language.get().replace("-", "_"))


def month(value: date, *, with_year: bool = True) -> str:
    """Nov 2026; 2026年11月."""
    pattern = ("y年M月" if with_year else "M月") if language.get() == "zh-CN" else ("MMM y" if with_year else "MMM")
    return format_date(value, pattern, locale=language.get().replace("-", "_"))


def moment(value: datetime, zone: str) -> str:
    """Day and minute on the wall clock of `zone`."""
    local = value.astimezone(ZoneInfo(zone))
    pattern = "y年M月d日 EEE HH:mm" if language.get() == "zh-CN" else "EEE d MMM y, HH:mm"
    return format_datetime(local, pattern, locale=language.get().replace("-", "_"))


def wall_clock(value: datetime) -> str:
    """A planned local time, as it stands on the plan."""
    pattern = "y年M月d日 EEE HH:mm" if language.get() == "zh-CN" else "EEE d MMM y, HH:mm"
    return format_datetime(value, pattern, locale=language.get().replace("-", "_"))
