"""What lessons, skill sheets and courses must keep to beyond their shape."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from markdown_it import MarkdownIt

from firstaid.core.content import repeated
from firstaid.courses.files import Course, Lesson, SkillSheet, Step
from firstaid.courses.markdown import PICTURE
from firstaid.facts.files import Fact
from firstaid.questions.files import Question

MARKS = {"en": "to be confirmed", "zh-CN": "待应急救护师资确认"}
"""Stands where something is taught on a weak fact."""
_reader = MarkdownIt("commonmark", {"html": True})


def lesson_problems(
    lessons: Sequence[Lesson], facts: Mapping[str, Fact], questions: Mapping[str, Question], modules: Path
) -> Iterator[str]:
    yield from (f"lesson {one}: the id is used twice" for one in repeated(lesson.id for lesson in lessons))
    for lesson in lessons:
        found = [
            *citing_problems(lesson.facts, lesson.text, facts),
            *check_problems(lesson, questions),
            *text_problems(lesson, modules / lesson.module / "pictures"),
        ]
        yield from (f"lesson {lesson.id}: {why}" for why in dict.fromkeys(found))


def citing_problems(names: Sequence[str], words: Mapping[str, str], facts: Mapping[str, Fact]) -> Iterator[str]:
    """Facts are cited and exist; what rests on a weak one says that it is to be confirmed."""
    if not names:
        yield "it cites no fact"
    yield from (f"there is no fact {name}" for name in names if name not in facts)
    weak = [name for name in names if name in facts and facts[name].confidence == "weak"]
    for language, mark in MARKS.items():
        if weak and mark not in words[language]:
            yield f"{weak[0]} is weak, and the {language} text does not say “{mark}”"


def check_problems(lesson: Lesson, questions: Mapping[str, Question]) -> Iterator[str]:
    for name in lesson.check:
        if name not in questions:
            yield f"there is no question {name} for its knowledge check"
        elif questions[name].use == "exam":
            yield f"its knowledge check asks {name}, which belongs to the exam"
        elif questions[name].status != "live":
            yield f"its knowledge check asks {name}, which is not live"


def text_problems(lesson: Lesson, pictures: Path) -> Iterator[str]:
    for text in lesson.text.values():
        tokens = [child for token in _reader.parse(text) for child in (token, *(token.children or ()))]
        for token in tokens:
            if token.type in {"html_block", "html_inline"}:
                yield f"it holds HTML: {token.content.strip()}"
            if token.type == "image":
                source = str(token.attrs["src"])
                own = PICTURE.fullmatch(source)
                if not (own and (pictures / own[1]).is_file()):
                    yield f"{source} is not one of its module's pictures"


def sheet_problems(sheets: Sequence[SkillSheet], facts: Mapping[str, Fact], sources: set[str]) -> Iterator[str]:
    yield from (f"skill sheet {one}: the id is used twice" for one in repeated(sheet.id for sheet in sheets))
    for sheet in sheets:
        found = [
            *(f"step {one}: the id is used twice" for one in repeated(step.id for step in sheet.steps)),
            *(f"block {one}: the id is used twice" for one in repeated(block.id for block in sheet.blocks)),
            *(f"there is no source {one}" for one in sheet.sources if one not in sources),
            *(f"step {step.id}: {why}" for step in sheet.steps for why in step_problems(step, facts)),
        ]
        if not any(step.facts for step in sheet.steps):
            found.append("it cites no fact")
        if not any(step.critical for step in sheet.steps):
            found.append("no step is critical, so that nobody can fail")
        yield from (f"skill sheet {sheet.id}: {why}" for why in found)


def step_problems(step: Step, facts: Mapping[str, Fact]) -> Iterator[str]:
    words = {language: step.text[language] + step.look_for[language] for language in MARKS}
    if step.facts:
        yield from citing_problems(step.facts, words, facts)


def course_problems(
    courses: Sequence[Course], *, sheets: set[str], modules: set[str], schemes: set[str]
) -> Iterator[str]:
    yield from (f"course {one}: the id is used twice" for one in repeated(course.id for course in courses))
    for course in courses:
        found = [
            *(f"there is no skill sheet {one}" for one in course.sheets if one not in sheets),
            *(f"there is no lesson in module {one}" for one in course.modules if one not in modules),
            *(f"there is no scheme {one}" for one in course.schemes if one not in schemes),
            *(f"session {one}: the id is used twice" for one in repeated(one.id for one in course.sessions)),
        ]
        yield from (f"course {course.id}: {why}" for why in found)
