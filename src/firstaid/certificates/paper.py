"""Every value that stands on the paper, frozen when it is issued."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from firstaid.core.content import Both, Shape
from firstaid.core.settings import settings


class Paper(Shape):
    """What is printed, and what the verify page may repeat; later changes elsewhere never reach it."""

    name: str
    latin_name: str | None
    resident_id: str
    """Masked, or empty."""
    institution: str
    issuer: Both
    credential: Both
    course: Both
    scheme: Both
    example: bool
    """The scheme is one of the shipped examples, which the paper must say."""
    guideline: str
    minutes: int
    last_assessed_on: date
    issued_on: date
    valid_from: date
    valid_until: date | None
    number: str
    check_code: str
    address: str
    verify_address: str

    def frozen(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def texts_of(paper: dict[str, Any]) -> Iterator[str]:
    """Every text that will be set in type."""
    for value in paper.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value.values()


def address_of(token: str) -> str:
    """What the QR opens."""
    return f"{settings().public_url.rstrip('/')}/v/{token}"


def verify_address() -> str:
    """Where a number and its check code are typed in."""
    return f"{settings().public_url.rstrip('/')}/verify"
