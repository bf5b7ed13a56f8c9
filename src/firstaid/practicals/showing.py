"""What each page shows, gathered from what is kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.institutions.asking import Actor
from firstaid.practicals import pages, queries, rules
from firstaid.practicals.desk import Desk
from firstaid.practicals.rules import AttemptVerdict, SheetStanding
from firstaid.practicals.service import Refused
from firstaid.trainings.access import may_run
from firstaid.trainings.models import Training, TrainingState
from firstaid.trainings.pages import Heading
from firstaid.trainings.queries import roster_of, sheets_of
from firstaid.web.refusals import words_of

Standings = dict[tuple[UUID, str], SheetStanding]


def queue(session: Session, actor: Actor, training: Training) -> pages.QueuePage:
    trainees = _trainees(session, actor, training)
    standings = queries.standing_of(session, training)
    sheets = [(sheet.id, sheet.title) for _, sheet in sheets_of(session, training.id)]
    queues = tuple(
        pages.Queue(
            key,
            title,
            sum(standings[one.enrolment_id, key].passed for one in trainees),
            _next(trainees, standings, key),
        )
        for key, title in sheets
    )
    rows = tuple(
        pages.Row(
            one,
            tuple(pages.Cell.of(key, title, standings[one.enrolment_id, key]) for key, title in sheets),
        )
        for one in trainees
    )
    return pages.QueuePage(Heading.of(training), queues, rows, _may_grade(session, actor, training), actor.id)


def _trainees(session: Session, actor: Actor, training: Training) -> list[pages.Trainee]:
    return [
        pages.Trainee(seat.id, seat.number, person.name, institution, herself=person.id == actor.id)
        for seat, person, institution in roster_of(session, training.id)
    ]


def _next(
    trainees: Sequence[pages.Trainee], standings: Standings, sheet_key: str, after: UUID | None = None
) -> pages.Trainee | None:
    """Whose turn it is at a sheet; who is looking does not grade herself."""
    others = {one.enrolment_id: one for one in trainees if not one.herself}
    states = {seat: standings[seat, sheet_key].state for seat in others}
    found = rules.next_in_line(list(others), states, after=after)
    return others[found] if found else None


def _may_grade(session: Session, actor: Actor, training: Training) -> bool:
    return training.state is TrainingState.OPEN and may_run(session, actor, training)


def sheet(session: Session, actor: Actor, desk: Desk, refused: Sequence[Refused] = ()) -> pages.SheetPage:
    training, key, standing = desk.seat.training, desk.locked.sheet.id, desk.standing
    trainees = _trainees(session, actor, training)
    at_hand = rules.attempt_at_hand(standing, desk.locked.sheet, desk.rule)
    finished = _finished(session, standing)
    me = next(one for one in trainees if one.enrolment_id == desk.seat.enrolment.id)
    verdict = finished.get(at_hand.number)
    return pages.SheetPage(
        heading=Heading.of(training),
        zone=training.zone,
        sheet_key=key,
        title=desk.locked.sheet.title,
        intro=desk.locked.sheet.intro,
        trainee=me,
        state=pages.Badge.of(standing.state),
        attempt=at_hand.number,
        attempts=desk.rule.attempts,
        blocks=_blocks(desk, at_hand),
        judged=sum(one.done is not None for one in at_hand.steps),
        steps=len(at_hand.steps),
        earlier=tuple(one for number, one in finished.items() if number != at_hand.number),
        verdict=verdict,
        may_grade=_may_grade(session, actor, training) and not me.herself,
        may_coach=standing.state is rules.SheetState.RETEST and verdict is not None,
        next=_next(trainees, queries.standing_of(session, training, sheet_key=key), key, after=me.enrolment_id),
        grader_id=actor.id,
        latest=max((int(mark.marked_at.timestamp() * 1000) for mark in desk.marks), default=0),
        refusals=tuple(words_of(one.refusal) for one in refused),
    )


def _finished(session: Session, standing: SheetStanding) -> dict[int, pages.AttemptShown]:
    """Attempt → what became of it, with the name of whoever finished it."""
    ended = [one for one in standing.attempts if one.finish]
    graders = {one.finish.graded_by for one in ended if one.finish}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(graders))).all())
    return {one.number: pages.AttemptShown.of(one, names[one.finish.graded_by]) for one in ended if one.finish}


def _blocks(desk: Desk, attempt: AttemptVerdict) -> tuple[pages.BlockShown, ...]:
    shown = {
        one.step.id: pages.StepShown.of(number, one, decides=rules.decides(one.step, desk.rule))
        for number, one in enumerate(attempt.steps, start=1)
    }
    return tuple(
        pages.BlockShown(block.title, tuple(shown[step.id] for step in block.steps))
        for block in desk.locked.sheet.blocks
    )
