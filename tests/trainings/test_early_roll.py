"""A roll called by mistake hours ahead would open the exam, so the first word on it has to be meant."""

import pytest
from cast import open_training
from sqlmodel import select

from firstaid.trainings.models import Attendance

EARLY = "Call it already now"


@pytest.fixture
def training(database, cast):
    with database.transaction() as writing:
        return open_training(writing, cast)


@pytest.fixture
def lin(browse, cast):
    return browse(cast.lin)


def roll(training, session):
    return f"/trainings/{training.id}/attendance/{training.sessions[session]}"


def words(session):
    session.rollback()
    return session.exec(select(Attendance)).all()


def test_the_roll_of_a_session_hours_ahead_is_not_called_by_mistake(lin, training, session):
    exam, seat = roll(training, "theory_exam"), str(training.enrolments["wang"])
    assert EARLY in lin.get(exam).text
    for form in ({"present": seat}, {"absent": seat}, {"rest": "present"}):
        refused = lin.post(exam, data=form)
        assert (refused.status_code, "trainings.roll_is_early" in refused.text) == (409, True)
    assert words(session) == []


def test_whoever_means_it_says_so_once(lin, training, session):
    exam = roll(training, "theory_exam")
    seats = [str(training.enrolments[who]) for who in ("wang", "li")]
    assert lin.post(exam, data={"present": seats[0], "early": "yes"}).status_code == 303
    assert EARLY not in lin.get(exam).text
    assert lin.post(exam, data={"absent": seats[1]}).status_code == 303
    assert lin.post(exam, data={"rest": "present"}).status_code == 303
    assert len(words(session)) == 3


@pytest.mark.parametrize("minutes", [0, 45, 500])
def test_a_session_within_the_hour_or_long_begun_is_called_at_once(lin, training, clock, session, minutes):
    clock.tick(minutes=minutes)  # the demonstration begins at ten, an hour after the story does
    demonstration = roll(training, "demonstration")
    assert EARLY not in lin.get(demonstration).text
    assert lin.post(demonstration, data={"rest": "present"}).status_code == 303
    assert len(words(session)) == 3
