"""What each page shows, gathered from what is kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.core.words import pick
from firstaid.courses.files import SkillSheet
from firstaid.institutions.asking import Actor
from firstaid.practicals import pages, queries, rules
from firstaid.practicals.access import LockedSheet
from firstaid.practicals.desk import Desk
from firstaid.practicals.rules import AttemptVerdict, SheetStanding
from firstaid.practicals.service import Refused
from firstaid.schemes.files import PracticalRule
from firstaid.trainings.access import may_run
from firstaid.trainings.models import Training, TrainingState
from firstaid.trainings.pages import Heading
from firstaid.trainings.queries import roster_of, scheme_of, sheets_of
from firstaid.web.refusals import words_of

Standings = dict[tuple[UUID, str], SheetStanding]
EDITION_LENGTH = 8


def queue(session: Session, actor: Actor, training: Training, *, only: str = "") -> pages.QueuePage:
    """Everybody at every sheet, or at `only` one; a sheet that is not graded here means all of them."""
    trainees = _trainees(session, actor, training)
    standings = queries.standing_of(session, training)
    titles = {sheet.id: sheet.title for _, sheet in sheets_of(session, training.id)}
    chosen = only if only in titles else ""
    sheets = [(key, title) for key, title in titles.items() if chosen in {"", key}]
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
    return pages.QueuePage(
        heading=Heading.of(training),
        sheets=tuple((key, pick(title)) for key, title in titles.items()),
        chosen=chosen,
        queues=queues,
        rows=rows,
        may_grade=_may_grade(session, actor, training),
        grader_id=actor.id,
    )


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
        blocks=_blocks(desk.locked.sheet, desk.rule, at_hand),
        judged=sum(one.done is not None for one in at_hand.steps),
        steps=len(at_hand.steps),
        earlier=tuple(one for number, one in finished.items() if number != at_hand.number),
        verdict=verdict,
        may_grade=_may_grade(session, actor, training) and not me.herself,
        may_coach=standing.state is rules.SheetState.RETEST and verdict is not None,
        next=_next(trainees, queries.standing_of(session, training, sheet_key=key), key, after=me.enrolment_id),
        other=_other(session, training, me.enrolment_id, key),
        grader_id=actor.id,
        latest=max((int(mark.marked_at.timestamp() * 1000) for mark in desk.marks), default=0),
        undo=tuple(rules.to_undo(desk.marks, at_hand.number, by=actor.id)),
        refusals=tuple(words_of(one.refusal) for one in refused),
    )


def _other(session: Session, training: Training, seat: UUID, sheet_key: str) -> pages.OtherSheet | None:
    """What she can go on with when this sheet is passed, so that she need not be called again."""
    standings = queries.standing_of(session, training, seat=seat)
    ended = {rules.SheetState.PASSED, rules.SheetState.FAILED}
    sheets = [sheet for _, sheet in sheets_of(session, training.id) if sheet.id != sheet_key]
    open_ones = (sheet for sheet in sheets if standings[seat, sheet.id].state not in ended)
    found = next(open_ones, None)
    return pages.OtherSheet(found.id, found.title) if found else None


def _finished(session: Session, standing: SheetStanding) -> dict[int, pages.AttemptShown]:
    """Attempt → what became of it, with the name of whoever finished it."""
    ended = [one for one in standing.attempts if one.finish]
    graders = {one.finish.graded_by for one in ended if one.finish}
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(graders))).all())
    return {one.number: pages.AttemptShown.of(one, names[one.finish.graded_by]) for one in ended if one.finish}


def _blocks(sheet: SkillSheet, rule: PracticalRule, attempt: AttemptVerdict) -> tuple[pages.BlockShown, ...]:
    shown = {
        one.step.id: pages.StepShown.of(number, one, decides=rules.decides(one.step, rule))
        for number, one in enumerate(attempt.steps, start=1)
    }
    return tuple(pages.BlockShown(block.title, tuple(shown[step.id] for step in block.steps)) for block in sheet.blocks)


def blank_sheets(session: Session, actor: Actor, training: Training, locked: LockedSheet) -> pages.PrintPage:
    """A sheet to grade by hand for everybody of the class, where no phone is at hand."""
    rule = scheme_of(session, training).practical
    blank = _blocks(locked.sheet, rule, rules.verdict(1, (), locked.sheet, rule))
    papers = [pages.Paper(one, None, blank) for one in _trainees(session, actor, training)]
    return _printed(training, locked, rule, papers)


def record(session: Session, actor: Actor, desk: Desk) -> pages.PrintPage:
    """Every attempt of one trainee at one sheet, as it was graded; a blank sheet where there was none."""
    training, standing, sheet = desk.seat.training, desk.standing, desk.locked.sheet
    me = next(one for one in _trainees(session, actor, training) if one.enrolment_id == desk.seat.enrolment.id)
    finished = _finished(session, standing)
    papers = [
        pages.Paper(me, one.number, _blocks(sheet, desk.rule, one), finished.get(one.number))
        for one in standing.attempts
    ]
    blank = pages.Paper(me, None, _blocks(sheet, desk.rule, rules.verdict(1, (), sheet, desk.rule)))
    return _printed(training, desk.locked, desk.rule, papers or [blank])


def _printed(
    training: Training, locked: LockedSheet, rule: PracticalRule, papers: Sequence[pages.Paper]
) -> pages.PrintPage:
    sheet = locked.sheet
    return pages.PrintPage(
        heading=Heading.of(training),
        zone=training.zone,
        title=sheet.title,
        intro=sheet.intro,
        guideline=sheet.guideline,
        edition=locked.digest[:EDITION_LENGTH],
        attempts=rule.attempts,
        papers=tuple(papers),
    )
