"""How a number went, as one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from firstaid.web.pictures.numbers import number

LEFT, RIGHT, TOP, BOTTOM = 2.0, 98.0, 10.0, 90.0
"""The line keeps off the edges, so that its ends are drawn whole."""


@dataclass(frozen=True)
class Point:
    label: str
    value: float
    words: str
    x: float
    y: float


@dataclass(frozen=True)
class Sparkline:
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """The line as SVG writes it, in a box of 100 by 100."""
        return "M" + "L".join(f"{one.x:.2f} {one.y:.2f}" for one in self.points) if self.points else ""

    @property
    def highest(self) -> Point | None:
        return max(self.points, key=lambda one: one.value, default=None)

    @property
    def cells(self) -> list[tuple[str, ...]]:
        return [(one.label, one.words) for one in self.points]


def sparkline(points: Iterable[tuple[str, float]]) -> Sparkline:
    """The points in the order of time. The foot of the picture is nought, so that a small change looks small."""
    given = list(points)
    top = max((value for _, value in given), default=0)
    return Sparkline(
        tuple(
            Point(label, value, number(value), _x(index, len(given)), _y(value, top))
            for index, (label, value) in enumerate(given)
        )
    )


def _x(index: int, count: int) -> float:
    return LEFT + (RIGHT - LEFT) * index / (count - 1) if count > 1 else (LEFT + RIGHT) / 2


def _y(value: float, top: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (max(0.0, value) / top if top > 0 else 0.0)
