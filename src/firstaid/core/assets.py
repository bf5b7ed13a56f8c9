"""Where templates, static files and content lie: inside an installed wheel, or beside src/ in a checkout."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


@cache
def asset_dir(name: str) -> Path:
    """The folder of that name; raises `FileNotFoundError` when the installation lacks it."""
    for folder in (PACKAGE / "_assets" / name, PACKAGE.parent.parent / name):
        if folder.is_dir():
            return folder
    msg = f"this installation lacks its {name} folder"
    raise FileNotFoundError(msg)
