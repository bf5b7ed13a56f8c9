"""Every refusal says what happened, what was kept and what to do, in the reader's language."""

from typing import Annotated

import pytest
from fastapi import Form
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError

from firstaid.core import errors
from firstaid.web.refusals import STATUS, ForeignForm, status_of

SECRET = "11010119900307001X"
KINDS = [kind for kind in STATUS if kind is not errors.NotSignedIn]


class SeatForm(BaseModel):
    seats: Annotated[int, Field(ge=1)]
    place: Annotated[str, Field(max_length=5, title="Mobile")] = ""


@pytest.fixture
def refusing(app):
    """Doors that refuse in each of the ways there are."""
    chosen = {}

    @app.get("/account/refusing")
    def refusing():
        raise chosen["problem"]

    @app.post("/account/refusing")
    def taking(form: Annotated[SeatForm, Form()]):
        return form.seats

    def choose(problem):
        chosen["problem"] = problem

    return choose


def shown(text):
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("kind", [*KINDS, ForeignForm], ids=lambda kind: kind.__name__)
def test_every_kind_has_its_page_in_both_languages(browse, refusing, kind, language):
    refusing(kind())
    answer = browse(None, language=language).get("/account/refusing")
    assert answer.status_code == status_of(kind())
    assert f'<html lang="{language}">' in answer.text
    assert kind.code in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert (kind.message in answer.text) == (language == "en")
    assert (kind.advice in answer.text) == (language == "en")
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_program_gets_the_same_in_json(browse, refusing, kind):
    refusing(kind())
    answer = browse(None).get("/account/refusing", headers={"Accept": "application/json"})
    assert answer.status_code == status_of(kind())
    assert answer.json() == {"code": kind.code, "message": kind.message, "advice": kind.advice, "details": []}


def test_whoever_is_not_signed_in_is_sent_to_the_door_or_told(browse, refusing):
    refusing(errors.NotSignedIn())
    her = browse(None)
    assert her.get("/account/refusing?a=1").headers["location"] == "/sign-in?next=/account/refusing%3Fa%3D1"
    assert her.get("/account/refusing", headers={"Accept": "*/*"}).status_code == 401


@pytest.mark.parametrize(("language", "words"), [("en", "Something went wrong on our side."), ("zh-CN", "出了问题")])
def test_a_crash_is_a_page_with_a_number_and_says_nothing_of_its_cause(browse, refusing, language, words):
    refusing(RuntimeError(SECRET))
    answer = browse(None, language=language).get("/account/refusing")
    assert answer.status_code == 500
    assert words in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert SECRET not in answer.text


def test_a_crash_in_production_leaves_the_place_in_the_log_and_not_the_words(browse, refusing, monkeypatch, capsys):
    from firstaid.core.settings import settings  # noqa: PLC0415 - changed for this test alone

    refusing(RuntimeError(SECRET))
    monkeypatch.setattr(settings(), "environment", "production")
    browse(None).get("/account/refusing")
    written = capsys.readouterr().out
    assert "RuntimeError" in written
    assert "test_refusals.py" in written
    assert SECRET not in written


def test_a_database_that_is_away_is_not_a_crash(browse, refusing):
    refusing(OperationalError("SELECT 1", {"id": SECRET}, Exception("away")))
    answer = browse(None).get("/account/refusing")
    assert answer.status_code == 503
    assert "What was saved before is kept." in answer.text
    assert 'href="/account/refusing"' in answer.text


def test_an_address_that_does_not_exist_is_a_page(browse):
    answer = browse(None, language="zh-CN").get("/nowhere")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_opening_an_address_that_only_takes_forms_is_said_plainly(browse):
    answer = browse(None).get("/language")
    assert answer.status_code == 405
    assert "cannot be opened like this" in answer.text


@pytest.mark.parametrize(
    ("language", "sent", "lines"),
    [
        ("en", {}, ["Seats is missing."]),
        (
            "en",
            {"seats": "0", "place": SECRET},
            ["Seats must be 1 or more.", "Mobile is too long: at most 5 characters."],
        ),
        ("zh-CN", {"seats": SECRET[-1], "place": SECRET}, ["必须是整数", "手机号太长，最多5个字符。"]),
    ],
)
@pytest.mark.usefixtures("refusing")
def test_what_is_wrong_is_said_field_by_field_and_never_what_was_typed(browse, language, sent, lines):
    answer = browse(None, language=language).post("/account/refusing", data=sent)
    assert answer.status_code == 422
    for line in lines:
        assert line in shown(answer.text)
    assert SECRET not in answer.text


def test_a_form_with_something_unknown_in_it_is_refused(browse):
    answer = browse(None).post("/sign-in", data={"login": "a", "password": "b", "role": "coordinator"})
    assert answer.status_code == 422
    assert "Role is not asked for here." in answer.text


def test_json_that_is_none_is_refused_in_words(browse, app):
    @app.post("/account/json")
    def taking(form: SeatForm):
        return form.seats

    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    answer = browse(None).post("/account/json", content=b"{", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["details"] == ["What was sent cannot be read."]


def test_a_malformed_id_in_an_address_is_an_address_that_does_not_exist(browse, cast):
    assert browse(cast.chen).post("/account/sign-ins/not-an-id/revocation").status_code == 404


@pytest.mark.parametrize("path", ["/certificates?q=%00", "/learn/%00"])
def test_a_character_that_no_database_keeps_is_refused_like_any_other_word(browse, cast, path):
    assert browse(cast.chen).get(path).status_code in {200, 404, 422}
