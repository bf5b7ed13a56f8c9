"""Freezing a question into a paper: what a trainee may see on one side, the key on the other."""

from collections.abc import Sequence
from typing import Any

from firstaid.questions.files import Option
from firstaid.questions.queries import BankQuestion

LETTERS = "ABCDEFGHIJ"


def shown_part(drawn: BankQuestion, options: Sequence[Option]) -> dict[str, Any]:
    """Words only. An option is called by where it stands on this paper, which says nothing of its being right."""
    return {
        "kind": drawn.question.kind,
        "topic": drawn.topic_title,
        "stem": drawn.question.stem,
        "options": [{"id": letter, "text": option.text} for letter, option in zip(LETTERS, options, strict=False)],
    }


def key_part(drawn: BankQuestion, options: Sequence[Option]) -> dict[str, Any]:
    """What marks it and explains it; `options` are the bank's own names in the order shown."""
    lettered = dict(zip(LETTERS, options, strict=False))
    return {
        "question": drawn.question.id,
        "options": [option.id for option in options],
        "right": [letter for letter, option in lettered.items() if option.right],
        "why": {letter: option.why for letter, option in lettered.items()},
        "rationale": drawn.question.rationale,
        "facts": drawn.question.facts,
    }
