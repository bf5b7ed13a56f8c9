"""My own account: what it shows, a new password, and the browsers I am signed in at."""

import re

import pytest
from cast import PASSWORD
from sqlmodel import select

from firstaid.accounts.models import FailedTry

NEW = "purple elephants read slowly"


def change(client, old=PASSWORD, new=NEW):
    sent = {"old": old, "new": new}
    return client.post("/account/password", data=sent, headers={"Referer": f"{client.base_url}/account"})


def revocations(page):
    return re.findall(r"/account/sign-ins/[0-9a-f-]+/revocation", page)


def test_it_shows_phone_and_resident_id_masked(browse, cast):
    page = browse(cast.chen).get("/account").text
    assert "****8001" in page
    assert "13800138001" not in page
    assert re.search(r"\*{14}\w{4}<", page)
    assert "11010119900307" not in page


def test_a_member_of_staff_has_the_places_of_her_role_around_it(browse, cast):
    assert 'href="/institutions"' in browse(cast.chen).get("/account").text
    assert 'href="/institutions"' not in browse(cast.zhao).get("/account").text
    assert 'href="/staff"' in browse(cast.zhao).get("/account").text


def test_a_trainees_phone_has_no_password_to_change(browse, cast):
    page = browse(cast.wang, device=True).get("/account").text
    assert "王芳" in page
    assert "/account/password" not in page
    assert 'href="/my"' in page


def test_a_new_password_keeps_this_browser_and_signs_out_the_others(browse, cast):
    here, there = browse(cast.chen), browse(cast.chen)
    assert change(here).headers["location"] == "/account"
    assert "Your password was changed" in here.get("/account").text
    assert there.get("/account").status_code == 303
    assert browse(None).post("/sign-in", data={"login": "chen", "password": PASSWORD}).status_code == 422
    assert browse(None).post("/sign-in", data={"login": "chen", "password": NEW}).status_code == 303


@pytest.mark.parametrize("weak", ["short", "1234567890", "PASSWORD123", "aaaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused_and_the_old_one_stays(browse, cast, weak):
    her = browse(cast.chen)
    answer = change(her, new=weak)
    assert answer.status_code == 422
    assert "at least 10 characters" in answer.text
    assert 'action="/account/password"' in answer.text
    assert browse(None).post("/sign-in", data={"login": "chen", "password": PASSWORD}).status_code == 303


def test_guessing_the_old_password_at_an_open_browser_ends(browse, cast, session):
    her = browse(cast.chen)
    for _ in range(10):
        assert change(her, old="wrong").status_code == 422
    assert change(her).status_code == 429
    assert session.exec(select(FailedTry)).first().key == f"password:{cast.chen}"


def test_another_browser_is_signed_out_from_here(browse, cast):
    here, there = browse(cast.chen), browse(cast.chen)
    offered = revocations(here.get("/account").text)
    assert len(offered) == 1
    assert here.post(offered[0]).status_code == 303
    assert "signed out" in here.get("/account").text
    assert there.get("/account").status_code == 303
    assert revocations(here.get("/account").text) == []


def test_nobody_signs_out_somebody_elses_browser(browse, cast):
    browse(cast.chen)
    hers = revocations(browse(cast.chen).get("/account").text)[0]
    assert browse(cast.zhao).post(hers).status_code == 404
    assert revocations(browse(cast.chen).get("/account").text)


def test_a_browser_is_listed_by_the_names_people_know(browse, clock):
    phone = browse(None, language="zh-CN")
    agent = (
        "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0"
    )
    phone.post("/sign-in", data={"login": "chen", "password": PASSWORD}, headers={"User-Agent": agent})
    clock.tick(days=2)
    page = phone.get("/account").text
    assert "微信（Android）" in page
    assert "手机 · 2天前登录" in page
    assert "Mozilla" not in page


def test_two_browsers_of_one_kind_are_told_apart_by_when_she_signed_in(browse, cast, clock):
    browse(cast.chen)
    clock.tick(hours=3)
    browse(cast.chen)
    clock.tick(minutes=20)
    page = browse(cast.chen).get("/account").text
    told = ("signed in just now", "signed in 20 minutes ago", "signed in 3 hours ago")
    assert sorted(told, key=page.index) == list(told)


def test_signing_out_is_not_the_main_thing_a_trainee_does(browse, cast):
    page = browse(cast.wang, device=True).get("/account").text
    assert re.findall(r'button--main" href="([^"]+)"', page) == ["/my"]
    assert page.count("button--main") == 1
