from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from cast import START
from exams.papers import answers, paper_of
from sqlmodel import col, select

from firstaid.exams.models import Answer, Pool, Sitting
from firstaid.exams.queries import is_proven, redraw, stored_draw
from firstaid.ledger.models import LedgerEntry
from firstaid.trainings.models import Attendance, Training


def sitting_of(session, sitting_id) -> Sitting:
    session.rollback()
    return session.get_one(Sitting, sitting_id)


def test_a_trainee_who_is_present_sits_the_paper_and_passes(wang, session):
    before = wang.browser.get(wang.exam).text
    assert "Go on with the exam" in before
    paper = wang.browser.get(wang.address)
    assert paper.status_code == 200
    assert "0 of 10 answered" in paper.text

    assert wang.save(*answers(session, wang.sitting, right=8)).status_code == 200
    assert "10 of 10 answered" in wang.browser.get(wang.address).text
    handed = wang.hand_in()
    assert handed.headers["location"] == wang.exam

    result = wang.browser.get(wang.exam).text
    assert "80%" in result
    assert "You have passed the theory exam" in result
    assert "About aed" in result
    assert wang.browser.get(wang.address).headers["location"] == wang.exam
    kept = sitting_of(session, wang.sitting)
    assert (kept.score, kept.passed, kept.closed_by_deadline) == (80, True, False)


def test_the_exam_page_says_what_is_to_come(browse, cast, opened):
    page = browse(cast.wang, device=True).get(f"/my/trainings/{opened.id}/exam").text
    for words in ("30 minutes", "80%", "Sittings left", "Start the exam"):
        assert words in page
    chinese = browse(cast.wang, device=True, language="zh-CN").get(f"/my/trainings/{opened.id}/exam").text
    assert "开始考试" in chinese


def test_whoever_is_not_marked_present_is_told_whom_to_ask(browse, cast, database, opened):
    with database.transaction() as session:
        session.add(
            Attendance(
                session_id=opened.sessions["theory_exam"],
                enrolment_id=opened.enrolments["wang"],
                present=False,
                said_by=cast.lin,
                said_at=START + timedelta(minutes=1),
            )
        )
    phone, address = browse(cast.wang, device=True), f"/my/trainings/{opened.id}/exam"
    assert "You are not marked present yet" in phone.get(address).text
    refused = phone.post(address)
    assert refused.status_code == 409
    assert "Ask your instructor to mark you present" in refused.text


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_no_exam_is_started_in_a_training_that_is_not_open(browse, cast, database, opened, state):
    with database.transaction() as session:
        session.get_one(Training, opened.id).state = state
    phone, address = browse(cast.wang, device=True), f"/my/trainings/{opened.id}/exam"
    assert "The exam is not open" in phone.get(address).text
    assert phone.post(address).status_code == 409


def test_starting_again_gives_back_the_open_paper(wang, session):
    again = wang.browser.post(wang.exam)
    assert again.headers["location"] == wang.address
    session.rollback()
    assert len(session.exec(select(Sitting)).all()) == 1


def test_a_failed_trainee_has_a_second_sitting_with_other_questions_and_no_third(wang, session):
    wang.save(*answers(session, wang.sitting, right=7))
    wang.hand_in()
    page = wang.browser.get(wang.exam).text
    assert "70%" in page
    assert "you may sit once more" in page

    second = UUID(wang.browser.post(wang.exam).headers["location"].rsplit("/", 1)[1])
    first_paper = {question.question_version_id for question in paper_of(session, wang.sitting)}
    second_paper = {question.question_version_id for question in paper_of(session, second)}
    assert not first_paper & second_paper
    wang.browser.post(f"/exams/sittings/{second}/hand-in")

    page = wang.browser.get(wang.exam).text
    assert "Speak to your instructor" in page
    refused = wang.browser.post(wang.exam)
    assert refused.status_code == 409
    assert "No sitting is left: this training allows 2." in refused.text


def test_whoever_has_passed_does_not_sit_again(wang, session):
    wang.save(*answers(session, wang.sitting, right=10))
    wang.hand_in()
    assert wang.browser.post(wang.exam).status_code == 409
    assert sitting_of(session, wang.sitting).score == 100


def test_whoever_has_passed_is_told_so_and_nothing_of_sittings_that_are_left(wang, session):
    assert "Sittings left" in wang.browser.get(wang.exam).text
    wang.save(*answers(session, wang.sitting, right=9))
    wang.hand_in()
    page = wang.browser.get(wang.exam).text
    assert "You have passed the theory exam" in page
    assert "Worth another look: " in page
    assert "Sittings left" not in page


def test_an_answer_sent_twice_is_kept_once(wang, session):
    first, again = wang.save((1, 1, ["A"])), wang.save((1, 1, ["A"]))
    assert first.json()["answers"] == again.json()["answers"] == [{"position": 1, "sequence": 1, "chosen": ["A"]}]
    session.rollback()
    assert len(session.exec(select(Answer)).all()) == 1


def test_a_late_answer_of_an_old_sequence_is_kept_but_does_not_count(wang, session):
    wang.save((1, 5, ["B"]))
    late = wang.save((1, 2, ["A"]))
    assert late.json()["answers"] == [{"position": 1, "sequence": 5, "chosen": ["B"]}]
    session.rollback()
    assert len(session.exec(select(Answer)).all()) == 2


def test_of_two_phones_with_one_number_the_first_is_kept_and_the_second_is_told(wang):
    wang.save((1, 1, ["A"]))
    assert wang.save((1, 1, ["B"])).json()["answers"] == [{"position": 1, "sequence": 1, "chosen": ["A"]}]
    assert wang.save((1, 2, ["B"])).json()["answers"] == [{"position": 1, "sequence": 2, "chosen": ["B"]}]


@pytest.mark.parametrize(
    "answer",
    [
        {"position": 99, "sequence": 1, "chosen": ["A"]},
        {"position": 1, "sequence": 1, "chosen": ["J"]},
        {"position": 1, "sequence": 1, "chosen": ["right"]},
        {"position": 1, "sequence": 0, "chosen": ["A"]},
        {"position": 1, "sequence": 1, "chosen": ["A"], "saved_at": "2020-01-01"},
        {"position": 1, "sequence": 1, "chosen": ["A"], "right": True},
    ],
)
def test_what_the_paper_does_not_have_is_refused_whole(wang, session, answer):
    good = {"position": 2, "sequence": 1, "chosen": ["A"]}
    refused = wang.browser.post(f"{wang.address}/answers", json={"answers": [good, answer]})
    assert refused.status_code == 422
    session.rollback()
    assert session.exec(select(Answer)).all() == []


def test_handing_in_twice_is_once(wang, session, clock):
    wang.save(*answers(session, wang.sitting, right=10))
    assert wang.hand_in().status_code == 303
    clock.tick(minutes=1)
    assert wang.hand_in().status_code == 303
    assert sitting_of(session, wang.sitting).handed_in_at == START
    handed_in = select(LedgerEntry).where(LedgerEntry.action == "exams.handed_in")
    assert len(session.exec(handed_in).all()) == 1


def test_a_paper_handed_in_takes_no_answer_but_says_yes_to_one_it_has(wang, session):
    wang.save((1, 1, ["A"]))
    wang.hand_in()
    assert wang.save((1, 1, ["A"])).status_code == 200
    refused = wang.save((1, 2, ["B"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "exams.already_handed_in")
    session.rollback()
    assert len(session.exec(select(Answer)).all()) == 1


def test_without_scripts_the_paper_is_an_ordinary_form(wang, session):
    single = next(q.position for q in paper_of(session, wang.sitting) if q.shown["kind"] == "single")
    several = next(q.position for q in paper_of(session, wang.sitting) if q.shown["kind"] == "multiple")
    saved = wang.browser.post(wang.address, data={f"q{single}": "A", f"q{several}": ["A", "C"], "then": "go_on"})
    assert saved.headers["location"] == wang.address
    assert "2 of 10 answered" in wang.browser.get(wang.address).text

    sure = wang.browser.post(wang.address, data={f"q{single}": "B", "then": "hand_in"})
    assert sure.headers["location"] == f"{wang.address}/hand-in"
    page = wang.browser.get(f"{wang.address}/hand-in").text
    assert "Questions without an answer: 9 of 10." in page
    session.rollback()
    kept = session.exec(select(Answer).order_by(col(Answer.position), col(Answer.sequence))).all()
    assert sorted((one.position, one.sequence, tuple(one.chosen)) for one in kept) == sorted(
        [(single, 1, ("A",)), (single, 2, ("B",)), (several, 1, ("A", "C")), (several, 2, ())]
    )
    assert wang.browser.post(wang.address, data={"q1x": "A"}).status_code == 422
    wang.hand_in()
    assert wang.browser.get(f"{wang.address}/hand-in").headers["location"] == wang.exam
    assert wang.browser.post(wang.address, data={"then": "go_on"}).status_code == 409


def test_a_paper_can_be_read_in_the_other_language_at_any_time(wang):
    assert "Stem aed-" in wang.browser.get(wang.address).text
    wang.browser.post("/language", data={"language": "zh-CN", "next": wang.address})
    page = wang.browser.get(wang.address).text
    assert " 中</legend>" in page
    assert " en</legend>" not in page


def test_a_paper_is_nobody_elses(wang, browse, cast):
    stranger = browse(cast.li, device=True)
    for path in ("", "/hand-in", "/review"):
        assert stranger.get(f"{wang.address}{path}").status_code == 404
    assert stranger.post(f"{wang.address}/hand-in").status_code == 404
    assert stranger.post(wang.address, data={"then": "go_on"}).status_code == 404
    assert stranger.post(f"{wang.address}/answers", json={"answers": []}).status_code == 404
    assert browse(cast.wu, device=True).get(wang.exam).status_code == 404
    assert wang.browser.get(f"/exams/sittings/{uuid4()}").status_code == 404


def test_the_stored_paper_is_what_its_seed_gives(wang, session):
    wang.hand_in()
    second = UUID(wang.browser.post(wang.exam).headers["location"].rsplit("/", 1)[1])
    for sitting_id in (wang.sitting, second):
        sitting = sitting_of(session, sitting_id)
        training = session.get_one(Training, sitting.training_id)
        assert redraw(session, training, sitting) == stored_draw(session, sitting_id)
        assert is_proven(session, training, sitting)
    assert len(session.exec(select(Pool)).all()) == 1


def test_a_paper_picked_by_hand_is_found_out(wang, session):
    training = session.get_one(Training, wang.training)
    with session.no_autoflush:
        sitting = session.get_one(Sitting, wang.sitting)
        sitting.seed = "another"
        assert not is_proven(session, training, sitting)


def test_a_pool_that_was_altered_is_found_out(wang, session):
    training, sitting = session.get_one(Training, wang.training), session.get_one(Sitting, wang.sitting)
    with session.no_autoflush:
        pool = session.exec(select(Pool)).one()
        pool.version_ids = {**pool.version_ids, "aed": pool.version_ids["aed"][1:]}
        assert not is_proven(session, training, sitting)
