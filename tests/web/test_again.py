"""Whoever is refused finds her form again: on its page, with what she typed, and what is wrong where it is wrong."""

import pytest
from sqlmodel import func, select

from firstaid.institutions.models import Institution


def from_page(browser, page, address, form):
    """Send a form as a browser does, which says from which page."""
    return browser.post(address, data=form, headers={"Referer": f"{browser.base_url}{page}"})


@pytest.fixture
def institution_form():
    return {"name": "  ", "kind": "kindergarten", "town": "清河镇", "overseen_by": ""}


def test_what_was_typed_stands_in_the_form_again(browse, cast, institution_form):
    answer = from_page(browse(cast.chen), "/institutions/new", "/institutions/new", institution_form)
    assert answer.status_code == 422
    assert "<h1>Add an institution</h1>" in answer.text
    assert 'value="清河镇"' in answer.text
    assert 'role="alert"' in answer.text
    assert answer.text.count(" is missing.</") == 2  # on top, and at the field
    assert "<title>Not saved: " in answer.text


def test_a_box_that_was_ticked_stays_ticked_and_one_that_was_not_stays_empty(browse, cast, institution_form):
    answer = from_page(
        browse(cast.chen), "/institutions/new", "/institutions/new", institution_form | {"kind": "centre"}
    )
    ticked = [line for line in answer.text.splitlines() if " checked" in line]
    assert ['value="centre"' in line for line in ticked] == [True]


def test_a_refusal_by_the_rules_is_said_on_the_page_too(browse, cast):
    form = {
        "role": "instructor",
        "name": "何佳",
        "phone": "not a phone",
        "login": "",
        "password": "a long first password",
    }
    answer = from_page(browse(cast.chen), "/team", "/team", form)
    assert answer.status_code == 422
    assert 'value="not a phone"' in answer.text
    assert "a long first password" not in answer.text


def test_a_second_try_from_the_page_shown_again_finds_it_too(browse, cast):
    chen, page, door = browse(cast.chen), f"/institutions/{cast.sunflower}", f"/institutions/{cast.sunflower}/heads"
    form = {"name": "赵敏华", "phone": "1", "login": "", "password": ""}
    assert from_page(chen, page, door, form).status_code == 422
    answer = from_page(chen, door, door, form | {"phone": "12"})
    assert answer.status_code == 422
    assert 'value="12"' in answer.text


def test_nothing_is_written_by_a_refused_form(browse, cast, institution_form, session):
    before = session.exec(select(func.count()).select_from(Institution)).one()
    from_page(browse(cast.chen), "/institutions/new", "/institutions/new", institution_form)
    session.rollback()
    assert session.exec(select(func.count()).select_from(Institution)).one() == before


@pytest.mark.parametrize("page", ["", "/", "/nowhere", "/certificates", "//elsewhere.example/", "/team/not/there"])
def test_a_form_from_no_page_of_its_own_is_answered_all_the_same(browse, cast, institution_form, page):
    answer = from_page(browse(cast.chen), page, "/institutions/new", institution_form)
    assert answer.status_code == 422
    assert "is missing" in answer.text


def test_a_refusal_on_no_page_leads_nowhere_that_only_takes_forms(browse, cast):
    door = f"/institutions/{cast.sunflower}/heads"
    answer = browse(cast.chen).post(door, data={"name": "", "phone": "", "login": "", "password": ""})
    assert answer.status_code == 422
    assert 'name="next" value="/"' in answer.text
    assert f'href="{door}"' not in answer.text


def test_somebody_elses_page_is_not_shown_in_a_refusal(browse, cast, institution_form):
    """The page is asked for in the reader's own name."""
    answer = from_page(browse(cast.lin), "/institutions/new", "/institutions/new", institution_form)
    assert answer.status_code == 403
    assert "Add an institution" not in answer.text


def test_a_program_gets_the_refusal_in_json(browse, cast, institution_form):
    headers = {"Referer": "http://testserver/institutions/new", "Accept": "application/json"}
    answer = browse(cast.chen).post("/institutions/new", data=institution_form, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "core.invalid")
