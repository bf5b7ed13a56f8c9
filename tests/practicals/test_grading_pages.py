"""The grading pages, also for a browser without scripts: one trainee a screen, the verdict in words."""

import re
from html import unescape
from uuid import uuid4

import pytest
from cast import START
from reading import loaded
from sqlmodel import select

from firstaid.practicals.models import Mark
from firstaid.practicals.rules import SheetState
from firstaid.trainings.models import Enrolment, EnrolmentState, Training, TrainingSheet, TrainingState

CPR, CHOKING = "adult-cpr-aed", "choking"


@pytest.fixture
def address(training):
    """Where one trainee is graded on one sheet."""

    def of(who="wang", sheet=CPR):
        return f"/trainings/{training.id}/grading/{training.enrolments[who]}/{sheet}"

    return of


@pytest.fixture
def filled(steps):
    """A sheet filled in by hand: all done and in time, `but` some."""

    def form(act="finish", *, attempt=1, **but):
        sent = {f"seconds.{step.id}" if step.timed else f"said.{step.id}": "done" for step in steps[CPR]}
        sent |= {name: "16.4" for name in sent if name.startswith("seconds.")}
        return {"act": act, "attempt": str(attempt), **sent, **{name.replace("__", "."): v for name, v in but.items()}}

    return form


def test_every_step_is_on_the_page_with_what_to_look_for(lin, address, steps):
    page = unescape(lin.get(address()).text)
    for step in steps[CPR]:
        assert f'data-step="{step.id}"' in page
        assert step.look_for["en"] in page
        assert step.mistake["en"] in page
    assert page.count("Critical</span>") == sum(step.critical for step in steps[CPR])
    assert page.count('type="number"') == sum(step.timed is not None for step in steps[CPR])
    assert "Attempt 1 of 2" in page
    assert "all the rest" not in page.lower()


def test_whose_turn_is_next_is_read_from_the_marks_on_this_sheet(lin, address, filled):
    for who in ("wang", "li"):
        lin.post(address(who), data=filled())
    lin.post(address(sheet=CHOKING), data={"act": "save", "attempt": "1"})
    with loaded(Mark) as marks:
        page = lin.get(address(sheet=CHOKING)).text
        others = {mark.sheet_key for mark in marks if str(mark.enrolment_id) not in address()}
        assert others <= {CHOKING}
    assert "李雷" in page


def test_a_sheet_is_graded_without_scripts(stands, lin, session, address, filled):
    answer = lin.post(address(), data=filled())
    assert (answer.status_code, answer.headers["location"]) == (303, address())
    assert stands().passed
    page = lin.get(address()).text
    assert "Passed at attempt 1" in page
    assert "林医生" in page
    assert {mark.origin for mark in session.exec(select(Mark))} == {"form"}


def test_the_verdict_names_the_steps_and_a_retest_follows_re_coaching(stands, lin, address, filled, clock):
    lin.post(address(), data=filled(said__scene="not_done", seconds__rate="21,4"))
    page = lin.get(address()).text
    assert "Not passed at attempt 1" in page
    assert "Makes sure that the scene is safe and says so: not done" in page
    assert "21.4 s for 30 compressions; should be 15 to 18 s" in page
    clock.tick(minutes=2)
    too_soon = lin.post(address(), data=filled(attempt=2))
    assert too_soon.status_code == 409
    assert "Before the retest the trainee has to be re-coached." in too_soon.text
    assert lin.post(address(), data={"act": "coach", "attempt": "2"}).status_code == 303
    page = lin.get(address()).text
    assert "Attempt 2 of 2" in page
    assert "Not passed at attempt 1" in page
    clock.tick(minutes=2)
    assert lin.post(address(), data=filled(attempt=2)).status_code == 303
    page = lin.get(address()).text
    assert "Not passed at attempt 1" in page
    assert "Passed at attempt 2" in page
    assert [one.passed for one in stands().attempts] == [False, True]


def test_what_was_judged_is_kept_when_the_sheet_cannot_be_finished_yet(stands, lin, address, filled):
    form = {name: value for name, value in filled().items() if name != "said.scene"}
    answer = lin.post(address(), data=form)
    assert answer.status_code == 409
    assert "These steps have not been judged yet: Makes sure that the scene is safe" in answer.text
    assert stands().state is SheetState.UNDER_WAY
    assert re.search(r'name="said.response" value="done" checked', answer.text)


def test_saving_again_marks_only_what_is_new(*, lin, session, address, filled, clock, steps):
    lin.post(address(), data=filled("save", said__scene="not_yet"))
    first = len(session.exec(select(Mark)).all())
    assert first == len(steps[CPR]) - 1
    session.rollback()
    clock.tick(seconds=30)
    lin.post(address(), data=filled("save", said__scene="not_yet"))
    assert len(session.exec(select(Mark)).all()) == first
    session.rollback()
    lin.post(address(), data=filled("save", said__scene="not_done", said__response="not_yet", seconds__rate=""))
    assert len(session.exec(select(Mark)).all()) == first + 3


def test_not_done_overrules_seconds_and_is_no_news_twice(lin, session, address):
    form = {"attempt": "1", "said.rate": "not_done", "seconds.rate": "16.4"}
    for _ in range(2):
        assert lin.post(address(), data=form).status_code == 303
    assert [(mark.kind, mark.value) for mark in session.exec(select(Mark))] == [("step", 0)]


def test_a_form_counts_after_a_phone_whose_clock_is_ahead(stands, lins, address, clock):
    ahead = clock().replace(hour=20)
    lins.send(lins.mark("step", "scene", 1, marked_at=ahead))
    lins.browser.post(address(), data={"attempt": "1", "said.scene": "not_done"})
    assert stands().attempts[0].steps[0].done is False


@pytest.mark.parametrize(
    "form",
    [
        {"attempt": "1", "said.scene": "perhaps"},
        {"attempt": "1", "seconds.rate": "-3"},
        {"attempt": "1", "seconds.rate": "fast"},
        {"attempt": "0"},
        {"attempt": "1", "act": "pass"},
        {"attempt": "1", "verdict": "passed"},
        {},
    ],
)
def test_what_the_form_cannot_say_is_refused(lin, session, address, form):
    assert lin.post(address(), data=form).status_code == 422
    assert session.exec(select(Mark)).all() == []


def test_a_step_of_another_sheet_is_refused_and_the_page_says_so(lin, address):
    answer = lin.post(address(), data={"attempt": "1", "said.dance": "done"})
    assert answer.status_code == 422
    assert "The skill sheet of this training has no such step." in answer.text


def test_a_closed_training_shows_its_verdicts_and_takes_no_form(lin, database, training, address, filled):
    lin.post(address(), data=filled())
    with database.transaction() as writing:
        writing.get_one(Training, training.id).state = TrainingState.CLOSED
    page = lin.get(address()).text
    assert "Passed at attempt 1" in page
    assert "grading.js" not in page
    assert lin.post(address("li"), data=filled()).status_code == 409
    assert "This training is closed." in lin.get(f"/trainings/{training.id}/grading").text


def test_a_training_that_is_not_open_yet_says_why_nobody_can_be_graded(lin, database, training):
    with database.transaction() as writing:
        found = writing.get_one(Training, training.id)
        found.state, found.opened_at = TrainingState.PLANNED, None
        for sheet in writing.exec(select(TrainingSheet)).all():
            writing.delete(sheet)
    assert "Nobody can be graded yet" in lin.get(f"/trainings/{training.id}/grading").text


def test_the_queue_shows_everybody_and_who_is_next(lin, training, address, filled, steps):
    queue = f"/trainings/{training.id}/grading"
    page = lin.get(queue).text
    assert page.count("0 of 3") == 2
    assert page.count("Grade 王芳") == 2
    lin.post(address("wang"), data=filled(said__scene="not_done"))
    lin.post(address("li"), data=filled("save"))
    page = lin.get(queue).text
    assert "Grade 李雷" in page
    assert "Retest" in page
    assert "Being tested" in page
    assert f"{len(steps[CPR])} of {len(steps[CPR])} steps judged" in page
    after_wang = lin.get(address("wang")).text
    assert "Next: 2 · 李雷" in after_wang
    for who in ("li", "zhou"):
        lin.post(address(who), data=filled())
    assert "Next: 1 · 王芳" in lin.get(address("zhou")).text


def test_the_queue_of_one_skill_shows_that_skill_alone(lin, training):
    queue = f"/trainings/{training.id}/grading"
    page = lin.get(f"{queue}?sheet={CHOKING}").text
    assert f"/{CHOKING}/print" in page
    assert f"/{CPR}" not in page
    assert "Show all" in page
    assert f"/{CPR}" in lin.get(f"{queue}?sheet=no-such-sheet").text


def test_a_blank_sheet_for_everybody_is_there_to_be_printed(lin, training, steps):
    page = unescape(lin.get(f"/trainings/{training.id}/sheets/{CPR}/print").text)
    for name in ("王芳", "李雷", "周敏"):
        assert name in page
    for step in steps[CPR]:
        assert page.count(step.text["en"]) >= 3
    assert page.count('aria-label="to be ticked"') == 3 * (2 * len(steps[CPR]) + 2)
    assert 'aria-label="ticked"' not in page
    assert "30 in 15 to 18 s" in page
    assert "Sheet version" in page


def test_the_record_of_every_attempt_is_printed_as_it_was_graded(*, lin, address, filled, clock, steps):
    assert "Attempt (at most 2)" in lin.get(f"{address()}/print").text
    lin.post(address(), data=filled(said__scene="not_done", seconds__rate="21.4"))
    clock.tick(minutes=2)
    lin.post(address(), data={"act": "coach", "attempt": "2"})
    lin.post(address(), data={"act": "save", "attempt": "2", "said.scene": "done"})
    page = lin.get(f"{address()}/print").text
    assert "Not passed at attempt 1" in page
    assert "21.4 s" in page
    assert "林医生" in page
    assert "This attempt is not finished." in page
    assert page.count('aria-label="ticked"') == len(steps[CPR]) + 1


def test_a_sheet_that_is_not_graded_here_cannot_be_printed(lin, browse, cast, training):
    assert lin.get(f"/trainings/{training.id}/sheets/tourniquet/print").status_code == 404
    assert browse(cast.wang).get(f"/trainings/{training.id}/sheets/{CPR}/print").status_code == 403


def test_what_can_be_taken_back_is_known_wherever_the_sheet_is_opened(lins, browse, cast, address):
    lins.send(lins.mark("step", "scene", 1), lins.mark("step", "scene", 0), lins.mark("step", "help", 1))
    mine = re.search(r'data-undoable="([^"]*)"', lins.browser.get(address()).text)[1]
    assert unescape(mine) == '[["scene", "step", null], ["scene", "step", 1.0], ["help", "step", null]]'
    hers = browse(cast.chen).get(address()).text
    assert 'data-undoable="[]"' in hers


def test_a_form_that_cannot_be_finished_leads_to_each_step_that_is_missing(lin, address, filled):
    form = {name: value for name, value in filled().items() if name not in {"said.scene", "said.help"}}
    page = lin.post(address(), data=form).text
    assert re.findall(r'href="#step-([\w-]+)"', page) == ["scene", "help"]


def test_an_empty_class_says_so(lin, database, training):
    with database.transaction() as writing:
        for seat in writing.exec(select(Enrolment)):
            seat.state = EnrolmentState.WITHDRAWN
            writing.add(seat)
    assert "Nobody is enrolled" in lin.get(f"/trainings/{training.id}/grading").text


def test_an_auditor_reads_and_does_not_grade(browse, cast, training, address, filled):
    auditor = browse(cast.auditor)
    assert auditor.get(f"/trainings/{training.id}/grading").status_code == 200
    page = auditor.get(address()).text
    assert 'value="finish"' not in page
    assert "grading.js" not in page
    assert auditor.post(address(), data=filled()).status_code == 403


def test_what_is_not_hers_does_not_exist(*, lin, browse, cast, database, training, address, filled):
    wangs = training.enrolments["wang"]
    for path in (
        f"/trainings/{uuid4()}/grading",
        f"/trainings/{uuid4()}/grading/{wangs}/{CPR}",
        f"/trainings/{training.id}/grading/{uuid4()}/{CPR}",
        f"/trainings/{training.id}/grading/{wangs}/tourniquet",
    ):
        assert lin.get(path).status_code == 404
    assert lin.post(f"/trainings/{training.id}/grading/{uuid4()}/{CPR}", data=filled()).status_code == 404
    for stranger in (cast.zhao, cast.sun, cast.wang, cast.ma):
        assert browse(stranger).get(address()).status_code == 403
    with database.transaction() as writing:
        writing.get_one(Enrolment, wangs).state = EnrolmentState.WITHDRAWN
    assert lin.get(address()).status_code == 404


def test_the_page_speaks_chinese_first(lin, browse, cast, address, filled):
    lin = browse(cast.lin, language="zh-CN")
    lin.post(address(), data=filled(seconds__rate="21.4"))
    page = lin.get(address()).text
    assert "第1次考核：未通过" in page
    assert "30次按压用了21.4秒，要求15到18秒" in page
    assert START.strftime("%Y年") in page
