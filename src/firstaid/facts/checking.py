"""What the files of facts and sources must keep to beyond their shape."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from firstaid.core.content import repeated
from firstaid.facts.files import Fact, SchemeValue, Source

ENOUGH = {"strong": {"A"}, "fair": {"A", "B"}, "weak": {"A", "B", "C"}}
"""The grades of which a fact of this confidence needs one."""


def problems(facts: Sequence[Fact], sources: Sequence[Source], schemes: Iterable[str]) -> Iterator[str]:
    grades = {source.id: source.grade for source in sources}
    yield from (f"source {one}: the id is used twice" for one in repeated(source.id for source in sources))
    yield from (f"fact {one}: the id is used twice" for one in repeated(fact.id for fact in facts))
    for fact in facts:
        found = [*source_problems(fact, grades), *answer_problems(fact, set(schemes))]
        yield from (f"fact {fact.id}: {why}" for why in found)


def source_problems(fact: Fact, grades: Mapping[str, str]) -> Iterator[str]:
    yield from (f"there is no source {source}" for source in sorted(cited(fact) - set(grades)))
    if fact.confidence != "weak" and not {grades.get(one) for one in fact.sources} & ENOUGH[fact.confidence]:
        yield f"it is called {fact.confidence} without a source good enough for that"


def cited(fact: Fact) -> set[str]:
    answers = [answer for answer in fact.by_scheme.values() if isinstance(answer, SchemeValue)]
    return {*fact.sources, *(source for answer in answers for source in answer.sources)}


def answer_problems(fact: Fact, schemes: set[str]) -> Iterator[str]:
    """Where bodies differ, each scheme has an answer with a source, or the fact is not asked under it."""
    answered = set(fact.by_scheme)
    if answered and not fact.differs:
        yield "it has answers by scheme, yet is not said to differ"
    yield from (f"there is no scheme {scheme}" for scheme in sorted(answered - schemes))
    if fact.differs:
        yield from (f"bodies differ, and {one} has no answer" for one in sorted(schemes - answered))
    for scheme, answer in fact.by_scheme.items():
        if isinstance(answer, SchemeValue) and not answer.sources:
            yield f"the answer of {scheme} has no source"
