"""From an empty database to a certificate that anyone can check, through the doors, as the people would."""

import pytest
from journeys import afterwards, before, on_the_day
from journeys.conftest import House
from journeys.story import Story


def days(house: House, until: int) -> None:
    house.clock.tick(days=until - house.clock().day)


@pytest.mark.timeout(300)
def test_from_a_staff_list_to_a_certificate_that_anyone_can_check(house, tmp_path, monkeypatch):
    story = Story(house.staff("chen"))
    before.make_institutions(story)
    before.import_staff(story)
    before.import_again(story)
    before.plan_training(story)
    before.enrol(story)
    before.open_training(story)

    on_the_day.join(story, house)
    on_the_day.read_a_lesson(story)
    on_the_day.the_course_changes(story, house, tmp_path, monkeypatch)
    days(house, until=15)
    story.coordinator = house.staff("chen")
    on_the_day.call_the_roll(story, house)
    on_the_day.grade(story, house)
    on_the_day.sit_the_exam(story, house)

    afterwards.look_who_is_ready(story)
    afterwards.close_out(story, house)
    afterwards.issue(story, house)
    afterwards.fetch(story, house)
    found = afterwards.check(story, house)
    afterwards.run_out(house, found)
