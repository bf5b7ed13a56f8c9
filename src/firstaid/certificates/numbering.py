"""What a certificate's number looks like, by the scheme's pattern."""

from string import Formatter


def number_of(pattern: str, *, issuer: str, year: int, serial: int) -> str:
    """The number with this serial."""
    return pattern.format(issuer=issuer, year=year, serial=serial)


def series_of(pattern: str, *, issuer: str, year: int) -> str:
    """What all numbers of one series have in common: serials are counted within it."""
    parts = []
    for words, field, spec, _ in Formatter().parse(pattern):
        parts.append(words)
        if field == "serial":
            parts.append("#")
        elif field is not None:
            parts.append(format({"issuer": issuer, "year": year}[field], spec or ""))
    return "".join(parts)
