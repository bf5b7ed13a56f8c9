"""Shipped content as immutable versions: a changed file adds a row, none is ever altered."""

import hashlib
import json
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json


class Version(SQLModel):
    """One state of one content file. `key` is the file's id, `digest` the SHA-256 of its body."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str
    digest: str
    body: dict[str, Any] = Field(sa_type=Json)
    current: bool = True
    loaded_at: datetime = Field(sa_type=Instant)


def each_state_once() -> tuple[UniqueConstraint]:
    """What every table of versions is held to: two who load at once cannot keep one state twice."""
    return (UniqueConstraint("key", "digest"),)


V = TypeVar("V", bound=Version)


def digest_of(body: dict[str, Any]) -> str:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def keep_version(session: Session, kind: type[V], key: str, body: dict[str, Any], *, at: datetime) -> V:
    """Return the version with this body, adding it if new; it becomes the current one of its key."""
    digest = digest_of(body)
    version = session.exec(select(kind).where(kind.key == key, kind.digest == digest)).one_or_none()
    if version is None:
        version = kind(key=key, digest=digest, body=body, loaded_at=at)
    for other in session.exec(select(kind).where(kind.key == key, col(kind.current))):
        other.current = other.digest == digest
    version.current = True
    session.add(version)
    return version


def retire_missing(session: Session, kind: type[Version], keys: set[str]) -> None:
    """A file that is gone is no longer current; what was made with it keeps its version."""
    for version in session.exec(select(kind).where(col(kind.current))):
        version.current = version.key in keys
        session.add(version)


def current_versions(session: Session, kind: type[V]) -> list[V]:
    return list(session.exec(select(kind).where(col(kind.current)).order_by(kind.key)))


def current_version(session: Session, kind: type[V], key: str) -> V | None:
    return session.exec(select(kind).where(kind.key == key, col(kind.current))).one_or_none()
