"""The open bank: one file a topic, both languages side by side."""

from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import model_validator
from sqlmodel import Session

from firstaid.core.content import Both, Shape, read_as
from firstaid.core.versions import keep_version, retire_missing
from firstaid.questions.models import QuestionVersion

Kind = Literal["single", "multiple", "true_false"]


class Option(Shape):
    """One answer to choose, with the reason it is right or wrong."""

    id: str
    right: bool
    text: Both
    why: Both


class Question(Shape):
    """A theory question with its key."""

    id: str
    kind: Kind
    level: Literal["recall", "understand", "apply"]
    use: Literal["exam", "practice"]
    status: Literal["live", "draft"]
    life_critical: bool
    facts: list[str]
    schemes: Literal["all"] | list[str]
    enemies: list[str]
    stem: Both
    options: list[Option]
    rationale: Both

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        right = sum(option.right for option in self.options)
        if len({option.id for option in self.options}) != len(self.options):
            msg = "option ids repeat"
            raise ValueError(msg)
        if not (right >= 2 if self.kind == "multiple" else right == 1):  # noqa: PLR2004 - else it is a single
            msg = f"{right} right options in a {self.kind} question"
            raise ValueError(msg)
        return self

    @property
    def key(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.right)

    def may_be_asked_under(self, scheme: str) -> bool:
        return self.status == "live" and (self.schemes == "all" or scheme in self.schemes)


class Topic(Shape):
    """One file of questions."""

    topic: str
    title: Both
    questions: list[Question]


def read_topics(bank: Path) -> list[Topic]:
    return [read_as(Topic, path) for path in sorted(bank.rglob("*.yaml"))]


def load(session: Session, bank: Path, *, at: datetime) -> None:
    seen = set()
    for topic in read_topics(bank):
        for question in topic.questions:
            version = keep_version(session, QuestionVersion, question.id, question.model_dump(mode="json"), at=at)
            version.topic, version.topic_title = topic.topic, topic.title
            seen.add(question.id)
    retire_missing(session, QuestionVersion, seen)


def question_of(version: QuestionVersion) -> Question:
    """The question as it stood in this version, key and all."""
    return Question.model_validate(version.body)
