"""Static files: kept for ever by whoever has them, packed for whoever can unpack them, each known by its tag."""

import gzip

import pytest

from firstaid.core.assets import asset_dir
from firstaid.web.assets import static, takes_gzip


@pytest.fixture
def ask(browse):
    """Ask for a static file in an encoding, as it stands on the wire."""
    client = browse(None)

    def asks(path, encoding="gzip, deflate, br", **headers):
        with client.stream("GET", static(path), headers={"Accept-Encoding": encoding, **headers}) as answer:
            return answer, b"".join(answer.iter_raw())

    return asks


@pytest.mark.parametrize("path", ["app.css", "icons.svg", "js/exam.js"])
def test_a_text_comes_packed_whole_and_marked_so(ask, path):
    whole = (asset_dir("static") / path).read_bytes()
    answer, wire = ask(path)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(wire) < len(whole) * 0.7
    assert gzip.decompress(wire) == whole


def test_whoever_cannot_unpack_gets_the_file_as_it_is(ask):
    answer, wire = ask("app.css", "identity")
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    assert wire == (asset_dir("static") / "app.css").read_bytes()


def test_packed_and_plain_have_tags_of_their_own_and_each_is_known_again(ask):
    packed, plain = (ask("app.css", encoding)[0].headers["etag"] for encoding in ("gzip", "identity"))
    assert packed != plain
    again, nothing = ask("app.css", "gzip", **{"If-None-Match": packed})
    assert (again.status_code, nothing) == (304, b"")
    assert (again.headers["etag"], again.headers["vary"]) == (packed, "Accept-Encoding")
    assert "immutable" in again.headers["cache-control"]
    assert ask("app.css", "identity", **{"If-None-Match": packed})[0].status_code == 200
    assert ask("app.css", "identity", **{"If-None-Match": plain})[0].status_code == 304


def test_what_is_not_there_is_not_there_in_any_encoding(ask):
    assert ask("no.css")[0].status_code == 404
    assert ask("js")[0].status_code == 404


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("deflate, gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0.001", True),
        ("x-gzip-not", False),
        ("identity", False),
        ("", False),
    ],
)
def test_an_accept_encoding_is_understood(accepted, takes):
    assert takes_gzip(accepted) is takes
