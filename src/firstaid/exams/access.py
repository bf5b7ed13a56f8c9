"""Seats and sittings on behalf of somebody: what is not hers does not exist."""

from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts.models import Person
from firstaid.core.db import may_write
from firstaid.core.errors import NotFound
from firstaid.exams.models import Sitting
from firstaid.institutions.asking import Actor
from firstaid.trainings.access import own_enrolment, training_for_staff
from firstaid.trainings.models import Enrolment, Training


def seat_to_sit_on(session: Session, person: Person, training_id: UUID) -> tuple[Training, Enrolment]:
    """The person's own seat, and its training, which while writing nobody closes under her."""
    if may_write(session):
        session.get(Training, training_id, with_for_update={"read": True})
    return own_enrolment(session, person, training_id)


def sitting_of_trainee(session: Session, person: Person, sitting_id: UUID) -> tuple[Sitting, Training]:
    """The person's own sitting, locked while writing so that saving and handing in take turns; and its training."""
    hers = (
        select(Sitting, Training)
        .join(Training, col(Training.id) == Sitting.training_id)
        .where(Sitting.id == sitting_id, Sitting.trainee_id == person.id)
    )
    found = session.exec(hers.with_for_update(of=Sitting) if may_write(session) else hers).one_or_none()
    if found is None:
        raise NotFound
    return found


def sitting_for_staff(session: Session, actor: Actor, training_id: UUID, sitting_id: UUID) -> tuple[Training, Sitting]:
    """A sitting of a training that `training_for_staff` would give."""
    training = training_for_staff(session, actor, training_id)
    sitting = session.get(Sitting, sitting_id)
    if sitting is None or sitting.training_id != training.id:
        raise NotFound
    return training, sitting
