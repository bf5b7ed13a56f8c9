"""Too much is refused before it is read, on our own page."""

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from firstaid.web.bodies import BODY_MOST, UPLOAD_MOST

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
