from datetime import date

import pytest
from cast import COURSE, START

from firstaid.core.versions import current_version
from firstaid.courses.files import course_of
from firstaid.courses.models import CourseVersion
from firstaid.holdings.models import HoldingStatus
from firstaid.trainings.models import Attendance, Enrolment, EnrolmentState, Training, TrainingState


@pytest.fixture
def wang(browse, cast):
    """A trainee's phone."""
    return browse(cast.wang, device=True)


def test_she_sees_what_when_where_and_what_to_bring(wang, session, training):
    page = wang.get(f"/my/trainings/{training.id}").text
    course = course_of(current_version(session, CourseVersion, COURSE))
    for words in ("十二月心肺复苏班", "向日葵幼儿园礼堂", course.title["en"], "Tue 1 Dec 2026, 08:30"):
        assert words in page
    for one in course.sessions:
        assert one.title["en"] in page
    for thing in course.bring:
        assert thing["en"] in page


def test_she_sees_what_is_still_ahead_of_her(wang, training):
    page = wang.get(f"/my/trainings/{training.id}").text
    for words in ("Roll not called yet", "Not tested yet", "Not taken yet"):
        assert words in page
    assert f'href="/my/trainings/{training.id}/exam"' in page
    assert f'href="/learn/{COURSE}"' in page
    assert "/grading" not in page
    assert "/attendance" not in page


def test_what_she_has_read_is_counted(wang, training):
    lesson = "/learn/" + COURSE
    first = wang.get(lesson).text.split(f'href="{lesson}/')[1].split('"')[0]
    wang.post(f"{lesson}/{first}/reading")
    assert "1 of " in wang.get(f"/my/trainings/{training.id}").text


def test_once_she_is_present_at_the_exam_it_is_the_thing_to_do(wang, database, cast, training):
    here = f"/my/trainings/{training.id}"
    assert "Go to the theory exam" not in wang.get(here).text
    with database.transaction() as session:
        session.add(
            Attendance(
                session_id=training.sessions["theory_exam"],
                enrolment_id=training.enrolments["wang"],
                present=True,
                said_by=cast.lin,
                said_at=START,
            )
        )
    assert "Go to the theory exam" in wang.get(here).text
    with database.transaction() as session:
        session.get_one(Training, training.id).state = TrainingState.CLOSED
    assert "Go to the theory exam" not in wang.get(here).text


@pytest.mark.parametrize("who", ["wu", "zhao", "chen", "lin"])
def test_a_training_she_is_not_in_does_not_exist_for_her(browse, cast, training, who):
    assert browse(getattr(cast, who)).get(f"/my/trainings/{training.id}").status_code == 404


def test_who_gave_up_her_seat_does_not_see_it_any_more(wang, database, training):
    with database.transaction() as session:
        session.get_one(Enrolment, training.enrolments["wang"]).state = EnrolmentState.WITHDRAWN
    assert wang.get(f"/my/trainings/{training.id}").status_code == 404
    assert "You are in no training yet." in wang.get("/my").text


def test_her_certificates_stand_on_her_page_and_nobody_elses(wang, browse, cast, hold):
    hold(cast.wang, date(2027, 3, 4))
    hold(cast.li, date(2028, 5, 6))
    hold(cast.wang, date(2029, 7, 8), HoldingStatus.REVOKED)
    page = wang.get("/my").text
    assert "until 4 March 2027" in page
    assert "2028" not in page
    assert "2029" not in page
    assert "You have no certificate yet." in browse(cast.zhou, device=True).get("/my").text


def test_a_credential_without_an_end_says_so(wang, cast, hold):
    hold(cast.wang, None)
    assert "without limit" in wang.get("/my").text


def test_a_plan_can_be_looked_at_before_it_opens(wang, database, training):
    with database.transaction() as session:
        planned = session.get_one(Training, training.id)
        planned.state, planned.course_version_id, planned.scheme_version_id = TrainingState.PLANNED, None, None
    assert wang.get(f"/my/trainings/{training.id}").status_code == 200
