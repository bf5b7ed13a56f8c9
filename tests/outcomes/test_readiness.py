import re
from uuid import uuid4

import pytest
from reading import loaded
from sqlmodel import select

from firstaid.outcomes import queries
from firstaid.practicals.models import Mark
from firstaid.trainings.models import Enrolment, EnrolmentState, Training, TrainingSheet, TrainingState


def test_the_table_says_what_stands_between_each_and_the_certificate(browse, cast, training, hands, here):
    hands.pass_all("wang")
    hands.grade("li", "choking", missed=("lean", "thrusts"))
    hands.call(training.sessions["practice"], "zhou", present=False)
    page = browse(cast.chen).get(f"{here}/readiness").text
    for words in (
        "Present throughout",
        "Passed with 92%",
        "Retest: failed at step 3, 5",
        "Absent from: Practice in groups",
        "Not taken yet",
    ):
        assert words in page
    assert [page.count(f'<span class="big">{number}</span>') for number in (1, 0)] == [3, 0]


def test_each_cell_leads_to_where_it_is_mended(browse, cast, training, here):
    page = browse(cast.chen).get(f"{here}/readiness").text
    for who in ("wang", "li", "zhou"):
        assert f'href="{here}/grading/{training.enrolments[who]}/choking"' in page
    assert f'href="{here}/attendance/{training.sessions["theory"]}"' in page
    assert f'href="{here}/exam"' in page


def test_attendance_leads_to_the_first_session_that_is_missing(browse, cast, training, hands, here):
    for who in ("wang", "li", "zhou"):
        hands.call(training.sessions["theory"], who, present=True)
    page = browse(cast.chen).get(f"{here}/readiness").text
    assert f'href="{here}/attendance/{training.sessions["theory"]}"' not in page
    assert f'href="{here}/attendance/{training.sessions["demonstration"]}"' in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("chen", 200), ("lin", 200), ("auditor", 200), ("zhao", 403), ("sun", 403), ("wang", 403)],
)
def test_staff_of_the_training_and_the_auditor_see_it(browse, cast, here, who, status):
    assert browse(getattr(cast, who)).get(f"{here}/readiness").status_code == status


@pytest.mark.parametrize("path", ["readiness", "close-out"])
def test_another_training_does_not_exist(browse, cast, path):
    assert browse(cast.chen).get(f"/trainings/{uuid4()}/{path}").status_code == 404


def test_only_the_coordinator_is_offered_to_close(browse, cast, here):
    assert "Close the training out" in browse(cast.chen).get(f"{here}/readiness").text
    assert "Close the training out" not in browse(cast.lin).get(f"{here}/readiness").text


def test_who_gave_up_her_seat_is_not_waited_for(browse, cast, database, training, here):
    with database.transaction() as writing:
        writing.get_one(Enrolment, training.enrolments["li"]).state = EnrolmentState.WITHDRAWN
    page = browse(cast.chen).get(f"{here}/readiness").text
    assert "李雷" not in page
    assert "王芳" in page


def test_a_planned_training_shows_what_it_will_ask_for(browse, cast, database, here, training):
    with database.transaction() as writing:
        planned = writing.get_one(Training, training.id)
        planned.state, planned.scheme_version_id, planned.course_version_id = TrainingState.PLANNED, None, None
        for locked in writing.exec(select(TrainingSheet).where(TrainingSheet.training_id == training.id)):
            writing.delete(locked)
    page = browse(cast.chen).get(f"{here}/readiness", headers={"Accept-Language": "zh"}).text
    assert "气道异物梗阻急救" in page


def test_her_own_readiness_leads_only_where_she_can_go(session, training):
    one = session.get_one(Training, training.id)
    seat = session.get_one(Enrolment, training.enrolments["li"])
    hers = queries.readiness_for(session, one, seat)
    assert (hers.person_id, hers.number, hers.name, hers.institution) == (seat.person_id, 2, "李雷", "向日葵幼儿园")
    assert [cell.href for cell in hers.cells if cell.href] == [f"/my/trainings/{training.id}/exam"]


def test_her_own_readiness_is_read_from_her_marks_alone(database, training, hands):
    hands.pass_all("wang")
    hands.pass_all("li")
    with database.reading() as session:
        everybody = {
            one.enrolment_id: one for one in queries.readiness_of(session, session.get_one(Training, training.id))
        }
    for seat in training.enrolments.values():
        with database.reading() as session, loaded(Mark) as marks:
            one = session.get_one(Training, training.id)
            hers = queries.readiness_for(session, one, session.get_one(Enrolment, seat))
            assert {mark.enrolment_id for mark in marks} <= {seat}
        told = everybody[seat]
        assert (hers.ready, hers.last_assessed_on) == (told.ready, told.last_assessed_on)
        assert [cell.state for cell in hers.cells] == [cell.state for cell in told.cells]


def test_the_last_test_counts_on_the_day_it_is_at_the_place(session, training, hands):
    hands.pass_all("wang")
    people = queries.readiness_of(session, session.get_one(Training, training.id))
    assert [(one.ready, str(one.last_assessed_on)) for one in people] == [
        (True, "2026-12-01"),
        (False, "None"),
        (False, "None"),
    ]


def test_the_picture_counts_who_has_reached_each_requirement(browse, cast, hands, training, here):
    hands.pass_all("wang")
    hands.call(training.sessions["theory"], "li", present=False)
    page = browse(cast.chen).get(f"{here}/readiness").text
    assert "1 of 3 are ready." in page
    table = page.split("<caption", 1)[1].split("</table>")[0]
    numbers = [re.findall(r"<td[^>]*>(\d+)</td>", row) for row in table.split("<tr")[2:]]
    assert numbers == [["1", "1", "1", "3"], ["1", "2", "0", "3"], ["1", "2", "0", "3"], ["1", "2", "0", "3"]]


def test_namesakes_are_told_apart_by_the_end_of_their_numbers(browse, cast, here):
    for page in ("readiness", "close-out"):
        text = browse(cast.chen).get(f"{here}/{page}").text
        assert "138****8008" in text
        assert "138****8009" in text
        assert "13800138008" not in text


def test_a_state_is_heard_with_whose_and_what_it_is(browse, cast, here):
    for page in ("readiness", "close-out"):
        shown = browse(cast.chen).get(f"{here}/{page}").text
        assert '<span class="visually-hidden">王芳, Theory exam: </span>' in shown
