"""What the question bank must keep to beyond its shape."""

from collections.abc import Iterator, Mapping, Sequence

from firstaid.core.content import repeated
from firstaid.facts.files import Fact
from firstaid.questions.files import Question, Topic

TRUE_OR_FALSE = 2


def problems(topics: Sequence[Topic], facts: Mapping[str, Fact], schemes: set[str]) -> Iterator[str]:
    questions = {question.id: question for topic in topics for question in topic.questions}
    every = [question.id for topic in topics for question in topic.questions]
    yield from (f"question {one}: the id is used twice" for one in repeated(every))
    for question in questions.values():
        found = [
            *fact_problems(question, facts, schemes),
            *enemy_problems(question, questions),
            *option_problems(question),
        ]
        yield from (f"question {question.id}: {why}" for why in found)


def fact_problems(question: Question, facts: Mapping[str, Fact], schemes: set[str]) -> Iterator[str]:
    """A live question rests only on facts that may be asked wherever it may be asked."""
    if not question.facts:
        yield "it cites no fact"
    if question.schemes != "all":
        yield from (f"there is no scheme {one}" for one in sorted(set(question.schemes) - schemes))
    for name in question.facts:
        if name not in facts:
            yield f"there is no fact {name}"
            continue
        for scheme in sorted(schemes):
            if question.may_be_asked_under(scheme) and not facts[name].may_be_asked(scheme):
                yield f"it is live, and {name} may not be asked under {scheme}"


def enemy_problems(question: Question, questions: Mapping[str, Question]) -> Iterator[str]:
    for name in question.enemies:
        if name not in questions:
            yield f"there is no question {name} to be its enemy"
        elif name == question.id:
            yield "it is its own enemy"
        elif question.id not in questions[name].enemies:
            yield f"it names {name} as its enemy, which does not name it"


def option_problems(question: Question) -> Iterator[str]:
    if question.kind == "true_false" and len(question.options) != TRUE_OR_FALSE:
        yield "a true-or-false question has two options"
    for language in ("en", "zh-CN"):
        texts = (option.text[language].casefold() for option in question.options)
        yield from (f"two options say “{text}”" for text in repeated(texts))
