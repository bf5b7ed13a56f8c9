"""Whether the bank can fill a course's papers, tried by drawing them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from firstaid.courses.files import Blueprint, Course
from firstaid.exams.drawing import Candidate, draw
from firstaid.exams.errors import CannotDraw
from firstaid.questions.files import Topic
from firstaid.questions.rules import may_stand_on_paper

SEEDS = [f"check-{number}" for number in range(20)]


def problems(courses: Sequence[Course], topics: Sequence[Topic]) -> Iterator[str]:
    for course in courses:
        for scheme in course.schemes:
            pool = candidates(topics, scheme)
            found = list(shortages(course.blueprint, pool)) or list(drawing_problems(course.blueprint, pool))
            yield from (f"course {course.id} under {scheme}: {why}" for why in found)


def candidates(topics: Sequence[Topic], scheme: str) -> list[Candidate]:
    return [
        Candidate.of(question.id, topic.topic, question)
        for topic in topics
        for question in topic.questions
        if may_stand_on_paper(question, scheme)
    ]


def shortages(blueprint: Blueprint, pool: Sequence[Candidate]) -> Iterator[str]:
    """What counting shows before anything is drawn."""
    there = Counter(one.topic for one in pool)
    vital = Counter(one.topic for one in pool if one.life_critical)
    for cell in blueprint.cells:
        if there[cell.topic] < cell.count:
            yield f"{cell.topic} needs {cell.count} exam questions, and has {there[cell.topic]}"
    most = sum(min(cell.count, vital[cell.topic]) for cell in blueprint.cells)
    if most < blueprint.life_critical_min:
        yield f"a paper needs {blueprint.life_critical_min} life-critical questions, and can have {most}"


def drawing_problems(blueprint: Blueprint, pool: Sequence[Candidate]) -> Iterator[str]:
    """There is room when a second sitting need repeat no question of the first; tried with every seed."""
    for seed in SEEDS:
        try:
            first = {one.key for one in draw(seed, pool, blueprint)}
        except CannotDraw:
            yield "its enemies leave no paper"
            return
        try:
            draw(f"{seed}-again", [one for one in pool if one.key not in first], blueprint)
        except CannotDraw:
            yield "a second paper would have to repeat questions of the first"
            return
