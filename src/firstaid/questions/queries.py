from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.core.words import Text
from firstaid.questions.files import Question, question_of
from firstaid.questions.models import QuestionVersion


@dataclass(frozen=True)
class BankQuestion:
    """A question version, key and all, and the topic it stands under."""

    version_id: UUID
    topic: str
    topic_title: Text
    question: Question


_read: dict[UUID, Question] = {}
"""A version never changes, so each is read once in a process."""


def current_bank(session: Session) -> list[BankQuestion]:
    """Every question as it stands now."""
    listed = select(QuestionVersion.id, QuestionVersion.topic, QuestionVersion.topic_title)
    rows = session.exec(listed.where(col(QuestionVersion.current)).order_by(QuestionVersion.key)).all()
    known = read_versions(session, [version_id for version_id, _, _ in rows])
    return [BankQuestion(version_id, topic, title, known[version_id]) for version_id, topic, title in rows]


def read_versions(session: Session, version_ids: list[UUID]) -> dict[UUID, Question]:
    """The questions as they stood in these versions."""
    unread = [version_id for version_id in version_ids if version_id not in _read]
    if unread:
        versions = select(QuestionVersion).where(col(QuestionVersion.id).in_(unread))
        _read.update({version.id: question_of(version) for version in session.exec(versions)})
    return {version_id: _read[version_id] for version_id in version_ids if version_id in _read}
