import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from firstaid.core.tables import Instant, by_value


class MarkKind(enum.StrEnum):
    STEP = "step"
    """value 1: the step was done; 0: it was not; none: what was said of it is taken back."""
    SECONDS = "seconds"
    """value: the seconds measured for a timed step; none: taken back."""
    COACHED = "coached"
    """The trainee was re-coached before this attempt."""
    FINISH = "finish"
    """The attempt is over; its verdict stands."""


class Mark(SQLModel, table=True):
    """One thing an instructor saw and said, an event that is only ever added.

    `id` is made on the phone, so that sending it twice is one mark; per step the latest by device time, then by
    counter, then by id counts, so that marks merge in any order of arrival.
    """

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("device_id", "counter"),
        CheckConstraint("graded_by <> trainee_id", name="nobody_grades_herself"),
        CheckConstraint("attempt > 0", name="attempts_count_from_one"),
        CheckConstraint("(kind IN ('step', 'seconds')) = (step_key IS NOT NULL)", name="steps_are_judged"),
        Index("ix_mark_enrolment_id_sheet_key", "enrolment_id", "sheet_key"),
    )

    id: UUID = Field(primary_key=True)
    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    trainee_id: UUID = Field(foreign_key="person.id")
    sheet_key: str
    sheet_version_id: UUID = Field(foreign_key="skill_sheet_version.id")
    attempt: int
    kind: MarkKind = Field(sa_type=by_value(MarkKind, "kind"))
    step_key: str | None = None
    value: float | None = None
    graded_by: UUID = Field(foreign_key="person.id")
    device_id: str = Field(max_length=64)
    counter: int
    marked_at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    origin: str = Field(default="phone", max_length=40)
