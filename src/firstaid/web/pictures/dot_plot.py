"""Shares of a whole, each with how sure one can be of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from firstaid.web.pictures.bars import Mark
from firstaid.web.pictures.numbers import number, percent

SURE_95 = 1.959964
LEFT, RIGHT = 2.0, 98.0
"""Where nothing and all lie, off the edges, so that a dot there is drawn whole."""


@dataclass(frozen=True)
class Share:
    """`hits` of `of`; the interval is Wilson's if none is given."""

    label: str
    hits: int
    of: int
    interval: tuple[float, float] | None = None


@dataclass(frozen=True)
class DotRow:
    """A share that was never tried has no dot: `x` is None."""

    label: str
    words: str
    counted: str
    between: str
    x: float | None
    low: float
    high: float


@dataclass(frozen=True)
class DotPlot:
    rows: tuple[DotRow, ...]
    mark: Mark | None = None

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [(row.label, row.words, row.counted, row.between) for row in self.rows]


def dot_plot(rows: Iterable[Share], *, mark: tuple[str, float] | None = None) -> DotPlot:
    """`mark` is (words, share from 0 to 1)."""
    return DotPlot(tuple(_row(one) for one in rows), Mark(mark[0], _x(mark[1])) if mark else None)


def wilson(hits: int, of: int, z: float = SURE_95) -> tuple[float, float]:
    """Between which shares the true one lies, right for few tries too and never outside 0 to 1.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if of <= 0:
        return 0.0, 1.0
    share, square = hits / of, z * z
    middle = share + square / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def _row(one: Share) -> DotRow:
    low, high = one.interval or wilson(one.hits, one.of)
    return DotRow(
        one.label,
        percent(one.hits / one.of) if one.of else "—",
        f"{number(one.hits)}/{number(one.of)}",
        f"{percent(low)}–{percent(high)}" if one.of else "—",
        _x(one.hits / one.of) if one.of else None,
        _x(low),
        _x(high),
    )


def _x(share: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share))
