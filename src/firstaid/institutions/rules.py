"""What will happen to each row of a staff list, and why: decided from facts alone."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from firstaid.accounts.identity import NAME_MOST, ResidentId, clean_name, clean_phone, clean_text, read_resident_id
from firstaid.core.words import N_
from firstaid.institutions.models import InstitutionKind, Role

OLD_ID = 15  # digits, without a check digit; not issued since 1999, not valid since 2013
KEPT_DIGITS = 15  # a spreadsheet keeps no more of a number
POSITION_MOST = 80


class Decision(enum.StrEnum):
    ADD = "add"
    COMPLETE = "complete"
    UNCHANGED = "unchanged"
    REFUSE = "refuse"


REASONS: Mapping[str, str] = {
    "formula": N_("a cell holds a formula; type the value itself"),
    "no_name": N_("the name is missing"),
    "long_name": N_("the name is longer than 100 characters"),
    "rounded_id": N_(
        "Excel kept the resident ID as a number and lost its last digits; "
        "set the column to Text and type the number again from the card"
    ),
    "old_id": N_("this is an old resident ID of 15 digits; type the 18 characters on the present card"),
    "bad_id": N_("the resident ID is wrong: its check digit or date does not fit; compare it with the card"),
    "bad_phone": N_("check the phone number: 11 digits, or with its country code"),
    "no_number": N_("there is neither a resident ID nor a phone number, so nobody could tell who this is"),
    "twice": N_("the same person as in row %(line)s"),
    "other_name": N_("this resident ID is already recorded under another name; compare both with the card"),
}


@dataclass(frozen=True)
class ListedPerson:
    """One row as it was typed; `line` is its number in the sheet, `formulas` the columns that hold one."""

    line: int
    name: str
    phone: str
    resident_id: str
    position: str
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A row that was understood."""

    line: int
    name: str
    phone: str | None
    resident_id: ResidentId | None
    position: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells this person from all others on the list."""
        return self.by_id or self.by_phone

    @property
    def by_id(self) -> tuple[str, ...]:
        return ("id", self.resident_id.number) if self.resident_id else ()

    @property
    def by_phone(self) -> tuple[str, ...]:
        return ("phone", self.name, self.phone or "")


@dataclass(frozen=True)
class RowPlan:
    """One row: what was read, what will happen, and the reason if it cannot."""

    row: ListedPerson
    decision: Decision
    entry: Entry | None = None
    reason: str | None = None
    same_as: int | None = None


@dataclass(frozen=True)
class Known:
    """What the records say of one entry."""

    person_id: UUID | None = None
    recorded_name: str | None = None
    works_here: bool = False
    lacks: bool = False
    """The entry brings an ID or a phone that the record of her has not."""


@dataclass
class _Seen:
    """The lines on which somebody was met before, by whatever tells who she is."""

    lines: dict[object, int] = field(default_factory=dict)
    without_id: set[tuple[str, ...]] = field(default_factory=set)

    def line_of(self, entry: Entry, person_id: UUID | None) -> int | None:
        keys: list[object] = [entry.by_id, person_id]
        if not entry.resident_id or entry.by_phone in self.without_id:
            keys.append(entry.by_phone)
        return next((self.lines[key] for key in keys if key and key in self.lines), None)

    def add(self, entry: Entry, person_id: UUID | None) -> None:
        keys: list[object] = [entry.by_id, person_id, entry.by_phone if entry.phone else ()]
        for key in filter(None, keys):
            self.lines.setdefault(key, entry.line)
        if not entry.resident_id:
            self.without_id.add(entry.by_phone)


def understand(row: ListedPerson) -> Entry | str:
    """The row as an entry, or the code of the reason why it cannot be one."""
    name = clean_name(row.name)
    typed_id, typed_phone = clean_text(row.resident_id), clean_text(row.phone)
    resident_id, phone = read_resident_id(typed_id), clean_phone(typed_phone)
    wrong_id = bool(typed_id) and resident_id is None
    problems = {
        "formula": bool(row.formulas),
        "no_name": not any(sign.isalpha() for sign in name),
        "long_name": len(name) > NAME_MOST,
        "rounded_id": wrong_id and _is_rounded(typed_id),
        "old_id": wrong_id and typed_id.isdigit() and len(typed_id) == OLD_ID,
        "bad_id": wrong_id,
        "bad_phone": bool(typed_phone) and phone is None,
        "no_number": not (typed_id or typed_phone),
    }
    problem = next((code for code, holds in problems.items() if holds), None)
    return problem or Entry(row.line, name, phone, resident_id, clean_text(row.position)[:POSITION_MOST])


def _is_rounded(typed_id: str) -> bool:
    lost = typed_id[KEPT_DIGITS:]
    return typed_id.isdigit() and len(typed_id) > KEPT_DIGITS and set(lost) == {"0"}


def plan(rows: Iterable[ListedPerson], known: Mapping[tuple[str, ...], Known]) -> list[RowPlan]:
    """Decide each row; the first of two rows for one person counts."""
    seen = _Seen()
    return [_decide(row, understand(row), known, seen) for row in rows]


def _decide(row: ListedPerson, entry: Entry | str, known: Mapping[tuple[str, ...], Known], seen: _Seen) -> RowPlan:
    if isinstance(entry, str):
        return RowPlan(row, Decision.REFUSE, reason=entry)
    record = known.get(entry.identity, Known())
    before = seen.line_of(entry, record.person_id)
    seen.add(entry, record.person_id)
    if before is not None:
        return RowPlan(row, Decision.REFUSE, entry, "twice", before)
    if record.recorded_name not in {None, entry.name}:
        return RowPlan(row, Decision.REFUSE, entry, "other_name")
    if not record.works_here:
        return RowPlan(row, Decision.ADD, entry)
    return RowPlan(row, Decision.COMPLETE if record.lacks else Decision.UNCHANGED, entry)


def leading_role(kind: InstitutionKind) -> Role:
    """As what somebody acts for an institution of this kind."""
    return Role.CENTRE if kind is InstitutionKind.CENTRE else Role.HEAD


def is_looked_for(words: str, kind: str, *, name: str, town: str, is_kind: str) -> bool:
    """Whether an institution is of that kind, or of any if none was named, and has these words in its name or town."""
    asked = words.casefold().split()
    return kind in {"", is_kind} and all(word in name.casefold() or word in town.casefold() for word in asked)
