from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session, col, insert, or_, select, update

from firstaid.core.db import after_rollback
from firstaid.core.ids import new_id
from firstaid.exams import queries, rules, scoring
from firstaid.exams.errors import TimeIsUp
from firstaid.exams.models import Answer, PaperQuestion, Sitting, SittingState
from firstaid.exams.rules import Choice
from firstaid.ledger import service as ledger
from firstaid.trainings.models import Training, TrainingState
from firstaid.trainings.rules import must_be_open

SWEPT_AT_ONCE = 50


def save_answers(
    session: Session, training: Training, sitting: Sitting, sent: Sequence[Choice], *, origin: str, at: datetime
) -> list[Choice]:
    """Keep what is new, and return what counts now at every question touched.

    The same choice sent again is kept once, because a phone that lost its network cannot know whether the first
    try arrived; even a paper handed in since says yes to that. Sending nothing asks whether the paper still stands.
    """
    positions = {one.position for one in sent}
    saved = queries.saved_of(session, sitting.id, positions) if sent else []
    known = {(one.position, one.sequence) for one in saved}
    news = {(one.position, one.sequence): one for one in sent if (one.position, one.sequence) not in known}
    if news or not sent:
        _must_take_answers(session, training, sitting, at)
    if news:
        rules.must_be_on_paper(queries.shown_of(session, sitting.id, positions), news.values())
        session.exec(insert(Answer), params=[_row(sitting, one, origin, at) for one in news.values()])
    counting = rules.counting([*saved, *news.values()])
    return [counting[position] for position in sorted(positions)]


def save_form(
    session: Session,
    training: Training,
    sitting: Sitting,
    sent: Mapping[int, Sequence[str]],
    *,
    at: datetime,
) -> None:
    """Keep a whole paper as a browser without scripts sends it."""
    shown = queries.shown_of(session, sitting.id)
    stands = rules.counting(queries.saved_of(session, sitting.id))
    rules.must_be_on_paper(shown, [Choice(position, 0, tuple(chosen)) for position, chosen in sent.items()])
    save_answers(session, training, sitting, rules.changes(shown, sent, stands), origin="form", at=at)


def _row(sitting: Sitting, one: Choice, origin: str, at: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "sitting_id": sitting.id,
        "position": one.position,
        "sequence": one.sequence,
        "chosen": list(one.chosen),
        "origin": origin,
        "saved_at": at,
    }


def _must_take_answers(session: Session, training: Training, sitting: Sitting, at: datetime) -> None:
    """Refuse what comes too late, and hand in what had been saved although this request is refused."""
    try:
        rules.must_take_answers(sitting.state, sitting.due_at, at)
    except TimeIsUp:
        after_rollback(session, partial(close_if_open, sitting_id=sitting.id, at=at))
        raise
    must_be_open(training)


def close_if_open(session: Session, sitting_id: UUID, *, at: datetime) -> None:
    """Hand in what had been saved, nobody having done it in time."""
    sitting = session.get_one(Sitting, sitting_id, with_for_update=True, populate_existing=True)
    _close(session, sitting, by=None, at=at)


def hand_in(session: Session, sitting: Sitting, *, by: UUID, at: datetime) -> None:
    """Take the paper back and mark it. Handing in twice is once; too late is as if nobody had come."""
    _close(session, sitting, by=by, at=at)


def close_overdue(session: Session, *, at: datetime) -> int:
    """Hand in papers that were forgotten, or whose training was closed over them; how many, at most so many at once."""
    forgotten = (
        select(Sitting)
        .join(Training, col(Training.id) == Sitting.training_id)
        .where(
            Sitting.state == SittingState.OPEN,
            or_(Sitting.due_at < at - rules.GRACE, Training.state == TrainingState.CLOSED),
        )
        .order_by(col(Sitting.due_at))
        .limit(SWEPT_AT_ONCE)
        .with_for_update(of=Sitting, skip_locked=True)
    )
    sittings = session.exec(forgotten).all()
    for sitting in sittings:
        _close(session, sitting, by=None, at=at)
    return len(sittings)


def _close(session: Session, sitting: Sitting, *, by: UUID | None, at: datetime) -> None:
    """Mark what counts and close; a paper that is closed stays as it is."""
    if sitting.state is SittingState.HANDED_IN:
        return
    late = rules.is_over(sitting.due_at, at)
    keys = queries.keys_of(session, sitting.id)
    chosen = rules.counting(queries.saved_of(session, sitting.id))
    right = [
        position
        for position, key in keys.items()
        if position in chosen and scoring.is_right(key["right"], chosen[position].chosen)
    ]
    _mark(session, sitting, right)
    sitting.state = SittingState.HANDED_IN
    sitting.handed_in_at, sitting.closed_by_deadline = (sitting.due_at if late else at), late
    sitting.score = scoring.percent(len(right), len(keys))
    sitting.passed = scoring.passes(sitting.score, sitting.pass_percent)
    session.add(sitting)
    actor = None if late else by
    record(session, sitting, "exams.handed_in", actor, at, score=sitting.score, passed=sitting.passed, late=late)


def _mark(session: Session, sitting: Sitting, right: Sequence[int]) -> None:
    questions = update(PaperQuestion).where(col(PaperQuestion.sitting_id) == sitting.id)
    session.exec(
        questions.values(right=col(PaperQuestion.position).in_(right)),
        execution_options={"synchronize_session": False},
    )


def record(session: Session, sitting: Sitting, action: str, by: UUID | None, at: datetime, **facts: str | int) -> None:
    """Write into the ledger what happened to a sitting."""
    ledger.record(
        session,
        actor_id=by,
        action=action,
        subject=f"sitting:{sitting.id}",
        at=at,
        training=str(sitting.training_id),
        **facts,
    )
