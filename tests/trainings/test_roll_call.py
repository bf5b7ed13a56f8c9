"""Who was there, as somebody said it at each session."""

import pytest
from cast import open_training
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from firstaid.ledger.models import LedgerEntry
from firstaid.trainings import queries
from firstaid.trainings.models import Attendance, Enrolment, Training, TrainingState


@pytest.fixture
def training(database, cast):
    with database.transaction() as writing:
        return open_training(writing, cast)


@pytest.fixture
def roll(training):
    return f"/trainings/{training.id}/attendance/{training.sessions['theory']}"


@pytest.fixture
def lin(browse, cast):
    """The instructor's phone."""
    return browse(cast.lin)


def words(session):
    session.rollback()
    return session.exec(select(Attendance).order_by(Attendance.said_at, Attendance.id)).all()


def stands(session, training, who):
    session.rollback()
    key = (training.enrolments[who], training.sessions["theory"])
    return queries.attendance_of(session, training.id).get(key)


def test_one_touch_says_that_she_is_present_and_comes_back_to_her_row(lin, roll, training, session):
    seat = str(training.enrolments["wang"])
    answer = lin.post(roll, data={"present": seat})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{roll}#e-{seat}"
    assert stands(session, training, "wang") is True
    assert stands(session, training, "li") is None


def test_the_latest_word_counts_and_none_is_erased(lin, roll, training, clock, session):
    seat = str(training.enrolments["wang"])
    for word in ("present", "absent", "present"):
        lin.post(roll, data={word: seat})
        clock.tick(minutes=1)
    lin.post(roll, data={"absent": seat})
    assert stands(session, training, "wang") is False
    assert [word.present for word in words(session)] == [True, False, True, False]


def test_a_word_that_only_repeats_what_stands_is_not_written_again(lin, roll, training, session):
    seat = str(training.enrolments["wang"])
    for _ in range(3):
        lin.post(roll, data={"present": seat})
    assert len(words(session)) == 1
    said = select(LedgerEntry).where(LedgerEntry.action == "trainings.roll_called")
    assert len(session.exec(said).all()) == 1


def test_all_the_rest_are_present_and_those_called_absent_stay_absent(lin, roll, training, session):
    lin.post(roll, data={"absent": str(training.enrolments["li"])})
    lin.post(roll, data={"rest": "present"})
    assert [stands(session, training, who) for who in ("wang", "li", "zhou")] == [True, False, True]
    page = lin.get(roll).text
    assert "Called: 2 present, 1 absent" in page
    assert "All the rest are present" not in page
    assert "林医生" in page


def test_a_word_can_be_neither_changed_nor_erased_in_the_database(lin, roll, training, database):
    lin.post(roll, data={"present": str(training.enrolments["wang"])})
    for statement in ("UPDATE attendance SET present = NOT present", "DELETE FROM attendance"):
        with pytest.raises(DBAPIError), database.transaction() as writing:
            writing.exec(text(statement))


def test_only_its_instructors_and_the_coordinator_call_the_roll(browse, roll, training, cast, session):
    form = {"present": str(training.enrolments["wang"])}
    for who in (cast.auditor, cast.zhao, cast.sun, cast.wang):
        assert browse(who).post(roll, data=form).status_code == 403
    assert browse(cast.lin, device=True).post(roll, data=form).status_code == 403
    assert browse(None).post(roll, data=form).status_code == 303
    assert words(session) == []
    assert browse(cast.chen).post(roll, data=form).status_code == 303
    assert len(words(session)) == 1


@pytest.mark.usefixtures("training")
def test_an_instructor_of_another_training_finds_nothing_here(browse, roll, cast, database, clock, session):
    from firstaid.institutions.models import Role, RoleGrant  # noqa: PLC0415 - only here there are two instructors

    with database.transaction() as writing:
        writing.add(RoleGrant(person_id=cast.ma, issuer_id=cast.issuer, role=Role.INSTRUCTOR, granted_at=clock()))
    ma = browse(cast.ma)
    assert ma.get(roll).status_code == 404
    assert ma.post(roll, data={"rest": "present"}).status_code == 404
    assert words(session) == []


def test_the_auditor_reads_the_roll_without_buttons(browse, roll, cast):
    page = browse(cast.auditor).get(roll).text
    assert "The roll can be read here" in page
    assert 'name="present"' not in page


def test_somebody_who_is_not_on_this_roll_is_refused_and_nothing_is_kept(lin, browse, roll, training, cast, session):
    gone = f"/trainings/{training.id}/enrolments/{training.enrolments['zhou']}/withdrawal"
    browse(cast.chen).post(gone)
    seats = [str(training.enrolments[who]) for who in ("wang", "zhou")]
    assert lin.post(roll, data={"present": seats}).status_code == 409
    assert words(session) == []


def test_the_roll_of_a_session_is_found_only_in_its_training(lin, roll, training):
    strange = roll.rsplit("/", 1)[0] + f"/{training.id}"
    assert lin.get(strange).status_code == 404
    assert lin.post(strange, data={"rest": "present"}).status_code == 404


@pytest.mark.parametrize("state", [TrainingState.CLOSED, TrainingState.PLANNED])
def test_the_roll_is_called_only_while_the_training_is_open(lin, roll, training, database, session, state):
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = state
    assert lin.post(roll, data={"rest": "present"}).status_code == 409
    assert words(session) == []


def test_two_who_call_at_once_both_are_heard(lin, browse, roll, training, cast, session, at_once):
    chen = browse(cast.chen)
    wang, li = str(training.enrolments["wang"]), str(training.enrolments["li"])
    answers = at_once(lambda: lin.post(roll, data={"present": wang}), lambda: chen.post(roll, data={"present": li}))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert [stands(session, training, who) for who in ("wang", "li")] == [True, True]


@pytest.mark.usefixtures("training")
def test_two_who_say_the_same_at_once_say_it_once(lin, browse, roll, cast, session, at_once):
    chen, form = browse(cast.chen), {"rest": "present"}
    at_once(lambda: lin.post(roll, data=form), lambda: chen.post(roll, data=form))
    assert len(words(session)) == 3


def test_nobody_vouches_for_her_own_presence(lin, roll, training, cast, database, clock, session):
    with database.transaction() as writing:
        hers = Enrolment(
            training_id=training.id, person_id=cast.lin, institution_id=cast.sunflower, number=9, enrolled_at=clock()
        )
        writing.add(hers)
        writing.flush()
        seat = hers.id
    refused = lin.post(roll, data={"present": str(seat)})
    assert (refused.status_code, "somebody else has to say whether you are there" in refused.text) == (409, True)
    assert words(session) == []
    assert lin.post(roll, data={"rest": "present"}).status_code == 303
    assert seat not in {word.enrolment_id for word in words(session)}
