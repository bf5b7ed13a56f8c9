from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json
from firstaid.core.versions import Version, each_state_once


class CourseVersion(Version, table=True):
    """What is booked: lessons, sessions, skill sheets and the exam's blueprint."""

    __tablename__ = "course_version"
    __table_args__ = each_state_once()


class SkillSheetVersion(Version, table=True):
    """The ordered steps an instructor grades."""

    __tablename__ = "skill_sheet_version"
    __table_args__ = each_state_once()


class LessonVersion(Version, table=True):
    """One lesson in both languages."""

    __tablename__ = "lesson_version"
    __table_args__ = each_state_once()


class LessonProgress(SQLModel, table=True):
    """A person has read a lesson; her last knowledge check is kept beside it."""

    __tablename__ = "lesson_progress"
    __table_args__ = (UniqueConstraint("person_id", "lesson_key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    lesson_key: str
    read_at: datetime = Field(sa_type=Instant)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)
    right: int | None = None
    asked: int | None = None
    answers: dict[str, Any] | None = Field(default=None, sa_type=Json)
