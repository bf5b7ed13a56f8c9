"""One trainee at one skill sheet, as whoever grades her has it before them."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.queries import resolve
from firstaid.practicals import access, queries, rules
from firstaid.practicals.access import LockedSheet, Seat
from firstaid.practicals.models import Mark
from firstaid.schemes.files import PracticalRule
from firstaid.trainings.queries import scheme_of


@dataclass
class Desk:
    """One trainee at one skill sheet: the rules it is graded by, and every mark so far."""

    seat: Seat
    trainee_id: UUID
    locked: LockedSheet
    rule: PracticalRule
    marks: list[Mark]

    @property
    def standing(self) -> rules.SheetStanding:
        return rules.standing(self.marks, self.locked.sheet, self.rule)


def desk_of(session: Session, seat: Seat, sheet_key: str) -> Desk:
    """Raises `NotFound` for a sheet by which this training is not graded."""
    locked = access.sheet_of_training(session, seat.training, sheet_key)
    trainee = resolve(session, seat.enrolment.person_id)
    rule = scheme_of(session, seat.training).practical
    marks = queries.marks_on(session, seat.enrolment.id, sheet_key)
    return Desk(seat, trainee.id, locked, rule, marks)
