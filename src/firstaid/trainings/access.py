"""Trainings and enrolments on behalf of somebody: what is not hers does not exist."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, or_, select

from firstaid.accounts.models import Person
from firstaid.core.db import may_write
from firstaid.core.errors import NotFound
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Institution, Role, RoleGrant
from firstaid.institutions.queries import staff_of
from firstaid.trainings.errors import NobodyTicked, NotOnStaff
from firstaid.trainings.models import (
    Enrolment,
    EnrolmentState,
    Training,
    TrainingInstructor,
    TrainingSession,
)


def training_for_staff(session: Session, actor: Actor, training_id: UUID) -> Training:
    """One of the coordinator's or auditor's issuer, or one the instructor teaches; locked while writing."""
    training = session.get(Training, training_id, with_for_update=may_write(session))
    if training is None or not _may_see(session, actor, training):
        raise NotFound
    return training


def trainings_for_staff(session: Session, actor: Actor) -> list[Training]:
    """All trainings of the coordinator's or auditor's issuer; of an instructor, those she teaches."""
    everything = {g.issuer_id for g in actor.grants if g.role in {Role.COORDINATOR, Role.AUDITOR}}
    taught = select(TrainingInstructor.training_id).where(TrainingInstructor.person_id == actor.id)
    teaching = {grant.issuer_id for grant in actor.grants if grant.role is Role.INSTRUCTOR}
    hers = select(Training).where(
        or_(
            col(Training.issuer_id).in_(everything),
            col(Training.issuer_id).in_(teaching) & col(Training.id).in_(taught),
        )
    )
    return list(session.exec(hers))


def _may_see(session: Session, actor: Actor, training: Training) -> bool:
    reads = any(_holds(grant, training, Role.AUDITOR) for grant in actor.grants)
    return reads or may_run(session, actor, training)


def may_run(session: Session, actor: Actor, training: Training) -> bool:
    """Whether she may call rolls and grade here: as coordinator, or as an instructor who teaches it."""
    if any(_holds(grant, training, Role.COORDINATOR) for grant in actor.grants):
        return True
    instructs = any(_holds(grant, training, Role.INSTRUCTOR) for grant in actor.grants)
    return instructs and teaches(session, training.id, actor.id)


def _holds(grant: RoleGrant, training: Training, role: Role) -> bool:
    return grant.role is role and grant.issuer_id == training.issuer_id


def teaches(session: Session, training_id: UUID, person_id: UUID) -> bool:
    return session.get(TrainingInstructor, (training_id, person_id)) is not None


def own_enrolment(session: Session, person: Person, training_id: UUID) -> tuple[Training, Enrolment]:
    """The person's own seat in the training, and the training; locked while writing."""
    seat = select(Enrolment).where(
        Enrolment.training_id == training_id,
        Enrolment.person_id == person.id,
        Enrolment.state == EnrolmentState.ENROLLED,
    )
    enrolment = session.exec(seat.with_for_update() if may_write(session) else seat).one_or_none()
    if enrolment is None:
        raise NotFound
    return session.get_one(Training, training_id), enrolment


def session_of_training(session: Session, training: Training, session_id: UUID) -> TrainingSession:
    """One session of a training somebody may already see."""
    found = session.get(TrainingSession, session_id)
    if found is None or found.training_id != training.id:
        raise NotFound
    return found


def seat_of_training(session: Session, training: Training, enrolment_id: UUID) -> Enrolment:
    """One seat of a training somebody may already see, also one that was given up."""
    found = session.get(Enrolment, enrolment_id)
    if found is None or found.training_id != training.id:
        raise NotFound
    return found


def staff_ticked(session: Session, institution: Institution, person_ids: Iterable[UUID]) -> list[Person]:
    """Those ticked on an institution's staff list, in its order; raises `NobodyTicked` or `NotOnStaff`."""
    ticked = set(person_ids)
    if not ticked:
        raise NobodyTicked
    people = [person for _, person in staff_of(session, institution.id) if person.id in ticked]
    if len(people) != len(ticked):
        raise NotOnStaff
    return people
