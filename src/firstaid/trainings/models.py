import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json, WallClock, by_value
from firstaid.core.words import Text


class TrainingState(enum.StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Training(SQLModel, table=True):
    """One run of a course for one group. When it opens, the versions it runs by are locked into it."""

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="has_room"),
        CheckConstraint(
            "state = 'planned' OR (course_version_id IS NOT NULL AND scheme_version_id IS NOT NULL)",
            name="locked_once_open",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    issuer_id: UUID = Field(foreign_key="issuer.id", index=True)
    title: str = Field(max_length=120)
    course_key: str
    scheme_key: str
    course_version_id: UUID | None = Field(default=None, foreign_key="course_version.id")
    scheme_version_id: UUID | None = Field(default=None, foreign_key="scheme_version.id")
    place: str = Field(max_length=200)
    zone: str
    capacity: int
    join_code: str = Field(unique=True)
    state: TrainingState = Field(default=TrainingState.PLANNED, sa_type=by_value(TrainingState, "state"))
    created_at: datetime = Field(sa_type=Instant)
    opened_at: datetime | None = Field(default=None, sa_type=Instant)


class TrainingSheet(SQLModel, table=True):
    """The version of a skill sheet this training is graded by."""

    __tablename__ = "training_sheet"

    training_id: UUID = Field(primary_key=True, foreign_key="training.id")
    sheet_key: str = Field(primary_key=True)
    position: int
    sheet_version_id: UUID = Field(foreign_key="skill_sheet_version.id")


class SessionKind(enum.StrEnum):
    THEORY = "theory"
    DEMONSTRATION = "demonstration"
    PRACTICE = "practice"
    PRACTICAL_TEST = "practical_test"
    THEORY_EXAM = "theory_exam"


class TrainingSession(SQLModel, table=True):
    """A dated part of a training; `starts_at` is wall-clock time in the training's zone."""

    __tablename__ = "training_session"
    __table_args__ = (
        UniqueConstraint("training_id", "position"),
        CheckConstraint("minutes > 0", name="takes_time"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    training_id: UUID = Field(foreign_key="training.id")
    position: int
    kind: SessionKind = Field(sa_type=by_value(SessionKind, "kind"))
    title: Text = Field(sa_type=Json)
    starts_at: datetime = Field(sa_type=WallClock)
    minutes: int


class TrainingInstructor(SQLModel, table=True):
    """Who teaches and grades here."""

    __tablename__ = "training_instructor"

    training_id: UUID = Field(primary_key=True, foreign_key="training.id")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id")


class EnrolmentState(enum.StrEnum):
    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"


class Enrolment(SQLModel, table=True):
    """A person's seat in a training, taken for one institution; `number` is her number in the class."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("training_id", "person_id"),
        UniqueConstraint("training_id", "number"),
        CheckConstraint("number > 0", name="class_numbers_count_from_one"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    training_id: UUID = Field(foreign_key="training.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    number: int
    state: EnrolmentState = Field(default=EnrolmentState.ENROLLED, sa_type=by_value(EnrolmentState, "state"))
    enrolled_at: datetime = Field(sa_type=Instant)
    joined_at: datetime | None = Field(default=None, sa_type=Instant)


class Attendance(SQLModel, table=True):
    """Present or absent at one session, as somebody said it; the latest word counts, none is erased."""

    __tablename__ = "attendance"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    session_id: UUID = Field(foreign_key="training_session.id", index=True)
    enrolment_id: UUID = Field(foreign_key="enrolment.id", index=True)
    present: bool
    said_by: UUID = Field(foreign_key="person.id")
    said_at: datetime = Field(sa_type=Instant)
