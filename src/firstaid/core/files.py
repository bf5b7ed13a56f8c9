"""Finished files, kept by their SHA-256 in the database: a row and its file commit together."""

import hashlib
from datetime import datetime

from sqlmodel import Field, Session, SQLModel

from firstaid.core.tables import Instant


class StoredFile(SQLModel, table=True):
    """Bytes that never change."""

    __tablename__ = "stored_file"

    digest: str = Field(primary_key=True)
    media_type: str
    content: bytes
    stored_at: datetime = Field(sa_type=Instant)


def store(session: Session, content: bytes, media_type: str, *, at: datetime) -> str:
    """Keep the bytes and return their digest; the same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    if session.get(StoredFile, digest) is None:
        session.add(StoredFile(digest=digest, media_type=media_type, content=content, stored_at=at))
    return digest


def content_of(session: Session, digest: str) -> bytes:
    """The bytes; raises `NoResultFound` if they were never stored."""
    return session.get_one(StoredFile, digest).content
