"""Courses and lessons for whoever is signed in; there is nothing secret in them, but much that does not exist."""

import re
from pathlib import Path

from sqlmodel import Session

from firstaid.core.assets import asset_dir
from firstaid.core.errors import NotFound
from firstaid.core.versions import current_version
from firstaid.courses import queries
from firstaid.courses.files import Course, Lesson, course_of
from firstaid.courses.models import CourseVersion

MODULE = re.compile(r"[a-z0-9][a-z0-9-]*")
PICTURE = re.compile(r"[a-z0-9][a-z0-9-]*\.(?:svg|png)")


def course_to_read(session: Session, course_key: str) -> Course:
    """The course as it is taught now."""
    version = current_version(session, CourseVersion, course_key)
    if version is None:
        raise NotFound
    return course_of(version)


def lesson_to_read(session: Session, course_key: str, lesson_key: str) -> tuple[Course, list[Lesson], Lesson]:
    """A lesson, with the course and all the lessons among which it stands."""
    course = course_to_read(session, course_key)
    lessons = queries.lessons_of(session, course)
    lesson = next((one for one in lessons if one.id == lesson_key), None)
    if lesson is None:
        raise NotFound
    return course, lessons, lesson


def picture_to_see(module: str, name: str) -> Path:
    """A drawing of a module; the names say nothing that could lead out of its folder."""
    if not (MODULE.fullmatch(module) and PICTURE.fullmatch(name)):
        raise NotFound
    picture = asset_dir("curriculum") / "modules" / module / "pictures" / name
    if not picture.is_file():
        raise NotFound
    return picture
