"""One bar a row, and bars cut into parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from firstaid.web.pictures.numbers import number

Kind = Literal["main", "good", "warn", "bad", "now", "plain"]
"""What something means to the reader; each has a colour and a texture of its own."""

WHOLE = 100.0
SLIVER = 1.0
"""What is not nothing stays visible, however small beside the rest."""


@dataclass(frozen=True)
class Mark:
    """A line across every row that the rows are measured by, such as a pass mark."""

    words: str
    x: float


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    words: str
    width: float
    kind: Kind


@dataclass(frozen=True)
class Bars:
    rows: tuple[Bar, ...]
    mark: Mark | None = None

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [(row.label, row.words) for row in self.rows]


@dataclass(frozen=True)
class Part:
    """What one part of every row means."""

    words: str
    kind: Kind


@dataclass(frozen=True)
class Segment:
    value: int
    words: str
    kind: Kind
    x: float
    width: float


@dataclass(frozen=True)
class Stack:
    label: str
    total: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class StackedBars:
    parts: tuple[Part, ...]
    rows: tuple[Stack, ...]

    @property
    def heads(self) -> list[str]:
        return [part.words for part in self.parts]

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [(row.label, *(one.words for one in row.segments), number(row.total)) for row in self.rows]


def bars(
    rows: Iterable[tuple[str, float]],
    *,
    most: float | None = None,
    unit: str = "",
    mark: tuple[str, float] | None = None,
) -> Bars:
    """Each row's value beside the others'.

    `most` is where the scale ends, else the greatest value; `mark` is (words, value): a row below it is "warn".
    """
    given = list(rows)
    end = most or max((value for _, value in given), default=0)
    least = mark[1] if mark else None
    return Bars(
        tuple(
            Bar(label, value, number(value) + unit, _width(value, end), _kind(value, least)) for label, value in given
        ),
        Mark(mark[0], min(WHOLE, _share(mark[1], end))) if mark else None,
    )


def stacked_bars(parts: Sequence[Part], rows: Iterable[tuple[str, Sequence[int]]]) -> StackedBars:
    """Each row as a whole, cut by its values, one a part; a row of nothing has parts without width."""
    return StackedBars(
        tuple(parts), tuple(Stack(label, sum(values), _segments(parts, values)) for label, values in rows)
    )


def _segments(parts: Sequence[Part], values: Sequence[int]) -> tuple[Segment, ...]:
    total = sum(values)
    widths = [_width(value, total) for value in values]
    drawn = sum(widths) or WHOLE
    segments, x = [], 0.0
    for part, value, width in zip(parts, values, widths, strict=True):
        scaled = width * WHOLE / drawn
        segments.append(Segment(value, number(value), part.kind, x, scaled))
        x += scaled
    return tuple(segments)


def _share(value: float, end: float) -> float:
    return max(0.0, value) / end * WHOLE if end > 0 else 0.0


def _width(value: float, end: float) -> float:
    share = _share(value, end)
    return min(WHOLE, max(SLIVER, share)) if share > 0 else 0.0


def _kind(value: float, least: float | None) -> Kind:
    if least is None:
        return "main"
    return "good" if value >= least else "warn"
