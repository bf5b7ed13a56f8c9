"""What the schemes' files must keep to beyond their shape."""

import re
from collections.abc import Iterable, Iterator, Sequence

from firstaid.core.content import repeated
from firstaid.schemes.files import Basis, NumberingRule, Scheme

SAFE_IN_FILE_NAMES = re.compile(r"[A-Za-z0-9-]+")


def problems(schemes: Sequence[Scheme], sources: Iterable[str]) -> Iterator[str]:
    known = set(sources)
    yield from (f"scheme {one}: the id is used twice" for one in repeated(scheme.id for scheme in schemes))
    for scheme in schemes:
        for rule, basis in bases(scheme):
            for source in sorted(set(basis.sources) - known):
                yield f"scheme {scheme.id}: {rule}: there is no source {source}"
        yield from (f"scheme {scheme.id}: numbering: {why}" for why in numbering_problems(scheme.numbering))


def bases(scheme: Scheme) -> Iterator[tuple[str, Basis]]:
    for rule in ("attendance", "practical", "exam", "validity", "numbering", "ratios", "refresher"):
        yield rule, getattr(scheme, rule).basis


def numbering_problems(rule: NumberingRule) -> Iterator[str]:
    """Numbers tell issuers and years apart, sort as they were given, and can stand in a file's name."""

    def number(*, issuer: str = "A1", year: int = 2026, serial: int = 7) -> str:
        return rule.pattern.format(issuer=issuer, year=year, serial=serial)

    if number(issuer="A2") == number():
        yield "two issuers give the same number"
    if number(year=2027) == number():
        yield "two years give the same number"
    if number(serial=9) > number(serial=10):
        yield "the serial has no fixed width, so that 9 sorts after 10"
    if not SAFE_IN_FILE_NAMES.fullmatch(number()):
        yield f"{number()} cannot stand in a file's name"
