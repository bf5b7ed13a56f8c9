"""Four trainings of the demo story: one of three years ago, one just over, one that runs today, one planned."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID

from sqlmodel import Session

from firstaid.certificates import service as certificates
from firstaid.cli.demo_people import Town
from firstaid.core.clock import instant, local_date
from firstaid.core.ids import new_id
from firstaid.courses.files import SkillSheet
from firstaid.exams import queries as papers
from firstaid.exams import service as exams
from firstaid.exams import starting
from firstaid.exams.rules import Choice
from firstaid.institutions.queries import staff_of
from firstaid.outcomes import service as outcomes
from firstaid.practicals import service as practicals
from firstaid.practicals.forms import SentMark
from firstaid.practicals.models import MarkKind
from firstaid.trainings import queries, service
from firstaid.trainings.models import Enrolment, Training

COURSE, SCHEME = "cpr-aed-one-day", "cn-redcross-branch"
JOIN_CODES = {"earlier": "DEM2YEAR", "over": "DEM2PAST", "today": "DEM2DAY5", "planned": "DEM2NEXT"}
BEGINS = time(8, 30)
SLOW = 21.4  # seconds for 30 compressions: a step that fails
RIGHT = 16.5
FAILS = 12  # questions left open: more than a paper forgives


@dataclass
class Phone:
    """An instructor's phone that makes marks one after another."""

    device: str
    at: datetime
    made: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(
        self,
        seat: Enrolment,
        sheet: str,
        attempt: int,
        kind: MarkKind,
        *,
        step: str | None = None,
        value: float | None = None,
    ) -> SentMark:
        number = next(self.made)
        return SentMark(
            id=new_id(),
            enrolment_id=seat.id,
            sheet_key=sheet,
            attempt=attempt,
            kind=kind,
            step_key=step,
            value=value,
            counter=number,
            marked_at=self.at + timedelta(seconds=2 * number),
        )


def earlier(session: Session, town: Town, *, at: datetime) -> Training:
    """Three years ago, at Willow: one passed on the day, two at a second exam, so that not all run out together."""
    day = local_date(at, town.issuer.zone) - timedelta(days=1116)
    training = _planned(
        session, town, "earlier", "心肺复苏与AED柳树幼儿园培训班", day, seats={"柳树幼儿园": slice(5, 8)}
    )
    chen = town.actors["chen"].id
    service.open_training(session, training, by=chen, at=_hour(training, day, 8))
    seats = [seat for seat, _ in queries.enrolments_of(session, training.id)]
    _call(session, town, training, absent=(), at=_hour(training, day, 9))
    phone = Phone("demo-phone-earlier", _hour(training, day, 14))
    for seat in seats:
        _grade(session, town, training, phone, seat, tries=(RIGHT,))
    for seat, wrong in zip(seats, (0, FAILS, FAILS), strict=True):
        _sit(session, training, seat, wrong=wrong, at=_hour(training, day, 16))
    again = day + timedelta(days=50)
    for seat in seats[1:]:
        _sit(session, training, seat, wrong=1, at=_hour(training, again, 10))
    closed = _hour(training, again, 12)
    outcomes.close_out(session, training, by=chen, at=closed)
    session.flush()  # certificates are issued from what the close-out froze
    certificates.issue(session, training, by=chen, at=closed + timedelta(minutes=5))
    return training


def past(session: Session, town: Town, *, at: datetime) -> Training:
    """Two weeks ago: taught, graded, examined, closed out and certified, all but one who has to come again."""
    day = local_date(at, town.issuer.zone) - timedelta(days=14)
    training = _planned(
        session, town, "over", "心肺复苏与AED第一期培训班", day, seats=dict.fromkeys(town.kindergartens, slice(0, 5))
    )
    now = _hour(training, day, 8)
    service.open_training(session, training, by=town.actors["chen"].id, at=now)
    seats = [seat for seat, _ in queries.enrolments_of(session, training.id)]
    _call(session, town, training, absent=(), at=now)
    phone = Phone("demo-phone-past", _hour(training, day, 14))
    tries = {seats[2].id: (SLOW, RIGHT), seats[-1].id: (SLOW, SLOW)}
    for seat in seats:
        _grade(session, town, training, phone, seat, tries=tries.get(seat.id, (RIGHT,)))
    for serial, seat in enumerate(seats):
        _sit(session, training, seat, wrong=serial % 5, at=_hour(training, day, 16))
    closed = _hour(training, day, 18)
    outcomes.close_out(session, training, by=town.actors["chen"].id, at=closed)
    session.flush()  # certificates are issued from what the close-out froze
    certificates.issue(session, training, by=town.actors["chen"].id, at=closed + timedelta(minutes=5))
    return training


def running(session: Session, town: Town, *, at: datetime) -> Training:
    """Today: the roll has been called, some are graded, one failed and waits for the retest, one has sat the exam."""
    day = local_date(at, town.issuer.zone)
    training = _planned(
        session, town, "today", "心肺复苏与AED第二期培训班", day, seats=dict.fromkeys(town.kindergartens, slice(5, 10))
    )
    service.open_training(session, training, by=town.actors["chen"].id, at=at)
    seats = [seat for seat, _ in queries.enrolments_of(session, training.id)]
    _call(session, town, training, absent={seats[-1].id}, at=at)
    phone = Phone("demo-phone-today", at)
    for seat, seconds in zip(seats, (RIGHT, RIGHT, SLOW), strict=False):
        _grade(session, town, training, phone, seat, tries=(seconds,))
    _sit(session, training, seats[0], wrong=3, at=at)
    return training


def planned(session: Session, town: Town, *, at: datetime) -> Training:
    """In three weeks: some are enrolled, it is not open yet."""
    day = local_date(at, town.issuer.zone) + timedelta(days=21)
    return _planned(
        session, town, "planned", "心肺复苏与AED第三期培训班", day, seats=dict.fromkeys(town.kindergartens, slice(0, 1))
    )


def _planned(
    session: Session, town: Town, which: str, title: str, day: date, *, seats: Mapping[str, slice]
) -> Training:
    """A training on that day for a slice of the staff of these kindergartens."""
    at = instant(datetime.combine(day - timedelta(days=10), BEGINS), town.issuer.zone)
    coordinator = town.actors["chen"].id
    training = service.plan(
        session,
        town.issuer,
        title=title,
        course_key=COURSE,
        scheme_key=SCHEME,
        place="清河县红十字会培训教室",
        starts_at=datetime.combine(day, BEGINS),
        lunch=60,
        capacity=30,
        instructor_ids=[town.actors["lin"].id, town.actors["he"].id],
        join_code=JOIN_CODES[which],
        by=coordinator,
        at=at,
    )
    session.flush()  # seats point at the training
    for place, those in seats.items():
        kindergarten = town.kindergartens[place]
        people = [person for _, person in staff_of(session, kindergarten.id)][those]
        service.enrol(session, training, kindergarten, people, by=coordinator, at=at)
        session.flush()  # the next number follows the last
    return training


def _hour(training: Training, day: date, hour: int) -> datetime:
    return instant(datetime.combine(day, time(hour)), training.zone)


def _call(session: Session, town: Town, training: Training, *, absent: Collection[UUID], at: datetime) -> None:
    seats = [seat.id for seat, _ in queries.enrolments_of(session, training.id)]
    said = {seat: seat not in absent for seat in seats}
    for one in queries.sessions_of(session, training.id):
        service.mark_attendance(session, training, one, said, by=town.actors["lin"].id, at=at)
    session.flush()  # who is present may sit the exam


def _grade(
    session: Session, town: Town, training: Training, phone: Phone, seat: Enrolment, *, tries: Sequence[float]
) -> None:
    """Every sheet of one trainee; `tries` are her seconds for 30 compressions, one an attempt."""
    for _, sheet in queries.sheets_of(session, training.id):
        timed = any(step.timed for step in sheet.steps)
        for attempt, seconds in enumerate(tries if timed else tries[-1:], start=1):
            marks = list(_attempt(phone, seat, sheet, attempt, seconds))
            practicals.take_in(session, town.actors["lin"], marks, device_id=phone.device, at=marks[-1].marked_at)
            session.flush()  # the next attempt builds on this one


def _attempt(phone: Phone, seat: Enrolment, sheet: SkillSheet, attempt: int, seconds: float) -> Iterator[SentMark]:
    if attempt > 1:
        yield phone.mark(seat, sheet.id, attempt, MarkKind.COACHED)
    for step in sheet.steps:
        kind, value = (MarkKind.SECONDS, seconds) if step.timed else (MarkKind.STEP, 1.0)
        yield phone.mark(seat, sheet.id, attempt, kind, step=step.id, value=value)
    yield phone.mark(seat, sheet.id, attempt, MarkKind.FINISH)


def _sit(session: Session, training: Training, seat: Enrolment, *, wrong: int, at: datetime) -> None:
    """She sits the exam and leaves the first `wrong` questions open."""
    sitting = starting.start(
        session, training, seat, seed=f"demo-{training.join_code}-{seat.number}", by=seat.person_id, at=at
    )
    session.flush()  # the paper is read back
    keys = sorted(papers.keys_of(session, sitting.id).items())
    chosen = [Choice(position, 1, tuple(key["right"])) for position, key in keys[wrong:]]
    later = at + timedelta(minutes=18)
    exams.save_answers(session, training, sitting, chosen, origin="browser", at=later)
    session.flush()  # what was answered is marked
    exams.hand_in(session, sitting, by=seat.person_id, at=later)
    session.flush()  # whether she passed is read back
