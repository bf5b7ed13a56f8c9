"""How much may be sent in, refused before it is read: by the length announced, or at the first byte too many."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firstaid.core.errors import TooLarge
from firstaid.web.refusals import refuse

BODY_MOST = 256 * 1024
UPLOAD_MOST = 10 * 1024 * 1024


class Bodies:
    """A plain ASGI layer; `uploads` are the addresses, written as routes are, to which a file may be sent."""

    def __init__(self, app: ASGIApp, uploads: tuple[str, ...] = ()) -> None:
        self.app = app
        self.uploads = tuple(compile_path(path)[0] for path in uploads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.most_for(scope["path"])
        if announced(scope) > most:
            await refuse(TooLarge())(scope, receive, send)
        else:
            await self.app(scope, counted(receive, most), send)

    def most_for(self, path: str) -> int:
        return UPLOAD_MOST if any(upload.match(path) for upload in self.uploads) else BODY_MOST


def announced(scope: Scope) -> int:
    """The length that the sender gives; nought where it gives none, or none that is a number."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def counted(receive: Receive, most: int) -> Receive:
    """Pass on what arrives until it is too much: an HTTPException, which no reader of forms turns into another."""
    so_far = 0

    async def receive_counted() -> Message:
        nonlocal so_far
        message = await receive()
        so_far += len(message.get("body", b""))
        if so_far > most:
            raise HTTPException(413)
        return message

    return receive_counted
