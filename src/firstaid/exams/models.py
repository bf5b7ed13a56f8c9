import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json, by_value


class SittingState(enum.StrEnum):
    OPEN = "open"
    HANDED_IN = "handed_in"


class Pool(SQLModel, table=True):
    """The question versions a paper was drawn from, once per distinct pool, so that the draw can be repeated."""

    __tablename__ = "exam_pool"

    digest: str = Field(primary_key=True)
    version_ids: dict[str, list[str]] = Field(sa_type=Json)
    """Topic → question versions; their enemies and weight stand in the versions, which never change."""


class Sitting(SQLModel, table=True):
    """One person answering one paper once.

    The paper is copied in when the sitting opens, so that a later edit of the question bank can never change what
    this person was asked.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "number"),
        CheckConstraint("(state = 'handed_in') = (score IS NOT NULL)", name="scored_once_handed_in"),
        CheckConstraint("(state = 'handed_in') = (handed_in_at IS NOT NULL)", name="dated_once_handed_in"),
        CheckConstraint("(passed IS NULL) = (score IS NULL)", name="judged_once_scored"),
        CheckConstraint("NOT passed OR score >= pass_percent", name="passed_by_its_score"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_is_a_percentage"),
        CheckConstraint("number > 0", name="sittings_count_from_one"),
        Index(
            "ix_sitting_open",
            "due_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    training_id: UUID = Field(foreign_key="training.id", index=True)
    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    trainee_id: UUID = Field(foreign_key="person.id", index=True)
    number: int
    state: SittingState = Field(default=SittingState.OPEN, sa_type=by_value(SittingState, "state"))
    seed: str
    algorithm: str
    pool_digest: str = Field(foreign_key="exam_pool.digest")
    pass_percent: int
    started_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)
    handed_in_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_by_deadline: bool = False
    score: int | None = None
    """Whole percent, rounded down."""
    passed: bool | None = None


class PaperQuestion(SQLModel, table=True):
    """A question as it stands on one paper. `shown` is all a trainee's page may use; `key` stays here until release."""

    __tablename__ = "paper_question"

    sitting_id: UUID = Field(primary_key=True, foreign_key="sitting.id")
    position: int = Field(primary_key=True)
    question_version_id: UUID = Field(foreign_key="question_version.id")
    topic: str
    life_critical: bool = False
    shown: dict[str, Any] = Field(sa_type=Json)
    key: dict[str, Any] = Field(sa_type=Json)
    right: bool | None = None


class Answer(SQLModel, table=True):
    """What was chosen at one moment; the highest sequence counts, none is erased."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("sitting_id", "position", "sequence"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    sitting_id: UUID = Field(foreign_key="sitting.id")
    position: int
    sequence: int
    chosen: list[str] = Field(sa_type=Json)
    origin: str = Field(default="browser", max_length=40)
    saved_at: datetime = Field(sa_type=Instant)
