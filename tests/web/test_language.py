"""Two languages, chosen by the reader, kept by the browser; the page stays."""

import re

import pytest


def next_place(page):
    return re.search(r'name="next" value="([^"]*)">\s*<button class="head__button" type="submit"', page)[1].replace(
        "&amp;", "&"
    )


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9", "zh-CN"), ("fr,en;q=0.5", "en"), ("fr", "zh-CN"), ("", "zh-CN")],
)
def test_a_browser_is_answered_in_the_language_it_asks_for(browse, accepts, lang):
    assert f'<html lang="{lang}">' in browse(None, language=accepts).get("/sign-in").text


def test_a_choice_outlives_what_the_browser_asks_for_and_keeps_the_page(browse):
    her = browse(None, language="en")
    place = next_place(her.get("/sign-in?next=%2Faccount").text)
    answer = her.post("/language", data={"language": "zh-CN", "next": place})
    assert answer.headers["location"] == "/sign-in?next=%2Faccount"
    assert '<html lang="zh-CN">' in her.get(answer.headers["location"]).text


def test_after_a_refused_form_the_switch_leads_back_to_the_forms_page(browse):
    her = browse(None)
    refused = her.post(
        "/sign-in",
        data={"login": "chen", "password": "wrong"},
        headers={"Referer": "http://testserver/sign-in?next=/account"},
    )
    assert next_place(refused.text) == "/sign-in?next=/account"
    foreign = her.post("/sign-in", data={"login": "x", "password": "y"}, headers={"Referer": "https://evil.example/a"})
    assert next_place(foreign.text) == "/sign-in"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_switch_never_leads_to_another_site(browse, elsewhere):
    answer = browse(None).post("/language", data={"language": "en", "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_no_third_language_is_taken(browse):
    assert browse(None).post("/language", data={"language": "tlh"}).status_code == 422
