"""How much may be sent in, refused before it is read: by the length announced, or at the first byte too many.

What is not too much is waited for out here, so that nobody holds a turn at the database while a phone is sending.
"""

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
        elif most > BODY_MOST:  # goes to a file as it comes, and is read before any turn is taken
            await self.app(scope, counted(receive, most), send)
        else:
            await self.once_arrived(scope, receive, send)

    async def once_arrived(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await whole(counted(receive, BODY_MOST))
        except HTTPException:
            await refuse(TooLarge())(scope, receive, send)
            return
        if body is not None:
            await self.app(scope, handed_on(body, receive), send)

    def most_for(self, path: str) -> int:
        return UPLOAD_MOST if any(upload.match(path) for upload in self.uploads) else BODY_MOST


def announced(scope: Scope) -> int:
    """The length that the sender gives; nought where it gives none, or none that is a number."""
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


async def whole(receive: Receive) -> bytes | None:
    """All of it, or nothing if the line broke before the end."""
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


def handed_on(body: bytes, receive: Receive) -> Receive:
    """The whole body in one piece; whatever comes after it comes from outside."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_waiting() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_waiting


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
