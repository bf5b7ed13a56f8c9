from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firstaid.ledger import service as ledger
from firstaid.outcomes import evidence, queries, rules
from firstaid.outcomes.errors import NotClosedOut
from firstaid.outcomes.models import CloseOut
from firstaid.trainings import service as trainings
from firstaid.trainings.models import Training


def close_out(session: Session, training: Training, *, by: UUID, at: datetime, although: bool = False) -> CloseOut:
    """Freeze the training and keep who stood where, with the evidence; twice is once.

    Whoever loads the training to write holds its row, and whoever grades, calls the roll or starts an exam needs it
    too: of two who close at once the second finds what the first did, and nothing slips in between.
    Raises `SittingsAreOpen` or `TrainingNotOpen`; and `MuchIsUndone`, unless it is closed `although` much is.
    """
    stands = queries.standing_close_out(session, training.id)
    if stands is not None:
        return stands
    trainings.freeze(session, training)
    people = queries.readiness_of(session, training)
    rules.must_have_no_open_sitting(people)
    rules.must_be_done_or_meant(rules.undone(people, queries.never_called(session, training)), although=although)
    made = CloseOut(
        training_id=training.id,
        closed_by=by,
        closed_at=at,
        record=evidence.record_of(session, training, people),
    )
    session.add(made)
    ledger.record(
        session,
        actor_id=by,
        action="outcomes.closed_out",
        subject=f"training:{training.id}",
        at=at,
        close_out=str(made.id),
        digest=made.record["digest"],
        trainees=len(people),
        ready=sum(one.ready for one in people),
    )
    return made


def reopen(session: Session, training: Training, *, reason: str, by: UUID, at: datetime) -> None:
    """Thaw the record; the close-out stays as history with the reason. Raises `ReasonTooShort` or `NotClosedOut`."""
    rules.must_give_reason(reason)
    stands = queries.standing_close_out(session, training.id)
    if stands is None:
        raise NotClosedOut
    stands.reopened_by, stands.reopened_at, stands.reason = by, at, reason
    session.add(stands)
    trainings.thaw(session, training)
    ledger.record(
        session,
        actor_id=by,
        action="outcomes.reopened",
        subject=f"training:{training.id}",
        at=at,
        close_out=str(stands.id),
    )
