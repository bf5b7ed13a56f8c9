"""Stylesheet, scripts and icons, served under an address that changes when any of them changes."""

import hashlib
from functools import cache

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from firstaid.core.assets import asset_dir


@cache
def digest() -> str:
    """One short hash over all static files, so that modules can import each other by relative names."""
    whole = hashlib.sha256()
    for path in sorted(asset_dir("static").rglob("*")):
        if path.is_file():
            whole.update(path.name.encode() + path.read_bytes())
    return whole.hexdigest()[:12]


def static(path: str) -> str:
    return f"/static/{digest()}/{path}"


class KeptForEver(StaticFiles):
    """Static files that a browser need never ask for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        if answer.status_code == 200:  # noqa: PLR2004 - found
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def static_files() -> KeptForEver:
    return KeptForEver(directory=asset_dir("static"))
