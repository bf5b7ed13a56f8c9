"""How much fell on which day: a row a month, a column a day."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from firstaid.core.words import day, month
from firstaid.web.pictures.numbers import number

LEVELS = 4
COLUMN, HEIGHT = 10, 100
"""One column of the drawing, and its height; nine tenths of a column are filled, the rest keeps neighbours apart."""
DAYS_NAMED = (1, 8, 15, 22, 29)


@dataclass(frozen=True)
class HeatCell:
    """A cell with something in it. The more, the darker and the fuller: `level` is 1 to 4."""

    label: str
    value: int
    level: int
    x: int
    y: int

    @property
    def height(self) -> int:
        return HEIGHT - self.y


@dataclass(frozen=True)
class HeatRow:
    label: str
    total: int
    words: str
    columns: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class Level:
    """Which values look like this."""

    level: int
    words: str
    y: int


@dataclass(frozen=True)
class HeatMap:
    rows: tuple[HeatRow, ...]
    columns: int
    levels: tuple[Level, ...]
    named: tuple[int, ...] = ()

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [(cell.label, number(cell.value)) for row in self.rows for cell in row.cells]


def calendar(counts: Mapping[date, int], first: date, months: int = 12) -> HeatMap:
    """The months from the one of `first` on, each in full; what falls outside them is not shown."""
    number_of_first = first.year * 12 + first.month - 1
    starts = [date(one // 12, one % 12 + 1, 1) for one in range(number_of_first, number_of_first + months)]
    return heat_map(((_named(one, one == starts[0]), _days(one, counts)) for one in starts), named=DAYS_NAMED)


def heat_map(rows: Iterable[tuple[str, list[tuple[str, int]]]], named: tuple[int, ...] = ()) -> HeatMap:
    """Rows of (label, value); `named` are the columns, counted from 1, that carry their number as a sign-post."""
    given = list(rows)
    most = max((value for _, cells in given for _, value in cells), default=0)
    return HeatMap(
        tuple(_row(label, cells, most) for label, cells in given),
        max((len(cells) for _, cells in given), default=0),
        _levels(most),
        named,
    )


def _row(label: str, cells: list[tuple[str, int]], most: int) -> HeatRow:
    total = sum(value for _, value in cells)
    filled = tuple(_cell(words, value, most, place) for place, (words, value) in enumerate(cells) if value > 0)
    return HeatRow(label, total, number(total), len(cells), filled)


def _cell(label: str, value: int, most: int, place: int) -> HeatCell:
    level = -(-value * LEVELS // most)
    return HeatCell(label, value, level, place * COLUMN, _top(level))


def _levels(most: int) -> tuple[Level, ...]:
    """The values of each level in words; few values leave some levels without any."""
    ends = [(most * (level - 1) // LEVELS + 1, most * level // LEVELS, level) for level in range(1, LEVELS + 1)]
    return tuple(
        Level(level, number(low) if low == high else f"{number(low)}–{number(high)}", _top(level))
        for low, high, level in ends
        if low <= high
    )


def _top(level: int) -> int:
    return HEIGHT * (LEVELS - level) // (LEVELS + 1)


def _days(start: date, counts: Mapping[date, int]) -> list[tuple[str, int]]:
    """Only days that have something are put into words: saying all days of a year takes longer than drawing them."""
    days = [start.replace(day=one + 1) for one in range(monthrange(start.year, start.month)[1])]
    return [(day(one), counts[one]) if counts.get(one) else ("", 0) for one in days]


def _named(start: date, is_first: bool) -> str:
    return month(start, with_year=is_first or start.month == 1)
