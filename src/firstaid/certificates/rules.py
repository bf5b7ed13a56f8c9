"""Decided from facts alone: how long a certificate holds, what is shown of it to strangers, what they may mistype."""

import calendar
import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from firstaid.holdings.models import Holding
from firstaid.schemes.files import ValidityRule

CODE_LENGTH = 8
SOON = timedelta(days=90)  # time enough to plan a training and take part in it
LOOKALIKES = str.maketrans("OILU", "011V")  # letters that no code holds, and what they were meant to be
SIZES = ((8, "xl"), (16, "l"), (28, "m"), (48, "s"))
FILE_NAME_BYTES = 200  # file systems take 255; the rest is left for what a browser adds
UNSAFE_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True)
class Validity:
    """From and until, both days included."""

    begins: date
    ends: date | None


class Standing(enum.StrEnum):
    """What a certificate is worth on a day."""

    VALID = "valid"
    EXPIRED = "expired"


def validity(rule: ValidityRule, *, last_assessed_on: date, issued_on: date) -> Validity:
    """When it holds: so many months from its first day, to the day of the same number or the month's last."""
    begins = last_assessed_on if rule.starts == "last_assessment" else issued_on
    if rule.months is None:
        return Validity(begins, None)
    ends = months_after(begins, rule.months)
    return Validity(begins, end_of_month(ends) if rule.month_end else ends)


def months_after(day: date, months: int) -> date:
    """The day of the same number, or the last one of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def standing(valid_until: date | None, today: date) -> Standing:
    """The day it is valid until is still a valid day."""
    return Standing.EXPIRED if valid_until is not None and valid_until < today else Standing.VALID


class Worth(enum.StrEnum):
    """A standing as those need it who have to act before it changes."""

    VALID = "valid"
    SOON = "soon"
    EXPIRED = "expired"


def worth(valid_until: date | None, today: date) -> Worth:
    if standing(valid_until, today) is Standing.EXPIRED:
        return Worth.EXPIRED
    return Worth.SOON if valid_until is not None and valid_until <= today + SOON else Worth.VALID


def read_worth(typed: str) -> Worth | None:
    """The chosen one, or none for "all" and for what is none."""
    return next((one for one in Worth if one.value == typed), None)


def days_left(valid_until: date | None, today: date) -> int | None:
    """How many days are left after this one of what runs out soon; None of all the rest: its date says enough."""
    if valid_until is None or worth(valid_until, today) is not Worth.SOON:
        return None
    return (valid_until - today).days


def newest_valid(held: Iterable[Holding], today: date) -> list[Holding]:
    """Of what is valid today, the one of each course that holds longest; in the order given."""
    longest: dict[str, Holding] = {}
    for one in held:
        if standing(one.valid_until, today) is Standing.EXPIRED:
            continue
        best = longest.get(one.course_key)
        if best is None or (one.valid_until or date.max) > (best.valid_until or date.max):
            longest[one.course_key] = one
    return list(longest.values())


def masked_name(name: str) -> str:
    """Enough for whoever knows her, too little for whoever does not: 张*, 阿***·买**, A**** L**, A *."""
    masked = re.sub(r"[^\s·]+", lambda part: part[0][0] + "*" * (len(part[0]) - 1), name)
    return masked if "*" in masked else f"{masked[:-1]}*" if masked else ""


def check_code(token: str) -> str:
    """The part of the token that stands on the paper to be typed in."""
    return token[:CODE_LENGTH]


def fold(typed: str) -> str:
    """A number or code as it was meant: full-width or spaced, with O for 0 or l for 1, it is the same one."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(character for character in plain if character.isalnum()).translate(LOOKALIKES)


def numbered_alike(typed: str, number: str) -> bool:
    """Whether this number was meant, also where its parts were typed without the zeros that fill them up."""
    return fold(typed) == fold(number) or _parts(typed) == _parts(number)


def _parts(number: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", number)
    return [fold(part).lstrip("0") for part in re.findall(r"[^\W_]+", plain)]


def guessed(typed: str) -> str:
    """Under what guesses at a number are counted: the same for all that may be typed for one number."""
    return fold(typed).replace("0", "")[:60]


def read_code(typed: str) -> str | None:
    """A check code as it was meant, or none if no paper bears such a one.

    Letters of other scripts stay out: by the order of some languages they weigh nothing, and would lie near every code.
    """
    code = fold(typed)
    return code if len(code) == CODE_LENGTH and code.isascii() else None


def hours(minutes: int) -> tuple[str, str]:
    """A length of time in Chinese and in English."""
    whole, rest = divmod(minutes, 60)
    zh = (f"{whole}小时" if whole else "") + (f"{rest}分钟" if rest else "")
    en = (f"{whole} h " if whole else "") + (f"{rest} min" if rest else "")
    return zh, en.strip()


def size_of(text: str) -> str:
    """How large a text can be set to fit its line; a Chinese character is twice as wide as a Latin one."""
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return next((size for most, size in SIZES if width <= most), "xs")


def file_name(number: str, name: str, folder: str = "") -> str:
    """`<number> <name>.pdf`, perhaps in a folder: two people of one name are two files."""
    return f"{_safe(folder)}/{file_name(number, name)}" if folder else f"{_safe(f'{number} {name}')}.pdf"


def zip_name(title: str) -> str:
    return f"{_safe(title)}.zip"


def _safe(text: str) -> str:
    """Good on every file system: it names no other folder and is not too long."""
    return UNSAFE_IN_FILE_NAMES.sub("_", text).strip(". ").encode()[:FILE_NAME_BYTES].decode(errors="ignore")


def read_id(typed: str) -> UUID | None:
    """The chosen id, or none for "all" and for what is no id."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def entitles(entry: Mapping[str, Any]) -> bool:
    """Whether a line of a closed record proves everything a certificate needs, not only says so."""
    proven = all(cell["state"] == "done" for cell in entry["cells"])
    return bool(entry["ready"] and entry["cells"] and proven and entry["last_assessed_on"])
