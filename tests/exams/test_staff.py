import re
from uuid import uuid4

import pytest
from cast import open_training
from exams.papers import answers, marked_question, paper_of, put, set_exam
from sqlalchemy import event
from sqlmodel import select

from firstaid.exams.models import Sitting
from firstaid.exams.queries import question_scores, standing_of
from firstaid.exams.rules import ExamState
from firstaid.questions.models import QuestionVersion
from firstaid.trainings.models import Training


def test_the_staff_sees_who_sits_and_who_has_passed(begin, browse, cast, session, clock):
    wang, li = begin(cast.wang), begin(cast.li)
    wang.save(*answers(session, wang.sitting, right=10))
    wang.hand_in()
    li.save((1, 1, ["A"]), (2, 1, ["B"]), (3, 1, ["A"]), (3, 2, []))
    clock.tick(minutes=10)
    for person in (cast.chen, cast.lin, cast.auditor):
        page = browse(person).get(f"/trainings/{wang.training}/exam").text
        assert "Sitting 1: 100%, Passed" in page
        assert re.search("20 min left.*2 of 10", page)
        assert "Not started" in page
        assert "These papers come from the open bank" in page


def test_life_critical_mistakes_are_counted_for_going_through_them_aloud(wang, browse, cast, session):
    wang.save(*answers(session, wang.sitting, right=0))
    wang.hand_in()
    mine, staff = wang.browser.get(wang.exam).text, browse(cast.lin).get(f"/trainings/{wang.training}/exam").text
    assert "Wrong answers that could cost a life: " in mine
    assert "Life-critical questions wrong: " in staff


def test_whoever_teaches_reads_which_life_critical_answers_were_wrong_once_nobody_sits(
    wang, begin, browse, cast, session
):
    li = begin(cast.li)
    wang.save(*answers(session, wang.sitting, right=0))
    wang.hand_in()
    address = f"/trainings/{wang.training}/exam/{wang.sitting}"
    waiting = browse(cast.lin).get(address).text
    assert "as soon as nobody is sitting" in waiting
    assert "SECRET-" not in waiting
    li.hand_in()
    page = browse(cast.lin).get(address).text
    missed = [one for one in paper_of(session, wang.sitting) if one.life_critical]
    assert page.count("Right answer") >= len(missed)
    for one in paper_of(session, wang.sitting):
        assert (one.shown["stem"]["en"] in page) == one.life_critical
        assert (one.key["rationale"]["en"] in page) == one.life_critical
    assert "SECRET-" not in browse(cast.auditor).get(address).text
    assert browse(cast.wang, device=True).get(address).status_code == 403


def test_a_draw_is_shown_with_its_seed_and_proven_on_the_spot(wang, browse, cast, session):
    sitting = session.get_one(Sitting, wang.sitting)
    page = browse(cast.auditor).get(f"/trainings/{wang.training}/exam/{wang.sitting}").text
    assert sitting.seed in page
    assert sitting.pool_digest in page
    assert "Drawn again just now: the same paper" in page


def test_a_draw_that_cannot_be_repeated_says_so(wang, browse, cast, database):
    with database.transaction() as writing:
        writing.get_one(Sitting, wang.sitting).algorithm = "0"
    page = browse(cast.auditor).get(f"/trainings/{wang.training}/exam/{wang.sitting}").text
    assert "Drawn again just now: not the same paper" in page


def test_a_sitting_is_found_only_under_its_own_training(wang, browse, cast):
    chen = browse(cast.chen)
    assert chen.get(f"/trainings/{wang.training}/exam/{uuid4()}").status_code == 404
    assert chen.get(f"/trainings/{uuid4()}/exam/{wang.sitting}").status_code == 404
    assert browse(cast.wang).get(f"/trainings/{wang.training}/exam").status_code == 403


def test_a_sitting_of_another_training_is_not_found(wang, browse, cast, database):
    with database.transaction() as writing:
        writing.get_one(Training, wang.training).join_code = "X7M2Q9XD"
        writing.flush()
        other = open_training(writing, cast, trainees=("zhou",))
    assert browse(cast.chen).get(f"/trainings/{other.id}/exam/{wang.sitting}").status_code == 404


def test_a_scheme_that_wants_private_questions_is_not_examined_from_the_open_bank(browse, cast, database):
    with database.transaction() as writing:
        set_exam(writing, exam_from="private")
        training = open_training(writing, cast, present=True)
    phone = browse(cast.wang, device=True)
    refused = phone.post(f"/my/trainings/{training.id}/exam")
    assert refused.status_code == 409
    assert "allow only private questions" in refused.text
    page = browse(cast.chen).get(f"/trainings/{training.id}/exam").text
    assert "No exam can be started here" in page
    assert "These papers come from the open bank" not in page


def test_a_bank_too_small_is_announced_to_the_staff_and_refused_without_using_a_sitting(
    browse, cast, database, opened, session
):
    with database.transaction() as writing:
        aed = writing.exec(select(QuestionVersion).where(QuestionVersion.topic == "aed")).all()
        for version in aed[:-2]:
            version.current = False
    page = browse(cast.chen).get(f"/trainings/{opened.id}/exam").text
    assert "The bank cannot fill a paper" in page
    refused = browse(cast.wang, device=True).post(f"/my/trainings/{opened.id}/exam")
    assert refused.status_code == 409
    assert "does not hold enough questions" in refused.text
    assert session.exec(select(Sitting)).all() == []


@pytest.mark.parametrize("changed", [{"use": "practice"}, {"status": "draft"}, {"schemes": ["another-scheme"]}])
def test_only_live_exam_questions_of_the_scheme_are_drawn(browse, cast, database, opened, changed):
    with database.transaction() as writing:
        for number in range(7, 10):
            put(writing, marked_question("aed", number, **changed), "aed")
        for number in range(7):
            put(writing, marked_question("aed", number, **changed), "aed")
    assert browse(cast.wang, device=True).post(f"/my/trainings/{opened.id}/exam").status_code == 409


def test_where_everybody_stands_is_told_to_the_floors_above(begin, cast, session, opened, clock):
    wang, li = begin(cast.wang), begin(cast.li)
    wang.save(*answers(session, wang.sitting, right=9))
    wang.hand_in()
    session.rollback()
    standing = standing_of(session, session.get_one(Training, opened.id))
    assert set(standing) == set(opened.enrolments.values())
    passed = standing[opened.enrolments["wang"]]
    assert (passed.state, passed.score, passed.passed, passed.sittings) == (ExamState.PASSED, 90, True, 1)
    assert passed.last_handed_in_at == clock()
    assert standing[opened.enrolments["li"]].state is ExamState.SITTING
    assert standing[opened.enrolments["zhou"]].state is ExamState.NOT_STARTED
    assert li.sitting != wang.sitting


def test_a_whole_class_is_read_with_few_queries(begin, cast, session, opened, database):
    for who in (cast.wang, cast.li, cast.zhou):
        begin(who).hand_in()
    training = session.get_one(Training, opened.id)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    standing_of(session, training)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 3


def test_whoever_cannot_start_for_want_of_a_roll_call_is_one_tap_from_it(browse, cast, database):
    with database.transaction() as writing:
        set_exam(writing)
        training = open_training(writing, cast)
    lin = browse(cast.lin)
    page = lin.get(f"/trainings/{training.id}/exam").text
    assert "Not marked present at the exam: 3" in page
    assert "Not called yet: 王芳, " in page
    roll = re.search(r'href="([^"]+/attendance/[^"]+)"', page)[1]
    assert "Theory exam" in lin.get(roll).text


def test_nobody_is_sent_to_the_roll_call_when_everybody_is_there(browse, cast, opened):
    assert "Not marked present" not in browse(cast.lin).get(f"/trainings/{opened.id}/exam").text


def test_the_weakest_questions_are_shown_after_release_with_how_sure_one_can_be(
    *, begin, browse, cast, session, database
):
    for person in (cast.wang, cast.li, cast.zhou):
        hers = begin(person)
        hers.hand_in()
    address = f"/trainings/{hers.training}/exam"
    before = browse(cast.lin).get(address).text
    assert "Where the class went wrong most" not in before
    assert "Stem " not in before
    with database.transaction() as writing:
        writing.get_one(Training, hers.training).state = "closed"
    after = browse(cast.lin).get(address).text
    assert "Where the class went wrong most" in after
    assert "SECRET-" not in after
    assert browse(cast.wang, device=True).get(address).status_code == 403
    asked = [score for score in question_scores(session, hers.training) if score.asked >= 3]
    shown = {score.stem["en"] for score in asked if score.stem["en"] in after}
    assert len(shown) == min(8, len(asked))
    assert session.exec(select(Sitting)).all()
