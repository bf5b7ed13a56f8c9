"""What every role comes for, without a mouse and without a finger: Tab, Enter, space, arrows and Escape."""

import re
from pathlib import Path

import pytest
from cast import open_training
from exams.papers import set_exam
from live import DESK
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CPR = "adult-cpr-aed"
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const beside = one.matches("input") ? one.nextElementSibling : null;
  const ring = [one, beside].some((each) => {
    if (!each || !each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const box = (one.closest("label") ?? one).getBoundingClientRect();
  const points = [[0.5, 0.5], [0.5, 0.1], [0.5, 0.9], [0.1, 0.5], [0.9, 0.5]];
  const bare = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (one.contains(top) || top.contains(one) || top.closest("label")?.control === one);
  });
  const what = `${one.tagName} ${one.name || one.id || one.textContent.trim().slice(0, 30)}`;
  const place = [...document.querySelectorAll("*")].indexOf(one);
  return { what, ring, bare, place, ordered: one.tabIndex <= 0 };
}"""


def tab(page):
    """One stop further; wherever it is, it has a ring around it and lies under nothing."""
    page.keyboard.press("Tab")
    stop = page.evaluate(FOCUS)
    if stop is not None:
        assert stop["ring"], f"no ring: {stop['what']}"
        assert stop["bare"], f"covered: {stop['what']}"
        assert stop["ordered"], stop["what"]
    return stop


def to(page, target):
    """Tab until there."""
    target = target.first
    for _ in range(150):
        tab(page)
        if target.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"no way there by Tab: {target}")


def goes_round(page):
    """All stops of a page in the order of its text, and out again: no trap."""
    places = []
    for _ in range(200):
        stop = tab(page)
        if stop is None or (places and stop["place"] == places[0]):
            break
        places.append(stop["place"])
    else:
        pytest.fail("Tab never comes out of this page")
    assert len(set(places)) > 3
    assert places == sorted(places)


def opened(page, address):
    """The page, and its skip link, which is the first stop and leads past the menu."""
    page.goto(address)
    tab(page)
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab(page)
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.evaluate("document.activeElement.blur()")
    page.goto(address)
    goes_round(page)
    page.goto(address)


def test_a_coordinator_plans_a_training(phone, cast):
    chen = phone(cast.chen, viewport=DESK)
    opened(chen, "/trainings/new")
    for name, words in (("title", "Keys only"), ("place", "Hall")):
        to(chen, chen.locator(f"input[name={name}]"))
        chen.keyboard.type(words)
    to(chen, chen.get_by_role("checkbox", name="林医生"))
    chen.keyboard.press("Space")
    to(chen, chen.locator("form[action='/trainings/new'] button.button--main"))
    chen.keyboard.press("Enter")
    chen.wait_for_url(re.compile(r"/trainings/[0-9a-f-]{36}$"))
    training = chen.url
    chen.goto(f"{training}/enrolments?institution_id={cast.sunflower}")
    to(chen, chen.get_by_role("checkbox", name=re.compile("王芳")))
    chen.keyboard.press("Space")
    to(chen, chen.locator("form[data-ticks] button[type=submit]"))
    chen.keyboard.press("Enter")
    expect(chen.locator(".flash")).to_be_visible()
    chen.goto(training)
    ask = chen.locator("form[action$='/opening'] details")
    to(chen, ask.locator("summary"))
    chen.keyboard.press("Enter")
    expect(ask).to_have_attribute("open", "")
    tab(chen)
    assert ask.evaluate("one => one.contains(document.activeElement)")
    chen.keyboard.press("Shift+Tab")
    chen.keyboard.press("Space")
    expect(ask).not_to_have_attribute("open", "")


def test_an_instructor_calls_the_roll_grades_and_stops_the_time(phone, cast, database):
    with database.transaction() as session:
        training = open_training(session, cast)
    lin = phone(cast.lin)
    opened(lin, f"/trainings/{training.id}/attendance/{next(iter(training.sessions.values()))}")
    to(lin, lin.locator("button[name=present]"))
    lin.keyboard.press("Enter")
    expect(lin.locator("main .badge--good")).to_have_count(1)

    opened(lin, f"/trainings/{training.id}/grading/{training.enrolments['wang']}/{CPR}")
    scene = lin.locator("[data-step=scene]")
    to(lin, scene.locator("input[value=not_yet]"))
    lin.keyboard.press("ArrowRight")
    expect(scene.locator("input[value=done]")).to_be_checked()
    to(lin, scene.locator("summary"))
    lin.keyboard.press("Enter")
    expect(scene.locator("details")).to_have_attribute("open", "")
    watch = lin.locator("[data-watch]").first
    to(lin, watch)
    lin.keyboard.press("Enter")
    lin.clock.fast_forward(16_000)
    lin.keyboard.press("Enter")
    expect(lin.locator("[data-window]").first).to_have_attribute("data-in-time", "yes")
    expect(watch).to_be_focused()
    to(lin, lin.locator("[data-undo]"))


def test_a_trainee_joins_answers_and_hands_in(phone, cast, database):
    with database.transaction() as session:
        set_exam(session)
        training = open_training(session, cast, present=True)
    wang = phone()
    opened(wang, "/join")
    to(wang, wang.locator("input[name=code]"))
    wang.keyboard.type(training.join_code)
    wang.keyboard.press("Enter")
    to(wang, wang.locator("input[name=name]"))
    wang.keyboard.insert_text("王芳")
    to(wang, wang.locator("input[name=last4]"))
    wang.keyboard.type("8008")
    wang.keyboard.press("Enter")
    wang.wait_for_url(re.compile(r"/my/trainings/"))

    opened(wang, f"/my/trainings/{training.id}/exam")
    to(wang, wang.get_by_role("button", name="开始考试"))
    wang.keyboard.press("Enter")
    wang.wait_for_url(re.compile(r"/exams/sittings/[0-9a-f-]{36}$"))
    opened(wang, wang.url)
    to(wang, wang.locator("#q1 input"))
    wang.keyboard.press("Space")
    expect(wang.locator("#q1 input").first).to_be_checked()
    expect(wang.locator(".exam-bar__state")).to_have_text("已全部保存")
    to(wang, wang.locator("[data-hand-in]"))
    wang.keyboard.press("Enter")
    expect(wang.locator("[data-sure]")).to_be_visible()
    assert wang.evaluate("document.activeElement.closest('dialog') !== null")
    wang.keyboard.press("Escape")
    expect(wang.locator("[data-sure]")).to_be_hidden()
    expect(wang.locator("[data-hand-in]")).to_be_focused()
    wang.keyboard.press("Enter")
    to(wang, wang.locator("[data-sure-yes]"))
    wang.keyboard.press("Enter")
    wang.wait_for_url(re.compile(r"/my/trainings/[0-9a-f-]{36}/exam$"))


def test_a_head_downloads_a_certificate(demo, chromium):
    live, shown = demo
    zhao = next(one.reader for one in shown if one.reader.name == "zhao")
    page = live.page(chromium, zhao.person_id, viewport=DESK)
    opened(page, "/certificates")
    to(page, page.locator("a[href$='/pdf']"))
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert Path(downloading.value.path()).read_bytes().startswith(b"%PDF")
    page.context.close()
