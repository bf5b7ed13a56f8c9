"""Opening locks the versions a training runs by."""

import pytest
from sqlmodel import select

from firstaid.accounts.models import Person
from firstaid.core.errors import NotFound
from firstaid.core.versions import current_version, keep_version
from firstaid.courses.models import CourseVersion, SkillSheetVersion
from firstaid.institutions.asking import Actor
from firstaid.institutions.queries import grants_of
from firstaid.ledger.models import LedgerEntry
from firstaid.schemes.models import SchemeVersion
from firstaid.trainings import access, queries
from firstaid.trainings.models import Training, TrainingState

STAGES = {
    "Enrol the trainees": True,
    "Open the training": True,
    "Roll call: not complete": False,
    "Skills: see the class file": False,
    "Theory exam: see the class file": False,
    "Readiness and close-out": True,
}


@pytest.fixture
def open_it(chen, planned):
    return lambda: chen.post(f"/trainings/{planned}/opening")


@pytest.fixture
def enrolled(chen, cast, planned):
    chen.post(
        f"/trainings/{planned}/enrolments", data={"institution_id": str(cast.sunflower), "people": [str(cast.wang)]}
    )
    return planned


def training(session, training_id):
    session.rollback()
    return session.get_one(Training, training_id)


def test_opening_locks_course_scheme_and_every_sheet(open_it, enrolled, session):
    assert open_it().status_code == 303
    one = training(session, enrolled)
    assert one.state is TrainingState.OPEN
    assert one.course_version_id == current_version(session, CourseVersion, one.course_key).id
    assert one.scheme_version_id == current_version(session, SchemeVersion, one.scheme_key).id
    assert [sheet.id for _, sheet in queries.sheets_of(session, enrolled)] == queries.course_taught(session, one).sheets


def reload_changed(database, clock):
    """The content is loaded again after somebody changed course, scheme and sheets."""
    clock.tick(days=1)
    with database.transaction() as writing:
        for kind in (CourseVersion, SchemeVersion, SkillSheetVersion):
            for version in writing.exec(select(kind).where(kind.current)).all():
                body = {**version.body, "title": {"en": "Changed", "zh-CN": "改了"}}
                if kind is SchemeVersion:
                    body["ratios"] = {**body["ratios"], "trainees_per_instructor": 1}
                keep_version(writing, kind, version.key, body, at=clock())


def test_a_reload_of_changed_content_changes_nothing_for_an_open_training(
    chen, open_it, enrolled, database, clock, session
):
    open_it()
    one = training(session, enrolled)
    before = (
        queries.course_taught(session, one),
        queries.scheme_of(session, one),
        queries.sheets_of(session, enrolled)[0][1],
    )
    reload_changed(database, clock)

    one = training(session, enrolled)
    after = (
        queries.course_taught(session, one),
        queries.scheme_of(session, one),
        queries.sheets_of(session, enrolled)[0][1],
    )
    assert after == before
    page = chen.get(f"/trainings/{enrolled}").text
    assert "Changed" not in page
    assert "Locked on" in page
    assert open_it().status_code == 303
    assert queries.course_taught(session, training(session, enrolled)) == before[0]


def test_a_planned_training_runs_by_what_is_current_until_it_opens(chen, enrolled, database, clock, open_it, session):
    assert "Not locked yet" in chen.get(f"/trainings/{enrolled}").text
    reload_changed(database, clock)
    assert "Changed" in chen.get(f"/trainings/{enrolled}").text
    open_it()
    assert queries.course_taught(session, training(session, enrolled)).title["en"] == "Changed"


def test_opening_twice_is_opening_once(open_it, enrolled, session, clock):
    open_it()
    first = training(session, enrolled).opened_at
    clock.tick(hours=1)
    assert open_it().status_code == 303
    assert training(session, enrolled).opened_at == first
    said = select(LedgerEntry).where(LedgerEntry.action == "trainings.opened")
    assert len(session.exec(said).all()) == 1


@pytest.mark.usefixtures("enrolled")
def test_two_who_open_at_once_open_it_once(open_it, session, at_once):
    assert [answer.status_code for answer in at_once(open_it, open_it)] == [303, 303]
    said = select(LedgerEntry).where(LedgerEntry.action == "trainings.opened")
    assert len(session.exec(said).all()) == 1


def test_what_is_missing_is_said_and_nothing_is_opened(chen, open_it, planned, session):
    refused = open_it()
    assert refused.status_code == 409
    assert "Nobody is enrolled in this training yet." in refused.text
    chen.post(f"/trainings/{planned}/details", data={"title": "x", "place": "y", "capacity": "2"})
    assert "Nobody is named as instructor" in open_it().text
    assert training(session, planned).state is TrainingState.PLANNED


def test_only_the_coordinator_opens(browse, cast, enrolled, session):
    for who in (cast.lin, cast.auditor, cast.zhao, cast.wang):
        assert browse(who).post(f"/trainings/{enrolled}/opening").status_code == 403
    assert training(session, enrolled).state is TrainingState.PLANNED


@pytest.mark.usefixtures("enrolled")
def test_the_page_of_a_training_leads_on_to_the_next_step(chen, browse, cast, open_it, planned):
    page = chen.get(f"/trainings/{planned}").text
    assert f'action="/trainings/{planned}/opening"' in page
    open_it()
    page = chen.get(f"/trainings/{planned}").text
    for step in ("enrolments", "grading", "exam", "readiness", "roster", "sessions", "details"):
        assert f'href="/trainings/{planned}/{step}"' in page, step
    assert f"/trainings/{planned}/attendance/" in page
    lins = browse(cast.lin).get(f"/trainings/{planned}").text
    assert f'href="/trainings/{planned}/grading"' in lins
    assert f'href="/trainings/{planned}/enrolments"' not in lins
    assert f'href="/trainings/{planned}/details"' not in lins


def test_a_closed_training_leads_to_its_certificates(chen, open_it, enrolled, database):
    open_it()
    with database.transaction() as writing:
        writing.get_one(Training, enrolled).state = TrainingState.CLOSED
    page = chen.get(f"/trainings/{enrolled}").text
    assert f'href="/trainings/{enrolled}/certificates"' in page
    assert "Join code" not in page
    assert f'href="/trainings/{enrolled}/class-file"' in page


def test_a_closed_training_ticks_nothing_that_did_not_happen(chen, open_it, enrolled, database):
    open_it()
    with database.transaction() as writing:
        writing.get_one(Training, enrolled).state = TrainingState.CLOSED
    stages = chen.get(f"/trainings/{enrolled}").text.split('<ol class="steps">')[1].split("</ol>")[0].split("</li>")
    said = {words: "steps__stage--done" in stage for stage in stages for words in STAGES if words in stage}
    assert said == STAGES


def test_too_few_instructors_for_the_scheme_are_warned_of(chen, enrolled):
    assert "More instructors are needed" not in chen.get(f"/trainings/{enrolled}").text
    chen.post(f"/trainings/{enrolled}/details", data={"title": "x", "place": "y", "capacity": "2"})
    assert "More instructors are needed" in chen.get(f"/trainings/{enrolled}").text


def test_what_the_scheme_needs_is_counted_once_somebody_is_enrolled(chen, planned):
    page = chen.get(f"/trainings/{planned}").text
    assert "shown once people are enrolled" in page
    assert "manikins: 0" not in page


def test_the_roster_prints_names_and_no_whole_number(chen, enrolled):
    page = chen.get(f"/trainings/{enrolled}/roster").text
    assert "王芳" in page
    assert "13800138008" not in page
    assert "qr.svg" in page


def test_a_training_and_her_seat_are_given_to_those_they_belong_to_only(session, cast, enrolled, open_it):
    open_it()
    session.rollback()
    seat = queries.enrolments_of(session, enrolled)[0][0]
    grants = {who: tuple(grants_of(session, getattr(cast, who))) for who in ("lin", "chen", "auditor", "zhao")}
    actors = {who: Actor(session.get_one(Person, getattr(cast, who)), held) for who, held in grants.items()}

    for who in ("lin", "chen", "auditor"):
        training = access.training_for_staff(session, actors[who], enrolled)
        assert access.seat_of_training(session, training, seat.id).person_id == cast.wang
    with pytest.raises(NotFound):
        access.training_for_staff(session, actors["zhao"], enrolled)
    with pytest.raises(NotFound):
        access.seat_of_training(session, training, enrolled)
    assert access.own_enrolment(session, session.get_one(Person, cast.wang), enrolled)[1].id == seat.id
    with pytest.raises(NotFound):
        access.own_enrolment(session, session.get_one(Person, cast.li), enrolled)


def test_who_gave_up_her_seat_has_none(session, database, cast, chen, enrolled):
    seat = queries.enrolments_of(session, enrolled)[0][0].id
    session.rollback()
    chen.post(f"/trainings/{enrolled}/enrolments/{seat}/withdrawal")
    with database.transaction() as writing, pytest.raises(NotFound):
        access.own_enrolment(writing, writing.get_one(Person, cast.wang), enrolled)
