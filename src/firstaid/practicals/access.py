"""Whose skills somebody may look at or grade: what is not hers does not exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.core.errors import NotFound
from firstaid.courses.files import SkillSheet, sheet_of
from firstaid.courses.models import SkillSheetVersion
from firstaid.institutions.asking import Actor
from firstaid.trainings.access import seat_of_training, training_for_staff
from firstaid.trainings.models import Enrolment, EnrolmentState, Training, TrainingSheet


@dataclass(frozen=True)
class Seat:
    """A running enrolment, and the training it is in."""

    training: Training
    enrolment: Enrolment


@dataclass(frozen=True)
class LockedSheet:
    """A skill sheet as the training locked it."""

    version_id: UUID
    digest: str
    sheet: SkillSheet


def seat_for_staff(session: Session, actor: Actor, training_id: UUID, enrolment_id: UUID) -> Seat:
    """A running seat in a training that `training_for_staff` gives; raises `NotFound`."""
    training = training_for_staff(session, actor, training_id)
    enrolment = seat_of_training(session, training, enrolment_id)
    if enrolment.state is not EnrolmentState.ENROLLED:
        raise NotFound
    return Seat(training, enrolment)


def seats_for_grading(session: Session, actor: Actor, enrolment_ids: Iterable[UUID]) -> dict[UUID, Seat]:
    """Those of these seats that are hers to grade; each training is locked once, always in the same order."""
    asked = select(Enrolment).where(
        col(Enrolment.id).in_(set(enrolment_ids)), Enrolment.state == EnrolmentState.ENROLLED
    )
    seats = sorted(session.exec(asked), key=lambda seat: seat.training_id)
    hers: dict[UUID, Seat] = {}
    for training_id, of_training in groupby(seats, key=lambda seat: seat.training_id):
        try:
            training = training_for_staff(session, actor, training_id)
        except NotFound:
            continue
        hers |= {seat.id: Seat(training, seat) for seat in of_training}
    return hers


def sheet_of_training(session: Session, training: Training, sheet_key: str) -> LockedSheet:
    """The version of a sheet this training is graded by; raises `NotFound` for one it is not graded by."""
    locked = session.get(TrainingSheet, (training.id, sheet_key))
    if locked is None:
        raise NotFound
    version = session.get_one(SkillSheetVersion, locked.sheet_version_id)
    return LockedSheet(version.id, version.digest, sheet_of(version))
