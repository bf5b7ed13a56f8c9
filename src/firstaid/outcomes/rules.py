"""What stands between a person and the certificate: decided from attendance, skills and exam alone."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from firstaid.core.words import N_, Text, alike, gettext, listed
from firstaid.courses.files import SkillSheet
from firstaid.exams.rules import ExamStanding, ExamState
from firstaid.outcomes.errors import MuchIsUndone, ReasonTooShort, SittingsAreOpen
from firstaid.practicals.rules import SheetStanding, SheetState
from firstaid.schemes.files import ExamRule

COMMA = {"en": ", ", "zh-CN": "、"}
REASON_LEAST = 5  # characters; fewer say nothing to whoever reads the history


class CellKind(enum.StrEnum):
    ATTENDANCE = "attendance"
    SKILL = "skill"
    EXAM = "exam"


class CellState(enum.StrEnum):
    DONE = "done"
    OPEN = "open"
    """Still to be done, or to be done once more."""
    UNDER_WAY = "under_way"
    FAILED = "failed"
    """Nothing that is still allowed can mend it."""


SENTENCES = {
    "present": N_("Present throughout"),
    "present_enough": N_("Enough attended; absent from: %(sessions)s"),
    "enough": N_("Enough attended"),
    "none_called": N_("Roll not called yet"),
    "not_called": N_("Roll not called yet: %(sessions)s"),
    "absent": N_("Absent from: %(sessions)s"),
    "skill_not_started": N_("Not tested yet"),
    "skill_under_way": N_("Test begun and not finished"),
    "skill_passed": N_("Passed"),
    "skill_retest": N_("Retest: failed at step %(steps)s"),
    "skill_failed": N_("No attempt left: failed at step %(steps)s"),
    "exam_not_started": N_("Not taken yet"),
    "exam_sitting": N_("Sitting the theory exam now"),
    "exam_passed": N_("Passed with %(score)s%%"),
    "exam_retake_one": N_("%(score)s%%, %(needed)s%% needed; one sitting left"),
    "exam_retake": N_("%(score)s%%, %(needed)s%% needed; %(left)s sittings left"),
    "exam_failed": N_("%(score)s%%, %(needed)s%% needed; no sitting left"),
}
AGAIN = frozenset({"skill_retest", "exam_retake", "exam_retake_one"})


@dataclass(frozen=True)
class Cell:
    """One thing that stands between a person and the certificate, as a fact that can be said in any language."""

    kind: CellKind
    key: str
    title: Text
    state: CellState
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    href: str = ""

    @property
    def again(self) -> bool:
        """She failed it, and may try once more."""
        return self.code in AGAIN

    @property
    def words(self) -> str:
        """The state as a sentence, in the reader's language."""
        return gettext(SENTENCES[self.code], **self.facts)


@dataclass(frozen=True)
class Attended:
    """One session: how long it lasts, and whether she was there; None while nothing was said."""

    id: UUID
    title: Text
    minutes: int
    present: bool | None


def attendance(sessions: Sequence[Attended], floor_percent: int) -> Cell:
    """Whether the minutes she was there reach the scheme's floor, or still can."""
    planned = sum(one.minutes for one in sessions)
    there = sum(one.minutes for one in sessions if one.present)
    unheard = [one for one in sessions if one.present is None]
    missed = [one for one in sessions if one.present is False]
    possible = there + sum(one.minutes for one in unheard)
    if _reaches(there, planned, floor_percent):
        code = "present_enough" if missed else "enough" if unheard else "present"
        return _attendance(CellState.DONE, code, missed)
    if _reaches(possible, planned, floor_percent):
        code = "none_called" if len(unheard) == len(sessions) else "not_called"
        return _attendance(CellState.OPEN, code, unheard)
    return _attendance(CellState.FAILED, "absent", missed)


def _reaches(minutes: int, planned: int, floor_percent: int) -> bool:
    return minutes * 100 >= planned * floor_percent


def _attendance(state: CellState, code: str, sessions: Iterable[Attended]) -> Cell:
    facts = {"sessions": listed((one.title for one in sessions), COMMA)}
    return Cell(CellKind.ATTENDANCE, "", {}, state, code, facts)


SKILL = {
    SheetState.NOT_STARTED: (CellState.OPEN, "skill_not_started"),
    SheetState.UNDER_WAY: (CellState.UNDER_WAY, "skill_under_way"),
    SheetState.PASSED: (CellState.DONE, "skill_passed"),
    SheetState.RETEST: (CellState.OPEN, "skill_retest"),
    SheetState.FAILED: (CellState.FAILED, "skill_failed"),
}


def skill(sheet: SkillSheet, standing: SheetStanding | None) -> Cell:
    """Where she stands on one skill sheet; None: nobody has tested her."""
    state, code = SKILL[standing.state if standing else SheetState.NOT_STARTED]
    failed = _failed_steps(standing) if standing else frozenset()
    numbers = [str(place) for place, step in enumerate(sheet.steps, start=1) if step.id in failed]
    facts = {"steps": listed(map(alike, numbers), COMMA)}
    return Cell(CellKind.SKILL, sheet.id, sheet.title, state, code, facts)


def _failed_steps(standing: SheetStanding) -> frozenset[str]:
    """The steps that failed the last attempt that is over."""
    over = [attempt for attempt in standing.attempts if attempt.finished]
    return frozenset(verdict.step.id for verdict in over[-1].failed_by) if over else frozenset()


EXAM = {
    ExamState.NOT_STARTED: (CellState.OPEN, "exam_not_started"),
    ExamState.SITTING: (CellState.UNDER_WAY, "exam_sitting"),
    ExamState.PASSED: (CellState.DONE, "exam_passed"),
    ExamState.RETAKE: (CellState.OPEN, "exam_retake"),
    ExamState.FAILED: (CellState.FAILED, "exam_failed"),
}


def exam(standing: ExamStanding | None, rule: ExamRule) -> Cell:
    """Where she stands in the theory exam; None: she never sat it."""
    state, code = EXAM[standing.state if standing else ExamState.NOT_STARTED]
    left = rule.sittings - (standing.sittings if standing else 0)
    if (code, left) == ("exam_retake", 1):
        code = "exam_retake_one"
    facts = {"score": standing.score if standing else None, "needed": rule.pass_percent, "left": left}
    return Cell(CellKind.EXAM, "", {}, state, code, facts)


@dataclass(frozen=True)
class Readiness:
    """One trainee, and everything that stands between her and the certificate."""

    enrolment_id: UUID
    person_id: UUID
    institution_id: UUID
    number: int
    name: str
    institution: str
    cells: tuple[Cell, ...]
    last_assessed_on: date | None
    phone: str = ""
    """Masked; tells her from a namesake."""

    @property
    def ready(self) -> bool:
        return all(cell.state is CellState.DONE for cell in self.cells)

    @property
    def lost(self) -> bool:
        """Nothing that is still allowed can make her ready."""
        return any(cell.state is CellState.FAILED for cell in self.cells)


@dataclass(frozen=True)
class Tally:
    """How many have reached one requirement, can still reach it, and cannot any more."""

    cell: Cell
    done: int
    still: int
    failed: int


def tallies(people: Sequence[Readiness]) -> list[Tally]:
    """One a requirement, in the order of the cells."""
    return [_tally(column) for column in zip(*(one.cells for one in people), strict=True)]


def _tally(column: Sequence[Cell]) -> Tally:
    done = sum(cell.state is CellState.DONE for cell in column)
    failed = sum(cell.state is CellState.FAILED for cell in column)
    return Tally(column[0], done, len(column) - done - failed, failed)


def last_assessed_at(skills: Iterable[SheetStanding], sat: ExamStanding | None) -> datetime | None:
    """The moment of the last test she took, in whatever it was."""
    graded = [one.last_graded_at for one in skills]
    moments = [at for at in (*graded, sat.last_handed_in_at if sat else None) if at is not None]
    return max(moments, default=None)


def sitting_now(people: Iterable[Readiness]) -> list[str]:
    """The names of those who sit the exam at this moment."""
    return [
        one.name
        for one in people
        for cell in one.cells
        if cell.kind is CellKind.EXAM and cell.state is CellState.UNDER_WAY
    ]


def must_have_no_open_sitting(people: Iterable[Readiness]) -> None:
    """Raise `SittingsAreOpen` while anybody sits the exam: what she answers next would be lost."""
    sitting = sitting_now(people)
    if sitting:
        raise SittingsAreOpen(names=listed(map(alike, sitting), COMMA))


@dataclass(frozen=True)
class Undone:
    """What was never done in a training; whoever freezes it like that has to mean it."""

    nobody_ready: bool = False
    rolls: tuple[Text, ...] = ()
    """The sessions at which not a single word was said on who is there."""
    untested: int = 0
    unexamined: int = 0

    def __bool__(self) -> bool:
        return self != Undone()


def undone(people: Sequence[Readiness], rolls: Iterable[Text]) -> Undone:
    """Whoever cannot reach the certificate any more need not be tested; `rolls` are those never called."""
    going = [one for one in people if not one.lost]
    return Undone(
        nobody_ready=not any(one.ready for one in people),
        rolls=tuple(rolls),
        untested=_at("skill_not_started", going),
        unexamined=_at("exam_not_started", going),
    )


def _at(code: str, people: Iterable[Readiness]) -> int:
    return sum(any(cell.code == code for cell in one.cells) for one in people)


def must_be_done_or_meant(lacking: Undone, *, although: bool) -> None:
    """Raise `MuchIsUndone` unless everything was done, or the coordinator closes `although` it was not."""
    if lacking and not although:
        raise MuchIsUndone


def must_give_reason(reason: str) -> None:
    """Raise `ReasonTooShort` unless there is something to read in it."""
    if len(reason.strip()) < REASON_LEAST:
        raise ReasonTooShort(characters=REASON_LEAST)
