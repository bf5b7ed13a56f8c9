import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json, by_value
from firstaid.core.words import Text


class HoldingStatus(enum.StrEnum):
    HELD = "held"
    REPLACED = "replaced"
    REVOKED = "revoked"


class Holding(SQLModel, table=True):
    """A credential a person holds: what for, from when, until when, and what proves it."""

    __tablename__ = "holding"
    __table_args__ = (
        UniqueConstraint("evidence_kind", "evidence_id"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_it_starts"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    issuer_id: UUID = Field(foreign_key="issuer.id")
    scheme_key: str
    course_key: str
    title: Text = Field(sa_type=Json)
    valid_from: date
    valid_until: date | None = None
    status: HoldingStatus = Field(default=HoldingStatus.HELD, sa_type=by_value(HoldingStatus, "status"))
    evidence_kind: str
    evidence_id: UUID
    recorded_at: datetime = Field(sa_type=Instant)
