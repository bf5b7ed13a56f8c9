"""Courses, skill sheets and lessons, as files an instructor can review."""

from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from sqlmodel import Session

from firstaid.core.content import Both, ContentProblem, Shape, front_matter, read_as, shaped
from firstaid.core.versions import keep_version, retire_missing
from firstaid.courses.models import CourseVersion, LessonVersion, SkillSheetVersion

MOST_BLOCKS = 5


class PlannedSession(Shape):
    """A part of the course's day."""

    id: str
    kind: Literal["theory", "demonstration", "practice", "practical_test", "theory_exam"]
    title: Both
    minutes: int = Field(ge=1)


class Cell(Shape):
    """How many questions of one topic a paper holds."""

    topic: str
    count: int = Field(ge=1)


class Blueprint(Shape):
    """What a paper is made of."""

    questions: int
    cells: list[Cell]
    life_critical_min: int = 0

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(cell.count for cell in self.cells) != self.questions:
            msg = "the cells do not add up to the number of questions"
            raise ValueError(msg)
        return self


class Course(Shape):
    """What people book."""

    id: str
    title: Both
    about: Both
    schemes: list[str]
    credential: Both
    guideline: str
    audience: Both
    modules: list[str]
    sessions: list[PlannedSession]
    sheets: list[str]
    blueprint: Blueprint
    bring: list[Both]

    @property
    def minutes(self) -> int:
        return sum(session.minutes for session in self.sessions)


class Timed(Shape):
    """A step that is measured: `count` repetitions in `low` to `high` seconds."""

    count: int
    low: float
    high: float
    unit: Literal["s"]


class Step(Shape):
    """One thing the trainee does and the examiner looks for."""

    id: str
    kind: Literal["tick", "timed", "oral"]
    text: Both
    look_for: Both
    mistake: Both
    critical: bool
    facts: list[str]
    timed: Timed | None = None

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if (self.kind == "timed") != (self.timed is not None):
            msg = "a timed step, and only that, needs its measure"
            raise ValueError(msg)
        return self


class Block(Shape):
    """Steps that belong together."""

    id: str
    title: Both
    steps: list[Step]


class SkillSheet(Shape):
    """The ordered steps of one skill."""

    id: str
    title: Both
    intro: Both
    guideline: str
    sources: list[str]
    minutes: int
    confirmed: None = None
    blocks: list[Block] = Field(max_length=MOST_BLOCKS)

    @property
    def steps(self) -> list[Step]:
        return [step for block in self.blocks for step in block.steps]


class LessonHead(Shape):
    """What stands above a lesson's text."""

    id: str
    title: str
    minutes: int
    facts: list[str]
    check: list[str]


class Lesson(Shape):
    """One lesson in both languages; `text` is Markdown."""

    id: str
    module: str
    position: str
    title: Both
    minutes: int
    facts: list[str]
    check: list[str]
    text: dict[str, str]


def read_courses(folder: Path) -> list[Course]:
    return [read_as(Course, path) for path in sorted(folder.glob("*.yaml"))]


def read_sheets(folder: Path) -> list[SkillSheet]:
    return [read_as(SkillSheet, path) for path in sorted(folder.glob("*.yaml"))]


def read_lessons(modules: Path) -> list[Lesson]:
    english = sorted(modules.glob("*/lessons/*.en.md"))
    chinese = sorted(modules.glob("*/lessons/*.zh-CN.md"))
    pairs = [(path, path.with_name(path.name.replace(".en.md", ".zh-CN.md"))) for path in english]
    alone = {path for pair in pairs for path in pair} ^ {*english, *chinese}
    if alone:
        msg = f"{', '.join(sorted(path.name for path in alone))}: a lesson needs both languages"
        raise ContentProblem(msg)
    return [_read_lesson(*pair) for pair in pairs]


def _read_lesson(english: Path, chinese: Path) -> Lesson:
    (en_head, en_text), (zh_head, zh_text) = front_matter(english), front_matter(chinese)
    en, zh = shaped(LessonHead, en_head, english.name), shaped(LessonHead, zh_head, chinese.name)
    if (en.id, en.minutes, en.facts, en.check) != (zh.id, zh.minutes, zh.facts, zh.check):
        msg = f"{chinese.name}: id, minutes, facts or check differ from {english.name}"
        raise ContentProblem(msg)
    return Lesson(
        id=en.id,
        module=english.parent.parent.name,
        position=english.name.removesuffix(".en.md"),
        title={"en": en.title, "zh-CN": zh.title},
        minutes=en.minutes,
        facts=en.facts,
        check=en.check,
        text={"en": en_text, "zh-CN": zh_text},
    )


def load(session: Session, curriculum: Path, *, at: datetime) -> None:
    lessons, sheets = read_lessons(curriculum / "modules"), read_sheets(curriculum / "skills")
    courses = read_courses(curriculum / "courses")
    for lesson in lessons:
        keep_version(session, LessonVersion, lesson.id, lesson.model_dump(mode="json"), at=at)
    for sheet in sheets:
        keep_version(session, SkillSheetVersion, sheet.id, sheet.model_dump(mode="json"), at=at)
    for course in courses:
        keep_version(session, CourseVersion, course.id, course.model_dump(mode="json"), at=at)
    retire_missing(session, LessonVersion, {lesson.id for lesson in lessons})
    retire_missing(session, SkillSheetVersion, {sheet.id for sheet in sheets})
    retire_missing(session, CourseVersion, {course.id for course in courses})


def course_of(version: CourseVersion) -> Course:
    return Course.model_validate(version.body)


def sheet_of(version: SkillSheetVersion) -> SkillSheet:
    return SkillSheet.model_validate(version.body)


def lesson_of(version: LessonVersion) -> Lesson:
    return Lesson.model_validate(version.body)
