"""The day itself: trainees join and read, the roll is called, skills are graded, the exam is sat."""

import re
import shutil
from pathlib import Path

import pytest
from journeys.browser import choices, plain, questions_on, seats_on_the_roll
from journeys.conftest import House
from journeys.story import (
    CHOKING,
    COURSE,
    CPR,
    PASSES,
    SUNFLOWERS,
    WILLOWS,
    InstructorsPhone,
    Story,
    Trainee,
    answer,
    learnt,
)

from firstaid.app import content
from firstaid.core.assets import asset_dir


def join(story: Story, house: House) -> None:
    """Everybody joins on her own phone by the code, her name and four characters; no e-mail, no password."""
    for line in (*SUNFLOWERS, *WILLOWS):
        phone = house.anybody()
        code = story.join_code.lower()
        assert phone.client.get(f"/join?code={code}").headers["location"] == f"/join/{story.join_code}"
        wrong = phone.refused(f"/join/{story.join_code}", 422, name=line.name, last4="0000")
        assert "do not belong together" in wrong
        mine = phone.do(f"/join/{story.join_code}", name=f" {line.name} ", last4=line.last4.lower())
        assert mine == f"/my{story.training}"
        page = plain(phone.see(mine))
        for words in ("Tue 15 Dec 2026, 09:00", "向日葵幼儿园礼堂", "Your ID card", "What is still ahead of you"):
            assert words in page
        number = re.search(r"class number: (\d+)", page)
        assert number
        story.trainees[int(number[1])] = Trainee(line, phone, int(number[1]))
    assert sorted(story.trainees) == list(range(1, 12))
    assert "Joined by phone: 11 of 11." in plain(story.coordinator.see(story.training))


def read_a_lesson(story: Story) -> None:
    """The cook reads one lesson and answers its check; her place is kept."""
    cook = story.called("陈建国").phone
    course = cook.see(f"/learn/{COURSE}")
    first = re.findall(rf'class="card" href="(/learn/{COURSE}/[^"]+)"', course)[0]
    lesson = cook.see(first)
    asked = dict.fromkeys(re.findall(r'choice__input" type="\w+" name="([^"]+)"', lesson))
    right = {words for key in learnt().values() for words in key}
    chosen = {key: [value for words, value in choices(lesson, key) if words in right] for key in asked}
    assert chosen
    cook.do(f"{first}/check", **chosen)
    assert f"{len(chosen)} of {len(chosen)} right" in plain(cook.see(first))
    cook.do(f"{first}/reading")
    assert "Lessons read 1 of" in plain(cook.see(f"/my{story.training}"))


def the_course_changes(story: Story, house: House, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """New content is loaded once the training is open: it goes on by what was locked, and the next plan does not."""
    changed = folder / "curriculum"
    shutil.copytree(asset_dir("curriculum"), changed)
    for name, old, new in (
        ("skills/choking.yaml", "Gives up to 5 back blows", "Gives up to 50 back blows"),
        ("schemes/cn-redcross-branch.yaml", "pass_percent: 80", "pass_percent: 100"),
        ("courses/cpr-aed-one-day.yaml", "sheets: [adult-cpr-aed, choking]", "sheets: [choking]"),
    ):
        file = changed / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
    folders = {"curriculum": changed, "question_bank": asset_dir("question_bank")}
    with patch.context() as elsewhere, house.database.transaction() as session:
        elsewhere.setattr(content, "asset_dir", folders.__getitem__)
        content.load(session, at=house.clock())
    trainee = story.trainees[1]
    exam = plain(trainee.phone.see(f"/my{story.training}/exam"))
    assert "80%" in exam
    assert "100%" not in exam
    assert "Adult CPR" in plain(story.coordinator.see(f"{story.training}/readiness"))


def call_the_roll(story: Story, house: House) -> None:
    """Nobody sits the exam before she is called present; a wrong word is put right by a second one."""
    first = story.trainees[1].phone
    assert "not marked present" in plain(first.see(f"/my{story.training}/exam"))
    assert "mark you present" in first.refused(f"/my{story.training}/exam", 409)
    lin = house.staff("lin")
    page = lin.see(story.training)
    sessions = list(dict.fromkeys(re.findall(rf'href="({story.training}/attendance/[^"]+)"', page)))
    assert len(sessions) == 5
    for session in sessions:
        roll = seats_on_the_roll(lin.see(session))
        for number, (name, seat) in enumerate(roll, start=1):
            story.trainees[number].seat = seat
            assert story.trainees[number].line.name == name
        lin.do(session, absent=roll[2][1], early="yes")
        lin.do(session, rest="present")
        assert "10 present, 1 absent" in plain(lin.see(session))
    assert "Absent from" in plain(story.coordinator.see(f"{story.training}/readiness"))
    house.clock.tick(minutes=10)
    for session in sessions:
        lin.do(session, present=roll[2][1])
        assert "11 present, 0 absent" in plain(lin.see(session))


def grade(story: Story, house: House) -> None:
    """Two sheets each. The cook fails one, is coached and passes; 徐静 fails twice; all attempts are kept."""
    lin = house.staff("lin")
    phone = InstructorsPhone(lin, story, house.clock)
    assert "5 back blows" in lin.see(f"{story.training}/grading/{story.trainees[1].seat}/{CHOKING}")
    cook, lost = story.called("陈建国"), story.called("徐静")
    for trainee in story.trainees.values():
        house.clock.tick(minutes=3)
        fails = {CPR: trainee is cook, CHOKING: trainee is lost}
        for sheet in (CPR, CHOKING):
            told = phone.grade(trainee, sheet, missed=int(fails[sheet]))
            assert told["passed"] is not fails[sheet]
    sheet = f"{story.training}/grading/{cook.seat}/{CPR}"
    page = plain(lin.see(sheet))
    assert "Not passed at attempt 1" in page
    assert ": not done" in page
    house.clock.tick(minutes=5)
    assert phone.grade(cook, CPR, attempt=2, coach=True)["passed"]
    page = plain(lin.see(sheet))
    assert "Not passed at attempt 1" in page
    assert "Passed at attempt 2" in page
    assert not phone.grade(lost, CHOKING, attempt=2, coach=True, missed=2)["passed"]


def sit_the_exam(story: Story, house: House) -> None:
    """Everybody sits a paper of her own; 孙丽 fails, and passes the second."""
    second_try = story.called("孙丽")
    for trainee in story.trainees.values():
        _sit(story, trainee, right=10 if trainee is second_try else 25, passes=trainee is not second_try)
    house.clock.tick(minutes=40)
    assert "you may sit once more" in plain(second_try.phone.see(f"/my{story.training}/exam"))
    _sit(story, second_try, right=PASSES, passes=True)
    page = plain(house.staff("lin").see(f"{story.training}/exam"))
    assert "Passed 11 of 11" in page
    assert "Sitting 2 : 80%" in page or "Sitting 2: 80%" in page


def _sit(story: Story, trainee: Trainee, *, right: int, passes: bool) -> None:
    exam = f"/my{story.training}/exam"
    paper = trainee.phone.do(exam)
    asked = questions_on(trainee.phone.see(paper))
    assert len(asked) == 25
    sent = [
        {"position": one.position, "sequence": 1, "chosen": answer(one, right=one.position <= right)} for one in asked
    ]
    told = trainee.phone.send(f"{paper}/answers", {"answers": sent})
    assert len(told["answers"]) == 25
    assert "25 of 25 answered" in plain(trainee.phone.see(paper))
    assert trainee.phone.do(f"{paper}/hand-in") == exam
    page = plain(trainee.phone.see(exam))
    assert f"{right * 4}%" in page
    assert ("You have passed the theory exam" in page) is passes
    trainee.phone.see(f"{paper}/review", 409)
