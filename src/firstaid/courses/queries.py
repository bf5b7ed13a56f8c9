from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.core.versions import current_versions
from firstaid.courses import rules
from firstaid.courses.files import Course, Lesson, lesson_of
from firstaid.courses.models import LessonProgress, LessonVersion
from firstaid.facts.files import Fact, Source
from firstaid.facts.models import FactVersion, SourceVersion
from firstaid.questions.files import Question
from firstaid.questions.models import QuestionVersion
from firstaid.questions.queries import read_versions


def lessons_of(session: Session, course: Course) -> list[Lesson]:
    """The course's lessons as they are read: module by module, in the order of their files."""
    place = {module: number for number, module in enumerate(course.modules)}
    lessons = [lesson_of(version) for version in current_versions(session, LessonVersion)]
    taught = [lesson for lesson in lessons if lesson.module in place]
    return sorted(taught, key=lambda lesson: (place[lesson.module], lesson.position))


def check_of(session: Session, course: Course, lesson: Lesson) -> dict[UUID, Question]:
    """Version id → question of the lesson's knowledge check, in its order; practice questions only."""
    current = select(QuestionVersion.key, QuestionVersion.id).where(
        col(QuestionVersion.key).in_(lesson.check), col(QuestionVersion.current)
    )
    ids = dict(session.exec(current).all())
    named = read_versions(session, [ids[key] for key in lesson.check if key in ids])
    return {
        version_id: question for version_id, question in named.items() if rules.may_be_checked(question, course.schemes)
    }


def sources_of(session: Session, lesson: Lesson) -> list[Source]:
    """Where the lesson's facts come from, each source once: the weightiest first, then as the lesson needs them."""
    cited = select(FactVersion).where(col(FactVersion.key).in_(lesson.facts), col(FactVersion.current))
    facts = {version.key: Fact.model_validate(version.body) for version in session.exec(cited)}
    ids = dict.fromkeys(one for key in lesson.facts if key in facts for one in facts[key].sources)
    kept = select(SourceVersion).where(col(SourceVersion.key).in_(list(ids)), col(SourceVersion.current))
    sources = {version.key: Source.model_validate(version.body) for version in session.exec(kept)}
    return sorted((sources[one] for one in ids if one in sources), key=lambda source: source.grade)


def progress_of(session: Session, person_id: UUID) -> dict[str, LessonProgress]:
    """Lesson → what she has read and how she last answered; a lesson she never read is not in it."""
    hers = select(LessonProgress).where(LessonProgress.person_id == person_id)
    return {progress.lesson_key: progress for progress in session.exec(hers)}


def read_of(session: Session, person_id: UUID, course: Course) -> tuple[int, int]:
    """How many of the course's lessons she has read, and how many there are."""
    keys = {lesson.id for lesson in lessons_of(session, course)}
    return len(keys & progress_of(session, person_id).keys()), len(keys)
