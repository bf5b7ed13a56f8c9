from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete

from firstaid.accounts.models import Person
from firstaid.core.clock import local_date
from firstaid.core.versions import current_version
from firstaid.courses.files import PlannedSession, course_of
from firstaid.courses.models import SkillSheetVersion
from firstaid.institutions.models import Institution, Issuer
from firstaid.ledger import service as ledger
from firstaid.trainings import queries, rules
from firstaid.trainings.errors import (
    NotAnInstructor,
    NotOffered,
    PlanHasChanged,
)
from firstaid.trainings.models import (
    Attendance,
    Enrolment,
    EnrolmentState,
    SessionKind,
    Training,
    TrainingInstructor,
    TrainingSession,
    TrainingSheet,
    TrainingState,
)
from firstaid.trainings.rules import Laid


def plan(
    session: Session,
    issuer: Issuer,
    *,
    title: str,
    course_key: str,
    scheme_key: str,
    place: str,
    starts_at: datetime,
    lunch: int,
    capacity: int,
    instructor_ids: Iterable[UUID],
    join_code: str,
    by: UUID,
    at: datetime,
    afterwards: bool = False,
) -> Training:
    """Plan a training with the course's sessions laid out; raises `NotOffered`, `NotAnInstructor` or `DayHasPassed`."""
    rules.must_be_ahead(starts_at.date(), local_date(at, issuer.zone), afterwards=afterwards)
    offered = queries.current_offer(session, course_key, scheme_key)
    if offered is None:
        raise NotOffered
    training = Training(
        issuer_id=issuer.id,
        title=title,
        course_key=course_key,
        scheme_key=scheme_key,
        place=place,
        zone=issuer.zone,
        capacity=capacity,
        join_code=join_code,
        created_at=at,
    )
    session.add(training)
    session.flush()  # sessions and instructors point at the training
    _lay_out(session, training, course_of(offered[0]).sessions, starts_at, lunch=lunch)
    _name_instructors(session, training, set(instructor_ids))
    _record(session, training, "trainings.planned", by, at)
    return training


def _lay_out(
    session: Session, training: Training, planned: Sequence[PlannedSession], starts_at: datetime, *, lunch: int
) -> None:
    starts = rules.lay_out(starts_at, [one.minutes for one in planned], lunch=lunch)
    for position, (one, start) in enumerate(zip(planned, starts, strict=True)):
        session.add(
            TrainingSession(
                training_id=training.id,
                position=position,
                kind=SessionKind(one.kind),
                title=one.title,
                starts_at=start,
                minutes=one.minutes,
            )
        )


def change(
    session: Session,
    training: Training,
    *,
    title: str,
    place: str,
    capacity: int,
    instructor_ids: Iterable[UUID],
    by: UUID,
    at: datetime,
) -> None:
    """Change what opening does not lock; raises `SeatsAreTaken`, `NotAnInstructor` or `TrainingClosed`."""
    rules.must_not_be_closed(training)
    rules.must_seat(capacity, taken=_taken(session, training))
    training.title, training.place, training.capacity = title, place, capacity
    session.add(training)
    _name_instructors(session, training, set(instructor_ids))
    _record(session, training, "trainings.changed", by, at, capacity=capacity)


def _name_instructors(session: Session, training: Training, chosen: Collection[UUID]) -> None:
    """Those who teach from now on; somebody who taught already stays eligible if she is chosen again."""
    before = {person.id for person in queries.instructors_of(session, training.id)}
    eligible = {person.id for person in queries.who_may_instruct(session, training.issuer_id)}
    if not eligible | before >= set(chosen):
        raise NotAnInstructor
    gone = before.difference(chosen)
    session.exec(
        delete(TrainingInstructor).where(
            col(TrainingInstructor.training_id) == training.id, col(TrainingInstructor.person_id).in_(gone)
        )
    )
    session.add_all(
        TrainingInstructor(training_id=training.id, person_id=new) for new in set(chosen).difference(before)
    )


def move_sessions(
    session: Session,
    training: Training,
    times: Mapping[UUID, tuple[datetime, int]],
    *,
    by: UUID,
    at: datetime,
    test_first: bool = False,
) -> None:
    """Give every session its day, time and minutes; raises `PlanHasChanged` unless it is sent for all.

    Raises `SessionsOverlap`; and `ExamTooSoon`, unless a test before its lessons is meant.
    """
    rules.must_not_be_closed(training)
    planned = queries.sessions_of(session, training.id)
    if {one.id for one in planned} != set(times):
        raise PlanHasChanged
    rules.must_follow_each_other((Laid(one.kind, one.title, *times[one.id]) for one in planned), meant=test_first)
    for one in planned:
        one.starts_at, one.minutes = times[one.id]
        session.add(one)
    _record(session, training, "trainings.sessions_moved", by, at)


def enrol(
    session: Session,
    training: Training,
    institution: Institution,
    people: Sequence[Person],
    *,
    by: UUID,
    at: datetime,
) -> int:
    """Seat those who have no seat yet, all or none of them; how many. Raises `NoSeatLeft`.

    Whoever loads the training to write locks its row, so two at once are counted one after the other.
    Somebody who comes back takes her old number again.
    """
    rules.must_not_be_closed(training)
    seats = queries.every_seat(session, training.id)
    seated = {who for who, seat in seats.items() if seat.state is EnrolmentState.ENROLLED}
    coming = [person for person in people if person.id not in seated]
    rules.must_have_room(training.capacity, taken=len(seated), wanted=len(coming))
    for person in coming:
        seat = seats.get(person.id) or _new_seat(training, institution, person, seats.values(), at)
        seat.state, seat.institution_id = EnrolmentState.ENROLLED, institution.id
        seats[person.id] = seat
        session.add(seat)
        _record(session, training, "trainings.enrolled", by, at, enrolment=str(seat.id), number=seat.number)
    return len(coming)


def _new_seat(
    training: Training, institution: Institution, person: Person, seats: Iterable[Enrolment], at: datetime
) -> Enrolment:
    return Enrolment(
        training_id=training.id,
        person_id=person.id,
        institution_id=institution.id,
        number=rules.next_number([seat.number for seat in seats]),
        enrolled_at=at,
    )


def withdraw(session: Session, training: Training, seat: Enrolment, *, by: UUID, at: datetime) -> None:
    """Give the seat up; its number stays hers. Twice is once."""
    rules.must_not_be_closed(training)
    if seat.state is EnrolmentState.WITHDRAWN:
        return
    seat.state = EnrolmentState.WITHDRAWN
    session.add(seat)
    _record(session, training, "trainings.withdrawn", by, at, enrolment=str(seat.id), number=seat.number)


def open_training(session: Session, training: Training, *, by: UUID, at: datetime) -> None:
    """Lock the versions it runs by, and open it. Opening twice is one opening; raises a `NotReadyToOpen`."""
    rules.must_not_be_closed(training)
    if training.state is TrainingState.OPEN:
        return
    rules.must_be_ready_to_open(
        sessions=len(queries.sessions_of(session, training.id)),
        instructors=len(queries.instructors_of(session, training.id)),
        enrolled=_taken(session, training),
    )
    offered = queries.current_offer(session, training.course_key, training.scheme_key)
    if offered is None:
        raise NotOffered
    course, scheme = offered
    training.course_version_id, training.scheme_version_id = course.id, scheme.id
    for position, key in enumerate(course_of(course).sheets):
        _lock_sheet(session, training, key, position)
    training.state, training.opened_at = TrainingState.OPEN, at
    session.add(training)
    _record(session, training, "trainings.opened", by, at, course=course.digest, scheme=scheme.digest)


def _lock_sheet(session: Session, training: Training, key: str, position: int) -> None:
    sheet = current_version(session, SkillSheetVersion, key)
    if sheet is None:
        raise NotOffered
    session.add(TrainingSheet(training_id=training.id, sheet_key=key, position=position, sheet_version_id=sheet.id))


def mark_attendance(
    session: Session,
    training: Training,
    one: TrainingSession,
    said: Mapping[UUID, bool],
    *,
    by: UUID,
    at: datetime,
) -> int:
    """Write down who is present at a session, by enrolment; how many words were news.

    Raises `TrainingNotOpen`, `NotInThisRoom` or `CallsHerself`.
    """
    rules.must_be_open(training)
    people = {seat.id: seat.person_id for seat, _ in queries.enrolments_of(session, training.id)}
    rules.must_call_others(said, people, by)
    attendance = queries.attendance_at(session, [one.id])
    stands = {enrolment: present for (enrolment, _), present in attendance.items()}
    news = rules.new_words(said, stands)
    session.add_all(
        Attendance(session_id=one.id, enrolment_id=enrolment, present=present, said_by=by, said_at=at)
        for enrolment, present in news.items()
    )
    if news:
        here, one_id = sum(news.values()), str(one.id)
        away = len(news) - here
        _record(session, training, "trainings.roll_called", by, at, of_session=one_id, present=here, absent=away)
    return len(news)


def call_rest_present(session: Session, training: Training, one: TrainingSession, *, by: UUID, at: datetime) -> int:
    """Everybody else of whom nothing was said at this session is present; how many those were."""
    heard = {enrolment for enrolment, _ in queries.attendance_at(session, [one.id])}
    seats = [seat for seat, _ in queries.enrolments_of(session, training.id)]
    rest = [seat.id for seat in seats if seat.id not in heard and seat.person_id != by]
    return mark_attendance(session, training, one, dict.fromkeys(rest, True), by=by, at=at)


def freeze(session: Session, training: Training) -> None:
    """Close the record; whoever closes it out writes the ledger. Raises `TrainingNotOpen`."""
    rules.must_be_open(training)
    training.state = TrainingState.CLOSED
    session.add(training)


def thaw(session: Session, training: Training) -> None:
    """Open a closed record again; one that is not closed stays as it is."""
    if training.state is TrainingState.CLOSED:
        training.state = TrainingState.OPEN
        session.add(training)


def _taken(session: Session, training: Training) -> int:
    return queries.seats_taken(session, [training.id]).get(training.id, 0)


def _record(session: Session, training: Training, action: str, by: UUID, at: datetime, **facts: str | int) -> None:
    ledger.record(session, actor_id=by, action=action, subject=f"training:{training.id}", at=at, **facts)
