"""The database itself refuses what cannot be, whoever writes it."""

import pytest
from cast import START, open_training
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select

from firstaid.exams import starting
from firstaid.exams.models import Sitting, SittingState
from firstaid.exams.rules import Choice
from firstaid.exams.service import save_answers
from firstaid.ledger.service import record
from firstaid.schemes.models import SchemeVersion
from firstaid.trainings.models import Enrolment, Training


@pytest.fixture
def sitting(database, cast):
    with database.transaction() as session:
        opened = open_training(session, cast, present=True)
        seat = session.get_one(Enrolment, opened.enrolments["wang"])
        training = session.get_one(Training, opened.id)
        return starting.start(session, training, seat, seed="constraints", by=cast.wang, at=START).id


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"score": 80, "passed": True}, None),
        ({"score": 79, "passed": False}, None),
        ({"score": 79, "passed": True}, "passed_by_its_score"),
        ({"score": 80, "passed": None}, "judged_once_scored"),
        ({"score": 101, "passed": True}, "score_is_a_percentage"),
    ],
)
def test_a_sitting_is_passed_by_its_score_or_not_at_all(database, sitting, values, refused):
    def hand_in():
        with database.transaction() as session:
            whole = {"state": SittingState.HANDED_IN, "handed_in_at": START, "pass_percent": 80, **values}
            session.exec(update(Sitting).where(col(Sitting.id) == sitting).values(**whole))

    if refused is None:
        hand_in()
        return
    with pytest.raises(IntegrityError, match=refused):
        hand_in()


def test_an_answer_stays_as_it_was_given(database, sitting):
    with database.transaction() as session:
        kept = session.get_one(Sitting, sitting)
        training = session.get_one(Training, kept.training_id)
        save_answers(session, training, kept, [Choice(1, 1, ("A",))], origin="browser", at=START)

    def told(statement):
        with database.transaction() as session:
            session.exec(text(statement))

    for statement in ("UPDATE answer SET sequence = 2", "DELETE FROM answer"):
        with pytest.raises(DBAPIError, match="append-only"):
            told(statement)


def test_two_who_load_the_content_at_once_keep_no_state_twice(database):
    def load_again():
        with database.transaction() as session:
            known = session.exec(select(SchemeVersion)).first()
            session.add(SchemeVersion(**known.model_dump(exclude={"id"})))

    with pytest.raises(IntegrityError):
        load_again()


def test_a_ledger_entry_has_a_seal_only_in_its_place(database):
    def forge():
        with database.transaction() as session:
            record(session, actor_id=None, action="tests.happened", subject="test:1", at=START)
            session.flush()
            session.exec(text("UPDATE ledger_entry SET place = 1"))

    with pytest.raises(DBAPIError, match="sealed_in_its_place"):
        forge()
