from datetime import UTC, datetime
from uuid import uuid4

import pytest

from firstaid.core.words import language
from firstaid.courses.files import SkillSheet
from firstaid.exams.rules import ExamStanding, ExamState
from firstaid.outcomes import rules
from firstaid.outcomes.errors import MuchIsUndone, ReasonTooShort, SittingsAreOpen
from firstaid.outcomes.rules import Attended, Cell, CellKind, CellState, Readiness, Undone
from firstaid.practicals.models import Mark, MarkKind
from firstaid.practicals.rules import AttemptVerdict, SheetStanding, SheetState, StepVerdict
from firstaid.schemes.files import Basis, ExamRule

EARLY, LATE = datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC)
EXAM = ExamRule(
    minutes=30, pass_percent=80, sittings=3, multiple="all_or_nothing", exam_from="any", basis=Basis(confirm=True)
)
TITLES = {"theory": {"en": "Theory", "zh-CN": "理论"}, "practice": {"en": "Practice", "zh-CN": "练习"}}


@pytest.fixture(autouse=True)
def _in_english():
    before = language.set("en")
    yield
    language.reset(before)


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh-CN": text}


def sessions(*present: bool | None) -> list[Attended]:
    titles = list(TITLES.values())
    return [Attended(uuid4(), titles[place], 90, word) for place, word in enumerate(present)]


@pytest.mark.parametrize(
    ("present", "floor", "state", "words"),
    [
        ((True, True), 100, CellState.DONE, "Present throughout"),
        ((True, False), 100, CellState.FAILED, "Absent from: Practice"),
        ((False, False), 100, CellState.FAILED, "Absent from: Theory, Practice"),
        ((None, None), 100, CellState.OPEN, "Roll not called yet"),
        ((True, None), 100, CellState.OPEN, "Roll not called yet: Practice"),
        ((False, None), 100, CellState.FAILED, "Absent from: Theory"),
        ((False, None), 50, CellState.OPEN, "Roll not called yet: Practice"),
        ((True, False), 50, CellState.DONE, "Enough attended; absent from: Practice"),
        ((True, None), 50, CellState.DONE, "Enough attended"),
        ((True, False), 51, CellState.FAILED, "Absent from: Practice"),
        ((), 100, CellState.DONE, "Present throughout"),
    ],
)
def test_attendance_is_measured_in_minutes_against_the_schemes_floor(present, floor, state, words):
    cell = rules.attendance(sessions(*present), floor)
    assert (cell.kind, cell.state, cell.words) == (CellKind.ATTENDANCE, state, words)


def sheet(*steps: str) -> SkillSheet:
    made = [
        {
            "id": key,
            "kind": "tick",
            "text": both(key),
            "look_for": both("x"),
            "mistake": both("x"),
            "critical": True,
            "facts": [],
        }
        for key in steps
    ]
    return SkillSheet.model_validate(
        {
            "id": "cpr",
            "title": both("CPR"),
            "intro": both("x"),
            "guideline": "x",
            "sources": [],
            "minutes": 5,
            "blocks": [{"id": "b", "title": both("x"), "steps": made}],
        }
    )


SHEET = sheet("look", "call", "press")


def attempt(number: int, *failed: str, at: datetime | None = EARLY) -> AttemptVerdict:
    """One attempt that was failed by these steps; `at` None: it was never finished."""
    steps = {step.id: StepVerdict(step, done=step.id not in failed) for step in SHEET.steps}
    finish = _finish(number, at) if at else None
    return AttemptVerdict(number, tuple(steps.values()), tuple(steps[key] for key in failed), finish=finish)


def _finish(number: int, at: datetime) -> Mark:
    who = uuid4()
    return Mark(
        id=uuid4(),
        enrolment_id=who,
        trainee_id=who,
        sheet_key="cpr",
        sheet_version_id=who,
        attempt=number,
        kind=MarkKind.FINISH,
        graded_by=uuid4(),
        device_id="phone",
        counter=number,
        marked_at=at,
        received_at=at,
    )


@pytest.mark.parametrize(
    ("standing", "state", "words", "again"),
    [
        (None, CellState.OPEN, "Not tested yet", False),
        (SheetStanding(SheetState.NOT_STARTED), CellState.OPEN, "Not tested yet", False),
        (
            SheetStanding(SheetState.UNDER_WAY, (attempt(1, at=None),)),
            CellState.UNDER_WAY,
            "Test begun and not finished",
            False,
        ),
        (SheetStanding(SheetState.PASSED, (attempt(1),)), CellState.DONE, "Passed", False),
        (
            SheetStanding(SheetState.RETEST, (attempt(1, "press"),)),
            CellState.OPEN,
            "Retest: failed at step 3",
            True,
        ),
        (
            SheetStanding(SheetState.RETEST, (attempt(1, "press", "look"), attempt(2, at=None))),
            CellState.OPEN,
            "Retest: failed at step 1, 3",
            True,
        ),
        (
            SheetStanding(SheetState.FAILED, (attempt(1, "press"), attempt(2, "call"))),
            CellState.FAILED,
            "No attempt left: failed at step 2",
            False,
        ),
    ],
)
def test_a_skill_says_which_step_failed_it(standing, state, words, again):
    cell = rules.skill(SHEET, standing)
    assert (cell.kind, cell.key, cell.state, cell.words, cell.again) == (CellKind.SKILL, "cpr", state, words, again)


@pytest.mark.parametrize(
    ("standing", "state", "words"),
    [
        (None, CellState.OPEN, "Not taken yet"),
        (ExamStanding(ExamState.NOT_STARTED), CellState.OPEN, "Not taken yet"),
        (ExamStanding(ExamState.SITTING, 1), CellState.UNDER_WAY, "Sitting the theory exam now"),
        (ExamStanding(ExamState.PASSED, 2, 92, passed=True), CellState.DONE, "Passed with 92%"),
        (ExamStanding(ExamState.RETAKE, 1, 40), CellState.OPEN, "40%, 80% needed; 2 sittings left"),
        (ExamStanding(ExamState.RETAKE, 2, 76), CellState.OPEN, "76%, 80% needed; one sitting left"),
        (ExamStanding(ExamState.FAILED, 3, 76), CellState.FAILED, "76%, 80% needed; no sitting left"),
    ],
)
def test_the_exam_says_what_is_needed_and_what_is_left(standing, state, words):
    cell = rules.exam(standing, EXAM)
    assert (cell.kind, cell.state, cell.words) == (CellKind.EXAM, state, words)


def test_every_state_can_be_said_in_both_languages():
    facts = dict.fromkeys(("sessions", "steps", "score", "needed", "left"), "x")
    for code in rules.SENTENCES:
        cell = Cell(CellKind.EXAM, "", {}, CellState.OPEN, code, facts)
        english = cell.words
        language.set("zh-CN")
        assert cell.words != english
        assert "%(" not in cell.words
        language.set("en")


def readiness(name: str, *states: CellState, kind: CellKind = CellKind.SKILL) -> Readiness:
    cells = tuple(Cell(kind, "", {}, state, "skill_passed") for state in states)
    return Readiness(uuid4(), uuid4(), uuid4(), 1, name, "园", cells, None)


@pytest.mark.parametrize(
    ("states", "ready", "lost"),
    [
        ((CellState.DONE, CellState.DONE), True, False),
        ((CellState.DONE, CellState.OPEN), False, False),
        ((CellState.DONE, CellState.UNDER_WAY), False, False),
        ((CellState.OPEN, CellState.FAILED), False, True),
    ],
)
def test_she_is_ready_when_everything_is_done(states, ready, lost):
    one = readiness("王芳", *states)
    assert (one.ready, one.lost) == (ready, lost)


@pytest.mark.parametrize(
    ("skills", "sat", "last"),
    [
        ([], None, None),
        ([SheetStanding(SheetState.NOT_STARTED)], ExamStanding(ExamState.NOT_STARTED), None),
        ([SheetStanding(SheetState.PASSED, (attempt(1),))], None, EARLY),
        (
            [SheetStanding(SheetState.PASSED, (attempt(1),))],
            ExamStanding(ExamState.PASSED, 1, 90, passed=True, last_handed_in_at=LATE),
            LATE,
        ),
        (
            [SheetStanding(SheetState.PASSED, (attempt(1, at=LATE),))],
            ExamStanding(ExamState.PASSED, 1, 90, passed=True, last_handed_in_at=EARLY),
            LATE,
        ),
    ],
)
def test_the_last_test_is_the_last_of_all_kinds(skills, sat, last):
    assert rules.last_assessed_at(skills, sat) == last


def test_nobody_is_cut_off_while_sitting_the_exam():
    rules.must_have_no_open_sitting([readiness("周敏", CellState.UNDER_WAY), readiness("李雷", CellState.DONE)])
    sitting = [readiness(name, CellState.UNDER_WAY, kind=CellKind.EXAM) for name in ("王芳", "李雷")]
    with pytest.raises(SittingsAreOpen) as refused:
        rules.must_have_no_open_sitting(sitting)
    assert refused.value.facts == {"names": {"en": "王芳, 李雷", "zh-CN": "王芳、李雷"}}


@pytest.mark.parametrize(("reason", "enough"), [("分数录错", False), ("    a    ", False), ("王芳的分数录错", True)])
def test_reopening_takes_a_reason_that_says_something(reason, enough):
    if enough:
        rules.must_give_reason(reason)
        return
    with pytest.raises(ReasonTooShort):
        rules.must_give_reason(reason)


DONE, OPEN, FAILED = CellState.DONE, CellState.OPEN, CellState.FAILED
PASSED = (("skill_passed", DONE), ("exam_passed", DONE))
UNTRIED = (("skill_not_started", OPEN), ("exam_not_started", OPEN))
RETEST = (("skill_retest", OPEN), ("exam_retake", OPEN))
ABSENT = (("absent", FAILED), *UNTRIED)


def stood(*cells: tuple[str, CellState]) -> Readiness:
    made = tuple(Cell(CellKind.SKILL, "", {}, state, code) for code, state in cells)
    return Readiness(uuid4(), uuid4(), uuid4(), 1, "王芳", "园", made, None)


@pytest.mark.parametrize(
    ("people", "rolls", "lacking"),
    [
        ([PASSED], (), Undone()),
        ([PASSED, RETEST], (), Undone()),
        ([PASSED, ABSENT], (), Undone()),
        ([], (), Undone(nobody_ready=True)),
        ([RETEST], (), Undone(nobody_ready=True)),
        ([ABSENT], (), Undone(nobody_ready=True)),
        ([PASSED], (TITLES["theory"],), Undone(rolls=(TITLES["theory"],))),
        ([PASSED, UNTRIED], (), Undone(untested=1, unexamined=1)),
        ([PASSED, UNTRIED[:1], UNTRIED[1:]], (), Undone(untested=1, unexamined=1)),
        (
            [UNTRIED, UNTRIED],
            tuple(TITLES.values()),
            Undone(nobody_ready=True, rolls=tuple(TITLES.values()), untested=2, unexamined=2),
        ),
    ],
)
def test_what_was_never_done_is_frozen_only_by_who_means_it(people, rolls, lacking):
    found = rules.undone([stood(*cells) for cells in people], rolls)
    assert (found, bool(found)) == (lacking, lacking != Undone())
    rules.must_be_done_or_meant(found, although=True)
    if not lacking:
        rules.must_be_done_or_meant(found, although=False)
        return
    with pytest.raises(MuchIsUndone):
        rules.must_be_done_or_meant(found, although=False)
