"""The guides as their files hold them: both languages side by side, one task a heading."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from firstaid.core.assets import asset_dir
from firstaid.core.content import ContentProblem
from firstaid.core.words import LANGUAGES, Text
from firstaid.guides.rules import GUIDES, anchor_of

FOLDER = "docs/guides"
TITLE = re.compile(r"# (.+)\n\s*\n(.+?)\s*", re.DOTALL)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
PNG_SIZE = slice(16, 24)


@dataclass(frozen=True)
class Task:
    """One thing somebody wants done. Its English heading names it; `anchors`: what code hosts make of its headings."""

    key: str
    title: Text
    text: Text
    anchors: Text


@dataclass(frozen=True)
class Guide:
    """All the tasks of one reader."""

    key: str
    title: Text
    about: Text
    tasks: tuple[Task, ...]

    def task(self, key: str) -> Task | None:
        return next((task for task in self.tasks if task.key == key), None)


@cache
def guides() -> dict[str, Guide]:
    """Every guide, by its name."""
    return {key: read_guide(asset_dir(FOLDER), key) for key in GUIDES}


def read_guide(folder: Path, key: str) -> Guide:
    """Both files of one guide; raises `ContentProblem` where they do not have the same tasks."""
    read = {language: _read(folder / f"{key}.{language}.md") for language in LANGUAGES}
    if len({len(tasks) for _, _, tasks in read.values()}) > 1:
        msg = f"{key}: needs the same tasks in every language"
        raise ContentProblem(msg)
    tasks = zip(*(read[language][2] for language in LANGUAGES), strict=True)
    return Guide(
        key=key,
        title={language: title for language, (title, _, _) in read.items()},
        about={language: about for language, (_, about, _) in read.items()},
        tasks=tuple(_task(dict(zip(LANGUAGES, both, strict=True))) for both in tasks),
    )


def _read(path: Path) -> tuple[str, str, list[tuple[str, str]]]:
    """Title, what it is about, and each task's heading and text."""
    opening, *rest = HEADING.split(path.read_text(encoding="utf-8"))
    said = TITLE.fullmatch(opening)
    if said is None:
        msg = f"{path.name}: begins with its title and one paragraph"
        raise ContentProblem(msg)
    tasks = [(heading.strip(), text.strip()) for heading, text in zip(rest[::2], rest[1::2], strict=True)]
    return said[1].strip(), said[2], tasks


def _task(both: dict[str, tuple[str, str]]) -> Task:
    anchors = {language: anchor_of(heading) for language, (heading, _) in both.items()}
    return Task(
        key=anchors["en"],
        title={language: heading for language, (heading, _) in both.items()},
        text={language: text for language, (_, text) in both.items()},
        anchors=anchors,
    )


@cache
def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of a PNG, as its first chunk says."""
    with path.open("rb") as picture:
        size = picture.read(PNG_SIZE.stop)[PNG_SIZE]
    return int.from_bytes(size[:4]), int.from_bytes(size[4:])
