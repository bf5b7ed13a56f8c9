from uuid import UUID

import pytest
from exams.papers import Examinee, answers
from sqlmodel import select

from firstaid.exams.models import Answer, Pool, Sitting, SittingState
from firstaid.ledger.models import LedgerEntry


@pytest.fixture
def second_phone(browse, cast, wang):
    """The same trainee with the same paper on another phone."""
    return Examinee(browse(cast.wang, device=True), wang.training, wang.sitting)


def test_two_taps_on_start_at_once_give_one_paper(browse, cast, opened, session, at_once):
    phones = [browse(cast.wang, device=True) for _ in range(4)]
    begun = at_once(*(lambda phone=phone: phone.post(f"/my/trainings/{opened.id}/exam") for phone in phones))
    assert {answer.status_code for answer in begun} == {303}
    assert len({answer.headers["location"] for answer in begun}) == 1
    assert len(session.exec(select(Sitting)).all()) == 1


def test_a_class_that_starts_at_once_gets_a_paper_each_from_one_pool(browse, cast, opened, session, at_once):
    phones = [browse(who, device=True) for who in (cast.wang, cast.li, cast.zhou)]
    begun = at_once(*(lambda phone=phone: phone.post(f"/my/trainings/{opened.id}/exam") for phone in phones))
    assert len({answer.headers["location"] for answer in begun}) == 3
    assert len({sitting.seed for sitting in session.exec(select(Sitting))}) == 3
    assert len(session.exec(select(Pool)).all()) == 1


def test_an_answer_and_the_hand_in_at_once_either_count_together_or_the_answer_is_refused(
    wang, second_phone, session, at_once
):
    right = answers(session, wang.sitting, right=10)
    wang.save(*right[:7])
    session.rollback()
    saved, handed = at_once(lambda: second_phone.save(*right[7:]), wang.hand_in)

    assert handed.status_code == 303
    assert saved.status_code in (200, 409)
    sitting = session.get_one(Sitting, wang.sitting)
    assert sitting.state is SittingState.HANDED_IN
    counted = len(session.exec(select(Answer)).all())
    assert (saved.status_code, sitting.score, counted) in {(200, 100, 10), (409, 70, 7)}


def test_handing_in_from_two_phones_at_once_is_once(wang, second_phone, session, at_once):
    assert {answer.status_code for answer in at_once(wang.hand_in, second_phone.hand_in)} == {303}
    handed_in = select(LedgerEntry).where(LedgerEntry.action == "exams.handed_in")
    assert len(session.exec(handed_in).all()) == 1


def test_one_answer_sent_twice_at_once_is_kept_once(wang, second_phone, session, at_once):
    saved = at_once(lambda: wang.save((1, 1, ["A"])), lambda: second_phone.save((1, 1, ["A"])))
    assert {answer.status_code for answer in saved} == {200}
    assert len(session.exec(select(Answer)).all()) == 1


def test_a_second_sitting_started_twice_at_once_is_one(wang, second_phone, session, at_once):
    wang.hand_in()
    begun = at_once(lambda: wang.browser.post(wang.exam), lambda: second_phone.browser.post(wang.exam))
    papers = {UUID(answer.headers["location"].rsplit("/", 1)[1]) for answer in begun}
    assert len(papers) == 1
    session.rollback()
    assert sorted(sitting.number for sitting in session.exec(select(Sitting))) == [1, 2]
