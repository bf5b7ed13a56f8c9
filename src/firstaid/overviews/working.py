"""What waits for those who run trainings: the coordinator's list, and the instructor's days."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from firstaid.core.clock import instant
from firstaid.core.words import gettext
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Role
from firstaid.overviews import pages, queries, rules
from firstaid.overviews.pages import Act, Teaching, Waiting
from firstaid.overviews.rules import Begin, Need, Run
from firstaid.trainings import queries as trainings
from firstaid.trainings.access import trainings_for_staff
from firstaid.trainings.models import Training, TrainingSession, TrainingState
from firstaid.trainings.pages import STEPS, Heading, PlannedRow, Stage
from firstaid.trainings.rules import NextStep, SessionStanding, Step, next_step
from firstaid.web.pictures.bars import bars

Spans = Mapping[UUID, tuple[datetime, datetime]]
Placed = tuple[tuple[int, date], Waiting]
"""Something that waits, and how pressing it is."""
ICONS = {Step.ROLL_CALL: "list", Step.GRADING: "check", Step.EXAM: "pencil", Step.READINESS: "award"}
MOST = 8
"""So many institutions are named at home; the list of certificates has them all."""
DAY = (Step.ROLL_CALL, Step.GRADING, Step.EXAM)
"""What an instructor does on the day, in this order."""


def coordinating(session: Session, actor: Actor, zone: str, *, today: date, at: datetime) -> pages.Coordinating:
    """Everything that waits for something, the most pressing first; and what is good to know beside it."""
    waiting = [*_trainings(session, actor, today=today, at=at), *_lists(session, actor)]
    begun = queries.begun(session, actor.issuer_id)
    soon = queries.running_out(session, actor.issuer_id, today)
    return pages.Coordinating(
        waiting=tuple(row for _, row in sorted(waiting, key=lambda placed: placed[0])),
        beginnings=() if begun[Begin.TRAINING] else _beginnings(begun),
        running_out=tuple(soon[:MOST]),
        picture=bars((one.institution, one.people) for one in soon[:MOST]),
        issued=tuple(queries.issued_lately(session, actor.issuer_id)),
        zone=zone,
    )


def _beginnings(begun: Mapping[Begin, bool]) -> tuple[Stage, ...]:
    places = rules.beginnings(begun)
    return tuple(Stage(gettext(words), places[step], href) for step, (words, href) in pages.BEGINNINGS.items())


def _trainings(session: Session, actor: Actor, *, today: date, at: datetime) -> Iterator[Placed]:
    seen = trainings_for_staff(session, as_only(actor, Role.COORDINATOR))
    spans = trainings.spans(session, [one.id for one in seen])
    to_issue = queries.still_to_issue(session, [one.id for one in seen if one.state is TrainingState.CLOSED])
    running = [one for one in seen if one.state is TrainingState.OPEN]
    sessions = trainings.sessions_by_training(session, [one.id for one in running])
    runs = {one.id: _run(one, spans, sessions.get(one.id, []), to_issue.get(one.id, 0), at) for one in seen}
    needs = {one.id: rules.need_of(runs[one.id], today) for one in seen}
    under_way = [one for one in running if needs[one.id] is Need.RUN]
    standings = trainings.standings_of(session, under_way)
    for one in seen:
        need, run = needs[one.id], runs[one.id]
        if need is not None:
            step = next_step(one.state, enrolled=1, sessions=standings.get(one.id, []), at=at)
            placed = list(Need).index(need), run.first_day or date.max
            yield placed, _waiting(one, spans, need, run, _act(one, need, step))


def _lists(session: Session, actor: Actor) -> Iterator[Placed]:
    for one in queries.lists_to_confirm(session, actor.issuer_id):
        href = f"/institutions/{one.institution_id}/staff-lists/{one.upload_id}"
        words, act = gettext(pages.NEEDS[Need.CONFIRM]), Act(gettext(pages.ACTS[Need.CONFIRM]), href)
        row = Waiting(one.institution, words, pages.KINDS[Need.CONFIRM], act)
        yield (list(Need).index(Need.CONFIRM), one.sent_at.date()), row


def as_only(actor: Actor, role: Role) -> Actor:
    """The same person in one of her roles alone."""
    return Actor(actor.person, tuple(grant for grant in actor.grants if grant.role is role))


def _run(one: Training, spans: Spans, sessions: Iterable[TrainingSession], to_issue: int, at: datetime) -> Run:
    ends = [ends_of(one, each) for each in sessions]
    return run_of(one, spans, over=bool(ends) and max(ends) <= at, to_issue=to_issue)


def run_of(one: Training, spans: Spans, *, over: bool = False, to_issue: int = 0) -> Run:
    """A training's days and state."""
    first, last = spans.get(one.id, (None, None))
    return Run(one.state, first.date() if first else None, last.date() if last else None, over, to_issue)


def _waiting(one: Training, spans: Spans, need: Need, run: Run, act: Act) -> Waiting:
    return Waiting(
        title=one.title,
        words=gettext(pages.NEEDS[need], people=run.to_issue),
        kind=pages.KINDS[need],
        act=act,
        begins=spans[one.id][0] if one.id in spans else None,
        place=one.place,
    )


def _act(one: Training, need: Need, step: NextStep) -> Act:
    """What is pressed about it; while it runs, whatever the day has come to."""
    at = f"/trainings/{one.id}"
    if need is Need.RUN:
        return _step(one, step.step, step.session_id)
    where = {Need.CLOSE: "/readiness", Need.ISSUE: "/certificates", Need.MOVE: "/sessions"}
    return Act(gettext(pages.ACTS[need]), f"{at}{where.get(need, '')}")


def _step(one: Training, step: Step, session_id: UUID | None = None) -> Act:
    """Without a session, the roll is that of the one that runs."""
    at = f"/trainings/{one.id}"
    hrefs = {
        Step.ROLL_CALL: f"{at}/attendance/{session_id}" if session_id else f"{at}/attendance",
        Step.GRADING: f"{at}/grading",
        Step.EXAM: f"{at}/exam",
        Step.READINESS: f"{at}/readiness",
    }
    return Act(gettext(STEPS[step]), hrefs[step], ICONS[step])


def teaching(session: Session, actor: Actor, *, today: date, at: datetime) -> tuple[Teaching, ...]:
    """The trainings she teaches that are not over for her, today's first."""
    seen = trainings_for_staff(session, as_only(actor, Role.INSTRUCTOR))
    spans = trainings.spans(session, [one.id for one in seen])
    ahead = [one for one in seen if rules.is_ahead(run_of(one, spans), today)]
    standings = trainings.standings_of(session, [one for one in ahead if one.state is TrainingState.OPEN])
    taken = trainings.seats_taken(session, [one.id for one in ahead])
    planned = trainings.sessions_by_training(session, [one.id for one in ahead])
    rows = []
    for one in ahead:
        run, coming = run_of(one, spans), coming_in(one, planned.get(one.id, []), at)
        due, acts = _day(one, standings.get(one.id, []), at)
        rows.append(
            Teaching(
                heading=Heading.of(one),
                begins=spans[one.id][0] if one.id in spans else None,
                place=one.place,
                when="today" if run.is_on(today) else "over" if run.is_past(today) else "ahead",
                trainees=taken.get(one.id, 0),
                coming=PlannedRow.of(coming) if coming else None,
                due=due,
                acts=acts,
            )
        )
    return tuple(sorted(rows, key=_order))


def _order(row: Teaching) -> tuple[bool, bool, datetime]:
    return (row.when != "today", row.when != "over", row.begins or datetime.max)  # noqa: DTZ901 - wall clock, as planned


def coming_in(training: Training, planned: Iterable[TrainingSession], at: datetime) -> TrainingSession | None:
    """The session that is on or comes next, else the last."""
    days = sorted(planned, key=lambda one: one.starts_at)
    return next((one for one in days if ends_of(training, one) > at), days[-1] if days else None)


def ends_of(training: Training, one: TrainingSession) -> datetime:
    return instant(one.starts_at + timedelta(minutes=one.minutes), training.zone)


def _day(one: Training, sessions: list[SessionStanding], at: datetime) -> tuple[Act | None, tuple[Act, ...]]:
    """What is due now, and everything the day asks for in its order, with it; nothing while it is not open."""
    called = rules.to_call(sessions)
    if one.state is not TrainingState.OPEN or called is None:
        return None, ()
    now = next_step(one.state, enrolled=1, sessions=sessions, at=at)
    due = _step(one, now.step, now.session_id)
    acts = tuple(due if step is now.step else _step(one, step) for step in DAY)
    return due, acts if due in acts else (*acts, due)
