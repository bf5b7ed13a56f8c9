"""An open training of three, and hands that grade, examine and call the roll in it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from cast import OpenTraining, open_training
from sqlmodel import Session, select

from firstaid.core.db import Database
from firstaid.courses.files import sheet_of
from firstaid.courses.models import SkillSheetVersion
from firstaid.exams.models import Pool, Sitting, SittingState
from firstaid.practicals.models import Mark, MarkKind
from firstaid.trainings.models import Attendance, Enrolment, TrainingSheet

GRADED = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
SAT = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@dataclass
class Hands:
    """What instructors and trainees do, written down as it would be had they done it."""

    database: Database
    training: OpenTraining
    instructor: UUID
    counter: int = 0

    def call(self, session_id: UUID, who: str, *, present: bool, at: datetime = GRADED) -> None:
        with self.database.transaction() as session:
            session.add(
                Attendance(
                    session_id=session_id,
                    enrolment_id=self.training.enrolments[who],
                    present=present,
                    said_by=self.instructor,
                    said_at=at,
                )
            )

    def grade(self, who: str, sheet_key: str, *, attempt: int = 1, missed: tuple[str, ...] = (), finish=True) -> None:
        """Every step done but those missed; a timed one in its time."""
        with self.database.transaction() as session:
            locked = session.get_one(TrainingSheet, (self.training.id, sheet_key))
            sheet = sheet_of(session.get_one(SkillSheetVersion, locked.sheet_version_id))
            if attempt > 1:
                self._mark(session, who, locked, attempt, MarkKind.COACHED)
            for step in sheet.steps:
                done = step.id not in missed
                if step.timed and done:
                    self._mark(session, who, locked, attempt, MarkKind.SECONDS, step_key=step.id, value=step.timed.low)
                else:
                    self._mark(session, who, locked, attempt, MarkKind.STEP, step_key=step.id, value=float(done))
            if finish:
                self._mark(session, who, locked, attempt, MarkKind.FINISH)

    def _mark(
        self,
        session: Session,
        who: str,
        locked: TrainingSheet,
        attempt: int,
        kind: MarkKind,
        *,
        step_key: str | None = None,
        value: float | None = None,
    ) -> None:
        self.counter += 1
        enrolment = session.get_one(Enrolment, self.training.enrolments[who])
        session.add(
            Mark(
                id=uuid4(),
                enrolment_id=enrolment.id,
                trainee_id=enrolment.person_id,
                sheet_key=locked.sheet_key,
                sheet_version_id=locked.sheet_version_id,
                attempt=attempt,
                kind=kind,
                step_key=step_key,
                value=value,
                graded_by=self.instructor,
                device_id="phone-of-lin",
                counter=self.counter,
                marked_at=GRADED,
                received_at=GRADED,
            )
        )

    def sit(self, who: str, score: int | None, *, number: int = 1) -> UUID:
        """One sitting; without a score it is still open."""
        with self.database.transaction() as session:
            if session.get(Pool, "pool") is None:
                session.add(Pool(digest="pool", version_ids=[]))
                session.flush()
            enrolment = session.get_one(Enrolment, self.training.enrolments[who])
            over = score is not None
            sitting = Sitting(
                training_id=self.training.id,
                enrolment_id=enrolment.id,
                trainee_id=enrolment.person_id,
                number=number,
                state=SittingState.HANDED_IN if over else SittingState.OPEN,
                seed="seed",
                algorithm="test",
                pool_digest="pool",
                pass_percent=80,
                started_at=SAT,
                due_at=SAT,
                handed_in_at=SAT if over else None,
                score=score,
                passed=score >= 80 if over else None,
            )
            session.add(sitting)
            return sitting.id

    def pass_all(self, *people: str) -> None:
        with self.database.transaction() as session:
            sheets = session.exec(
                select(TrainingSheet.sheet_key).where(TrainingSheet.training_id == self.training.id)
            ).all()
        for who in people:
            for session_id in self.training.sessions.values():
                self.call(session_id, who, present=True)
            for sheet in sheets:
                self.grade(who, sheet)
            self.sit(who, 92)


@pytest.fixture
def training(database, cast) -> OpenTraining:
    with database.transaction() as session:
        return open_training(session, cast)


@pytest.fixture
def hands(database, cast, training) -> Hands:
    return Hands(database, training, cast.lin)


@pytest.fixture
def here(training) -> str:
    return f"/trainings/{training.id}"
