"""What is wrong with the content, in sentences; nothing is written."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from firstaid.core.assets import asset_dir
from firstaid.core.content import ContentProblem, Shape
from firstaid.courses import checking as courses
from firstaid.courses.files import Course, Lesson, SkillSheet, read_courses, read_lessons, read_sheets
from firstaid.exams import checking as exams
from firstaid.facts import checking as facts
from firstaid.facts.files import Fact, Source, read_facts, read_sources
from firstaid.questions import checking as questions
from firstaid.questions.files import Topic, read_topics
from firstaid.schemes import checking as schemes
from firstaid.schemes.files import Scheme, read_schemes

CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
NOT_ENGLISH = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:!?]")
R = TypeVar("R", bound=Shape)


@dataclass(frozen=True)
class Content:
    """Everything that was read."""

    schemes: list[Scheme]
    sources: list[Source]
    facts: list[Fact]
    topics: list[Topic]
    lessons: list[Lesson]
    sheets: list[SkillSheet]
    courses: list[Course]


def problems(curriculum: Path | None = None, bank: Path | None = None) -> list[str]:
    """Everything that is wrong with the shipped content, or with that in these folders."""
    curriculum, bank = curriculum or asset_dir("curriculum"), bank or asset_dir("question_bank")
    unreadable: list[str] = []

    def reading(read: Callable[[Path], list[R]], path: Path) -> list[R]:
        try:
            return read(path)
        except (ContentProblem, OSError) as problem:
            unreadable.append(str(problem))
            return []

    content = Content(
        schemes=reading(read_schemes, curriculum / "schemes"),
        sources=reading(read_sources, curriculum / "sources.yaml"),
        facts=reading(read_facts, curriculum / "facts"),
        topics=reading(read_topics, bank),
        lessons=reading(read_lessons, curriculum / "modules"),
        sheets=reading(read_sheets, curriculum / "skills"),
        courses=reading(read_courses, curriculum / "courses"),
    )
    return unreadable or [*connections(content, curriculum / "modules"), *language_problems(content)]


def connections(content: Content, modules: Path) -> Iterator[str]:
    """Whatever points at something points at something that is there and may be pointed at."""
    known_schemes = {scheme.id for scheme in content.schemes}
    known_sources = {source.id for source in content.sources}
    known_facts = {fact.id: fact for fact in content.facts}
    asked = {question.id: question for topic in content.topics for question in topic.questions}
    yield from schemes.problems(content.schemes, known_sources)
    yield from facts.problems(content.facts, content.sources, known_schemes)
    yield from questions.problems(content.topics, known_facts, known_schemes)
    yield from courses.lesson_problems(content.lessons, known_facts, asked, modules)
    yield from courses.sheet_problems(content.sheets, known_facts, known_sources)
    yield from courses.course_problems(
        content.courses,
        sheets={sheet.id for sheet in content.sheets},
        modules={lesson.module for lesson in content.lessons},
        schemes=known_schemes,
    )
    yield from exams.problems(content.courses, content.topics)


def language_problems(content: Content) -> Iterator[str]:
    """Each language is written in itself, Chinese with its own punctuation."""
    for kind in (content.schemes, content.facts, content.lessons, content.sheets, content.courses):
        for item in kind:
            yield from (f"{item.id}: {why}" for why in wrong_words(item.model_dump()))
    for topic in content.topics:
        yield from (f"{topic.topic}: {why}" for why in wrong_words({"title": topic.title}))
        for question in topic.questions:
            yield from (f"{question.id}: {why}" for why in wrong_words(question.model_dump()))


def wrong_words(value: Any, where: str = "") -> Iterator[str]:
    if isinstance(value, dict) and set(value) == {"en", "zh-CN"}:
        if NOT_ENGLISH.search(value["en"]):
            yield f"{where}: Chinese in the English: {value['en']}"
        if not CHINESE.search(value["zh-CN"]):
            yield f"{where}: no Chinese in the Chinese: {value['zh-CN']}"
        if HALF_WIDTH.search(value["zh-CN"]):
            yield f"{where}: half-width punctuation in the Chinese: {value['zh-CN']}"
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from wrong_words(part, f"{where}.{name}".lstrip("."))
