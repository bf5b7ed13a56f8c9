"""What is decided about a training from facts alone."""

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from firstaid.accounts.identity import clean_name, clean_text
from firstaid.accounts.models import Person
from firstaid.core.words import Text
from firstaid.schemes.files import RatioRule
from firstaid.trainings.errors import (
    CallsHerself,
    DayHasPassed,
    ExamTooSoon,
    NobodyEnrolled,
    NoInstructors,
    NoSeatLeft,
    NoSessions,
    NotInThisRoom,
    RollIsEarly,
    SeatsAreTaken,
    SessionsOverlap,
    TrainingClosed,
    TrainingNotOpen,
)
from firstaid.trainings.models import SessionKind, Training, TrainingState

LUNCH_FROM = 11 * 60 + 30  # minutes after midnight: no session begins later than this before lunch
NOON, EVENING = 12, 18
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # survives being read aloud in a hall
CODE_LENGTH, DIGITS = 8, 4
EARLY = timedelta(minutes=60)
TAUGHT_BEFORE: Mapping[SessionKind, Collection[SessionKind]] = {
    SessionKind.PRACTICAL_TEST: {SessionKind.DEMONSTRATION, SessionKind.PRACTICE},
    SessionKind.THEORY_EXAM: {SessionKind.THEORY},
}
TESTS = frozenset(TAUGHT_BEFORE)


def must_be_open(training: Training) -> None:
    """Raise `TrainingNotOpen` unless people are taught and graded in it now."""
    if training.state is not TrainingState.OPEN:
        raise TrainingNotOpen


def must_not_be_closed(training: Training) -> None:
    """Raise `TrainingClosed` once the record is frozen."""
    if training.state is TrainingState.CLOSED:
        raise TrainingClosed


def must_be_ready_to_open(*, sessions: int, instructors: int, enrolled: int) -> None:
    """Raise the `NotReadyToOpen` that says what is missing first."""
    if not sessions:
        raise NoSessions
    if not instructors:
        raise NoInstructors
    if not enrolled:
        raise NobodyEnrolled


def must_have_room(capacity: int, *, taken: int, wanted: int) -> None:
    """Raise `NoSeatLeft` rather than seat some of them."""
    free = max(capacity - taken, 0)
    if wanted > free:
        raise NoSeatLeft(wanted=wanted, free=free)


def must_seat(capacity: int, *, taken: int) -> None:
    if capacity < taken:
        raise SeatsAreTaken(capacity=capacity, taken=taken)


def is_looked_for(training: Training, words: str, state: str) -> bool:
    """Whether a training is of that state, or of any if none was named, and has these words in its title or place."""
    return state in {"", training.state.value} and has_words(words, training.title, training.place)


def has_words(words: str, *texts: str) -> bool:
    """Whether each of the words stands in one of the texts; no words stand in all."""
    return all(any(word in text.casefold() for text in texts) for word in words.casefold().split())


def next_number(given: Collection[int]) -> int:
    """A number nobody had before in this class, whether she is still in it or not."""
    return max(given, default=0) + 1


def lay_out(starts_at: datetime, minutes: Iterable[int], *, lunch: int) -> list[datetime]:
    """When each session begins: one after another, lunch before the first that would begin at lunch time."""
    laid, moment = [], starts_at
    lunch_is_due = _minute_of_day(starts_at) < LUNCH_FROM
    for length in minutes:
        if lunch_is_due and (moment.date() > starts_at.date() or _minute_of_day(moment) >= LUNCH_FROM):
            moment += timedelta(minutes=lunch)
            lunch_is_due = False
        laid.append(moment)
        moment += timedelta(minutes=length)
    return laid


def _minute_of_day(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def must_be_ahead(first_day: date, today: date, *, afterwards: bool) -> None:
    """Raise `DayHasPassed` for a day gone by, unless the training is entered `afterwards`."""
    if first_day < today and not afterwards:
        raise DayHasPassed


@dataclass(frozen=True)
class Laid:
    """A session as it is laid out: wall-clock time, in the training's zone."""

    kind: SessionKind
    title: Text
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def must_follow_each_other(sessions: Iterable[Laid], *, meant: bool) -> None:
    """Raise `SessionsOverlap`, or `ExamTooSoon` unless a test before its lessons is `meant`."""
    ordered = sorted(sessions, key=lambda one: one.starts_at)
    for one, after in pairwise(ordered):
        if after.starts_at < one.ends_at:
            raise SessionsOverlap(first=one.title, second=after.title)
    early = early_test(ordered)
    if early is not None and not meant:
        raise ExamTooSoon(test=early[0].title, lesson=early[1].title)


def early_test(sessions: Sequence[Laid]) -> tuple[Laid, Laid] | None:
    """The first test that begins before what teaches for it, and that; `sessions` come earliest first."""
    return next(
        (
            (test, lesson)
            for test in sessions
            for lesson in sessions
            if lesson.kind in TAUGHT_BEFORE.get(test.kind, ()) and test.starts_at < lesson.starts_at
        ),
        None,
    )


class Half(enum.StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def half_days(starts: Iterable[datetime]) -> list[tuple[date, Half]]:
    """The parts of days that are signed for, each once, in order."""
    return list(dict.fromkeys((start.date(), _half(start.hour)) for start in sorted(starts)))


def _half(hour: int) -> Half:
    if hour < NOON:
        return Half.MORNING
    return Half.AFTERNOON if hour < EVENING else Half.EVENING


@dataclass(frozen=True)
class Ratios:
    """How many instructors and manikins a group needs by the scheme."""

    instructors_needed: int
    manikins_needed: int
    too_few_instructors: bool


def ratios(trainees: int, instructors: int, rule: RatioRule) -> Ratios:
    needed = -(-trainees // rule.trainees_per_instructor)
    return Ratios(needed, -(-trainees // rule.trainees_per_manikin), too_few_instructors=instructors < needed)


class Step(enum.StrEnum):
    """What a training goes through, in this order."""

    ENROL = "enrol"
    OPEN = "open"
    ROLL_CALL = "roll_call"
    GRADING = "grading"
    EXAM = "exam"
    READINESS = "readiness"
    CERTIFICATES = "certificates"


@dataclass(frozen=True)
class SessionStanding:
    """A session as the clock and the roll call have it."""

    id: UUID
    kind: SessionKind
    starts_at: datetime
    ends_at: datetime
    called: bool


@dataclass(frozen=True)
class NextStep:
    """What is to be done next, and at which session if it is a roll call."""

    step: Step
    session_id: UUID | None = None


def next_step(state: TrainingState, *, enrolled: int, sessions: Sequence[SessionStanding], at: datetime) -> NextStep:
    """The one thing to do now. An open training is led by the clock and by which rolls were called.

    `sessions` come earliest first.
    """
    if state is TrainingState.CLOSED:
        return NextStep(Step.CERTIFICATES)
    if state is TrainingState.PLANNED:
        return NextStep(Step.OPEN if enrolled else Step.ENROL)
    begun = [one for one in sessions if one.starts_at <= at]
    on = begun[-1].kind if begun else None
    uncalled = next((one for one in sessions if not one.called), None)
    if uncalled is not None and (uncalled in begun or on not in TESTS):
        return NextStep(Step.ROLL_CALL, uncalled.id)
    if all(one.ends_at <= at for one in sessions):
        return NextStep(Step.READINESS)
    return NextStep(Step.EXAM if on is SessionKind.THEORY_EXAM else Step.GRADING)


def is_done(step: Step, state: TrainingState, *, enrolled: int, all_called: bool) -> bool:
    """Whether a step lies behind, as far as this floor can know; marks and papers are counted further up."""
    done = {
        Step.ENROL: enrolled > 0,
        Step.OPEN: state is not TrainingState.PLANNED,
        Step.ROLL_CALL: all_called,
        Step.READINESS: state is TrainingState.CLOSED,
    }
    return done.get(step, False)


def session_of_now(sessions: Sequence[SessionStanding], at: datetime) -> SessionStanding | None:
    """The one that runs or begins next, else the last; None where none is planned. `sessions` come earliest first."""
    ahead = next((one for one in sessions if at < one.ends_at), None)
    return ahead or (sessions[-1] if sessions else None)


def is_early(starts_at: datetime, at: datetime) -> bool:
    """Whether calling the roll now would speak of people who can hardly be there yet."""
    return starts_at - at > EARLY


def must_be_time(starts_at: datetime, at: datetime, *, begun: bool, sure: bool) -> None:
    """Raise `RollIsEarly` for the first word on a session hours ahead, unless the caller says it is meant."""
    if is_early(starts_at, at) and not (begun or sure):
        raise RollIsEarly


def must_call_others(said: Collection[UUID], people: Mapping[UUID, UUID], by: UUID) -> None:
    """Raise `NotInThisRoom` for a seat that is not taken here, `CallsHerself` for the caller's own.

    `people` holds person by enrolment.
    """
    if not people.keys() >= set(said):
        raise NotInThisRoom
    if any(people[seat] == by for seat in said):
        raise CallsHerself


def new_words(said: Mapping[UUID, bool], stands: Mapping[UUID, bool]) -> dict[UUID, bool]:
    """What of a roll call is news: a word that only repeats what stands is not written again."""
    return {enrolment: present for enrolment, present in said.items() if stands.get(enrolment) is not present}


def read_code(typed: str) -> str | None:
    """A join code as it was made, or None if none could look like this."""
    code = clean_text(typed).upper().replace(" ", "").replace("-", "")
    return code if len(code) == CODE_LENGTH and set(CODE_ALPHABET).issuperset(code) else None


def is_meant(person: Person, *, name: str, last4: str) -> bool:
    """Whether this name and these last four, of an ID card or a phone number, are the person's."""
    digits = "".join(sign for sign in clean_text(last4).upper() if sign.isalnum())[-DIGITS:]
    numbers = {person.id_last4, person.phone[-DIGITS:] if person.phone else None}
    return as_spoken(name) == as_spoken(person.name) and len(digits) == DIGITS and digits in numbers


def as_spoken(name: str) -> str:
    """A name without what is not heard: dots, hyphens, spaces, capitals."""
    return "".join(sign for sign in clean_name(name).casefold() if sign.isalnum())
