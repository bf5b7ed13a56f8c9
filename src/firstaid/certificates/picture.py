"""A certificate's picture as an answer: drawn on its way out, so that whoever waits holds no turn at the database."""

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from firstaid.certificates.errors import Misprint, NotDrawn
from firstaid.certificates.press import Press, real_drawer
from firstaid.core.errors import FirstAidError
from firstaid.web.refusals import refuse

AT_ONCE = CapacityLimiter(2)  # as many as the press has processes; the others wait without a thread
DRAWN_AS = "1"  # another number once pictures are drawn otherwise, so that browsers ask for the new one


class Picture(Response):
    """Drawn anew for whoever asks: always from the issued file, whose digest it carries; a browser keeps it by that."""

    def __init__(self, pdf: bytes, digest: str) -> None:
        super().__init__(media_type="image/png")
        self.pdf, self.digest = pdf, digest
        self.kept = {"ETag": f'"{digest}-{DRAWN_AS}"', "Cache-Control": "private, no-cache"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if Headers(scope=scope).get("if-none-match") == self.kept["ETag"]:
            answer = Response(status_code=304, headers=self.kept)
        else:
            answer = await run_sync(self.drawn, limiter=AT_ONCE)
        await answer(scope, receive, send)

    def drawn(self) -> Response:
        try:
            png = Press.shared(real_drawer).print({"pdf": self.pdf, "digest": self.digest})
        except Misprint:
            return refuse(NotDrawn())
        except FirstAidError as refusal:
            return refuse(refusal)
        return Response(png, media_type=self.media_type, headers=self.kept)
