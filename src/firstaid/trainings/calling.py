"""How a roll is called in a hall: some by name, the rest at once, and not by mistake hours ahead."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firstaid.core.clock import instant
from firstaid.trainings import queries, rules, service
from firstaid.trainings.models import Training, TrainingSession


def call_roll(
    session: Session,
    training: Training,
    one: TrainingSession,
    said: Mapping[UUID, bool],
    *,
    rest: bool,
    sure: bool,
    by: UUID,
    at: datetime,
) -> None:
    """What an instructor says of a hall: some by name, and `rest` that everybody else is there.

    Raises what `mark_attendance` does, and `RollIsEarly` unless she is `sure`.
    """
    begun = bool(queries.attendance_at(session, [one.id]))
    rules.must_be_time(instant(one.starts_at, training.zone), at, begun=begun, sure=sure)
    service.mark_attendance(session, training, one, said, by=by, at=at)
    if rest:
        service.call_rest_present(session, training, one, by=by, at=at)
