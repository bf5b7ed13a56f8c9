"""From a key and what was chosen to a score: pure, so that it can be tested case by case."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from firstaid.core.words import Text


def is_right(key: Collection[str], chosen: Collection[str]) -> bool:
    """All right options and no wrong one; for several right ones it is all or nothing. Unanswered is wrong."""
    return set(key) == set(chosen)


def percent(right: int, asked: int) -> int:
    """Whole percent, rounded down, so that nobody passes by rounding."""
    return 100 * right // asked


def passes(score: int, needed: int) -> bool:
    """Whether a score reaches the pass mark the paper was given out under; reaching it is enough."""
    return score >= needed


@dataclass(frozen=True)
class Marked:
    """One question of a paper once it is marked."""

    topic: str
    title: Text
    life_critical: bool
    right: bool


@dataclass(frozen=True)
class TopicScore:
    """How many of a topic's questions were right."""

    title: Text
    right: int
    asked: int


def by_topic(marked: Iterable[Marked]) -> list[TopicScore]:
    """One line a topic, in the order of their names in the files, the same for everybody."""
    topics: dict[str, list[Marked]] = {}
    for one in marked:
        topics.setdefault(one.topic, []).append(one)
    return [
        TopicScore(questions[0].title, sum(one.right for one in questions), len(questions))
        for _, questions in sorted(topics.items())
    ]


def weakest_topic(topics: Sequence[TopicScore]) -> TopicScore | None:
    """The topic with the smallest share of right answers, if any answer was wrong."""
    worst = min(topics, key=lambda one: one.right / one.asked, default=None)
    return worst if worst and worst.right < worst.asked else None


@dataclass(frozen=True)
class QuestionScore:
    """How a class did at one question."""

    stem: Text
    right: int
    asked: int


def weakest_questions(scores: Iterable[QuestionScore], *, most: int, asked_least: int) -> list[QuestionScore]:
    """Those that went worst, the worst first; asked too rarely or always answered right, a question says nothing."""
    told = [one for one in scores if one.asked >= asked_least and one.right < one.asked]
    return sorted(told, key=lambda one: (one.right / one.asked, -one.asked))[:most]


def life_critical_missed(marked: Sequence[Marked]) -> int:
    """How many wrong answers could cost a life: the instructor goes through them with her aloud."""
    return sum(one.life_critical and not one.right for one in marked)
