"""An address that leads nowhere still knows who is asking."""

import pytest


@pytest.mark.parametrize("address", ["/nowhere", "/trainings/nowhere/at/all", "/sign-out"])
def test_who_is_signed_in_keeps_her_places_where_no_page_is(browse, cast, address):
    page = browse(cast.chen).get(address)
    assert page.status_code in {404, 405}
    assert 'href="/trainings"' in page.text
    assert "陈静" in page.text
    assert 'href="/sign-in"' not in page.text


def test_a_stranger_is_offered_the_way_in_there(browse):
    page = browse().get("/nowhere")
    assert page.status_code == 404
    assert 'href="/sign-in"' in page.text


def test_a_phone_that_joined_keeps_a_trainees_places_and_no_others(browse, cast):
    page = browse(cast.chen, device=True).get("/nowhere").text
    assert 'href="/my"' in page
    assert 'href="/trainings"' not in page


def test_a_program_is_told_so_in_json(browse, cast):
    answer = browse(cast.chen).get("/nowhere", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (404, "core.not_found")
