"""Drawing a paper: the same seed and pool give the same paper, on any machine, for ever."""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from firstaid.courses.files import Blueprint
from firstaid.exams.errors import CannotDraw
from firstaid.questions.files import Option, Question

ALGORITHM = "1"
TURNS = 6  # an order that leads into a thicket of enemies is given up for another
MOST_TRIES = 1_000
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Candidate:
    """What decides whether and where a question version may stand on a paper; enemies are named by `key`."""

    version_id: str
    key: str
    topic: str
    enemies: frozenset[str] = frozenset()
    life_critical: bool = False

    @classmethod
    def of(cls, version_id: object, topic: str, question: Question) -> "Candidate":
        return cls(str(version_id), question.id, topic, frozenset(question.enemies), question.life_critical)


def draw(seed: str, pool: Iterable[Candidate], blueprint: Blueprint, *, avoid: Collection[str] = ()) -> list[Candidate]:
    """The questions in the order they are asked; raises `CannotDraw`.

    `avoid` are keys of questions she has seen; they are asked again only where the others do not suffice.
    """
    everything = list(pool)
    fresh = [one for one in everything if one.key not in avoid]
    for allowed in (fresh, everything):
        for turn in range(TURNS):
            paper = _first_fit(_ranked(seed, turn, allowed, avoid), blueprint)
            if paper is not None:
                return sorted(paper, key=lambda one: _rank(seed, "place", one.version_id))
    raise CannotDraw


def _ranked(seed: str, turn: int, pool: Iterable[Candidate], avoid: Collection[str]) -> list[Candidate]:
    """An order of this seed's own, another one each turn; what she has seen comes last."""
    purpose = f"draw{turn or ''}"
    return sorted(pool, key=lambda one: (one.key in avoid, _rank(seed, purpose, one.version_id)))


def arrange(seed: str, version_id: str, question: Question) -> list[Option]:
    """The options as this paper shows them; true before false and numbers in their order stay as they are."""
    if question.kind == "true_false" or _is_scale([option.text["en"] for option in question.options]):
        return list(question.options)
    return sorted(question.options, key=lambda one: _rank(seed, f"option:{version_id}", one.id))


def _rank(seed: str, purpose: str, what: str) -> bytes:
    return hmac.new(seed.encode(), f"{purpose}:{what}".encode(), hashlib.sha256).digest()


def _is_scale(texts: Sequence[str]) -> bool:
    """Whether each option holds a number and these rise or fall, as on a ruler."""
    found = [NUMBER.search(text) for text in texts]
    numbers = [float(number.group()) for number in found if number]
    if len(numbers) < len(texts) or numbers[0] == numbers[-1]:
        return False
    return numbers in (sorted(numbers), sorted(numbers, reverse=True))


def _first_fit(ranked: list[Candidate], blueprint: Blueprint) -> list[Candidate] | None:
    return _complete([], ranked, blueprint, iter(range(MOST_TRIES)))


def _complete(
    taken: list[Candidate], rest: list[Candidate], blueprint: Blueprint, tries: Iterator[int]
) -> list[Candidate] | None:
    """`taken` with what it lacks out of `rest`, the first in rank that leads to a whole paper."""
    room = _room(taken, blueprint)
    rest = [one for one in rest if room[one.topic] > 0 and not any(_enemies(one, other) for other in taken[-1:])]
    if not any(room.values()):
        return taken if _life_critical(taken) >= blueprint.life_critical_min else None
    while _may_suffice(taken, rest, room, blueprint) and next(tries, None) is not None:
        chosen, *rest = rest
        whole = _complete([*taken, chosen], rest, blueprint, tries)
        if whole is not None:
            return whole
    return None


def _room(taken: Iterable[Candidate], blueprint: Blueprint) -> Counter[str]:
    room: Counter[str] = Counter()
    for cell in blueprint.cells:
        room[cell.topic] += cell.count
    room.subtract(one.topic for one in taken)
    return room


def _enemies(one: Candidate, other: Candidate) -> bool:
    return one.key == other.key or one.key in other.enemies or other.key in one.enemies


def _life_critical(questions: Iterable[Candidate]) -> int:
    return sum(one.life_critical for one in questions)


def _may_suffice(taken: list[Candidate], rest: list[Candidate], room: Counter[str], blueprint: Blueprint) -> bool:
    """Whether counting alone does not yet rule a whole paper out."""
    there = Counter(one.topic for one in rest)
    vital = Counter(one.topic for one in rest if one.life_critical)
    reachable = sum(min(room[topic], vital[topic]) for topic in room)
    enough = all(there[topic] >= lacking for topic, lacking in room.items())
    return enough and _life_critical(taken) + reachable >= blueprint.life_critical_min
