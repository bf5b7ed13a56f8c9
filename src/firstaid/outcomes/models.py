from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json


class CloseOut(SQLModel, table=True):
    """The signed act that froze a training's record, and why it was opened again if it was."""

    __tablename__ = "close_out"
    __table_args__ = (
        CheckConstraint("(reopened_at IS NULL) = (reason IS NULL)", name="reopening_takes_a_reason"),
        CheckConstraint("(reopened_at IS NULL) = (reopened_by IS NULL)", name="somebody_reopens"),
        Index(
            "uq_close_out_standing",
            "training_id",
            unique=True,
            sqlite_where=text("reopened_at IS NULL"),
            postgresql_where=text("reopened_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    training_id: UUID = Field(foreign_key="training.id", index=True)
    closed_by: UUID = Field(foreign_key="person.id")
    closed_at: datetime = Field(sa_type=Instant)
    record: dict[str, Any] = Field(sa_type=Json)
    """Who stood where with what evidence, per enrolment, at this moment."""
    reopened_by: UUID | None = Field(default=None, foreign_key="person.id")
    reopened_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str | None = None
