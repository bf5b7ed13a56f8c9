"""Pages packed on their way out, but only for a reader who asked by herself (docs/decisions/0006-what-is-packed.md)."""

import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firstaid.web.assets import takes_gzip

WORTH_IT = 2_000  # bytes; a smaller page comes in the first flight of packets anyway
EFFORT = 4  # of 9: a large page in two thousandths of a second
BY_HERSELF = frozenset({"same-origin", "none"})


class Packing:
    """A plain ASGI layer. What another site made the browser ask for stays as long as it is: a length may betray."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not may_be_packed(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        held: Message | None = None

        async def answer(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and is_a_page(message):
                held = message
                return
            if held is not None:
                head, held = held, None
                message = packed(head, message)
                await send(head)
            await send(message)

        await self.app(scope, receive, answer)


def may_be_packed(asked: Headers) -> bool:
    return asked.get("sec-fetch-site") in BY_HERSELF and takes_gzip(asked.get("accept-encoding", ""))


def is_a_page(start: Message) -> bool:
    said = Headers(raw=start["headers"])
    return said.get("content-type", "").startswith("text/html") and "content-encoding" not in said


def packed(head: Message, message: Message) -> Message:
    """The body that comes after this head, smaller, and the head says so; one that comes in pieces stays as it is."""
    said = MutableHeaders(scope=head)
    said.add_vary_header("Accept-Encoding")
    said.add_vary_header("Sec-Fetch-Site")
    body = message.get("body", b"")
    if message.get("more_body") or len(body) < WORTH_IT:
        return message
    smaller = gzip.compress(body, EFFORT, mtime=0)
    said["Content-Encoding"], said["Content-Length"] = "gzip", str(len(smaller))
    return {"type": "http.response.body", "body": smaller}
