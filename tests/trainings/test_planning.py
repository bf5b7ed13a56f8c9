from datetime import date, datetime, time

import pytest
from sqlmodel import select

from firstaid.institutions.models import RoleGrant
from firstaid.ledger.models import LedgerEntry
from firstaid.trainings import queries
from firstaid.trainings.models import Training, TrainingState


def test_the_coordinator_plans_a_training_whose_sessions_follow_the_course(cast, session, planned):
    training = session.get_one(Training, planned)
    sessions = queries.sessions_of(session, planned)
    course = queries.course_taught(session, training)

    assert (training.state, training.place, training.zone) == (
        TrainingState.PLANNED,
        "向日葵幼儿园礼堂",
        "Asia/Shanghai",
    )
    assert [one.title for one in sessions] == [one.title for one in course.sessions]
    assert sessions[0].starts_at == datetime(2026, 12, 5, 8, 30)  # noqa: DTZ001 - wall-clock time
    assert [person.id for person in queries.instructors_of(session, planned)] == [cast.lin]
    assert len(training.join_code) == 8
    actions = select(LedgerEntry.action).where(LedgerEntry.subject == f"training:{planned}")
    assert session.exec(actions).all() == ["trainings.planned"]


@pytest.mark.usefixtures("planned")
def test_the_list_shows_it_with_its_seats_in_both_languages(browse, chen, cast):
    page = chen.get("/trainings").text
    assert "十二月心肺复苏班" in page
    assert "0 of 2 seats taken" in page
    chinese = browse(cast.chen, language="zh-CN").get("/trainings").text
    assert "已报名0人，共2个名额" in chinese


def test_the_plan_offers_courses_under_their_schemes_and_those_who_may_instruct(chen):
    page = chen.get("/trainings/new").text
    assert 'value="cpr-aed-one-day:cn-redcross-branch"' in page
    assert "林医生" in page
    assert "陈静" not in page.split("<h1>")[1]
    assert 'value="2026-12-02"' in page


def test_before_the_first_training_the_list_says_what_to_do(chen, browse, cast):
    assert "No training yet" in chen.get("/trainings").text
    assert "/trainings/new" in chen.get("/trainings").text
    assert "/trainings/new" not in browse(cast.auditor).get("/trainings").text


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("offer", "cpr-aed-one-day:another-scheme", 422),
        ("offer", "no-such-course:cn-redcross-branch", 422),
        ("instructors", ["0199c6a0-0000-7000-8000-000000000000"], 422),
        ("capacity", "0", 422),
        ("first_date", "9999-12-31", 422),
        ("title", "  ", 422),
        ("title", "a\x00b", 422),
        ("colour", "red", 422),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_nothing_is_kept(chen, session, plan_form, field, value, status):
    answer = chen.post("/trainings/new", data=plan_form | {field: value})
    assert answer.status_code == status
    assert session.exec(select(Training)).all() == []


def test_every_session_can_be_moved_also_to_another_day(chen, session, planned):
    sessions = queries.sessions_of(session, planned)
    form = {
        "session": [str(one.id) for one in sessions],
        "day": ["2026-12-06"] * (len(sessions) - 1) + ["2026-12-07"],
        "starts_at": [f"{hour:02d}:15" for hour in range(8, 8 + len(sessions))],
        "minutes": ["50"] * len(sessions),
    }
    assert 'value="2026-12-05"' in chen.get(f"/trainings/{planned}/sessions").text
    assert chen.post(f"/trainings/{planned}/sessions", data=form).status_code == 303

    session.rollback()
    moved = queries.sessions_of(session, planned)
    assert {one.minutes for one in moved} == {50}
    assert moved[-1].starts_at == datetime.combine(date(2026, 12, 7), time(12, 15))


@pytest.fixture
def move(chen, session, planned):
    """Sends the times of all sessions, at these hours of one day."""
    sessions = queries.sessions_of(session, planned)

    def send(*hours, **more):
        form = {
            "session": [str(one.id) for one in sessions],
            "day": ["2026-12-06"] * len(sessions),
            "starts_at": [f"{hour:02d}:00" for hour in hours],
            "minutes": ["60"] * len(sessions),
        }
        return chen.post(f"/trainings/{planned}/sessions", data=form | more, headers={"referer": page})

    page = f"http://testserver/trainings/{planned}/sessions"
    return send


def test_two_sessions_at_one_time_are_refused_with_their_titles(move, session, planned):
    before = [one.starts_at for one in queries.sessions_of(session, planned)]
    refused = move(8, 8, 10, 11, 12)
    assert (refused.status_code, "trainings.sessions_overlap" in refused.text) == (409, True)
    assert "“Theory” and “Demonstration”" in refused.text
    assert move(8, 8, 10, 11, 12, test_first="yes").status_code == 409
    session.rollback()
    assert [one.starts_at for one in queries.sessions_of(session, planned)] == before


def test_an_exam_before_its_lessons_is_planned_only_by_who_means_it(chen, move, planned):
    words = "The test comes first, and that is meant"
    assert words not in chen.get(f"/trainings/{planned}/sessions").text
    refused = move(9, 10, 11, 12, 8)
    assert (refused.status_code, "trainings.tested_too_soon" in refused.text) == (409, True)
    assert words in refused.text
    assert 'value="08:00"' in refused.text
    assert move(9, 10, 11, 12, 8, test_first="yes").status_code == 303
    assert words in chen.get(f"/trainings/{planned}/sessions").text


def test_a_first_day_gone_by_is_asked_about_and_what_was_typed_is_kept(chen, plan_form, session):
    words = "This day has passed: I enter it afterwards"
    assert words not in chen.get("/trainings/new").text
    late = plan_form | {"first_date": "2026-11-03"}
    refused = chen.post("/trainings/new", data=late)
    assert (refused.status_code, "trainings.day_has_passed" in refused.text) == (409, True)
    assert words in refused.text
    assert 'value="2026-11-03"' in refused.text
    assert 'value="十二月心肺复苏班"' in refused.text
    assert session.exec(select(Training)).all() == []
    assert chen.post("/trainings/new", data=late | {"afterwards": "yes"}).status_code == 303


def test_a_plan_of_sessions_that_are_not_there_is_refused(chen, planned, session):
    one = queries.sessions_of(session, planned)[0]
    form = {"session": [str(one.id)], "day": ["2026-12-06"], "starts_at": ["09:00"], "minutes": ["30"]}
    assert chen.post(f"/trainings/{planned}/sessions", data=form).status_code == 409
    assert chen.post(f"/trainings/{planned}/sessions", data=form | {"minutes": ["30", "40"]}).status_code == 422


def test_title_place_seats_and_instructors_can_be_changed(chen, session, planned):
    form = {"title": "改名班", "place": "柳树幼儿园", "capacity": "20", "instructors": []}
    assert "十二月心肺复苏班" in chen.get(f"/trainings/{planned}/details").text
    assert chen.post(f"/trainings/{planned}/details", data=form).status_code == 303
    session.rollback()
    training = session.get_one(Training, planned)
    assert (training.title, training.place, training.capacity) == ("改名班", "柳树幼儿园", 20)
    assert queries.instructors_of(session, planned) == []


def test_an_instructor_who_lost_the_role_stays_where_she_taught_and_comes_nowhere_new(
    chen, cast, clock, database, plan_form, planned
):
    with database.transaction() as writing:
        grant = writing.exec(select(RoleGrant).where(RoleGrant.person_id == cast.lin)).one()
        grant.revoked_at = clock()
        writing.add(grant)
    same = {"title": "x", "place": "y", "capacity": "20", "instructors": [str(cast.lin)]}
    assert chen.post(f"/trainings/{planned}/details", data=same).status_code == 303
    assert chen.post("/trainings/new", data=plan_form).json is not None
    assert chen.post("/trainings/new", data=plan_form).status_code == 422


def test_an_instructor_sees_only_what_she_teaches_and_a_device_nothing(browse, chen, cast, plan_form, planned):
    other = chen.post("/trainings/new", data=plan_form | {"instructors": [], "title": "别人的班"})
    elsewhere = other.headers["location"]
    lin = browse(cast.lin)

    assert "十二月心肺复苏班" in lin.get("/trainings").text
    assert "别人的班" not in lin.get("/trainings").text
    assert lin.get(f"/trainings/{planned}").status_code == 200
    assert lin.get(elsewhere).status_code == 404
    assert lin.get(f"{elsewhere}/roster").status_code == 404
    assert lin.get("/trainings/new").status_code == 403
    for page in ("", "/roster", "/enrolments", "/details", "/sessions"):
        assert browse(cast.lin, device=True).get(f"/trainings/{planned}{page}").status_code == 403
        assert browse(None).get(f"/trainings/{planned}{page}").status_code == 303


def test_the_auditor_reads_and_changes_nothing(browse, cast, plan_form, planned, session):
    auditor = browse(cast.auditor)
    for page in ("", "/roster", "/enrolments"):
        assert auditor.get(f"/trainings/{planned}{page}").status_code == 200
    roll = f"/trainings/{planned}/attendance/{queries.sessions_of(session, planned)[0].id}"
    assert auditor.get(roll).status_code == 200
    writes = {
        "/trainings/new": plan_form,
        f"/trainings/{planned}/details": {"title": "x", "place": "y", "capacity": "3"},
        f"/trainings/{planned}/opening": {},
        f"/trainings/{planned}/enrolments": {"institution_id": str(cast.sunflower), "people": [str(cast.wang)]},
        roll: {"rest": "present"},
    }
    for address, form in writes.items():
        assert auditor.post(address, data=form).status_code == 403, address


@pytest.mark.usefixtures("planned")
def test_those_to_come_stand_before_those_that_are_over(chen, clock, plan_form):
    chen.post("/trainings/new", data=plan_form | {"title": "一月班", "first_date": "2027-01-09"})
    clock.tick(days=6)
    fresh = chen.get("/trainings").text
    assert fresh.index("一月班") < fresh.index("十二月心肺复苏班")
    assert "十二月心肺复苏班" not in chen.get("/trainings?page=2").text
