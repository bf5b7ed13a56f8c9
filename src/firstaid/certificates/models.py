import enum
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json, by_value


class CertificateState(enum.StrEnum):
    INTENDED = "intended"
    """Numbered and frozen; its paper is being printed. Nothing planned to be issued is ever unrecorded."""
    ISSUED = "issued"


class NumberSeries(SQLModel, table=True):
    """The next serial number of one issuer's series; taken inside the issuing transaction, so without gaps."""

    __tablename__ = "number_series"

    issuer_id: UUID = Field(primary_key=True, foreign_key="issuer.id")
    series: str = Field(primary_key=True)
    next_serial: int = 1


class Certificate(SQLModel, table=True):
    """What was issued to whom: frozen at issue, never rendered again."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("issuer_id", "number"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_it_starts"),
        CheckConstraint("(state = 'issued') = (pdf_digest IS NOT NULL)", name="issued_means_printed"),
        CheckConstraint("(state = 'issued') = (issued_at IS NOT NULL)", name="issued_means_dated"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    issuer_id: UUID = Field(foreign_key="issuer.id")
    training_id: UUID = Field(foreign_key="training.id", index=True)
    enrolment_id: UUID = Field(foreign_key="enrolment.id", unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    scheme_version_id: UUID = Field(foreign_key="scheme_version.id")
    course_version_id: UUID = Field(foreign_key="course_version.id")
    number: str
    token: str = Field(unique=True)
    paper: dict[str, Any] = Field(sa_type=Json)
    """Every value that stands on the paper."""
    evidence: dict[str, Any] = Field(sa_type=Json)
    """What entitled the holder at the moment of issue."""
    evidence_digest: str
    valid_from: date
    valid_until: date | None = None
    state: CertificateState = Field(default=CertificateState.INTENDED, sa_type=by_value(CertificateState, "state"))
    intended_at: datetime = Field(sa_type=Instant)
    issued_by: UUID = Field(foreign_key="person.id")
    issued_at: datetime | None = Field(default=None, sa_type=Instant)
    pdf_digest: str | None = Field(default=None, foreign_key="stored_file.digest")
