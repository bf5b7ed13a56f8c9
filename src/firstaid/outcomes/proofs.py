"""What a frozen record proves, said in words: the record itself holds codes and numbers, in no language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstaid.core.words import N_, Text, gettext, moment, pick
from firstaid.courses.files import SkillSheet
from firstaid.outcomes.evidence import Plain
from firstaid.outcomes.pages import PARTS, REQUIREMENTS, Judged
from firstaid.outcomes.rules import COMMA, CellKind, CellState

REACHED, OPEN, MISSED = PARTS
STANDS = {
    CellState.DONE: REACHED,
    CellState.OPEN: OPEN,
    CellState.UNDER_WAY: OPEN,
    CellState.FAILED: MISSED,
}


@dataclass(frozen=True)
class Telling:
    """What the record's ids stand for."""

    zone: str
    titles: Mapping[str, Text]
    """Of sessions."""
    sheets: Mapping[str, SkillSheet]
    """By the version's id."""
    people: Mapping[str, str]

    def when(self, written: str) -> str:
        return moment(datetime.fromisoformat(written), self.zone)


def judged(cell: Plain, told: Telling) -> Judged:
    """One requirement, how it stood when the record was frozen, and the proofs."""
    kind, evidence = CellKind(cell["kind"]), cell["evidence"]
    words, sign = STANDS[CellState(cell["state"])]
    lines = {CellKind.ATTENDANCE: _attendance, CellKind.SKILL: _attempts, CellKind.EXAM: _sittings}
    title = gettext(REQUIREMENTS[kind]) if kind in REQUIREMENTS else _sheet_title(cell, told)
    return Judged(title, gettext(words), sign, tuple(lines[kind](evidence, told)))


def _sheet_title(cell: Plain, told: Telling) -> str:
    return next((pick(sheet.title) for sheet in told.sheets.values() if sheet.id == cell["key"]), cell["key"])


def _attendance(evidence: Plain, told: Telling) -> Iterable[str]:
    listed = evidence["sessions"]
    there = sum(one["minutes"] for one in listed if one["present"])
    planned = sum(one["minutes"] for one in listed)
    said = N_("%(there)s of %(planned)s minutes; at least %(floor)s%% asked for")
    yield gettext(said, there=there, planned=planned, floor=evidence["floor_percent"])
    for words, present in ((N_("Absent from: %(sessions)s"), False), (N_("Roll not called yet: %(sessions)s"), None)):
        titles = [pick(told.titles[one["session_id"]]) for one in listed if one["present"] is present]
        if titles:
            yield gettext(words, sessions=_joined(titles))


def _attempts(evidence: Plain, told: Telling) -> Iterable[str]:
    attempts = evidence.get("attempts", [])
    if not attempts:
        yield gettext(N_("Not tested yet"))
    for attempt in attempts:
        yield _attempt(attempt, told.sheets[evidence["sheet_version_id"]], told)


def _attempt(attempt: Plain, sheet: SkillSheet, told: Telling) -> str:
    number = attempt["number"]
    if attempt["finished_at"] is None:
        return gettext(N_("Attempt %(number)s: begun and not finished"), number=number)
    places = [str(place) for place, step in enumerate(sheet.steps, start=1) if step.id in attempt["failed_by"]]
    facts: dict[str, Any] = {
        "number": number,
        "when": told.when(attempt["finished_at"]),
        "name": told.people[attempt["graded_by"]],
        "steps": _joined(places),
    }
    passed = N_("Attempt %(number)s, %(when)s, graded by %(name)s: passed")
    failed = N_("Attempt %(number)s, %(when)s, graded by %(name)s: failed at step %(steps)s")
    words = passed if attempt["passed"] else failed
    return gettext(words, **facts)


def _sittings(evidence: Plain, told: Telling) -> Iterable[str]:
    sittings = evidence.get("sittings", [])
    if not sittings:
        yield gettext(N_("Not taken yet"))
    in_hand = N_("Sitting %(number)s, handed in %(when)s: %(score)s%%, pass mark %(needed)s%%")
    by_time = N_("Sitting %(number)s, closed at its time limit %(when)s: %(score)s%%, pass mark %(needed)s%%")
    for one in sittings:
        facts = {"number": one["number"], "when": told.when(one["handed_in_at"]), "score": one["score"]}
        words = by_time if one["closed_by_deadline"] else in_hand
        yield gettext(words, needed=one["pass_percent"], **facts)


def _joined(words: Iterable[str]) -> str:
    return pick(COMMA).join(words)
