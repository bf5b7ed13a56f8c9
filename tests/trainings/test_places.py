"""The pages of one training hang together: each leads to those its reader may open, and none is a dead end."""

import re

import pytest
from cast import open_training

from firstaid.trainings.models import Training, TrainingState

STAFF_PAGES = ("", "/enrolments", "/attendance/{theory}", "/readiness", "/details", "/sessions")


@pytest.fixture
def training(database, cast):
    with database.transaction() as writing:
        return open_training(writing, cast)


def tabs(page):
    return re.findall(r'class="tabs__link" href="([^"]+)"', page)


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_every_page_of_a_training_leads_to_all_others_the_coordinator_may_open(browse, cast, training, page):
    chen, at = browse(cast.chen), f"/trainings/{training.id}"
    leads = tabs(chen.get(at + page.format(theory=training.sessions["theory"])).text)
    assert [one.removeprefix(at) for one in leads] == [
        "",
        "/enrolments",
        "/attendance",
        "/grading",
        "/exam",
        "/readiness",
        "/certificates",
    ]
    assert all(chen.get(one, follow_redirects=True).status_code == 200 for one in leads)


@pytest.mark.parametrize("who", ["lin", "auditor"])
def test_nobody_is_led_to_a_page_she_may_not_open(browse, cast, training, who):
    reader = browse(getattr(cast, who))
    leads = tabs(reader.get(f"/trainings/{training.id}").text)
    assert ("certificates" in "".join(leads)) is (who == "auditor")
    assert all(reader.get(one, follow_redirects=True).status_code == 200 for one in leads)


@pytest.mark.parametrize(("hours", "session"), [(0, "theory"), (1.2, "demonstration"), (2, "practice"), (99, "last")])
def test_the_roll_is_that_of_the_session_which_runs_or_begins_next(browse, cast, training, clock, hours, session):
    clock.tick(hours=hours)
    answer = browse(cast.lin).get(f"/trainings/{training.id}/attendance")
    wanted = list(training.sessions.values())[-1] if session == "last" else training.sessions[session]
    assert (answer.status_code, answer.headers["location"]) == (303, f"/trainings/{training.id}/attendance/{wanted}")


def test_the_roll_of_a_planned_training_says_when_it_will_be_called(browse, cast, training, database):
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = TrainingState.PLANNED
    page = browse(cast.lin).get(f"/trainings/{training.id}/attendance", follow_redirects=True).text
    assert "The roll is called after opening" in page
    assert 'name="present"' not in page


def test_the_join_code_hangs_on_the_wall_until_the_training_is_closed(browse, cast, training, database):
    wall = f"/trainings/{training.id}/wall"
    lin = browse(cast.lin)
    assert f"/join/{training.join_code}/qr.svg" in lin.get(wall).text
    assert wall in lin.get(f"/trainings/{training.id}").text
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = TrainingState.CLOSED
    assert lin.get(wall).status_code == 409
    assert wall not in lin.get(f"/trainings/{training.id}").text


def test_trainings_are_found_by_title_place_and_state(browse, cast, training):
    chen = browse(cast.chen)
    for found in ("?words=心肺", "?words=礼堂 十二月", "?state=open", "?words=心肺&state=open"):
        assert f"/trainings/{training.id}" in chen.get(f"/trainings{found}").text, found
    for missed in ("?words=别处", "?state=planned", "?words=心肺&state=closed"):
        page = chen.get(f"/trainings{missed}").text
        assert f"/trainings/{training.id}" not in page, missed
        assert "No training was found" in page
        assert 'href="/trainings"' in page
    assert chen.get("/trainings?state=nonsense").status_code == 422


def test_the_enrolled_are_found_by_name_institution_and_the_end_of_a_number(browse, cast, training):
    chen = browse(cast.chen)
    for words, names in (("王", ["王芳"]), ("柳树", ["周敏"]), ("8009", ["李雷"]), ("谁", [])):
        page = chen.get(f"/trainings/{training.id}/enrolments?words={words}").text
        assert [name for name in ("王芳", "李雷", "周敏") if name in page] == names
    assert "Nobody who is enrolled fits" in page
