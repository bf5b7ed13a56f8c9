import enum
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, by_value


class Person(SQLModel, table=True):
    """One human being, however many lists she is on.

    Known by the fingerprint of her resident ID, else by name and phone. The number itself is only kept encrypted.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "uq_person_name_phone",
            "name",
            "phone",
            unique=True,
            sqlite_where=text("id_fingerprint IS NULL AND phone IS NOT NULL"),
            postgresql_where=text("id_fingerprint IS NULL AND phone IS NOT NULL"),
        ),
        CheckConstraint("(id_fingerprint IS NULL) = (id_locked IS NULL)", name="id_kept_whole"),
        CheckConstraint("merged_into IS NULL OR merged_into <> id", name="not_merged_into_itself"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=100)
    latin_name: str | None = Field(default=None, max_length=100)
    sort_key: str = Field(index=True)
    phone: str | None = Field(default=None, index=True)
    id_fingerprint: str | None = Field(default=None, unique=True)
    id_locked: bytes | None = None
    id_last4: str | None = None
    born_on: date | None = None
    merged_into: UUID | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=Instant)


class NameGram(SQLModel, table=True):
    """One or two neighbouring characters of a person's name, to find her by (see docs/decisions)."""

    __tablename__ = "name_gram"

    gram: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True, foreign_key="person.id")


class Login(SQLModel, table=True):
    """A person's password, for those who sign in with one."""

    __tablename__ = "login"

    person_id: UUID = Field(primary_key=True, foreign_key="person.id")
    name: str = Field(unique=True)
    password_hash: str
    active: bool = True


class SignInKind(enum.StrEnum):
    PASSWORD = "password"  # noqa: S105 - the kind, not one
    DEVICE = "device"


class SignIn(SQLModel, table=True):
    """One browser in which a person is known; ends when revoked or out of date. Only the token's hash is kept.

    A device that joined by a code is its trainee's, and never more than that, whatever roles she has elsewhere.
    """

    __tablename__ = "sign_in"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: SignInKind = Field(sa_type=by_value(SignInKind, "kind"))
    device: str = Field(default="", max_length=200)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class FailedTry(SQLModel, table=True):
    """A wrong password, or a wrong name at a join code, remembered so that guessing ends."""

    __tablename__ = "failed_try"
    __table_args__ = (Index("ix_failed_try_key_at", "key", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str
    at: datetime = Field(sa_type=Instant)
