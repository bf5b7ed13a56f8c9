"""Grading with one thumb in a hall whose network comes and goes."""

import re
from itertools import pairwise

import pytest
from cast import open_training
from playwright.sync_api import expect
from sqlmodel import select

from firstaid.practicals import queries
from firstaid.practicals.models import Mark, MarkKind
from firstaid.practicals.rules import SheetState
from firstaid.trainings import queries as trainings
from firstaid.trainings.models import Training, TrainingState

pytestmark = pytest.mark.browser
CPR = "adult-cpr-aed"
IN_SIGHT = """([words, bar]) => {
  const { top, bottom } = words.getBoundingClientRect();
  return top >= 0 && bottom <= bar.getBoundingClientRect().top;
}"""


@pytest.fixture(autouse=True)
def sound(live):
    """No script fails and the content policy refuses nothing; that a request finds no network is no fault."""
    yield
    assert [trouble for trouble in live.troubles if "Failed to load resource" not in trouble] == []


@pytest.fixture
def training(database, cast):
    with database.transaction() as session:
        return open_training(session, cast)


@pytest.fixture
def steps(database, training):
    with database.reading() as reading:
        sheets = trainings.sheets_of(reading, training.id)
        return next(sheet.steps for _, sheet in sheets if sheet.id == CPR)


@pytest.fixture
def address(training):
    return f"/trainings/{training.id}/grading/{training.enrolments['wang']}/{CPR}"


@pytest.fixture
def lins(phone, cast, address):
    """The instructor's phone, turned to Wang."""
    page = phone(cast.lin)
    page.goto(address)
    expect(page.locator("[data-kept]")).to_be_visible()
    return page


@pytest.fixture
def kept(database, training):
    """The marks the server has, and what they amount to."""

    def found():
        with database.reading() as reading:
            marks = reading.exec(select(Mark).order_by(Mark.counter)).all()
            standings = queries.standing_of(reading, reading.get_one(Training, training.id))
            return marks, standings[training.enrolments["wang"], CPR]

    return found


def tap(page, step, said):
    page.locator(f"[data-step={step}] input[value={said}]").check()


def time_it(page, step, seconds):
    """Tap at the first compression and at the last."""
    watch = page.locator(f"[data-step={step}] [data-watch]")
    watch.click()
    page.clock.fast_forward(int(seconds * 1000))
    watch.click()


def judge(page, steps, *, but=None):
    for step in steps:
        if step.timed:
            time_it(page, step.id, 16)
        else:
            tap(page, step.id, (but or {}).get(step.id, "done"))


def finish(page):
    page.locator("button[value=finish]").click()


def everything_is_sent(page):
    expect(page.locator("[data-kept]")).to_have_attribute("data-all", "sent")


def test_a_sheet_is_graded_although_the_network_goes_in_the_middle(lins, steps, kept):
    half = len(steps) // 2
    judge(lins, steps[:half])
    everything_is_sent(lins)
    lins.context.set_offline(True)
    judge(lins, steps[half:])
    finish(lins)
    expect(lins.locator("[data-verdict]")).to_contain_text("第1次考核：通过")
    expect(lins.locator("[data-kept-saved]")).to_have_text(f"已存在本机，还没上传：{len(steps) - half + 1}")
    expect(lins.locator("[data-kept-trouble]")).to_contain_text("没有网络")
    assert len(kept()[0]) == half

    lins.context.set_offline(False)
    everything_is_sent(lins)
    expect(lins.locator("[data-kept-saved]")).to_have_text("已全部上传。")
    expect(lins.locator("[data-kept-saved]")).to_be_in_viewport()
    marks, standing = kept()
    judged = [(mark.step_key, mark.kind) for mark in marks]
    assert judged == [
        *((step.id, MarkKind.SECONDS if step.timed else MarkKind.STEP) for step in steps),
        (None, MarkKind.FINISH),
    ]
    assert {mark.id.version for mark in marks} == {7}
    assert [mark.counter for mark in marks] == list(range(1, len(marks) + 1))
    assert len({mark.device_id for mark in marks}) == 1
    assert standing.passed


def test_the_stopwatch_is_green_only_inside_the_window(lins, steps, kept):
    timed = next(step for step in steps if step.timed)
    window = lins.locator(f"[data-step={timed.id}] [data-window]")
    time_it(lins, timed.id, 21)
    expect(window).to_have_attribute("data-in-time", "no")
    expect(window).to_contain_text("太慢")
    time_it(lins, timed.id, 16)
    expect(window).to_have_attribute("data-in-time", "yes")
    lins.locator(f"[data-step={timed.id}] input[type=number]").fill("14.2")
    lins.locator("h1").click()
    expect(window).to_contain_text("14.2秒：太快")
    everything_is_sent(lins)
    assert kept()[1].attempts[0].steps[[step.id for step in steps].index(timed.id)].seconds == 14.2


def test_a_failed_one_is_re_coached_and_retested_in_one_go_without_a_network(lins, steps, kept):
    lins.context.set_offline(True)
    judge(lins, steps, but={"scene": "not_done"})
    finish(lins)
    verdict = lins.locator("[data-verdict]")
    expect(verdict).to_contain_text("第1次考核：未通过")
    scene = next(step.text["zh-CN"] for step in steps if step.id == "scene")
    expect(verdict.locator("[data-verdict-reasons] li")).to_have_text([f"{scene}：没做到"])
    expect(lins.locator("[data-after] .button--main:visible")).to_have_text("已补训，开始补考")
    expect(lins.locator("[data-onward] a:visible")).to_have_text("下一位：2 · 李雷")
    lins.locator("[data-coach] button").click()
    expect(lins.locator("[data-attempt-shown]")).to_contain_text("第2次考核")
    expect(lins.locator("[data-earlier]")).to_contain_text("第1次考核：未通过")
    judge(lins, steps)
    finish(lins)
    expect(verdict).to_contain_text("第2次考核：通过")
    lins.context.set_offline(False)
    everything_is_sent(lins)
    marks, standing = kept()
    assert len(marks) == 2 * (len(steps) + 1) + 1
    assert [(one.number, one.passed, one.coached) for one in standing.attempts] == [(1, False, False), (2, True, True)]


def test_undo_takes_back_the_last_tap(lins, kept):
    tap(lins, "scene", "done")
    tap(lins, "scene", "not_done")
    lins.locator("[data-undo]").click()
    expect(lins.locator("[data-step=scene] input[value=done]")).to_be_checked()
    lins.locator("[data-undo]").click()
    expect(lins.locator("[data-step=scene] input[value=not_yet]")).to_be_checked()
    expect(lins.locator("[data-undo]")).to_be_disabled()
    everything_is_sent(lins)
    marks, standing = kept()
    assert [mark.value for mark in marks] == [1, 0, 1, None]
    assert standing.state is SheetState.NOT_STARTED


def test_a_sheet_is_not_finished_before_every_step_is_judged(lins, steps, kept):
    tap(lins, "scene", "done")
    finish(lins)
    ways = lins.locator("#missing .numbers a")
    expect(ways).to_have_text([str(number) for number, _ in enumerate(steps, 1)][1:])
    expect(ways.first).to_have_accessible_name(f"2. {steps[1].text['zh-CN']}")
    expect(lins.locator("#missing .button--main")).to_be_in_viewport()
    box = lins.locator("#missing").bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= lins.viewport_size["height"]
    ways.nth(8).click()
    expect(lins.locator("#missing")).to_be_hidden()
    expect(lins.locator(f"#step-{steps[9].id}")).to_be_in_viewport()
    everything_is_sent(lins)
    assert [mark.kind for mark in kept()[0]] == [MarkKind.STEP]


def test_undo_still_works_after_the_page_was_loaded_again(lins, kept):
    tap(lins, "scene", "done")
    tap(lins, "scene", "not_done")
    everything_is_sent(lins)
    lins.route("**/api/marks", lambda route: route.abort())
    tap(lins, "help", "done")
    expect(lins.locator("[data-kept-saved]")).to_contain_text("1")
    lins.reload()
    undo = lins.locator("[data-undo]")
    expect(undo).to_be_enabled()
    undo.click()
    expect(lins.locator("[data-step=help] input[value=not_yet]")).to_be_checked()
    expect(lins.locator("[data-heard]")).to_contain_text("已撤销：大声呼救")
    undo.click()
    expect(lins.locator("[data-step=scene] input[value=done]")).to_be_checked()
    undo.click()
    expect(undo).to_be_disabled()
    lins.unroute("**/api/marks")
    lins.evaluate("dispatchEvent(new Event('online'))")
    everything_is_sent(lins)
    assert kept()[1].state is SheetState.NOT_STARTED


def test_the_step_to_judge_next_is_in_sight_after_every_tap(lins, steps):
    bar = lins.locator(".grading-bar")
    for step, after in pairwise(steps):
        if step.timed:
            time_it(lins, step.id, 16)
        else:
            lins.locator(f"[data-step={step.id}] .tick--done").tap()
        legend = lins.locator(f"[data-step={after.id}] [data-step-text]")
        lins.wait_for_function(IN_SIGHT, arg=[legend.element_handle(), bar.element_handle()])


def test_a_sheet_begun_before_opens_at_the_step_one_is_at(lins, steps, address):
    judge(lins, steps[:9])
    everything_is_sent(lins)
    lins.goto("/account")
    lins.goto(address)
    expect(lins.locator(f"#step-{steps[9].id} [data-step-text]")).to_be_in_viewport(ratio=1)


def test_a_finished_sheet_offers_nothing_to_tap_but_the_way_on(lins, steps):
    judge(lins, steps)
    finish(lins)
    expect(lins.locator("[data-closed]")).to_be_visible()
    onward = lins.locator("[data-after] .button--main:visible")
    expect(onward).to_have_text("下一位：2 · 李雷")
    expect(lins.locator("[data-watch]:visible, [data-steps] input[type=number]:visible")).to_have_count(0)
    expect(lins.locator(".tick span:visible")).to_have_count(sum(not step.timed for step in steps))
    expect(lins.locator("[data-other]")).to_contain_text("王芳：")
    everything_is_sent(lins)
    lins.context.set_offline(True)
    onward.click()
    expect(lins.locator(".toast")).to_have_text("打开这一页要有网络。评过的都存在这部手机上。")
    expect(lins.locator("h1")).to_have_text("1 · 王芳")
    lins.context.set_offline(False)
    onward.click()
    expect(lins.locator("h1")).to_have_text("2 · 李雷")


def test_being_well_again_is_said_once_and_counts_are_not_spoken(lins):
    heard, spoken = lins.locator("[data-kept-heard]"), lins.locator("[role=status] [data-kept-saved]")
    tap(lins, "scene", "done")
    everything_is_sent(lins)
    expect(heard).to_be_empty()
    expect(spoken).to_have_count(0)
    lins.context.set_offline(True)
    tap(lins, "response", "done")
    expect(lins.locator("[data-kept-trouble]")).to_contain_text("没有网络")
    lins.context.set_offline(False)
    everything_is_sent(lins)
    expect(heard).to_have_text("已全部上传。")


@pytest.mark.parametrize("keeps_in", ["IndexedDB", "localStorage"])
def test_leaving_the_page_loses_nothing(phone, cast, address, kept, keeps_in):
    page = phone(cast.lin)
    if keeps_in == "localStorage":
        page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    page.route("**/api/marks", lambda route: route.abort())
    page.goto(address)
    tap(page, "scene", "done")
    tap(page, "response", "not_done")
    expect(page.locator("[data-kept-saved]")).to_have_text("已存在本机，还没上传：2")
    assert (page.evaluate("localStorage.getItem('firstaid-marks')") is not None) == (keeps_in == "localStorage")
    page.goto("/account")
    page.goto(address)
    expect(page.locator("[data-step=scene] input[value=done]")).to_be_checked()
    expect(page.locator("[data-step=response] input[value=not_done]")).to_be_checked()
    assert kept()[0] == []
    page.unroute("**/api/marks")
    page.evaluate("dispatchEvent(new Event('online'))")
    everything_is_sent(page)
    assert [(mark.step_key, mark.value) for mark in kept()[0]] == [("scene", 1), ("response", 0)]


def test_a_lost_answer_is_asked_for_again_and_nothing_is_kept_twice(lins, kept):
    lost = []

    def lose_the_first(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    lins.route("**/api/marks", lose_the_first)
    tap(lins, "scene", "done")
    expect(lins.locator("[data-kept-trouble]")).to_be_visible()
    lins.clock.fast_forward(3_000)
    everything_is_sent(lins)
    assert lost[0].status == 200
    assert len(kept()[0]) == 1


def test_marks_wait_while_the_training_is_closed_and_the_phone_says_so(lins, database, training, kept):
    def turn(state):
        with database.transaction() as writing:
            writing.get_one(Training, training.id).state = state

    turn(TrainingState.CLOSED)
    tap(lins, "scene", "done")
    expect(lins.locator("[data-kept-trouble]")).to_contain_text("等培训班开班后再上传")
    turn(TrainingState.OPEN)
    lins.clock.fast_forward(10_000)
    everything_is_sent(lins)
    assert len(kept()[0]) == 1


def test_a_refused_mark_is_shown_with_its_reason_and_the_others_are_kept(lins, kept):
    lins.clock.pause_at("2026-12-09T00:00:00Z")
    tap(lins, "scene", "done")
    refused = lins.locator("[data-kept-refused]")
    expect(refused).to_contain_text("手机的时间差了一天以上")
    lins.reload()
    expect(refused).to_be_visible()
    lins.locator("[data-kept-seen]").click()
    expect(refused).to_be_hidden()
    assert kept()[0] == []


def test_another_instructor_on_the_same_phone_does_not_send_my_marks(lins, cast, address, kept):
    lins.route("**/api/marks", lambda route: route.abort())
    tap(lins, "scene", "done")
    expect(lins.locator("[data-kept-saved]")).to_contain_text("1")
    lins.unroute("**/api/marks")
    mine = lins.context.cookies()
    lins.context.clear_cookies()
    lins.goto("/sign-in")
    lins.get_by_label(re.compile("登录名")).fill("chen")
    lins.locator("input[type=password]").fill("four words in a row")
    lins.locator("main form button").last.click()
    lins.wait_for_url(lambda url: "sign-in" not in url)
    lins.goto(address)
    expect(lins.locator("[data-kept-saved]")).to_have_text("已全部上传。")
    expect(lins.locator("[data-step=scene] input[value=done]")).not_to_be_checked()
    assert kept()[0] == []
    lins.context.clear_cookies()
    lins.context.add_cookies(mine)
    lins.goto(address)
    everything_is_sent(lins)
    assert [mark.graded_by for mark in kept()[0]] == [cast.lin]


def test_every_target_is_large_enough_for_a_thumb_and_nothing_is_cut_off(lins):
    for target in lins.locator(".tick, main .button:visible, [data-watch], summary:visible").all():
        box = target.bounding_box()
        assert box["height"] >= 44, target.inner_text()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert lins.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_same_page_works_in_a_browser_without_scripts(phone, cast, address, steps, kept):
    page = phone(cast.lin, java_script_enabled=False)
    page.goto(address)
    for step in steps:
        if step.timed:
            page.locator(f"[data-step={step.id}] input[type=number]").fill("16.4")
        else:
            tap(page, step.id, "done")
    expect(page.locator("[data-watch]").first).to_be_hidden()
    page.locator("button[value=save]").click()
    expect(page.locator(".toast")).to_be_visible()
    finish(page)
    expect(page.locator("[data-verdict]")).to_contain_text("第1次考核：通过")
    marks, standing = kept()
    assert (len(marks), {mark.origin for mark in marks}) == (len(steps) + 1, {"form"})
    assert standing.passed
