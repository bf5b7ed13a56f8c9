"""The class file: what a closed-out training was, on paper, from the record that was frozen."""

import re

import pytest
from sqlmodel import select

from firstaid.accounts.models import Person
from firstaid.exams.models import Sitting
from firstaid.institutions.models import Role, RoleGrant
from firstaid.outcomes.models import CloseOut

REASON = {"reason": "李雷的秒数记错了，要更正"}
ALTHOUGH = {"although": "yes"}


@pytest.fixture
def chen(browse, cast):
    return browse(cast.chen)


@pytest.fixture
def closed(chen, hands, training, here):
    """王芳 passed everything, 李雷 at his second attempt and not the exam, 周敏 missed a session."""
    hands.pass_all("wang")
    hands.grade("li", "adult-cpr-aed", missed=("breathing",))
    hands.grade("li", "adult-cpr-aed", attempt=2)
    hands.grade("li", "choking", finish=False)
    hands.sit("li", 76)
    hands.call(training.sessions["theory"], "zhou", present=False)
    assert chen.post(f"{here}/close-out", data=ALTHOUGH).status_code == 303
    return f"{here}/class-file"


def plain(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def row(page, name):
    return plain(page.split(f'<th scope="row">{name}<br>', 1)[1].split("</tr>")[0])


def test_it_tells_of_each_trainee_what_was_asked_and_how_it_was_met(chen, closed):
    page = chen.get(closed).text
    wang, li, zhou = (row(page, name) for name in ("王芳", "李雷", "周敏"))
    assert "No certificate" not in wang
    assert "No certificate" in li
    assert "No certificate" in zhou
    assert re.search(r"Attempt 1, Tue 1 Dec 2026, 14:00, graded by 林医生: failed at step \d", li)
    assert "Attempt 2, Tue 1 Dec 2026, 14:00, graded by 林医生: passed" in li
    assert "Attempt 1: begun and not finished" in li
    assert "Sitting 1, handed in Tue 1 Dec 2026, 16:00: 76%, pass mark 80%" in li
    assert "Absent from: Theory" in zhou
    assert "Not tested yet" in zhou
    assert "Not taken yet" in zhou


def test_it_names_the_sessions_the_versions_the_draw_and_who_closed_it(chen, closed, session):
    page = plain(chen.get(closed).text)
    record = session.exec(select(CloseOut)).one().record
    assert "This scheme is an example." in page
    assert "come from the open bank" in page
    assert "1 of 3 trainees reached the certificate" in page
    assert record["digest"] in page
    assert "Signature of 陈静" in page
    assert re.search(r"Theory Tue 1 Dec 2026, 08:30 \d+ 1 1 林医生", page)
    assert "2. 李雷 1 seed test pool" in page


def test_it_comes_from_the_record_and_not_from_what_is_known_today(chen, closed, database, cast):
    with database.transaction() as writing:
        writing.get_one(Person, cast.li).name = "李蕾"
    page = chen.get(closed).text
    assert "李雷" in page
    assert "李蕾" not in page


def test_there_is_none_before_closing_nor_while_the_record_is_open_again(chen, hands, here):
    for _ in range(2):
        refused = chen.get(f"{here}/class-file")
        assert (refused.status_code, "This training is not closed out." in refused.text) == (409, True)
        assert f"{here}/class-file" not in chen.get(f"{here}/readiness").text
        chen.post(f"{here}/close-out", data=ALTHOUGH)
        assert f"{here}/class-file" in chen.get(f"{here}/readiness").text
        chen.post(f"{here}/reopening", data=REASON)
    hands.pass_all("li")
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    page = plain(chen.get(f"{here}/class-file").text)
    assert "1 of 3 trainees reached the certificate" in page
    assert page.count("李雷的秒数记错了，要更正") == 2


def test_a_sitting_that_time_closed_and_an_open_roll_are_said_as_such(chen, hands, here, database, training):
    sitting = hands.sit("wang", 84)
    with database.transaction() as writing:
        writing.get_one(Sitting, sitting).closed_by_deadline = True
    hands.call(training.sessions["theory"], "wang", present=True)
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    wang = row(chen.get(f"{here}/class-file").text, "王芳")
    assert "closed at its time limit Tue 1 Dec 2026, 16:00: 84%" in wang
    assert "Roll not called yet: Demonstration" in wang


@pytest.mark.parametrize(
    ("who", "status"), [("chen", 200), ("lin", 200), ("auditor", 200), ("zhao", 403), ("wang", 403), ("ma", 403)]
)
def test_it_is_for_the_coordinator_the_auditor_and_who_taught_it(browse, cast, closed, who, status):
    assert browse(getattr(cast, who)).get(closed).status_code == status


def test_to_an_instructor_of_another_training_it_does_not_exist(browse, cast, closed, database, clock):
    with database.transaction() as writing:
        writing.add(RoleGrant(person_id=cast.ma, issuer_id=cast.issuer, role=Role.INSTRUCTOR, granted_at=clock()))
    assert browse(cast.ma).get(closed).status_code == 404


def test_nobody_sat_the_exam_is_said_too(chen, here):
    chen.post(f"{here}/close-out", data=ALTHOUGH)
    assert "Nobody sat the exam." in chen.get(f"{here}/class-file").text
