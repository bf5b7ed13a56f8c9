"""Too much is refused before it is read, on our own page."""

import anyio
import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from firstaid.web.bodies import BODY_MOST, UPLOAD_MOST, Bodies

UPLOAD = "/institutions/0190a000-0000-7000-8000-000000000000/staff-lists"


def pieces(size, piece=64 * 1024):
    while size > 0:
        yield b"x" * min(piece, size)
        size -= piece


@pytest.fixture
def read(app):
    """Doors that say how much they read, one at an upload's address."""
    sizes = []

    @app.post("/account/echo")
    async def echo(request: Request):
        sizes.append(len(await request.body()))

    return sizes


def test_an_announced_length_over_the_limit_is_refused_unread(browse, read):
    def never():
        raise AssertionError("the body was read")
        yield b""

    answer = browse(None).post("/account/echo", content=never(), headers={"Content-Length": str(BODY_MOST + 1)})
    assert answer.status_code == 413
    assert read == []
    assert "What was sent is too large." in answer.text
    assert "core.too_large" in answer.text


def test_the_greatest_body_allowed_is_read(browse, read):
    assert browse(None).post("/account/echo", content=b"x" * BODY_MOST).status_code == 200
    assert read == [BODY_MOST]


def test_a_body_without_a_length_is_refused_at_the_first_byte_too_many(browse, read):
    answer = browse(None).post("/account/echo", content=pieces(BODY_MOST + 1))
    assert answer.status_code == 413
    assert read == []


def test_a_form_without_a_length_is_refused_in_words_too(browse):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = browse(None, language="zh-CN").post("/sign-in", content=pieces(BODY_MOST + 1), headers=form)
    assert answer.status_code == 413
    assert "提交的内容太大了" in answer.text


@pytest.mark.parametrize(("size", "refused"), [(BODY_MOST + 1, False), (UPLOAD_MOST + 1, True)])
def test_a_staff_list_may_be_ten_megabytes(browse, cast, size, refused):
    answer = browse(cast.chen).post(UPLOAD, files={"file": ("list.xlsx", b"x" * size)})
    assert (answer.status_code == 413) == refused


def test_only_the_uploads_own_address_may_take_so_much(browse, cast):
    for path in (UPLOAD + "/x", "/institutions", "/x" + UPLOAD):
        assert browse(cast.chen).post(path, content=b"x" * (BODY_MOST + 1)).status_code == 413


def test_a_program_is_told_in_json(app):
    client = TestClient(app, headers={"Sec-Fetch-Site": "same-origin", "Accept": "application/json"})
    answer = client.post("/sign-in", content=b"x" * (BODY_MOST + 1))
    assert answer.json()["code"] == "core.too_large"


def arriving(*messages):
    """What a phone on a poor network sends, piece by piece, and what the layer made of it."""
    scope = {"type": "http", "method": "POST", "path": "/account/echo", "headers": []}
    waiting, opened_at, read, sent = list(messages), [], [], []

    async def receive():
        return waiting.pop(0)

    async def door(_scope, receive, _send):
        opened_at.append(len(waiting))
        read.append(await receive())

    async def send(message):
        sent.append(message)

    anyio.run(Bodies(door), scope, receive, send)
    return opened_at, read, sent


def piece(body, *, more):
    return {"type": "http.request", "body": body, "more_body": more}


def test_nobody_waits_for_the_rest_of_a_slow_phones_form_with_the_pen_in_hand():
    opened_at, read, _ = arriving(piece(b"then=", more=True), piece(b"go", more=True), piece(b"_on", more=False))
    assert opened_at == [0]
    assert read == [piece(b"then=go_on", more=False)]


def test_a_form_whose_phone_lost_its_network_half_way_opens_no_door():
    assert arriving(piece(b"then=", more=True), {"type": "http.disconnect"}) == ([], [], [])
