from uuid import uuid4

import pytest
from sqlmodel import select

from firstaid.institutions.models import Role, RoleGrant
from firstaid.trainings import queries
from firstaid.trainings.models import Enrolment, EnrolmentState, Training, TrainingState


@pytest.fixture
def enrol(chen, planned):
    """Ticks people of one institution and sends the form."""

    def send(institution, *people, browser=None):
        form = {"institution_id": str(institution), "people": [str(person) for person in people]}
        return (browser or chen).post(f"/trainings/{planned}/enrolments", data=form)

    return send


def test_staff_of_two_kindergartens_are_enrolled(chen, cast, session, planned, enrol):
    offered = chen.get(f"/trainings/{planned}/enrolments?institution_id={cast.sunflower}").text
    assert "王芳" in offered
    assert "周敏" not in offered
    assert enrol(cast.sunflower, cast.wang).status_code == 303
    assert enrol(cast.willow, cast.zhou).status_code == 303

    seats = queries.roster_of(session, planned)
    assert [(seat.number, person.name, place) for seat, person, place in seats] == [
        (1, "王芳", "向日葵幼儿园"),
        (2, "周敏", "柳树幼儿园"),
    ]
    page = chen.get(f"/trainings/{planned}/enrolments").text
    assert "王芳" in page
    assert "周敏" in page


def test_enrolling_twice_is_one_enrolment(cast, session, planned, enrol):
    enrol(cast.sunflower, cast.wang)
    assert enrol(cast.sunflower, cast.wang, cast.li).status_code == 303
    assert len(queries.enrolments_of(session, planned)) == 2


def test_more_people_than_seats_are_not_enrolled_at_all(cast, session, planned, enrol):
    enrol(cast.willow, cast.zhou)
    refused = enrol(cast.sunflower, cast.wang, cast.li)
    assert refused.status_code == 409
    assert "More people were ticked (2) than seats are free (1)." in refused.text
    assert len(queries.enrolments_of(session, planned)) == 1


@pytest.mark.parametrize("who", ["nobody", "stranger", "unknown"])
def test_only_staff_of_the_institution_can_be_ticked(cast, session, planned, enrol, who):
    people = {"nobody": [], "stranger": [cast.zhou], "unknown": [uuid4()]}[who]
    assert enrol(cast.sunflower, *people).status_code == (422 if who == "nobody" else 409)
    assert enrol(uuid4(), cast.wang).status_code == 404
    assert queries.enrolments_of(session, planned) == []


def test_a_seat_given_up_keeps_its_number_for_her_who_had_it(chen, cast, session, planned, enrol):
    enrol(cast.sunflower, cast.wang, cast.li)
    first = session.exec(select(Enrolment).where(Enrolment.number == 1)).one()
    gone = f"/trainings/{planned}/enrolments/{first.id}/withdrawal"
    assert [chen.post(gone).status_code for _ in range(2)] == [303, 303]
    enrol(cast.willow, cast.zhou)
    chen.post(
        f"/trainings/{planned}/details",
        data={"title": "x", "place": "y", "capacity": "9"},
    )
    enrol(cast.sunflower, first.person_id)

    session.rollback()
    numbers = {person.id: seat.number for seat, person in queries.enrolments_of(session, planned)}
    assert numbers[first.person_id] == 1
    assert numbers[cast.zhou] == 3
    assert chen.post(f"/trainings/{planned}/enrolments/{uuid4()}/withdrawal").status_code == 404


def test_seats_cannot_be_taken_away_from_under_people(chen, cast, planned, enrol):
    enrol(cast.sunflower, cast.wang, cast.li)
    form = {"title": "x", "place": "y", "capacity": "1"}
    assert chen.post(f"/trainings/{planned}/details", data=form).status_code == 409


def test_a_closed_training_takes_nobody_and_lets_nobody_go(chen, cast, database, planned, enrol, session):
    enrol(cast.sunflower, cast.wang)
    seat = queries.enrolments_of(session, planned)[0][0]
    session.rollback()
    assert chen.post(f"/trainings/{planned}/opening").status_code == 303
    with database.transaction() as writing:
        writing.get_one(Training, planned).state = TrainingState.CLOSED
    assert enrol(cast.willow, cast.zhou).status_code == 409
    assert chen.post(f"/trainings/{planned}/enrolments/{seat.id}/withdrawal").status_code == 409
    assert chen.post(f"/trainings/{planned}/opening").status_code == 409


@pytest.fixture
def last_seat(cast, database, clock, enrol):
    """One seat is left, for two who want it: Wang, who had it once, and Zhou. A second coordinator is there."""
    enrol(cast.sunflower, cast.wang, cast.li)
    with database.transaction() as writing:
        wangs = writing.exec(select(Enrolment).where(Enrolment.person_id == cast.wang)).one()
        wangs.state = EnrolmentState.WITHDRAWN
        writing.add(wangs)
        writing.add(RoleGrant(person_id=cast.auditor, issuer_id=cast.issuer, role=Role.COORDINATOR, granted_at=clock()))


@pytest.mark.usefixtures("last_seat")
def test_two_coordinators_give_the_last_seat_to_one(browse, cast, session, planned, enrol, at_once):
    answers = at_once(
        lambda: enrol(cast.sunflower, cast.wang, browser=browse(cast.chen)),
        lambda: enrol(cast.willow, cast.zhou, browser=browse(cast.auditor)),
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(queries.enrolments_of(session, planned)) == 2


def test_the_page_says_what_comes_after_enrolling_and_where_seats_are_added(chen, cast, planned, enrol):
    page = f"/trainings/{planned}/enrolments"
    assert "Open the training" not in chen.get(page).text
    enrol(cast.sunflower, cast.wang)
    assert "Everybody is enrolled? Open the training" in chen.get(page).text
    assert f'<a href="/trainings/{planned}/details">More or fewer seats</a>' in chen.get(page).text
