from datetime import date
from uuid import uuid4

import pytest
from sqlmodel import select

from firstaid.accounts.models import Person
from firstaid.institutions.models import Employment, Role, RoleGrant


def test_the_head_sees_her_staff_by_name_and_the_ending_of_a_number(browse, cast, session, hold):
    hold(cast.wang, date(2028, 3, 4))
    page = browse(cast.zhao).get("/staff").text
    assert "王芳" in page
    assert "李雷" in page
    wang = session.get_one(Person, cast.wang)
    assert wang.phone.removeprefix("+86") not in page
    assert f"ID ending {wang.id_last4}" in page
    assert "2028" in page
    assert "No certificate" in page


@pytest.mark.parametrize(
    "state",
    [
        ("2026-11-30", "Expired on 30 November 2026"),
        ("2027-01-01", "Runs out on 1 January 2027"),
        ("2028-01-01", "Valid until 1 January 2028"),
    ],
)
def test_the_state_of_each_is_told_in_words(browse, cast, hold, state):
    hold(cast.wang, date.fromisoformat(state[0]))
    assert f">{state[1]}</span>" in browse(cast.zhao).get("/staff").text.replace("</svg>", ">")


def test_a_head_sees_nothing_of_the_other_kindergarten(browse, cast, hold):
    hold(cast.zhou, date(2028, 3, 4))
    zhao = browse(cast.zhao)
    page = zhao.get("/staff").text + zhao.get("/").text
    for foreign in ("周敏", "柳树幼儿园", "清河县学前教育中心", "吴悠"):
        assert foreign not in page
    for other in (cast.willow, cast.centre, cast.maple, uuid4()):
        assert zhao.get(f"/staff?institution_id={other}").status_code == 404


def test_the_centre_sees_its_kindergartens_one_by_one(browse, cast, hold):
    hold(cast.zhou, date(2028, 3, 4))
    sun = browse(cast.sun)
    choosing = sun.get("/staff").text
    assert "Choose an institution to see its staff." in choosing
    assert "王芳" not in choosing
    sunflower = sun.get(f"/staff?institution_id={cast.sunflower}").text
    willow = sun.get(f"/staff?institution_id={cast.willow}").text
    assert ("王芳" in sunflower, "周敏" in sunflower) == (True, False)
    assert ("王芳" in willow, "周敏" in willow) == (False, True)
    assert sun.get(f"/staff?institution_id={cast.maple}").status_code == 404


def test_the_head_of_a_centres_own_office_does_not_oversee(browse, cast, database):
    with database.transaction() as session:
        for grant in session.exec(select(RoleGrant).where(RoleGrant.person_id == cast.sun)):
            grant.role = Role.HEAD
            session.add(grant)
    sun = browse(cast.sun)
    assert "清河县学前教育中心" in sun.get("/staff").text
    assert sun.get(f"/staff?institution_id={cast.willow}").status_code == 404


@pytest.mark.parametrize("who", ["chen", "lin", "auditor", "wang"])
def test_nobody_else_has_such_a_page(browse, cast, who):
    assert browse(getattr(cast, who)).get("/staff").status_code == 403


def test_of_somebody_whose_employment_is_not_confirmed_nothing_is_shown(browse, cast, database, hold):
    hold(cast.wang, date(2028, 3, 4))
    with database.transaction() as session:
        for employment in session.exec(select(Employment).where(Employment.person_id == cast.wang)):
            employment.confirmed_at = None
            session.add(employment)
    page = browse(cast.zhao).get("/staff").text
    assert "王芳" in page
    assert "2028" not in page


def test_an_institution_without_staff_says_what_to_do(browse, cast):
    page = browse(cast.sun).get(f"/staff?institution_id={cast.centre}").text
    assert "Nobody is on the staff list yet." in page


def test_who_is_without_stands_first(browse, cast, hold):
    hold(cast.li, date(2028, 3, 4))
    page = browse(cast.zhao).get("/staff").text
    assert page.index("王芳") < page.index("李雷")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("q=王", {"王芳"}),
        ("state=without", {"王芳"}),
        ("state=valid", {"李雷"}),
        ("q=李&state=without", set()),
        ("state=whatever", {"王芳", "李雷"}),
    ],
)
def test_a_long_list_can_be_filtered_by_name_and_state(browse, cast, hold, asked, shown):
    hold(cast.li, date(2028, 3, 4))
    page = browse(cast.zhao).get(f"/staff?institution_id={cast.sunflower}&{asked}").text
    assert {name for name in ("王芳", "李雷") if name in page} == shown
    assert ("Nobody fits." in page) == (not shown)


def test_a_certificate_without_an_end_is_called_so(browse, cast, hold):
    hold(cast.wang, None)
    assert "Valid without limit" in browse(cast.zhao).get("/staff").text


def test_an_expired_certificate_is_found_among_those_without_a_valid_one(browse, cast, hold):
    hold(cast.wang, date(2026, 11, 30))
    hold(cast.li, date(2028, 3, 4))
    page = browse(cast.zhao).get("/staff?state=without").text
    assert "王芳" in page
    assert "李雷" not in page


def test_the_end_of_an_only_certificate_stands_once(browse, cast, hold):
    hold(cast.wang, date(2028, 3, 4))
    assert browse(cast.zhao).get("/staff").text.count("4 March 2028") == 1
    hold(cast.wang, date(2027, 3, 4))
    assert browse(cast.zhao).get("/staff").text.count("4 March 2028") == 2
