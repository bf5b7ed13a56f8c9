"""What hangs on a kindergarten's wall: who can help, until when, and nothing by which anybody could be found."""

from datetime import date, timedelta

import pytest
from cast import SCHEME, START, resident_id

from firstaid.accounts.service import add_person
from firstaid.holdings.models import Holding
from firstaid.institutions.models import Employment

pytestmark = pytest.mark.usefixtures("issued")


@pytest.fixture
def zhao(browse, cast):
    return browse(cast.zhao)


def wall(browser, institution):
    answer = browser.get("/certificates/wall-list", params={"institution_id": str(institution)})
    assert answer.status_code == 200
    return answer.text


def test_it_names_who_holds_what_until_when_and_how_to_check(zhao, cast):
    page = wall(zhao, cast.sunflower)
    for words in (
        "向日葵幼儿园",
        "王芳",
        "李雷",
        "教师",
        "CPR and AED certificate",
        "QH-2026-00001",
        "1 December 2029",
        "2 people hold a valid first-aid certificate.",
        "Qinghe County Red Cross",
        "Printed on 1 December 2026",
        "/verify",
    ):
        assert words in page, words
    assert "周敏" not in page


def test_help_is_at_hand_on_the_screen_beside_a_sheet_to_print(zhao, cast):
    assert 'href="/help/head/' in wall(zhao, cast.sunflower).split("<main")[0]


def test_it_tells_no_number_by_which_anybody_could_be_found_or_reached(zhao, cast, certificate_of):
    page = wall(zhao, cast.sunflower)
    hers = certificate_of(cast.wang)
    for secret in (resident_id(8)[-4:], "13800138008", "8008", hers.token, hers.token[:8]):
        assert secret not in page, secret


def test_what_has_run_out_is_taken_off_the_wall(browse, cast, clock):
    clock.tick(days=365 * 3 + 2)
    page = wall(browse(cast.zhao), cast.sunflower)
    assert "王芳" not in page
    assert "Nobody here holds a valid certificate yet." in page


def test_a_renewed_certificate_stands_there_once(zhao, cast, database):
    with database.transaction() as session:
        session.add(held(cast, cast.wang, date(2028, 1, 1), "cpr-aed-one-day"))
        session.add(held(cast, cast.wang, date(2028, 1, 1), "choking"))
    page = wall(zhao, cast.sunflower)
    assert page.count("王芳") == 2
    assert "1 January 2028" in page
    assert "2 people hold" in page


def held(cast, person_id, until, course):
    title = {"en": "Another issuer's", "zh-CN": "其他机构"}
    return Holding(
        person_id=person_id,
        issuer_id=cast.issuer,
        scheme_key=SCHEME,
        course_key=course,
        title=title,
        valid_from=until - timedelta(days=700),
        valid_until=until,
        evidence_kind="paper",
        evidence_id=person_id if course == "choking" else cast.issuer,
        recorded_at=START,
    )


def test_of_somebody_whose_employment_nobody_confirmed_nothing_is_shown(zhao, cast, database):
    with database.transaction() as session:
        stranger = add_person(session, name="何未", phone=None, resident_id=None, at=START)
        session.flush()
        began = START.date()
        session.add(Employment(institution_id=cast.sunflower, person_id=stranger.id, position="教师", started_on=began))
        session.add(held(cast, stranger.id, date(2028, 1, 1), "choking"))
    assert "何未" not in wall(zhao, cast.sunflower)


@pytest.mark.parametrize(
    ("who", "institution", "status"),
    [
        ("zhao", "sunflower", 200),
        ("zhao", "willow", 404),
        ("sun", "willow", 200),
        ("chen", "sunflower", 200),
        ("ma", "sunflower", 404),
        ("lin", "sunflower", 403),
        ("wang", "sunflower", 403),
    ],
)
def test_it_is_for_those_who_answer_for_the_staff(browse, cast, who, institution, status):
    address = f"/certificates/wall-list?institution_id={getattr(cast, institution)}"
    assert browse(getattr(cast, who)).get(address).status_code == status


def test_head_and_coordinator_find_it_beside_the_certificates(zhao, browse, cast):
    address = f"/certificates/wall-list?institution_id={cast.sunflower}"
    assert address in zhao.get("/certificates").text
    assert address in browse(cast.chen).get("/certificates", params={"institution_id": str(cast.sunflower)}).text
