"""Staff sign in by password; guessing ends; a sign-in is kept and ended on the server."""

import re

import pytest
from cast import PASSWORD
from sqlmodel import select

from firstaid.accounts.asking import cookie_name
from firstaid.accounts.models import FailedTry, SignIn
from firstaid.core.settings import settings


def sign_in(client, login="chen", password=PASSWORD, **more):
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def test_a_member_of_staff_signs_in_and_goes_on_where_she_wanted(browse):
    her = browse(None)
    asked = her.get("/account")
    assert asked.headers["location"] == "/sign-in?next=/account"
    answer = sign_in(her, next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "陈静" in her.get("/account").text


def test_the_name_is_typed_in_any_case(browse):
    assert sign_in(browse(None), login=" CHEN ").status_code == 303


def test_a_name_that_nobody_can_type_is_refused_and_not_remembered(browse, session):
    assert sign_in(browse(None), login="chen\0").status_code == 422
    assert session.exec(select(FailedTry)).all() == []


@pytest.mark.parametrize(("login", "password"), [("chen", "not hers"), ("nobody", PASSWORD)])
def test_a_wrong_password_keeps_the_name_and_says_the_same_for_a_name_that_is_not_there(browse, login, password):
    answer = sign_in(browse(None), login=login, password=password)
    assert answer.status_code == 422
    assert "is wrong" in answer.text
    assert f'value="{login}"' in answer.text
    assert password not in answer.text
    assert cookie_name() not in answer.cookies


def test_a_wrong_password_is_remembered_although_the_rest_is_undone(browse, session):
    sign_in(browse(None), password="wrong")
    keys = [row.key for row in session.exec(select(FailedTry))]
    assert {key.split(":")[0] for key in keys} == {"login", "address"}
    assert "chen" not in "".join(keys)


def test_after_ten_wrong_tries_even_the_right_password_waits_five_minutes(browse, clock):
    her = browse(None)
    for _ in range(10):
        assert sign_in(her, password="wrong").status_code == 422
    stopped = sign_in(her)
    assert stopped.status_code == 429
    assert "Wait five minutes" in stopped.text
    assert 'value="chen"' in stopped.text
    clock.tick(minutes=5, seconds=1)
    assert sign_in(her).status_code == 303


def test_guessing_many_names_from_one_address_ends_too(browse):
    her = browse(None)
    for number in range(10):
        sign_in(her, login=f"name{number}", password="wrong")
    assert sign_in(her).status_code == 429


def test_only_a_hash_of_the_token_is_kept(browse, session):
    her = browse(None)
    token = sign_in(her).cookies[cookie_name()]
    assert token not in {row.token_hash for row in session.exec(select(SignIn))}


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(browse, monkeypatch):
    plain = sign_in(browse(None)).headers["set-cookie"]
    assert re.search(r"^firstaid=.*HttpOnly; Max-Age=604800; Path=/; SameSite=lax$", plain)
    monkeypatch.setattr(settings(), "public_url", "https://example.org")
    behind_tls = sign_in(browse(None)).headers["set-cookie"]
    assert behind_tls.startswith("__Host-firstaid=")
    assert behind_tls.endswith("; Secure")
    assert "Domain" not in behind_tls


def test_a_sign_in_lasts_a_week_and_no_longer(browse, cast, clock):
    her = browse(cast.chen)
    clock.tick(days=6, hours=23)
    assert her.get("/account").status_code == 200
    clock.tick(hours=2)
    assert her.get("/account").status_code == 303


def test_signing_out_ends_the_sign_in_on_the_server_too(browse, cast):
    her = browse(cast.chen)
    token = her.cookies[cookie_name()]
    answer = her.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert any(re.match(r'firstaid="";.*Max-Age=0', one) for one in answer.headers.get_list("set-cookie"))
    thief = browse(None)
    thief.cookies.set(cookie_name(), token)
    assert thief.get("/account").status_code == 303


def test_signing_in_anew_ends_what_this_browser_held_before(browse, cast, session):
    her = browse(cast.chen)
    sign_in(her)
    running = session.exec(select(SignIn).where(SignIn.person_id == cast.chen, SignIn.revoked_at.is_(None))).all()
    assert len(running) == 1


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
def test_signing_in_never_leads_to_another_site(browse, elsewhere):
    assert sign_in(browse(None), next=elsewhere).headers["location"] == "/"
    assert 'name="next" value="/"' in browse(None).get("/sign-in", params={"next": elsewhere}).text


def test_whoever_is_signed_in_already_goes_straight_on(browse, cast):
    assert browse(cast.chen).get("/sign-in?next=/account").headers["location"] == "/account"


def test_a_trainee_at_the_wrong_door_is_shown_hers(browse):
    page = browse(None, language="zh-CN").get("/sign-in").text
    assert 'href="/join"' in page
    assert "我有入班码" in page
