import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json, by_value
from firstaid.core.words import Text


class Issuer(SQLModel, table=True):
    """The organisation that trains and issues; `code` stands in front of its certificate numbers."""

    __tablename__ = "issuer"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(unique=True, max_length=12)
    name: Text = Field(sa_type=Json)
    zone: str = "Asia/Shanghai"


class InstitutionKind(enum.StrEnum):
    KINDERGARTEN = "kindergarten"
    CENTRE = "centre"
    OTHER = "other"


class Institution(SQLModel, table=True):
    """A kindergarten, or a centre that oversees several."""

    __tablename__ = "institution"
    __table_args__ = (
        CheckConstraint("overseen_by IS NULL OR overseen_by <> id", name="not_over_itself"),
        CheckConstraint("kind <> 'centre' OR overseen_by IS NULL", name="centre_stands_on_top"),
        Index("uq_institution_issuer_id_name", "issuer_id", "name", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    issuer_id: UUID = Field(foreign_key="issuer.id")
    name: str = Field(max_length=120)
    sort_key: str
    kind: InstitutionKind = Field(sa_type=by_value(InstitutionKind, "kind"))
    overseen_by: UUID | None = Field(default=None, foreign_key="institution.id", index=True)
    town: str = Field(default="", max_length=80)
    created_at: datetime = Field(sa_type=Instant)


class Employment(SQLModel, table=True):
    """A person works at an institution; ended, never deleted."""

    __tablename__ = "employment"
    __table_args__ = (
        Index(
            "uq_employment_running",
            "institution_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    position: str = Field(default="", max_length=80)
    started_on: date
    ended_on: date | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    """Until she or the coordinator confirms it, the institution sees nothing of hers."""


class Role(enum.StrEnum):
    COORDINATOR = "coordinator"
    INSTRUCTOR = "instructor"
    AUDITOR = "auditor"
    HEAD = "head"
    CENTRE = "centre"


class RoleGrant(SQLModel, table=True):
    """A person may act in a role: for the issuer, or for one institution."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('head', 'centre')) = (institution_id IS NOT NULL)", name="heads_have_an_institution"
        ),
        Index("ix_role_grant_person_id", "person_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    issuer_id: UUID = Field(foreign_key="issuer.id")
    institution_id: UUID | None = Field(default=None, foreign_key="institution.id")
    role: Role = Field(sa_type=by_value(Role, "role"))
    granted_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class StaffListUpload(SQLModel, table=True):
    """A staff list that was sent; its rows are kept encrypted, and once it is confirmed only the refused ones."""

    __tablename__ = "staff_list_upload"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    institution_id: UUID = Field(foreign_key="institution.id")
    uploaded_by: UUID = Field(foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=Instant)
    file_name: str = Field(max_length=200)
    rows_locked: bytes
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    added: int = 0
    completed: int = 0
    unchanged: int = 0
    refused: int = 0
