"""The frame around every page: who reads, where she can go, and what just happened."""

from itertools import combinations

import pytest
from jinja2 import UndefinedError

from firstaid.app.navigation import MOST, STAFF, navigation
from firstaid.core.words import language
from firstaid.web.pages import attachment
from firstaid.web.templates import environment

ROLES = [frozenset(some) | {"trainee"} for size in range(len(STAFF) + 1) for some in combinations(sorted(STAFF), size)]


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)))
def test_whatever_her_roles_she_has_two_to_five_places_and_one_of_them_is_where_she_is(roles):
    language.set("en")
    places = navigation(roles, "/")
    assert 2 <= len(places) <= MOST
    for place in places:
        assert [one.href for one in navigation(roles, place.href + "?page=2") if one.current] == [place.href]


def test_a_page_below_a_place_belongs_to_it_and_a_namesake_does_not():
    current = [place.href for place in navigation(frozenset({"coordinator"}), "/trainings/42/roster") if place.current]
    assert current == ["/trainings"]
    assert not any(place.current for place in navigation(frozenset({"coordinator"}), "/trainings-of-old"))


def test_what_was_said_is_said_once(browse, cast):
    her = browse(cast.chen)
    her.post("/sign-out")
    assert '<p class="toast toast--good" role="status"' in her.get("/sign-in").text
    assert "You are signed out." not in her.get("/sign-in").text


def test_what_a_cookie_says_cannot_become_markup(browse):
    her = browse(None)
    her.cookies.set("flash", "%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in her.get("/sign-in").text


def test_a_signed_out_reader_gets_the_frame_without_places(browse):
    page = browse(None).get("/sign-in").text
    assert 'class="skip" href="#content"' in page
    assert "<nav" not in page
    assert 'action="/sign-out"' not in page


def test_a_template_that_names_what_is_not_there_is_an_error():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_a_name_in_a_template_is_escaped():
    assert environment().from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"


def test_a_file_keeps_its_name_in_any_script():
    kept = attachment("QH-2026-0001 𠮷田/a.pdf")["Content-Disposition"]
    assert kept == "attachment; filename*=UTF-8''QH-2026-0001%20%F0%A0%AE%B7%E7%94%B0%2Fa.pdf"
