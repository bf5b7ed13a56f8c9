import re
from datetime import date

import pytest
from cast import COURSE, START
from sqlmodel import select

from firstaid.core.versions import current_version
from firstaid.courses.files import course_of
from firstaid.courses.models import CourseVersion, LessonVersion
from firstaid.holdings.models import HoldingStatus
from firstaid.trainings.models import Attendance, Enrolment, EnrolmentState, Training, TrainingSession, TrainingState


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
    assert "You are in no training yet." in browse(cast.zhou, device=True).get("/my").text


def test_a_credential_without_an_end_says_so(wang, cast, hold):
    hold(cast.wang, None)
    assert "without limit" in wang.get("/my").text


def test_a_plan_can_be_looked_at_before_it_opens(wang, database, training):
    with database.transaction() as session:
        planned = session.get_one(Training, training.id)
        planned.state, planned.course_version_id, planned.scheme_version_id = TrainingState.PLANNED, None, None
    assert wang.get(f"/my/trainings/{training.id}").status_code == 200


def main_button(page):
    """Where the one main button leads."""
    return page.split('<a class="button button--main" href="')[1].split('"')[0]


def test_before_the_day_she_reads_and_then_comes(wang, clock, training):
    clock.tick(days=-2)
    course = f"/learn/{COURSE}"
    for address in dict.fromkeys(re.findall(rf'href="({course}/[^"]+)"', wang.get(course).text)):
        page = wang.get("/my").text
        assert "Read lesson" in page
        assert main_button(page).startswith(f"{course}/")
        wang.post(f"{address}/reading")
    page = wang.get("/my").text
    assert "Come to 向日葵幼儿园礼堂: Tue 1 Dec 2026, 08:30." in page
    assert main_button(page) == f"/my/trainings/{training.id}"


@pytest.mark.usefixtures("training")
def test_on_the_day_she_is_told_where_and_what_comes_next(wang, clock):
    assert "Today is your training: 向日葵幼儿园礼堂. Next: Theory, 08:30." in wang.get("/my").text
    clock.tick(days=1)
    assert "something is still open" in wang.get("/my").text


def test_without_a_day_she_knows_her_seat_is_kept(wang, database, training):
    with database.transaction() as session:
        for one in session.exec(select(TrainingSession).where(TrainingSession.training_id == training.id)):
            session.delete(one)
        progress = [one.key for one in session.exec(select(LessonVersion).where(LessonVersion.current))]
    for key in progress:
        wang.post(f"/learn/{COURSE}/{key}/reading")
    assert "The day is not settled yet." in wang.get("/my").text


def test_a_trainees_home_is_her_own_page_and_her_place_is_marked(wang, training):
    page = wang.get("/").text
    assert 'href="/my" aria-current="page"' in page
    assert f'href="/my/trainings/{training.id}"' in page


def test_no_button_leads_to_the_page_it_stands_on(wang, training):
    here = f"/my/trainings/{training.id}"
    assert f'href="{here}"' not in wang.get(here).text
