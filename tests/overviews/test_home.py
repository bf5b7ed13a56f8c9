from datetime import date, timedelta

import pytest
from cast import START, open_training
from sqlmodel import select

from firstaid.institutions.models import Role, RoleGrant
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
    for href in ("/join", "/sign-in", "/verify"):
        assert f'href="{href}"' in page
    assert "Hello" not in page


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("chen", "What waits for you"),
        ("lin", "Trainings you teach"),
        ("zhao", "向日葵幼儿园"),
        ("sun", "Who is covered"),
        ("auditor", "Where to look"),
        ("wang", "My trainings"),
    ],
)
def test_everybody_finds_her_own_part_and_no_other(browse, cast, who, sees):
    parts = {"What waits for you", "Trainings you teach", "Who is covered", "Where to look"}
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
    assert "Ready to be closed out" in page
    assert f'href="/trainings/{training.id}/readiness"' in page


def test_a_plan_waits_to_be_opened(browse, cast, database, training):
    change(database, training, state=TrainingState.PLANNED)
    page = browse(cast.chen).get("/").text
    assert "Planned, not open yet" in page
    assert f'href="/trainings/{training.id}"' in page


def test_what_was_closed_with_somebody_ready_is_to_be_issued(browse, cast, database, session, training):
    chen = browse(cast.chen)
    chen.post(f"/trainings/{training.id}/close-out")
    assert "Certificates to issue" not in chen.get("/").text
    closed = session.exec(select(CloseOut)).one()
    with database.transaction() as writing:
        record = dict(closed.record)
        record["trainees"] = [one | {"ready": one["name"] == "王芳"} for one in record["trainees"]]
        writing.get_one(CloseOut, closed.id).record = record
    page = chen.get("/").text
    assert "Certificates to issue: 1" in page
    assert f'href="/trainings/{training.id}/readiness"' in page


def test_the_most_pressing_training_stands_first(browse, cast, database, training):
    with database.transaction() as session:
        session.get_one(Training, training.id).join_code = "22222222"
        session.flush()
        other = open_training(session, cast)
        session.get_one(Training, other.id).title = "一月班"
    change(database, training, state=TrainingState.PLANNED)
    page = browse(cast.chen).get("/").text
    assert page.index("一月班") < page.index("十二月心肺复苏班")


def test_the_instructor_is_led_to_roll_call_grading_and_exam(browse, cast, training):
    page = browse(cast.lin).get("/").text
    at = f"/trainings/{training.id}"
    for href in (f"{at}/attendance/{training.sessions['theory']}", f"{at}/grading", f"{at}/exam"):
        assert f'href="{href}"' in page
    assert ">Today</span>" in page


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


def test_the_head_sees_how_many_are_covered(browse, cast, hold):
    today = date(2026, 12, 1)
    hold(cast.wang, today + timedelta(days=30))
    page = browse(cast.zhao).get("/").text
    assert "of 2 with a valid certificate" in page
    assert page.count('<span class="big">1</span>') == 3
    assert f"/certificates/zip?institution_id={cast.sunflower}" in page


def test_the_centre_sees_each_of_its_kindergartens_and_no_other(browse, cast):
    page = browse(cast.sun).get("/").text
    for institution in (cast.sunflower, cast.willow):
        assert f'href="/staff?institution_id={institution}"' in page
    assert "枫叶幼儿园" not in page


def test_a_trainee_finds_her_trainings(browse, cast, training):
    assert f'href="/my/trainings/{training.id}"' in browse(cast.wang, device=True).get("/").text
    assert "You are in no training yet." in browse(cast.wu, device=True).get("/").text
