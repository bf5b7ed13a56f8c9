"""Anybody who holds a paper learns whether it is real, and nobody learns more."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from firstaid.accounts.models import FailedTry
from firstaid.accounts.queries import TRIES
from firstaid.certificates.models import Certificate
from firstaid.core.ids import new_token

PERSONAL = ("王芳", "向日葵", "0008", "13800138008", "resident")


@pytest.fixture
def stranger(browse):
    return browse(None)


@pytest.fixture
def wang(certificate_of, issued, cast):
    assert issued
    return certificate_of(cast.wang)


def test_the_qr_says_what_the_paper_is_worth_in_both_languages(stranger, wang):
    answer = stranger.get(f"/v/{wang.token}")
    assert answer.status_code == 200
    for words in (
        "This certificate is valid.",
        "这张证书有效。",
        "王*",
        "QH-2026-00001",
        "心肺复苏与AED培训证书",
        "CPR and AED certificate",
        "清河县红十字会",
        "Qinghe County Red Cross",
        "2029年12月1日",
        "2026年12月1日",
        "example scheme",
    ):
        assert words in answer.text, words
    assert not [secret for secret in PERSONAL if secret in answer.text]
    assert "noindex" in answer.headers["x-robots-tag"]
    assert 'content="noindex"' in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2029, 12, 1, 15, 59, tzinfo=UTC), "This certificate is valid."),
        (datetime(2029, 12, 1, 16, 0, tzinfo=UTC), "This certificate has expired."),
    ],
)
def test_it_is_valid_until_midnight_where_it_was_issued(stranger, wang, clock, at, words):
    clock.at = at
    assert words in stranger.get(f"/v/{wang.token}").text


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("QH-2026-00001", "{code}"),
        ("qh 2026 ooool", "{code}"),
        ("ＱＨ－２０２６－００００１", "{spaced}"),
        (" QH2026OOOO1 ", "{lower}"),
        ("qh 2026 1", "{code}"),
    ],
)
def test_number_and_check_code_are_understood_however_they_are_typed(stranger, wang, number, code):
    plain = wang.token[:8]
    typed = code.format(code=plain, spaced=f"{plain[:4]} - {plain[4:]}", lower=plain.lower().replace("0", "o"))
    answer = stranger.post("/verify", data={"number": number, "code": typed})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/v/{wang.token}")


def plain(page):
    """The page without what differs by chance: what was typed, and the address of static files."""
    return re.sub(r'value="[^"]*"|from=[^"]*|/static/\w+/', "", page)


def test_a_wrong_number_and_a_wrong_code_are_the_same_answer(stranger, wang):
    wrong_code = stranger.post("/verify", data={"number": wang.number, "code": "AAAAAAAA"})
    wrong_number = stranger.post("/verify", data={"number": "QH-2026-99999", "code": wang.token[:8]})
    both_wrong = stranger.post("/verify", data={"number": "?", "code": "?"})
    empty = stranger.post("/verify", data={})
    answers = (wrong_code, wrong_number, both_wrong, empty)
    assert {answer.status_code for answer in answers} == {404}
    assert len({plain(answer.text) for answer in answers}) == 1
    assert "This number and this check code do not belong together." in wrong_code.text
    assert "ask the organisation named on it" in wrong_code.text
    assert "这个编号和这个查验码对不上。" in wrong_code.text


def test_what_was_typed_stays_and_another_language_leads_back_to_the_form_with_the_number(stranger, wang):
    answer = stranger.post("/verify", data={"number": wang.number, "code": "ABCD <1>"})
    assert 'value="ABCD &lt;1&gt;"' in answer.text
    back = re.search('name="next" value="([^"]*)"', answer.text)[1]
    assert stranger.post("/language", data={"next": back, "language": "zh-CN"}).headers["location"] == back
    page = stranger.get(back)
    assert page.status_code == 200
    assert f'value="{wang.number}"' in page.text
    assert "ABCD" not in back


@pytest.mark.usefixtures("wang")
def test_an_unknown_qr_says_so_and_what_to_do(stranger):
    answer = stranger.get(f"/v/{new_token()}")
    assert answer.status_code == 404
    assert "No such certificate is known here." in answer.text
    assert "noindex" in answer.headers["x-robots-tag"]


def test_what_is_not_printed_yet_is_not_known_to_anybody(chen, stranger, closed, session):
    chen.post(f"/trainings/{closed.id}/certificates")
    one = session.exec(select(Certificate)).first()
    assert stranger.get(f"/v/{one.token}").status_code == 404
    assert stranger.post("/verify", data={"number": one.number, "code": one.token[:8]}).status_code == 404


def test_guessing_ends_and_is_remembered(stranger, wang, clock, session):
    for guess in range(TRIES):
        assert stranger.post("/verify", data={"number": f"QH-2026-{guess:05d}", "code": "AAAAAAAA"}).status_code == 404
    right = {"number": wang.number, "code": wang.token[:8]}
    assert stranger.post("/verify", data=right).status_code == 429
    assert len(session.exec(select(FailedTry)).all()) == 2 * TRIES
    clock.tick(minutes=6)
    assert stranger.post("/verify", data=right).status_code == 303


def test_guessing_tokens_ends_and_real_ones_go_on_being_answered(stranger, wang):
    answers = [stranger.get(f"/v/{new_token()}").status_code for _ in range(12)]
    assert answers == [404] * 10 + [429] * 2
    assert stranger.get(f"/v/{wang.token}").status_code == 200


def test_one_address_does_not_look_without_end(stranger, wang, monkeypatch):
    monkeypatch.setattr("firstaid.certificates.routes.LOOKS", "3 per 5 minutes")
    assert [stranger.get(f"/v/{wang.token}").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_form_is_there_in_both_languages(browse, stranger):
    assert "Check a certificate" in stranger.get("/verify").text
    assert "查验证书" in browse(None, language="zh-CN").get("/verify").text


def test_chinese_readers_find_chinese_first(browse, wang):
    page = browse(None, language="zh-CN").get(f"/v/{wang.token}").text
    assert page.index("这张证书有效。") < page.index("This certificate is valid.")


def test_what_the_page_says_was_frozen_at_issue(stranger, wang, rename, cast):
    rename(cast.wang, "赵新名")
    page = stranger.get(f"/v/{wang.token}").text
    assert "王*" in page
    assert "赵" not in page
