"""Pages come packed to whoever asked for them herself, and as they are where another site made the browser ask."""

import gzip

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route, Router
from starlette.testclient import TestClient

from firstaid.web.packing import WORTH_IT, Packing

LONG = "<p>很长的一页</p>" * 1000


async def long(_request):
    return HTMLResponse(LONG)


async def short(_request):
    return HTMLResponse("<p>x</p>")


async def plain(_request):
    return PlainTextResponse(LONG)


async def pieces(_request):
    return StreamingResponse(iter([LONG, LONG]), media_type="text/html")


@pytest.fixture
def ask():
    doors = [Route("/long", long), Route("/short", short), Route("/plain", plain), Route("/pieces", pieces)]
    client = TestClient(Packing(Router(doors)))

    def asks(path, site="same-origin", encoding="gzip", method="GET"):
        headers = {"Accept-Encoding": encoding, **({"Sec-Fetch-Site": site} if site else {})}
        with client.stream(method, path, headers=headers) as answer:
            return answer, b"".join(answer.iter_raw())

    return asks


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_comes_packed_to_whoever_asked_herself(ask, site):
    answer, wire = ask("/long", site)
    assert (answer.headers["content-encoding"], int(answer.headers["content-length"])) == ("gzip", len(wire))
    assert answer.headers["vary"] == "Accept-Encoding, Sec-Fetch-Site"
    assert len(wire) < len(LONG.encode()) / 20
    assert gzip.decompress(wire).decode() == LONG


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
def test_what_another_site_asked_for_keeps_its_length(ask, site):
    """Else one who watches the line and chooses what stands in the address could guess what else the page says."""
    answer, wire = ask("/long", site)
    assert "content-encoding" not in answer.headers
    assert wire.decode() == LONG


@pytest.mark.parametrize("path", ["/short", "/plain", "/pieces"])
def test_what_is_short_or_no_page_or_comes_in_pieces_stays_as_it_is(ask, path):
    answer, wire = ask(path)
    assert "content-encoding" not in answer.headers
    assert wire.decode() in {"<p>x</p>", LONG, LONG * 2}
    assert len("<p>x</p>") < WORTH_IT < len(LONG)


def test_whoever_cannot_unpack_gets_the_page_as_it_is(ask):
    assert ask("/long", encoding="identity")[1].decode() == LONG


def test_the_application_packs_its_pages(browse, cast):
    page = browse(cast.chen).get("/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert "</html>" in page.text
