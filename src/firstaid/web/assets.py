"""Stylesheet, scripts and icons, served under an address that changes when any of them changes."""

import gzip
import hashlib
import os
import re
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from firstaid.core.assets import asset_dir

WORTH_PACKING = re.compile(r"text/|application/(?:json|javascript|manifest\+json)|image/svg\+xml")
NEVER = re.compile(r"q=0(?:\.0*)?")


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
    """Static files that a browser need never ask for again; texts come packed to whoever can unpack them."""

    def file_response(
        self, full_path: "os.PathLike[str] | str", stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        asked, kept = Headers(scope=scope), {"Cache-Control": "public, max-age=31536000, immutable"}
        answer: Response = FileResponse(full_path, status_code, kept, stat_result=stat_result)
        if WORTH_PACKING.match(answer.media_type or ""):
            answer.headers["Vary"] = "Accept-Encoding"
            if takes_gzip(asked.get("accept-encoding", "")):
                answer = _packed(answer, Path(full_path))
        return NotModifiedResponse(answer.headers) if self.is_not_modified(answer.headers, asked) else answer


def static_files() -> KeptForEver:
    return KeptForEver(directory=asset_dir("static"))


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding names gzip, and not only to refuse it."""
    wishes = (wish.partition(";") for wish in accepted.lower().split(","))
    return any(name.strip() == "gzip" and not NEVER.fullmatch(weight.strip()) for name, _, weight in wishes)


def _packed(plain: Response, path: Path) -> Response:
    """The same answer packed: another representation, so it has another tag."""
    tag = plain.headers["etag"]
    same = {name: plain.headers[name] for name in ("cache-control", "vary", "last-modified")}
    named = {"Content-Encoding": "gzip", "ETag": f'{tag[:-1]}-gzip"'}
    return Response(_bytes_of(path, tag), plain.status_code, same | named, plain.media_type)


@cache
def _bytes_of(path: Path, _tag: str) -> bytes:
    """A file packed once for each process; the tag changes with the file."""
    return gzip.compress(path.read_bytes(), mtime=0)
