"""What each page shows, gathered from what is kept."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.models import Person
from firstaid.core.words import pick
from firstaid.courses import pages, queries, rules
from firstaid.courses.files import Course, Lesson
from firstaid.courses.markdown import lesson_html
from firstaid.courses.models import LessonProgress
from firstaid.courses.pages import ListedLesson
from firstaid.questions.files import Question
from firstaid.questions.queries import read_versions


def course(session: Session, person: Person, one: Course) -> pages.CoursePage:
    progress = queries.progress_of(session, person.id)
    lessons = queries.lessons_of(session, one)
    listed = {lesson.id: _listed(lesson, progress.get(lesson.id)) for lesson in lessons}
    unread = rules.first_unread(listed, progress)
    return pages.CoursePage(
        key=one.id,
        title=one.title,
        about=one.about,
        lessons=tuple(listed.values()),
        read=sum(lesson.read for lesson in listed.values()),
        minutes_left=sum(lesson.minutes for lesson in listed.values() if not lesson.read),
        go_on=listed[unread] if unread else None,
    )


def _listed(lesson: Lesson, progress: LessonProgress | None) -> ListedLesson:
    if progress is None:
        return ListedLesson(lesson.id, lesson.title, lesson.minutes, read=False)
    return ListedLesson(lesson.id, lesson.title, lesson.minutes, read=True, right=progress.right, asked=progress.asked)


def lesson(
    session: Session, person: Person, one: Course, lessons: Sequence[Lesson], shown: Lesson, *, again: bool
) -> pages.LessonPage:
    """The lesson with her last answers, or, if she wants to answer `again`, with the questions alone."""
    progress = queries.progress_of(session, person.id).get(shown.id)
    answered = () if again else _answered(session, progress)
    asked = () if answered else tuple(map(_asked, queries.check_of(session, one, shown).values()))
    listed = {each.id: _listed(each, None) for each in lessons}
    before, after = rules.neighbours(list(listed), shown.id)
    return pages.LessonPage(
        course_key=one.id,
        course_title=one.title,
        key=shown.id,
        title=shown.title,
        minutes=shown.minutes,
        number=list(listed).index(shown.id) + 1,
        count=len(listed),
        text=lesson_html(pick(shown.text), shown.module),
        sources=tuple(
            pages.NamedSource(source.title, source.publisher, source.year, source.address)
            for source in queries.sources_of(session, shown)
        ),
        read=progress is not None,
        asked=asked,
        answered=answered,
        right=sum(question.right for question in answered),
        previous=listed[before] if before else None,
        following=listed[after] if after else None,
    )


def _asked(question: Question) -> pages.AskedQuestion:
    options = tuple(pages.AskedOption(option.id, option.text) for option in question.options)
    return pages.AskedQuestion(question.id, question.kind == "multiple", question.stem, options)


def _answered(session: Session, progress: LessonProgress | None) -> tuple[pages.AnsweredQuestion, ...]:
    said: list[dict[str, Any]] = (progress.answers or {}).get("asked", []) if progress else []
    chosen = {UUID(answer["version"]): frozenset(answer["chosen"]) for answer in said}
    questions = read_versions(session, list(chosen))
    return tuple(_judged(questions[version], picked) for version, picked in chosen.items())


def _judged(question: Question, chosen: frozenset[str]) -> pages.AnsweredQuestion:
    options = tuple(
        pages.AnsweredOption(option.text, option.id in chosen, option.right, option.why) for option in question.options
    )
    right = rules.is_right(question, chosen)
    return pages.AnsweredQuestion(question.stem, right, bool(chosen), options, question.rationale)
