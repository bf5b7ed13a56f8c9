from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json


class LedgerEntry(SQLModel, table=True):
    """One thing that happened. The sealer gives it its place and seal later, and nothing alters it then."""

    __tablename__ = "ledger_entry"
    __table_args__ = (CheckConstraint("(place IS NULL) = (seal IS NULL)", name="sealed_in_its_place"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    actor_id: UUID | None = None
    action: str
    subject: str = Field(index=True)
    facts: dict[str, Any] = Field(sa_type=Json)
    place: int | None = Field(default=None, unique=True)
    seal: str | None = None
