from cast import START
from sqlmodel import select

from firstaid.core.versions import keep_version
from firstaid.questions.models import QuestionVersion
from firstaid.questions.queries import current_bank, read_versions


def test_the_bank_is_every_question_as_it_stands_now_with_its_topic_in_words(session):
    bank = current_bank(session)
    assert len({one.question.id for one in bank}) == len(bank) > 0
    assert all(set(one.topic_title) == {"en", "zh-CN"} for one in bank)


def test_a_changed_question_is_a_new_version_and_the_old_one_can_still_be_read(database):
    with database.transaction() as session:
        before = current_bank(session)[0]
        body = before.question.model_dump(mode="json")
        body["stem"] = {"en": "Changed?", "zh-CN": "改过了？"}
        version = keep_version(session, QuestionVersion, before.question.id, body, at=START)
        version.topic, version.topic_title = before.topic, before.topic_title
        session.flush()
        now = {one.question.id: one for one in current_bank(session)}[before.question.id]
        assert now.version_id != before.version_id
        assert now.question.stem["en"] == "Changed?"
        old = read_versions(session, [before.version_id, now.version_id])
        assert old[before.version_id].stem == before.question.stem


def test_a_question_whose_file_is_gone_is_not_in_the_bank(database):
    with database.transaction() as session:
        gone = session.exec(select(QuestionVersion).where(QuestionVersion.current)).first()
        gone.current = False
        session.add(gone)
        session.flush()
        assert gone.id not in {one.version_id for one in current_bank(session)}
