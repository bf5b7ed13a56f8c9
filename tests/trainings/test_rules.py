from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from firstaid.accounts.models import Person
from firstaid.schemes.files import Basis, RatioRule
from firstaid.trainings import rules
from firstaid.trainings.errors import (
    DayHasPassed,
    ExamTooSoon,
    NobodyEnrolled,
    NoInstructors,
    NoSeatLeft,
    NoSessions,
    RollIsEarly,
    SeatsAreTaken,
    SessionsOverlap,
    TrainingClosed,
    TrainingNotOpen,
)
from firstaid.trainings.models import SessionKind, Training, TrainingState
from firstaid.trainings.rules import Half, Laid, NextStep, SessionStanding, Step

NINE = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
RULE = RatioRule(trainees_per_instructor=10, trainees_per_manikin=5, basis=Basis(confirm=True))
ALICE, BEN = uuid4(), uuid4()


@pytest.mark.parametrize("state", list(TrainingState))
def test_only_an_open_training_is_graded_and_only_a_closed_one_is_frozen(state):
    training = Training(state=state)
    if state is TrainingState.OPEN:
        rules.must_be_open(training)
    else:
        with pytest.raises(TrainingNotOpen):
            rules.must_be_open(training)
    if state is TrainingState.CLOSED:
        with pytest.raises(TrainingClosed):
            rules.must_not_be_closed(training)
    else:
        rules.must_not_be_closed(training)


@pytest.mark.parametrize(
    ("sessions", "instructors", "enrolled", "missing"),
    [(0, 0, 0, NoSessions), (1, 0, 0, NoInstructors), (1, 1, 0, NobodyEnrolled), (1, 1, 1, None)],
)
def test_opening_says_what_is_missing_first(sessions, instructors, enrolled, missing):
    facts = {"sessions": sessions, "instructors": instructors, "enrolled": enrolled}
    if missing is None:
        rules.must_be_ready_to_open(**facts)
        return
    with pytest.raises(missing):
        rules.must_be_ready_to_open(**facts)


def test_seats_are_given_to_all_who_come_or_to_none():
    rules.must_have_room(10, taken=8, wanted=2)
    rules.must_have_room(10, taken=12, wanted=0)
    with pytest.raises(NoSeatLeft) as refused:
        rules.must_have_room(10, taken=8, wanted=3)
    assert refused.value.facts == {"wanted": 3, "free": 2}


def test_there_are_never_fewer_seats_than_people():
    rules.must_seat(8, taken=8)
    with pytest.raises(SeatsAreTaken):
        rules.must_seat(7, taken=8)


@pytest.mark.parametrize(("given", "number"), [([], 1), ([1, 2], 3), ([3, 1], 4)])
def test_a_class_number_is_never_given_twice(given, number):
    assert rules.next_number(given) == number


@pytest.mark.parametrize(
    ("starts", "minutes", "lunch", "clocks"),
    [
        ((8, 30), [90, 60, 60, 30], 60, ["08:30", "10:00", "11:00", "13:00"]),
        ((8, 30), [90, 90, 60], 45, ["08:30", "10:00", "12:15"]),
        ((8, 30), [90, 90, 60], 0, ["08:30", "10:00", "11:30"]),
        ((13, 0), [60, 60], 60, ["13:00", "14:00"]),
        ((9, 0), [60, 30], 60, ["09:00", "10:00"]),
        ((11, 0), [900, 30], 60, ["11:00", "03:00"]),
    ],
)
def test_sessions_follow_one_another_with_lunch_once(starts, minutes, lunch, clocks):
    begins = datetime(2026, 12, 1, *starts)  # noqa: DTZ001 - wall-clock time
    laid = rules.lay_out(begins, minutes, lunch=lunch)
    assert [f"{moment:%H:%M}" for moment in laid] == clocks


def test_each_half_day_is_signed_for_once():
    starts = [datetime(2026, 12, day, hour) for day, hour in [(2, 9), (1, 13), (1, 8), (1, 10), (1, 18)]]  # noqa: DTZ001
    first, second = date(2026, 12, 1), date(2026, 12, 2)
    assert rules.half_days(starts) == [
        (first, Half.MORNING),
        (first, Half.AFTERNOON),
        (first, Half.EVENING),
        (second, Half.MORNING),
    ]


@pytest.mark.parametrize(
    ("trainees", "instructors", "needed", "manikins", "too_few"),
    [(0, 0, 0, 0, False), (10, 1, 1, 2, False), (11, 1, 2, 3, True), (20, 3, 2, 4, False), (1, 0, 1, 1, True)],
)
def test_a_group_needs_as_many_instructors_as_its_scheme_says(trainees, instructors, needed, manikins, too_few):
    assert rules.ratios(trainees, instructors, RULE) == rules.Ratios(needed, manikins, too_few)


def session(kind: SessionKind, hour: int, *, called: bool) -> SessionStanding:
    starts = NINE + timedelta(hours=hour)
    return SessionStanding(UUID(int=hour + 10), kind, starts, starts + timedelta(hours=1), called)


def day(*called: bool) -> list[SessionStanding]:
    kinds = (SessionKind.THEORY, SessionKind.PRACTICE, SessionKind.PRACTICAL_TEST, SessionKind.THEORY_EXAM)
    return [session(kind, hour, called=word) for hour, (kind, word) in enumerate(zip(kinds, called, strict=True))]


OPEN = TrainingState.OPEN


@pytest.mark.parametrize(
    ("state", "enrolled", "sessions", "hours", "expected"),
    [
        (TrainingState.PLANNED, 0, day(False, False, False, False), 0, NextStep(Step.ENROL)),
        (TrainingState.PLANNED, 3, day(False, False, False, False), 0, NextStep(Step.OPEN)),
        (TrainingState.CLOSED, 3, day(True, True, True, True), 0, NextStep(Step.CERTIFICATES)),
        (OPEN, 3, day(False, False, False, False), -1, NextStep(Step.ROLL_CALL, UUID(int=10))),
        (OPEN, 3, day(False, False, False, False), 2, NextStep(Step.ROLL_CALL, UUID(int=10))),
        (OPEN, 3, day(True, False, False, False), 0, NextStep(Step.ROLL_CALL, UUID(int=11))),
        (OPEN, 3, day(True, True, True, False), 2, NextStep(Step.GRADING)),
        (OPEN, 3, day(True, True, True, False), 3, NextStep(Step.ROLL_CALL, UUID(int=13))),
        (OPEN, 3, day(True, True, True, True), 3, NextStep(Step.EXAM)),
        (OPEN, 3, day(True, True, True, True), 0, NextStep(Step.GRADING)),
        (OPEN, 3, day(True, True, True, True), 9, NextStep(Step.READINESS)),
    ],
)
def test_the_next_thing_to_do_follows_the_day(state, enrolled, sessions, hours, expected):
    at = NINE + timedelta(hours=hours)
    assert rules.next_step(state, enrolled=enrolled, sessions=sessions, at=at) == expected


def test_what_lies_behind_is_ticked():
    done = [step for step in Step if rules.is_done(step, OPEN, enrolled=2, all_called=True)]
    assert done == [Step.ENROL, Step.OPEN, Step.ROLL_CALL]
    closed = [step for step in Step if rules.is_done(step, TrainingState.CLOSED, enrolled=2, all_called=True)]
    assert closed == [Step.ENROL, Step.OPEN, Step.ROLL_CALL, Step.READINESS]


def test_only_what_changes_a_word_is_news():
    said = {ALICE: True, BEN: False}
    assert rules.new_words(said, {}) == said
    assert rules.new_words(said, {ALICE: True, BEN: True}) == {BEN: False}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7M2Q9XD", "K7M2Q9XD"),
        (" k7m2-q9xd ", "K7M2Q9XD"),
        ("Ｋ７Ｍ２ Ｑ９ＸＤ", "K7M2Q9XD"),
        ("K7M2Q9X", None),
        ("K7M2Q9X0", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed, code):
    assert rules.read_code(typed) == code


@pytest.mark.parametrize(
    ("name", "last4", "phone", "meant"),
    [
        ("王芳", "123X", "+8613800138008", True),
        ("王 芳", "１２３ｘ", None, True),
        ("王芳", "8008", "+8613800138008", True),
        ("王芳", "13800138008", "+8613800138008", True),
        ("王芳", "8009", "+8613800138008", False),
        ("王方", "123X", "+8613800138008", False),
        ("王芳", "3X", None, False),
        ("王芳", "", None, False),
    ],
)
def test_she_is_known_by_her_name_and_four_characters(name, last4, phone, meant):
    person = Person(name="王芳", sort_key="", phone=phone, id_last4="123X", created_at=NINE)
    assert rules.is_meant(person, name=name, last4=last4) is meant


HOUR = timedelta(hours=1)


def _session(begins: datetime) -> SessionStanding:
    return SessionStanding(uuid4(), SessionKind.THEORY, begins, begins + HOUR, called=False)


@pytest.mark.parametrize(("after", "place"), [(-5, 0), (0, 0), (0.5, 0), (1, 1), (2, 1), (3, 2), (99, 2)])
def test_the_session_of_now_runs_or_begins_next_else_it_is_the_last(after, place):
    sessions = [_session(NINE), _session(NINE + 2 * HOUR), _session(NINE + 4 * HOUR)]
    assert rules.session_of_now(sessions, NINE + after * HOUR) is sessions[place]
    assert rules.session_of_now([], NINE) is None


@pytest.mark.parametrize(
    ("ahead", "begun", "sure", "refused"),
    [(61, False, False, True), (60, False, False, False), (61, True, False, False), (61, False, True, False)],
)
def test_the_first_word_hours_ahead_has_to_be_meant(ahead, begun, sure, refused):
    begins = NINE + timedelta(minutes=ahead)
    if refused:
        with pytest.raises(RollIsEarly):
            rules.must_be_time(begins, NINE, begun=begun, sure=sure)
    else:
        rules.must_be_time(begins, NINE, begun=begun, sure=sure)


@pytest.mark.parametrize(
    ("words", "state", "found"),
    [("", "", True), ("心肺", "", True), ("hall AED", "open", True), ("心肺 Barn", "", False), ("", "closed", False)],
)
def test_a_training_is_found_by_all_words_and_its_state(words, state, found):
    training = Training(title="心肺复苏与AED", place="Hall", state=TrainingState.OPEN)
    assert rules.is_looked_for(training, words, state) is found


TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("first_day", "afterwards", "refused"),
    [
        (TODAY, False, False),
        (TODAY + timedelta(days=1), False, False),
        (TODAY - timedelta(days=1), False, True),
        (TODAY - timedelta(days=1), True, False),
    ],
)
def test_a_day_gone_by_is_planned_only_by_who_enters_it_afterwards(first_day, afterwards, refused):
    if not refused:
        rules.must_be_ahead(first_day, TODAY, afterwards=afterwards)
        return
    with pytest.raises(DayHasPassed):
        rules.must_be_ahead(first_day, TODAY, afterwards=afterwards)


THEORY, DEMONSTRATION, PRACTICE = SessionKind.THEORY, SessionKind.DEMONSTRATION, SessionKind.PRACTICE
SKILLS, PAPER = SessionKind.PRACTICAL_TEST, SessionKind.THEORY_EXAM


def laid(*sessions: tuple[SessionKind, int, int]) -> list[Laid]:
    """Kind, hour from the first day's midnight, minutes."""
    midnight = datetime(2026, 12, 1)  # noqa: DTZ001 - wall-clock time
    return [
        Laid(kind, {"en": kind.value}, midnight + timedelta(hours=hour), minutes) for kind, hour, minutes in sessions
    ]


@pytest.mark.parametrize(
    ("sessions", "refused"),
    [
        ([], None),
        ([(THEORY, 8, 60), (PRACTICE, 9, 60), (SKILLS, 10, 60), (PAPER, 11, 30)], None),
        ([(PAPER, 11, 30), (THEORY, 8, 60)], None),
        ([(THEORY, 8, 60), (PAPER, 9, 30), (DEMONSTRATION, 10, 60), (PRACTICE, 11, 60), (SKILLS, 13, 60)], None),
        ([(THEORY, 8, 61), (PRACTICE, 9, 60)], ("theory", "practice")),
        ([(THEORY, 8, 60), (PRACTICE, 8, 60)], ("theory", "practice")),
        ([(THEORY, 8, 1440), (PAPER, 31, 30)], ("theory", "theory_exam")),
        ([(THEORY, 32, 60), (PAPER, 10, 30)], ("theory_exam", "theory")),
        ([(THEORY, 8, 60), (SKILLS, 9, 60), (PRACTICE, 10, 60)], ("practical_test", "practice")),
        ([(SKILLS, 8, 60), (DEMONSTRATION, 10, 60)], ("practical_test", "demonstration")),
    ],
)
def test_sessions_follow_each_other_and_nobody_is_tested_before_she_is_taught(sessions, refused):
    plan = laid(*sessions)
    if refused is None:
        rules.must_follow_each_other(plan, meant=False)
        return
    with pytest.raises((SessionsOverlap, ExamTooSoon)) as problem:
        rules.must_follow_each_other(plan, meant=False)
    assert tuple(title["en"] for title in problem.value.facts.values()) == refused
    if isinstance(problem.value, ExamTooSoon):
        rules.must_follow_each_other(plan, meant=True)
        return
    with pytest.raises(SessionsOverlap):
        rules.must_follow_each_other(plan, meant=True)
