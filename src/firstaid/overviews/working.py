"""What waits for those who run trainings: the coordinator's list, and the instructor's days."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from firstaid.core.clock import instant
from firstaid.core.words import gettext
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Role
from firstaid.overviews import queries, rules
from firstaid.overviews.pages import KINDS, NEEDS, Teaching, Waiting
from firstaid.overviews.rules import Need, Run
from firstaid.trainings import queries as trainings
from firstaid.trainings.access import trainings_for_staff
from firstaid.trainings.models import Training, TrainingSession, TrainingState
from firstaid.trainings.pages import Heading
from firstaid.trainings.rules import SessionStanding

Spans = Mapping[UUID, tuple[datetime, datetime]]


def waiting(session: Session, actor: Actor, *, today: date, at: datetime) -> tuple[Waiting, ...]:
    """Every training that waits for something, the most pressing first."""
    seen = trainings_for_staff(session, _as(actor, Role.COORDINATOR))
    spans = trainings.spans(session, [one.id for one in seen])
    closed = [one.id for one in seen if one.state is TrainingState.CLOSED]
    to_issue = queries.still_to_issue(session, closed)
    running = [one.id for one in seen if one.state is TrainingState.OPEN]
    sessions = trainings.sessions_by_training(session, running)
    found = []
    for one in seen:
        run = _run(one, spans, sessions.get(one.id, []), to_issue.get(one.id, 0), at)
        need = rules.need_of(run, today)
        if need is not None:
            found.append((list(Need).index(need), run.first_day or date.max, _waiting(one, spans, need, run)))
    return tuple(row for _, _, row in sorted(found, key=lambda each: each[:2]))


def _as(actor: Actor, role: Role) -> Actor:
    """The same person in one of her roles alone."""
    return Actor(actor.person, tuple(grant for grant in actor.grants if grant.role is role))


def _run(one: Training, spans: Spans, sessions: Iterable[TrainingSession], to_issue: int, at: datetime) -> Run:
    first, last = spans.get(one.id, (None, None))
    ends = [instant(each.starts_at + timedelta(minutes=each.minutes), one.zone) for each in sessions]
    return Run(
        state=one.state,
        first_day=first.date() if first else None,
        last_day=last.date() if last else None,
        over=bool(ends) and max(ends) <= at,
        to_issue=to_issue,
    )


def _waiting(one: Training, spans: Spans, need: Need, run: Run) -> Waiting:
    at = f"/trainings/{one.id}"
    return Waiting(
        heading=Heading.of(one),
        begins=spans[one.id][0] if one.id in spans else None,
        place=one.place,
        words=gettext(NEEDS[need], people=run.to_issue),
        kind=KINDS[need],
        href=f"{at}/readiness" if need in {Need.CLOSE, Need.ISSUE} else at,
    )


def teaching(session: Session, actor: Actor, *, today: date) -> tuple[Teaching, ...]:
    """The trainings she teaches that are not over for her, today's first."""
    seen = trainings_for_staff(session, _as(actor, Role.INSTRUCTOR))
    spans = trainings.spans(session, [one.id for one in seen])
    standings = trainings.standings_of(session, [one for one in seen if one.state is TrainingState.OPEN])
    rows = []
    for one in seen:
        first, last = spans.get(one.id, (None, None))
        days = (first.date(), last.date()) if first and last else None
        if rules.is_ahead(Run(one.state, *(days or ())), today):
            on = days is not None and days[0] <= today <= days[1]
            rows.append(_taught(one, first, rules.to_call(standings.get(one.id, [])), on=on))
    return tuple(sorted(rows, key=_order))


def _order(row: Teaching) -> tuple[bool, datetime]:
    return (not row.today, row.begins or datetime.max)  # noqa: DTZ901 - wall-clock time, as planned


def _taught(one: Training, begins: datetime | None, called: SessionStanding | None, *, on: bool) -> Teaching:
    at = f"/trainings/{one.id}"
    if one.state is not TrainingState.OPEN:
        return Teaching(Heading.of(one), begins, one.place, on)
    roll_call = f"{at}/attendance/{called.id}" if called else ""
    return Teaching(Heading.of(one), begins, one.place, on, roll_call, f"{at}/grading", f"{at}/exam")
