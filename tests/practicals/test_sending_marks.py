"""Marks that phones send: kept once, whatever the network does, or refused with a reason."""

from datetime import timedelta
from uuid import uuid4

import pytest
from cast import START
from sqlmodel import select

from firstaid.accounts.models import Person
from firstaid.core.ids import new_id
from firstaid.practicals import queries
from firstaid.practicals.models import Mark, MarkKind
from firstaid.practicals.rules import SheetState
from firstaid.trainings.models import Enrolment, EnrolmentState, Training, TrainingInstructor, TrainingState

CPR, CHOKING = "adult-cpr-aed", "choking"


def codes(answer):
    """Why marks were refused."""
    return [one["code"] for one in answer.json()["refused"]]


def test_a_whole_sheet_is_graded_in_one_batch(stands, lins, session, steps, cast):
    marks = lins.sheet(steps[CPR])
    answer = lins.send(*marks)
    assert answer.status_code == 200
    assert set(answer.json()["accepted"]) == {mark["id"] for mark in marks}
    assert answer.json()["standings"][0]["headline"] == "Passed at attempt 1"
    found = stands()
    assert found.state is SheetState.PASSED
    assert found.last_graded_at == START
    kept = session.exec(select(Mark)).all()
    assert {(mark.graded_by, mark.trainee_id, mark.origin, mark.received_at) for mark in kept} == {
        (cast.lin, cast.wang, "phone", START)
    }


def test_everybody_and_every_sheet_has_a_standing(lins, session, training, steps):
    lins.send(*lins.sheet(steps[CHOKING], sheet_key=CHOKING))
    found = queries.standing_of(session, session.get_one(Training, training.id))
    assert set(found) == {(seat, sheet) for seat in training.enrolments.values() for sheet in (CPR, CHOKING)}
    assert {key for key, one in found.items() if one.passed} == {(training.enrolments["wang"], CHOKING)}


def test_the_verdict_says_in_her_language_which_steps_failed_it(phone_of, cast, steps):
    phone = phone_of(cast.lin, language="zh-CN")
    told = phone.send(*phone.sheet(steps[CPR], but={"scene": 0, "rate": 21.4, "position": 0})).json()["standings"][0]
    assert (told["state"], told["passed"], told["headline"]) == ("retest", False, "第1次考核：未通过")
    scene, rate = told["reasons"]
    assert scene.endswith("：没做到")
    assert rate.endswith("：30次按压用了21.4秒，要求15到18秒")
    assert len(told["also_missed"]) == 1


def test_a_failed_one_is_re_coached_and_retested_and_both_attempts_are_kept(stands, lins, steps, clock):
    lins.send(*lins.sheet(steps[CPR], but={"scene": 0}))
    clock.tick(minutes=5)
    too_soon = lins.send(lins.mark("step", "scene", 1, attempt=2))
    assert (too_soon.status_code, codes(too_soon)) == (409, ["practicals.not_coached"])
    assert lins.send(lins.mark("coached", attempt=2)).status_code == 200
    clock.tick(minutes=5)
    assert lins.send(*lins.sheet(steps[CPR], attempt=2)).status_code == 200
    found = stands()
    assert [(one.number, one.passed) for one in found.attempts] == [(1, False), (2, True)]
    assert found.state is SheetState.PASSED
    more = lins.send(lins.mark("coached", attempt=3))
    assert codes(more) == ["practicals.no_attempt_left"]


def test_the_scheme_says_how_often_one_may_try(stands, lins, steps):
    lins.send(*lins.sheet(steps[CPR], but={"scene": 0}))
    lins.send(lins.mark("coached", attempt=2), *lins.sheet(steps[CPR], but={"rate": 21.4}, attempt=2))
    assert stands().state is SheetState.FAILED


def test_a_passed_skill_is_not_tested_again(lins, steps):
    lins.send(*lins.sheet(steps[CPR]))
    assert codes(lins.send(lins.mark("coached", attempt=2))) == ["practicals.already_passed"]


def test_a_day_offline_arrives_as_one_batch_in_any_order(*, stands, lins, browse, cast, steps, clock):
    marks = lins.sheet(steps[CPR], but={"scene": 0})
    clock.tick(minutes=5)
    marks.append(lins.mark("coached", attempt=2))
    clock.tick(minutes=5)
    marks += lins.sheet(steps[CPR], attempt=2)
    clock.tick(days=14)
    lins.browser = browse(cast.lin)  # signed in anew
    answer = lins.send(*reversed(marks))
    assert (answer.status_code, answer.json()["refused"]) == (200, [])
    found = stands()
    assert [one.passed for one in found.attempts] == [False, True]
    assert found.last_graded_at == START + timedelta(minutes=10)


def test_the_same_batch_twice_is_kept_once_even_when_things_have_changed_since(
    lins, database, session, training, steps
):
    marks = lins.sheet(steps[CPR])
    lins.send(*marks)
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = TrainingState.CLOSED
        writing.get_one(Enrolment, training.enrolments["wang"]).state = EnrolmentState.WITHDRAWN
    again = lins.send(*marks)
    assert (again.status_code, len(again.json()["accepted"])) == (200, len(marks))
    assert len(session.exec(select(Mark)).all()) == len(marks)


def test_one_id_twice_in_a_batch_is_one_mark(lins, session):
    mark = lins.mark("step", "scene", 1)
    assert lins.send(mark, mark).json()["accepted"] == [mark["id"]] * 2
    assert len(session.exec(select(Mark)).all()) == 1


def test_two_phones_send_the_same_batch_at_the_same_moment_and_it_is_kept_once(lins, session, steps, at_once):
    marks = lins.sheet(steps[CPR])
    answers = at_once(*[lambda: lins.send(*marks)] * 4)
    assert [answer.status_code for answer in answers] == [200] * 4
    assert all(len(answer.json()["accepted"]) == len(marks) for answer in answers)
    assert len(session.exec(select(Mark)).all()) == len(marks)


def test_two_instructors_grade_one_trainee_at_the_same_moment(
    *, stands, browse, phone_of, cast, database, training, steps, at_once
):
    with database.transaction() as writing:
        writing.add(TrainingInstructor(training_id=training.id, person_id=cast.chen))
    one, other, shared = phone_of(cast.lin), phone_of(cast.chen), browse(None)
    one.share(shared)
    other.share(shared)
    half = len(steps[CPR]) // 2
    at_once(
        lambda: one.send(*one.sheet(steps[CPR][:half], finish=False)),
        lambda: other.send(*other.sheet(steps[CPR][half:], finish=False)),
    )
    assert one.send(one.mark("finish")).status_code == 200
    assert stands().passed


def test_one_bad_mark_does_not_lose_the_others(lins, session):
    good, bad = lins.mark("step", "scene", 1), lins.mark("step", "dance", 1)
    answer = lins.send(bad, good)
    assert answer.status_code == 200
    assert answer.json()["accepted"] == [good["id"]]
    refused = answer.json()["refused"][0]
    assert (refused["id"], refused["code"], refused["keep"]) == (bad["id"], "practicals.no_such_step", False)
    assert refused["message"]
    assert refused["advice"]
    assert len(session.exec(select(Mark)).all()) == 1


def test_a_sheet_is_not_finished_before_every_step_is_judged(stands, phone_of, cast, steps):
    phone = phone_of(cast.lin, language="zh-CN")
    answer = phone.send(*phone.sheet(steps[CPR][2:]))
    assert codes(answer) == ["practicals.not_all_judged"]
    first, second = steps[CPR][:2]
    assert f"{first.text['zh-CN']}；{second.text['zh-CN']}" in answer.json()["refused"][0]["message"]
    assert stands().state is SheetState.UNDER_WAY


def test_a_verdict_stands_but_what_was_marked_before_it_may_still_arrive(*, stands, lins, phone_of, cast, steps, clock):
    other = phone_of(cast.chen)
    clock.tick(minutes=1)
    before = other.mark("step", "scene", 1, marked_at=clock() - timedelta(seconds=1))
    failing = lins.sheet(steps[CPR], but={"scene": 0}, finish=False)
    failing[0]["marked_at"] = (clock() - timedelta(seconds=30)).isoformat()
    lins.send(*failing, lins.mark("finish"))
    assert stands().state is SheetState.RETEST
    clock.tick(minutes=1)
    assert codes(other.send(other.mark("step", "scene", 1))) == ["practicals.attempt_settled"]
    assert other.send(before).status_code == 200
    assert stands().passed


def test_undo_is_one_more_mark(stands, lins, session, clock):
    lins.send(lins.mark("step", "scene", 1), lins.mark("seconds", "rate", 16.4))
    clock.tick(seconds=1)
    lins.send(lins.mark("step", "scene"), lins.mark("seconds", "rate"))
    assert stands().state is SheetState.NOT_STARTED
    assert len(session.exec(select(Mark)).all()) == 4


@pytest.mark.parametrize("state", [TrainingState.CLOSED, TrainingState.PLANNED])
def test_marks_wait_on_the_phone_while_the_training_is_not_open(lins, database, training, state):
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = state
    mark = lins.mark("step", "scene", 1)
    answer = lins.send(mark)
    assert (answer.status_code, codes(answer)) == (409, ["trainings.not_open"])
    assert answer.json()["refused"][0]["keep"] is True
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = TrainingState.OPEN
    assert lins.send(mark).json()["accepted"] == [mark["id"]]


def test_a_coordinator_grades_too_and_nobody_else(phone_of, cast, session):
    chens = phone_of(cast.chen)
    assert chens.send(chens.mark("step", "scene", 1)).status_code == 200
    for stranger in (cast.auditor, cast.zhao, cast.sun, cast.wang):
        phone = phone_of(stranger)
        assert phone.send(phone.mark("step", "scene", 1)).status_code == 403
    nobody = phone_of(cast.lin)
    nobody.browser.cookies.clear()
    assert nobody.send(nobody.mark("step", "scene", 1)).status_code == 401
    assert len(session.exec(select(Mark)).all()) == 1


def test_what_is_not_hers_does_not_exist(lins, database, cast, training, session):
    strange = lins.mark("step", "scene", 1, enrolment_id=str(uuid4()))
    no_sheet = lins.mark("step", "scene", 1, sheet_key="tourniquet")
    for mark in (strange, no_sheet):
        answer = lins.send(mark)
        assert (answer.status_code, codes(answer)) == (404, ["core.not_found"])
    with database.transaction() as writing:
        writing.delete(writing.get_one(TrainingInstructor, (training.id, cast.lin)))
        writing.get_one(Enrolment, training.enrolments["li"]).state = EnrolmentState.WITHDRAWN
    assert lins.send(lins.mark("step", "scene", 1)).status_code == 404
    gone = lins.mark("step", "scene", 1, enrolment_id=str(training.enrolments["li"]))
    assert lins.send(gone).status_code == 404
    assert session.exec(select(Mark)).all() == []


def test_nobody_grades_herself(lins, database, cast, training, session):
    with database.transaction() as writing:
        enrolment = Enrolment(
            training_id=training.id, person_id=cast.lin, institution_id=cast.sunflower, number=9, enrolled_at=START
        )
        writing.add(enrolment)
        hers = enrolment.id
    answer = lins.send(lins.mark("step", "scene", 1, enrolment_id=str(hers)))
    assert (answer.status_code, codes(answer)) == (409, ["practicals.grades_herself"])
    page = lins.browser.get(f"/trainings/{training.id}/grading/{hers}/{CPR}").text
    assert "Nobody grades their own skills." in page
    assert session.exec(select(Mark)).all() == []


def test_nobody_grades_herself_under_a_name_she_was_merged_from(lins, database, cast):
    with database.transaction() as writing:
        writing.get_one(Person, cast.wang).merged_into = cast.lin
    assert codes(lins.send(lins.mark("step", "scene", 1))) == ["practicals.grades_herself"]


def test_marks_of_another_instructor_wait_for_her(lins, cast, session):
    answer = lins.send(lins.mark("step", "scene", 1), graded_by=str(cast.chen))
    assert (answer.status_code, answer.json()["code"]) == (409, "practicals.somebody_elses")
    assert session.exec(select(Mark)).all() == []


@pytest.mark.parametrize("hours", [25, -25])
def test_a_clock_wrong_by_more_than_a_day_is_told_so(lins, clock, hours):
    wrong = lins.mark("step", "scene", 1, marked_at=clock() + timedelta(hours=hours))
    assert codes(lins.send(wrong)) == ["practicals.clock_is_wrong"]
    assert lins.send(lins.mark("step", "scene", 1, marked_at=clock() + timedelta(hours=23))).status_code == 200


def test_one_number_stands_for_one_mark(lins, phone_of, cast, session):
    first = lins.mark("step", "scene", 1)
    lins.send(first)
    same_id = {**first, "value": 0, "counter": 50}
    same_counter = {**first, "value": 0, "id": str(new_id())}
    for other in (same_id, same_counter):
        assert codes(lins.send(other)) == ["practicals.mark_differs"]
    chens = phone_of(cast.chen)
    assert codes(chens.send(first)) == ["practicals.mark_differs"]
    assert [mark.value for mark in session.exec(select(Mark))] == [1]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "dance"},
        {"value": "NaN"},
        {"counter": 0},
        {"counter": 2**31},
        {"attempt": 0},
        {"marked_at": "2026-12-01T09:00:00"},
        {"id": "1"},
        {"verdict": "passed"},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(lins, session, change):
    assert lins.send({**lins.mark("step", "scene", 1), **change}).status_code == 422
    assert session.exec(select(Mark)).all() == []


def test_a_batch_holds_from_one_to_two_hundred_marks(lins):
    many = [lins.mark("step", "scene", number % 2) for number in range(201)]
    assert lins.send(*many).status_code == 422
    assert lins.send().status_code == 422
    assert lins.send(*many[:200]).status_code == 200


def test_refusals_of_several_kinds_are_told_as_such(lins):
    answer = lins.send(lins.mark("step", "dance", 1), lins.mark("step", "scene", 1, enrolment_id=str(uuid4())))
    assert answer.status_code == 422
    assert set(codes(answer)) == {"practicals.no_such_step", "core.not_found"}


def test_the_database_itself_keeps_marks_as_they_were_made(lins, database):
    lins.send(lins.mark("step", "scene", 1))
    with pytest.raises(Exception, match="append-only"), database.transaction() as writing:
        writing.exec(select(Mark)).one().kind = MarkKind.FINISH
    with pytest.raises(Exception, match="append-only"), database.transaction() as writing:
        writing.delete(writing.exec(select(Mark)).one())


def test_a_whole_class_is_read_in_few_queries(lins, database, training, steps, count_queries):
    lins.send(*lins.sheet(steps[CPR]))
    with database.reading() as reading:
        found = reading.get_one(Training, training.id)
        with count_queries(reading) as asked:
            queries.standing_of(reading, found)
    assert len(asked) <= 4
