from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from firstaid.accounts.models import Person
from firstaid.courses import rules
from firstaid.courses.files import Lesson
from firstaid.courses.models import LessonProgress
from firstaid.questions.files import Question


def mark_read(session: Session, person: Person, lesson: Lesson, *, at: datetime) -> LessonProgress:
    """She has read the lesson; the first time is the one that is kept."""
    session.get(Person, person.id, with_for_update=True)  # a second tap waits, and then finds what the first kept
    hers = select(LessonProgress).where(LessonProgress.person_id == person.id, LessonProgress.lesson_key == lesson.id)
    progress = session.exec(hers).one_or_none()
    if progress is None:
        progress = LessonProgress(person_id=person.id, lesson_key=lesson.id, read_at=at)
        session.add(progress)
    return progress


def answer_check(
    session: Session,
    person: Person,
    lesson: Lesson,
    asked: Mapping[UUID, Question],
    chosen: Mapping[str, Collection[str]],
    *,
    at: datetime,
) -> LessonProgress:
    """Keep her answers and how many are right; raises `NotThisCheck` or `SomeUnanswered`.

    The latest answers replace those before them, because what she knows now is what counts. The versions asked
    are kept, so that a later edit cannot change what she answered.
    """
    rules.must_belong(asked.values(), chosen)
    rules.must_be_answered(asked.values(), chosen)
    progress = mark_read(session, person, lesson, at=at)
    right = [rules.is_right(question, chosen.get(question.id, ())) for question in asked.values()]
    progress.checked_at, progress.right, progress.asked = at, sum(right), len(right)
    progress.answers = {
        "asked": [
            {"version": str(version_id), "chosen": sorted(chosen.get(question.id, ()))}
            for version_id, question in asked.items()
        ]
    }
    session.add(progress)
    return progress
