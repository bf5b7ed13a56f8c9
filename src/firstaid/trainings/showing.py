"""What each page shows, gathered from what is kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.identity import masked_id, masked_phone
from firstaid.core.clock import instant, local_date
from firstaid.core.words import gettext
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Institution, Issuer, Role
from firstaid.institutions.queries import institutions_of, staff_of
from firstaid.trainings import access, pages, queries, rules
from firstaid.trainings.models import EnrolmentState, Training, TrainingSession, TrainingState
from firstaid.trainings.pages import Choice, Heading, ListedTraining, PlannedRow, Seat
from firstaid.trainings.qr import code_address, join_address
from firstaid.trainings.rules import Step

ON_A_PAGE = 30


def trainings(
    session: Session, actor: Actor, zone: str, *, words: str, state: str, number: int, at: datetime
) -> pages.ListPage:
    """Those to come or running with the next on top; those over, newest first, a page at a time."""
    seen = [one for one in access.trainings_for_staff(session, actor) if rules.is_looked_for(one, words, state)]
    ids = [training.id for training in seen]
    spans, taken = queries.spans(session, ids), queries.seats_taken(session, ids)
    rows, today = [], local_date(at, zone)
    for training in seen:
        begins, ends = spans.get(training.id, (None, None))
        over = training.state is TrainingState.CLOSED or (ends is not None and ends.date() < today)
        seats = taken.get(training.id, 0)
        row = ListedTraining(Heading.of(training), begins, training.place, seats, training.capacity)
        rows.append((over, row))
    upcoming = sorted((row for over, row in rows if not over), key=_begins)
    past = sorted((row for over, row in rows if over), key=_begins, reverse=True)
    shown = past[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    may_plan = Role.COORDINATOR in actor.roles
    states = (("", gettext("All")), *((one.value, gettext(word)) for one, word in pages.STATES.items()))
    return pages.ListPage(
        words=words,
        state=state,
        states=states,
        upcoming=tuple(upcoming) if number == 1 else (),
        past=tuple(shown),
        may_plan=may_plan,
        number=number,
        has_more=len(past) > number * ON_A_PAGE,
    )


def _begins(row: ListedTraining) -> tuple[datetime, str]:
    return row.begins or datetime.max, row.heading.title  # noqa: DTZ901 - wall-clock time, as planned


def planning(session: Session, issuer: Issuer, *, at: datetime) -> pages.PlanPage:
    offers = tuple(
        pages.OfferedCourse(
            f"{one.course.id}:{one.scheme.id}",
            one.course.title,
            one.course.about,
            one.scheme.title,
            one.course.minutes,
        )
        for one in queries.offers(session)
    )
    tomorrow = local_date(at, issuer.zone) + timedelta(days=1)
    return pages.PlanPage(offers, _instructors(session, issuer.id, set()), tomorrow.isoformat())


def details(session: Session, training: Training) -> pages.DetailsPage:
    chosen = {person.id for person in queries.instructors_of(session, training.id)}
    return pages.DetailsPage(
        Heading.of(training),
        training.place,
        training.capacity,
        queries.seats_taken(session, [training.id]).get(training.id, 0),
        _instructors(session, training.issuer_id, chosen),
    )


def _instructors(session: Session, issuer_id: UUID, chosen: set[UUID]) -> tuple[Choice, ...]:
    people = queries.who_may_instruct(session, issuer_id)
    return tuple(Choice(person.id, person.name, person.id in chosen) for person in people)


def sessions(session: Session, training: Training) -> pages.SessionsPage:
    planned = sorted(queries.sessions_of(session, training.id), key=lambda one: one.starts_at)
    laid = [rules.Laid(one.kind, one.title, one.starts_at, one.minutes) for one in planned]
    test_first = rules.early_test(laid) is not None
    return pages.SessionsPage(Heading.of(training), tuple(map(PlannedRow.of, planned)), test_first)


def _planned(session: Session, training: Training) -> tuple[PlannedRow, ...]:
    rows = map(PlannedRow.of, queries.sessions_of(session, training.id))
    return tuple(sorted(rows, key=lambda row: row.starts_at))


def training(session: Session, actor: Actor, one: Training, *, at: datetime) -> pages.TrainingPage:
    course, scheme = queries.course_taught(session, one), queries.scheme_of(session, one)
    people = queries.enrolments_of(session, one.id)
    instructors = queries.instructors_of(session, one.id)
    standings = queries.standings_of(session, [one])[one.id]
    ratios = rules.ratios(len(people), len(instructors), scheme.ratios)
    next_step = rules.next_step(one.state, enrolled=len(people), sessions=standings, at=at)
    sessions = _planned(session, one)
    may_change = Role.COORDINATOR in actor.roles
    runs = access.may_run(session, actor, one)
    return pages.TrainingPage(
        heading=Heading.of(one),
        course=course.title,
        scheme=scheme.title,
        scheme_is_example=scheme.example,
        place=one.place,
        sessions=sessions,
        called=frozenset(standing.id for standing in standings if standing.called),
        instructors=tuple(person.name for person in instructors),
        taken=len(people),
        capacity=one.capacity,
        joined=sum(seat.joined_at is not None for seat, _ in people),
        instructors_needed=ratios.instructors_needed,
        manikins_needed=ratios.manikins_needed,
        too_few_instructors=ratios.too_few_instructors,
        stages=_stages(one, next_step, len(people), standings, closed_to=_closed_to(actor, runs=runs)),
        next=_next_act(one, next_step, sessions, may_change=may_change, runs=runs),
        join_code=one.join_code,
        join_address=join_address(one.join_code),
        opened_at=one.opened_at,
        zone=one.zone,
        may_change=may_change and one.state is not TrainingState.CLOSED,
        reads_enrolments=_reads_enrolments(actor),
    )


def _reads_enrolments(actor: Actor) -> bool:
    return not actor.roles.isdisjoint({Role.COORDINATOR, Role.AUDITOR})


def _stages(
    one: Training,
    next_step: rules.NextStep,
    enrolled: int,
    standings: list[rules.SessionStanding],
    *,
    closed_to: frozenset[Step],
) -> tuple[pages.Stage, ...]:
    all_called = bool(standings) and all(standing.called for standing in standings)
    stages = []
    for step in Step:
        done = rules.is_done(step, one.state, enrolled=enrolled, all_called=all_called)
        place = "now" if step is next_step.step else "done" if done else "ahead"
        href = "" if step in closed_to else _address(one, step, next_step.session_id or _first(standings))
        stages.append(pages.Stage.of(step, place, href, closed=one.state is TrainingState.CLOSED))
    return tuple(stages)


def _closed_to(actor: Actor, *, runs: bool) -> frozenset[Step]:
    """The steps whose pages are not hers to open."""
    if not runs:
        return frozenset(Step)
    return frozenset() if _reads_enrolments(actor) else frozenset({Step.ENROL})


def _first(standings: list[rules.SessionStanding]) -> UUID | None:
    return standings[0].id if standings else None


def _address(one: Training, step: Step, session_id: UUID | None) -> str:
    """Where a step is done; nowhere while it cannot be."""
    at = f"/trainings/{one.id}"
    planned, closed = one.state is TrainingState.PLANNED, one.state is TrainingState.CLOSED
    addresses = {
        Step.ENROL: f"{at}/enrolments",
        Step.ROLL_CALL: f"{at}/attendance/{session_id}" if session_id else "",
        Step.GRADING: f"{at}/class-file" if closed else f"{at}/grading",
        Step.EXAM: f"{at}/class-file" if closed else f"{at}/exam",
        Step.READINESS: f"{at}/readiness",
        Step.CERTIFICATES: f"{at}/certificates" if closed else "",
    }
    return "" if planned and step is not Step.ENROL else addresses.get(step, "")


def _next_act(
    one: Training,
    next_step: rules.NextStep,
    sessions: Iterable[PlannedRow],
    *,
    may_change: bool,
    runs: bool,
) -> pages.NextAct | None:
    """What she herself can do next; planning and opening are the coordinator's."""
    hers = may_change if next_step.step in {Step.ENROL, Step.OPEN, Step.CERTIFICATES} else runs
    if not hers:
        return None
    row = next((row for row in sessions if row.id == next_step.session_id), None)
    address = _address(one, next_step.step, next_step.session_id)
    words = gettext(pages.STEPS[next_step.step])
    return pages.NextAct(words, address, row.title, row.starts_at) if row else pages.NextAct(words, address)


def wall(one: Training) -> pages.WallPage:
    rules.must_not_be_closed(one)
    return pages.WallPage(Heading.of(one), one.join_code, code_address())


def enrolments(
    session: Session, actor: Actor, one: Training, institution: Institution | None, *, words: str
) -> pages.EnrolmentsPage:
    seats = queries.every_seat(session, one.id)
    numbers = {who: seat.number for who, seat in seats.items() if seat.state is EnrolmentState.ENROLLED}
    staff = staff_of(session, institution.id) if institution else []
    return pages.EnrolmentsPage(
        heading=Heading.of(one),
        capacity=one.capacity,
        taken=len(numbers),
        words=words,
        seats=tuple(
            seat for seat in _seats(session, one) if rules.has_words(words, seat.name, seat.institution, seat.phone)
        ),
        institutions=tuple(Choice(i.id, i.name) for i in institutions_of(session, one.issuer_id)),
        chosen=Choice(institution.id, institution.name) if institution else None,
        staff=tuple(
            pages.StaffMember(person.id, person.name, employment.position, numbers.get(person.id))
            for employment, person in staff
        ),
        may_change=Role.COORDINATOR in actor.roles and one.state is not TrainingState.CLOSED,
    )


def _seats(session: Session, one: Training) -> tuple[Seat, ...]:
    return tuple(
        Seat(
            seat.id,
            seat.number,
            person.name,
            institution,
            joined=seat.joined_at is not None,
            phone=masked_phone(person.phone),
            resident_id=masked_id(person.id_last4),
        )
        for seat, person, institution in queries.roster_of(session, one.id)
    )


def roster(session: Session, one: Training) -> pages.RosterPage:
    sessions = _planned(session, one)
    halves = rules.half_days(row.starts_at for row in sessions)
    return pages.RosterPage(
        heading=Heading.of(one),
        course=queries.course_taught(session, one).title,
        place=one.place,
        instructors=tuple(person.name for person in queries.instructors_of(session, one.id)),
        sessions=sessions,
        signatures=tuple((day, gettext(pages.HALVES[half])) for day, half in halves),
        seats=_seats(session, one),
        join_code=one.join_code,
        join_address=join_address(one.join_code),
    )


def address_of_roll(session: Session, one: Training, *, at: datetime) -> str:
    now = rules.session_of_now(queries.standings_of(session, [one])[one.id], at)
    return f"/trainings/{one.id}/attendance/{now.id}" if now else f"/trainings/{one.id}"


def roll(session: Session, actor: Actor, one: Training, called: TrainingSession, *, at: datetime) -> pages.RollCallPage:
    words = queries.last_words(session, called.id)
    people = []
    for seat, person, institution in queries.roster_of(session, one.id):
        word = words.get(seat.id)
        people.append(
            pages.CalledPerson(
                seat.id,
                seat.number,
                person.name,
                institution,
                present=word.present if word else None,
                said_by=word.said_by if word else "",
                said_at=word.said_at if word else None,
                phone=masked_phone(person.phone),
            )
        )
    return pages.RollCallPage(
        heading=Heading.of(one),
        zone=one.zone,
        session=PlannedRow.of(called),
        sessions=_planned(session, one),
        people=tuple(people),
        present=sum(person.present is True for person in people),
        absent=sum(person.present is False for person in people),
        may_call=one.state is TrainingState.OPEN and access.may_run(session, actor, one),
        is_early=not words and rules.is_early(instant(called.starts_at, one.zone), at),
    )
