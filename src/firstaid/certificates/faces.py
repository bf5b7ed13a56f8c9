"""Which type a text is set in: the shipped face, or for rare characters a wider one that is installed."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
SHIPPED = {"regular": FONTS / "serif-regular.ttf", "bold": FONTS / "serif-bold.ttf"}
PLACES = (
    Path("/usr/share/fonts/truetype/lxgw-wenkai"),
    Path("/usr/share/fonts/lxgw-wenkai"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / "Library/Fonts",
)
NAME = "LXGWWenKai-Regular.ttf"
WIDE = next((place / NAME for place in PLACES if (place / NAME).is_file()), PLACES[0] / NAME)
"""The installed LXGW WenKai; the file is not there where it is not installed."""


@cache
def characters_of(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def is_shipped(text: str) -> bool:
    """Whether the shipped face holds every character; if not, the whole text is set in the wider one."""
    return all(ord(character) in characters_of(SHIPPED["bold"]) for character in text)


def missing(texts: Iterable[str]) -> str:
    """The characters that could only be printed as boxes, each once."""
    wide = characters_of(WIDE) if WIDE.is_file() else frozenset()
    rare = (text for text in texts if not is_shipped(text))
    return "".join(sorted({character for text in rare for character in text if ord(character) not in wide}))
