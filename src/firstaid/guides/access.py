"""Guides, tasks and pictures for anybody: there is nothing secret in them, but much that does not exist."""

import re
from pathlib import Path

from firstaid.core.assets import asset_dir
from firstaid.core.errors import NotFound
from firstaid.core.words import LANGUAGES
from firstaid.guides.files import FOLDER, Guide, Task, guides

PICTURE = re.compile(r"[a-z0-9][a-z0-9-]*\.png")


def guide_to_read(key: str) -> Guide:
    guide = guides().get(key)
    if guide is None:
        raise NotFound
    return guide


def task_to_read(key: str, task_key: str) -> tuple[Guide, Task]:
    guide = guide_to_read(key)
    task = guide.task(task_key)
    if task is None:
        raise NotFound
    return guide, task


def picture_to_see(language: str, name: str) -> Path:
    """A picture of a guide; the names say nothing that could lead out of its folder."""
    if language not in LANGUAGES or not PICTURE.fullmatch(name):
        raise NotFound
    picture = asset_dir(FOLDER) / "pictures" / language / name
    if not picture.is_file():
        raise NotFound
    return picture
