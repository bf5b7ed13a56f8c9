"""Marked questions, a trainee with a paper before her, and what is secret on it."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cast import COURSE, SCHEME, START
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import Session, select

from firstaid.core.versions import Version, current_version, keep_version
from firstaid.courses.models import CourseVersion
from firstaid.exams.models import PaperQuestion
from firstaid.questions.files import Question
from firstaid.questions.models import QuestionVersion
from firstaid.schemes.models import SchemeVersion

KINDS = ("single", "single", "multiple", "true_false")
ALWAYS_SEVERAL = "choking"  # so that every paper, however drawn, has questions of both kinds
SPARE = 2  # questions of a topic beyond what two papers need


def marked_question(topic: str, number: int, **changed: Any) -> Question:
    """A question whose secrets are words that stand nowhere else."""
    key = f"{topic}-{number}"
    kind = "multiple" if topic == ALWAYS_SEVERAL else KINDS[number % len(KINDS)]
    count = 2 if kind == "true_false" else 4
    right = {0, 2} if kind == "multiple" else {number % count}
    both = lambda words: {"en": f"{words} en", "zh-CN": f"{words} 中"}  # noqa: E731 - shorter than its name
    facts: dict[str, Any] = {
        "id": key,
        "kind": kind,
        "level": "recall",
        "use": "exam",
        "status": "live",
        "life_critical": number % 4 != 1,
        "facts": [f"SECRET-fact-{key}"],
        "schemes": "all",
        "enemies": [],
        "stem": both(f"Stem {key}?"),
        "options": [
            {
                "id": f"SECRET-option-{key}-{'right' if place in right else 'wrong'}-{place}",
                "right": place in right,
                "text": both(f"Answer {'zxyw'[place]} of {topic}"),
                "why": both(f"SECRET-why-{key}-{place}"),
            }
            for place in range(count)
        ],
        "rationale": both(f"SECRET-rationale-{key}"),
    }
    return Question.model_validate(facts | changed)


def put(session: Session, question: Question, topic: str) -> None:
    version = keep_version(session, QuestionVersion, question.id, question.model_dump(mode="json"), at=START)
    version.topic, version.topic_title = topic, {"en": f"About {topic}", "zh-CN": f"关于{topic}"}


CELLS = {"aed": 4, "choking": 3, "cpr": 3}
EXAM = {"minutes": 30, "pass_percent": 80, "sittings": 2, "exam_from": "any"}


def set_exam(session: Session, **exam: Any) -> None:
    """Our own bank, blueprint and rules, so that nobody who mends the shipped content breaks these stories."""
    session.exec(update(QuestionVersion).values(current=False))
    for topic, count in CELLS.items():
        for number in range(2 * count + SPARE):
            put(session, marked_question(topic, number), topic)
    cells = [{"topic": topic, "count": count} for topic, count in CELLS.items()]
    whole = {"questions": sum(CELLS.values()), "cells": cells, "life_critical_min": 5}
    course = _current(session, CourseVersion, COURSE)
    keep_version(session, CourseVersion, COURSE, course | {"blueprint": whole}, at=START)
    scheme = _current(session, SchemeVersion, SCHEME)
    scheme |= {"exam": scheme["exam"] | EXAM | exam}
    keep_version(session, SchemeVersion, SCHEME, scheme, at=START)


def _current(session: Session, kind: type[Version], key: str) -> dict[str, Any]:
    version = current_version(session, kind, key)
    assert version
    return dict(version.body)


@dataclass
class Examinee:
    """A trainee's browser and the sitting she has begun."""

    browser: TestClient
    training: UUID
    sitting: UUID

    @property
    def address(self) -> str:
        return f"/exams/sittings/{self.sitting}"

    @property
    def exam(self) -> str:
        return f"/my/trainings/{self.training}/exam"

    def save(self, *answers: tuple[int, int, list[str]]) -> Any:
        sent = [{"position": p, "sequence": s, "chosen": chosen} for p, s, chosen in answers]
        return self.browser.post(
            f"{self.address}/answers", json={"answers": sent}, headers={"Accept": "application/json"}
        )

    def hand_in(self) -> Any:
        return self.browser.post(f"{self.address}/hand-in")


def paper_of(session: Session, sitting: UUID) -> list[PaperQuestion]:
    session.rollback()
    paper = select(PaperQuestion).where(PaperQuestion.sitting_id == sitting)
    return list(session.exec(paper.order_by(PaperQuestion.position)))


def answers(session: Session, sitting: UUID, *, right: int) -> list[tuple[int, int, list[str]]]:
    """The first so many questions answered right, the others wrong."""
    sent = []
    for question in paper_of(session, sitting):
        offered = [option["id"] for option in question.shown["options"]]
        wrong = next(letter for letter in offered if letter not in question.key["right"])
        chosen = question.key["right"] if question.position <= right else [wrong]
        sent.append((question.position, 1, chosen))
    return sent


def secrets_of(session: Session, sitting: UUID) -> set[str]:
    """Every word of a paper's key side that a trainee must not see."""
    words: set[str] = set()
    for question in paper_of(session, sitting):
        whole = json.dumps(question.key, ensure_ascii=False)
        words |= {word for word in whole.split('"') if word.startswith("SECRET")}
    return words
