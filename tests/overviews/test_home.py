from datetime import date, timedelta
from html import unescape

import pytest
from cast import START, open_training
from sqlmodel import select
from staff_list import TWENTY, workbook

from firstaid.accounts.models import Person
from firstaid.institutions.models import Employment, Role, RoleGrant
from firstaid.outcomes.models import CloseOut
from firstaid.trainings.models import Training, TrainingInstructor, TrainingState


def change(database, training, **facts):
    with database.transaction() as session:
        one = session.get_one(Training, training.id)
        for name, value in facts.items():
            setattr(one, name, value)
        session.add(one)


def test_whoever_is_not_signed_in_is_offered_three_ways(browse):
    page = browse().get("/").text
    for href in ("/sign-in", "/verify"):
        assert f'href="{href}"' in page
    assert '<form class="stack" method="get" action="/join">' in page
    assert 'name="code"' in page
    assert "Hello" not in page


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("chen", "Begin here"),
        ("lin", "Trainings you teach"),
        ("zhao", "向日葵幼儿园"),
        ("sun", "In half a year"),
        ("auditor", "Where to look"),
        ("wang", "My trainings"),
    ],
)
def test_everybody_finds_her_own_part_and_no_other(browse, cast, who, sees):
    parts = {"Begin here", "Trainings you teach", "In half a year", "Where to look", "My trainings"}
    page = browse(getattr(cast, who)).get("/").text
    assert sees in page
    assert not [part for part in parts - {sees} if part in page]


@pytest.mark.usefixtures("training")
def test_who_has_several_roles_finds_each_part(browse, cast, database):
    with database.transaction() as session:
        for role in (Role.INSTRUCTOR, Role.AUDITOR):
            session.add(RoleGrant(person_id=cast.chen, issuer_id=cast.issuer, role=role, granted_at=START))
    page = browse(cast.chen).get("/").text
    for part in ("What waits for you", "Trainings you teach", "Where to look"):
        assert part in page
    assert "No training ahead of you." in page


def test_a_phone_that_joined_is_a_trainees_whatever_else_she_is(browse, cast):
    page = browse(cast.chen, device=True).get("/").text
    assert "What waits for you" not in page
    assert "You are in no training yet." in page


@pytest.mark.usefixtures("training")
def test_a_running_training_waits_for_the_coordinator_all_day(browse, cast, clock):
    assert "Under way" in browse(cast.chen).get("/").text
    clock.tick(days=-2)
    page = browse(cast.chen).get("/").text
    assert "Under way" not in page
    assert "Nothing waits for you just now." in page


def test_once_its_last_session_has_ended_it_is_to_be_closed(browse, cast, clock, training):
    clock.tick(hours=9)
    page = browse(cast.chen).get("/").text
    assert "Over, not closed out yet" in page
    assert f'href="/trainings/{training.id}/readiness"' in page


@pytest.mark.parametrize(
    ("days", "words", "where"),
    [
        (-1, "Planned, not open yet", ""),
        (0, "Begins today, and is not open yet", ""),
        (1, "Never opened, and its day is over", "/sessions"),
    ],
)
def test_a_plan_waits_to_be_opened_or_moved(browse, cast, database, clock, training, days, words, where):
    change(database, training, state=TrainingState.PLANNED)
    clock.tick(days=days)
    page = browse(cast.chen).get("/").text
    assert words in page
    assert f'href="/trainings/{training.id}{where}"' in page


@pytest.mark.usefixtures("training")
def test_a_list_that_was_sent_waits_until_it_is_confirmed(browse, cast):
    chen = browse(cast.chen)
    files = {"staff_list": ("名单.xlsx", workbook(TWENTY))}
    preview = chen.post(f"/institutions/{cast.willow}/staff-lists", files=files).headers["location"]
    page = chen.get("/").text
    assert "Staff list to confirm" in page
    assert f'href="{preview}"' in page
    chen.post(f"{preview}/confirmation")
    assert "Staff list to confirm" not in chen.get("/").text


def test_a_new_installation_is_led_step_by_step(browse, cast, database):
    with database.transaction() as session:
        for one in session.exec(select(RoleGrant).where(RoleGrant.role == Role.INSTRUCTOR)):
            session.delete(one)
    page = browse(cast.chen).get("/").text
    assert page.count("steps__stage--done") == 2
    assert '<a class="button button--main" href="/team">' in page


@pytest.mark.usefixtures("training")
def test_who_runs_out_soon_is_counted_by_institution(browse, cast, hold):
    chen = browse(cast.chen)
    assert "Nobody's last certificate runs out" in unescape(chen.get("/").text)
    hold(cast.wang, date(2027, 1, 4))
    hold(cast.li, date(2027, 1, 9))
    hold(cast.zhou, date(2027, 1, 2))
    hold(cast.zhou, date(2029, 1, 1))
    page = chen.get("/").text
    assert "The first on 4 January 2027: 向日葵幼儿园" in page
    assert "Most of them at 向日葵幼儿园: 2" in page
    assert "柳树幼儿园" not in page


def test_what_was_closed_with_somebody_ready_is_to_be_issued(browse, cast, database, session, training):
    chen = browse(cast.chen)
    chen.post(f"/trainings/{training.id}/close-out", data={"although": "yes"})
    assert "Certificates to issue" not in chen.get("/").text
    closed = session.exec(select(CloseOut)).one()
    with database.transaction() as writing:
        record = dict(closed.record)
        record["trainees"] = [one | {"ready": one["name"] == "王芳"} for one in record["trainees"]]
        writing.get_one(CloseOut, closed.id).record = record
    page = chen.get("/").text
    assert "Certificates to issue: 1" in page
    assert f'<a class="button button--main" href="/trainings/{training.id}/certificates">' in page


def test_the_most_pressing_training_stands_first(browse, cast, database, training):
    with database.transaction() as session:
        session.get_one(Training, training.id).join_code = "22222222"
        session.flush()
        other = open_training(session, cast)
        session.get_one(Training, other.id).title = "一月班"
    change(database, training, state=TrainingState.PLANNED)
    page = browse(cast.chen).get("/").text
    assert page.index("十二月心肺复苏班") < page.index("一月班")
    change(database, training, state=TrainingState.CLOSED)
    assert "十二月心肺复苏班" not in browse(cast.chen).get("/").text


def test_the_instructor_is_led_to_roll_call_grading_and_exam(browse, cast, training):
    page = browse(cast.lin).get("/").text
    at = f"/trainings/{training.id}"
    for href in (f"{at}/attendance/{training.sessions['theory']}", f"{at}/grading", f"{at}/exam"):
        assert f'href="{href}"' in page
    assert ">Today</span>" in page
    assert f'<a class="button button--main" href="{at}/attendance/{training.sessions["theory"]}">' in page


def test_before_the_day_the_instructor_prints_the_roster(browse, cast, clock, training):
    clock.tick(days=-1)
    lin, roster = browse(cast.lin), f"/trainings/{training.id}/roster"
    assert f'<a class="button button--main" href="{roster}">' in lin.get("/").text
    assert lin.get(roster).status_code == 200


def test_a_planned_training_is_announced_to_its_instructor_without_doors(browse, cast, database, clock, training):
    change(database, training, state=TrainingState.PLANNED)
    clock.tick(days=-3)
    page = browse(cast.lin).get("/").text
    assert "十二月心肺复苏班" in page
    assert "/grading" not in page
    clock.tick(days=9)
    assert "十二月心肺复苏班" not in browse(cast.lin).get("/").text


def test_an_instructor_sees_only_what_she_teaches(browse, cast, database, training):
    with database.transaction() as session:
        session.delete(session.get_one(TrainingInstructor, (training.id, cast.lin)))
    assert "十二月心肺复苏班" not in browse(cast.lin).get("/").text


def test_the_head_reads_what_an_inspection_would_find(browse, cast, hold):
    zhao, today = browse(cast.zhao), date(2026, 12, 1)
    hold(cast.wang, today + timedelta(days=30))
    page = zhao.get("/").text
    assert "1 of 2 hold a valid certificate; 1 do not." in page
    assert "The next one runs out on 31 December 2026." in page
    assert "李雷" in page
    assert "王芳" not in page
    for address in ("zip", "wall-list"):
        assert f"/certificates/{address}?institution_id={cast.sunflower}" in page
    hold(cast.li, None)
    assert "All 2 hold a valid certificate; 1 of them run out within 90 days." in zhao.get("/").text


@pytest.mark.parametrize(
    ("state", "days", "words"),
    [
        (TrainingState.OPEN, 0, "enrolled in the training under way"),
        (TrainingState.OPEN, 1, "training over, not closed out yet"),
        (TrainingState.PLANNED, -7, "enrolled for 1 December 2026"),
        (TrainingState.PLANNED, 7, "enrolled, the day is not settled yet"),
        (TrainingState.CLOSED, 0, "not enrolled in any training"),
    ],
)
def test_the_head_reads_of_everybody_without_a_certificate_what_is_ahead(
    browse, cast, database, clock, training, state, days, words
):
    change(database, training, state=state)
    clock.tick(days=days)
    page = browse(cast.zhao).get("/").text
    assert "How many an inspection asks for is not set here" in page
    assert words in page
    assert ("Ask the coordinator for the next training for them." in page) == (state is TrainingState.CLOSED)


@pytest.mark.usefixtures("training")
def test_of_somebody_nobody_confirmed_the_head_reads_no_enrolment(browse, cast, database):
    with database.transaction() as session:
        for employment in session.exec(select(Employment).where(Employment.person_id == cast.wang)):
            employment.confirmed_at = None
            session.add(employment)
    page = browse(cast.zhao).get("/").text
    assert "employment not confirmed yet" in page
    assert page.count("enrolled in the training under way") == 1
    assert "王芳, 李雷" not in page
    assert "李雷, 王芳" not in page


def test_a_head_can_reach_the_coordinator_of_her_issuer(browse, cast, session):
    page, chen = browse(cast.zhao).get("/").text, session.get_one(Person, cast.chen)
    assert f'href="tel:{chen.phone.removeprefix("+86")}"' in page
    assert chen.name in page


@pytest.mark.parametrize("who", ["lin", "auditor", "wang"])
def test_no_home_but_a_heads_and_a_centres_shows_a_coordinators_phone(browse, cast, who):
    assert "tel:" not in browse(getattr(cast, who)).get("/").text


@pytest.mark.usefixtures("training")
@pytest.mark.parametrize("who", ["chen", "auditor"])
def test_whoever_is_asked_whether_a_paper_is_real_can_check_it_from_home(browse, cast, who):
    assert 'href="/verify"' in browse(getattr(cast, who)).get("/").text


def test_the_centre_reads_the_worst_first_and_how_it_went(browse, cast, hold):
    hold(cast.wang, date(2029, 1, 1))
    page = browse(cast.sun).get("/").text
    assert page.index("柳树幼儿园") < page.index("向日葵幼儿园")
    assert "50%" in page
    assert "1 at the end of Jul 2026, 1 now" in page


def test_an_auditor_is_told_how_much_there_is_and_where_to_begin(browse, cast, training):
    auditor = browse(cast.auditor)
    assert "No training is closed out yet." in auditor.get("/").text
    browse(cast.chen).post(f"/trainings/{training.id}/close-out", data={"although": "yes"})
    page = auditor.get("/").text
    assert f'<a class="button button--main" href="/trainings/{training.id}/readiness">' in page
    assert auditor.get(f"/trainings/{training.id}/readiness").status_code == 200


def test_the_centre_sees_each_of_its_kindergartens_and_no_other(browse, cast):
    page = browse(cast.sun).get("/").text
    for institution in (cast.sunflower, cast.willow):
        assert f'href="/staff?institution_id={institution}"' in page
    assert "枫叶幼儿园" not in page


def test_a_trainee_finds_her_trainings(browse, cast, training):
    assert f'href="/my/trainings/{training.id}"' in browse(cast.wang, device=True).get("/").text
    assert "You are in no training yet." in browse(cast.wu, device=True).get("/").text
