"""What every role comes for, without a mouse and without a finger: Tab, Enter, space, arrows and Escape.

On a phone (with a keyboard beside it, or a switch) and on a desk. Wherever the focus goes it is seen and not covered,
it comes out of every page again, and what was done is said to those who cannot see it.
"""

import re
from pathlib import Path

import pytest
from cast import open_training
from exams.papers import CELLS, set_exam
from live import DESK, PHONE
from outcomes.conftest import Hands
from playwright.sync_api import expect
from sqlmodel import col, select
from staff_list import TWENTY, workbook

from firstaid.certificates.models import Certificate
from firstaid.certificates.rules import check_code
from firstaid.practicals.models import Mark, MarkKind
from firstaid.trainings import queries as trainings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CPR, COURSE = "adult-cpr-aed", "cpr-aed-one-day"
SHEET = re.compile(r"/institutions/[0-9a-f-]{36}/staff-lists/[0-9a-f-]{36}$")
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
    for _ in range(200):
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


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def size(request):
    return request.param


@pytest.fixture
def training(database, cast):
    with database.transaction() as session:
        return open_training(session, cast, present=True)


@pytest.fixture
def with_exam(database, cast):
    """A training whose exam is drawn from questions of our own; lessons have no checks then."""
    with database.transaction() as session:
        set_exam(session)
        return open_training(session, cast, present=True)


def press(page, target, key="Enter"):
    """Tab there, and press a key."""
    to(page, target)
    page.keyboard.press(key)


def said(page):
    """What was done is said aloud: a line that a screen reader reads by itself."""
    expect(page.locator("[role=status], [role=alert]").filter(has_text=re.compile(r"\S")).first).to_be_visible()


def agree(page, action):
    """Open the question of a button that asks first, and say yes; where it was opened the yes is the next stop."""
    ask = page.locator(f"form[action$='{action}'] details")
    press(page, ask.locator("summary"))
    expect(ask).to_have_attribute("open", "")
    tab(page)
    assert ask.evaluate("one => one.contains(document.activeElement)")
    page.keyboard.press("Enter")


def test_a_coordinator_plans_a_training_and_opens_it(phone, cast, size):
    chen = phone(cast.chen, viewport=size)
    opened(chen, "/trainings/new")
    for name, words in (("title", "Keys only"), ("place", "Hall")):
        to(chen, chen.locator(f"input[name={name}]"))
        chen.keyboard.type(words)
    press(chen, chen.get_by_role("checkbox", name="林医生"), "Space")
    press(chen, chen.locator("form[action='/trainings/new'] button.button--main"))
    chen.wait_for_url(re.compile(r"/trainings/[0-9a-f-]{36}$"))
    training = chen.url
    said(chen)
    chen.goto(f"{training}/enrolments?institution_id={cast.sunflower}")
    press(chen, chen.get_by_role("checkbox", name=re.compile("王芳")), "Space")
    press(chen, chen.locator("form[data-ticks] button[type=submit]"))
    said(chen)
    chen.goto(training)
    ask = chen.locator("form[action$='/opening'] details")
    press(chen, ask.locator("summary"))
    expect(ask).to_have_attribute("open", "")
    chen.keyboard.press("Space")
    expect(ask).not_to_have_attribute("open", "")
    chen.goto(training)
    agree(chen, "/opening")
    said(chen)


def test_a_coordinator_confirms_a_staff_list(phone, cast, size):
    chen = phone(cast.chen, viewport=size)
    opened(chen, f"/institutions/{cast.sunflower}")
    to(chen, chen.locator("input[type=file]"))
    sheet = {"name": "花名册.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(TWENTY)}
    chen.locator("input[type=file]").set_input_files(sheet)  # the window to choose in is the system's
    press(chen, chen.locator("form[action$='/staff-lists'] button[type=submit]"))
    chen.wait_for_url(SHEET)
    opened(chen, chen.url)
    press(chen, chen.locator("form[action$='/confirmation'] button"))
    said(chen)
    expect(chen.locator("form[action$='/confirmation']")).to_have_count(0)


def test_a_coordinator_closes_out_and_issues(phone, cast, database, training, size):
    Hands(database, training, cast.lin).pass_all("wang", "li")
    chen = phone(cast.chen, viewport=size)
    opened(chen, f"/trainings/{training.id}/readiness")
    press(chen, chen.locator("a[href$='/close-out']"))
    chen.wait_for_url(re.compile("/close-out$"))
    press(chen, chen.get_by_role("checkbox"), "Space")  # somebody of the class was never tested
    press(chen, chen.locator("form[action$='/close-out'] button"))
    said(chen)
    press(chen, chen.locator("form[action$='/certificates'] button"))
    said(chen)
    expect(chen.locator("main progress").first).to_have_attribute("value", "2", timeout=60_000)


def test_an_instructor_calls_the_roll(phone, cast, database, size):
    with database.transaction() as session:
        training = open_training(session, cast)
    lin = phone(cast.lin, viewport=size)
    opened(lin, f"/trainings/{training.id}/attendance/{next(iter(training.sessions.values()))}")
    press(lin, lin.locator("button[name=present]"))
    expect(lin.locator("main .badge--good")).to_have_count(1)
    said(lin)
    press(lin, lin.locator("button[name=absent].button--quiet").nth(1))
    expect(lin.locator("main .badge--bad")).to_have_count(1)


def test_an_instructor_grades_a_sheet_to_its_end(phone, cast, database, training, size):
    lin = phone(cast.lin, viewport=size)
    opened(lin, f"/trainings/{training.id}/grading/{training.enrolments['wang']}/{CPR}")
    with database.reading() as session:
        steps = next(sheet.steps for _, sheet in trainings.sheets_of(session, training.id) if sheet.id == CPR)
    for step in steps:
        here = lin.locator(f"[data-step={step.id}]")
        if step.timed:
            press(lin, here.locator("[data-watch]"))
            lin.clock.fast_forward(16_000)
            lin.keyboard.press("Enter")
            expect(here.locator("[data-window]")).to_have_attribute("data-in-time", "yes")
            expect(here.locator("[data-watch]")).to_be_focused()
        else:
            press(lin, here.locator("input:checked"), "ArrowRight")
            expect(here.locator("input[value=done]")).to_be_checked()
    press(lin, lin.locator("button[value=finish]"))
    expect(lin.locator("[data-verdict]")).to_contain_text("通过")
    assert lin.evaluate("document.activeElement.closest('[data-verdict], [role=alert]') !== null")
    expect(lin.locator("[data-kept]")).to_have_attribute("data-all", "sent")
    with database.reading() as session:
        assert session.exec(select(Mark).where(Mark.kind == MarkKind.FINISH)).one()


def test_a_trainee_joins_and_reads_a_lesson_and_answers_its_check(phone, training, size):
    wang = joined(phone, training, size)
    said(wang)
    wang.goto(f"/learn/{COURSE}")
    lesson = f"/learn/{COURSE}/cpr-compressions"
    press(wang, wang.locator(f"main a[href='{lesson}']"))
    wang.wait_for_url(re.compile(lesson))
    opened(wang, lesson)
    asked = wang.locator("form[action*='/check'] fieldset")
    many = asked.count()
    assert many > 0
    for number in range(many):
        press(wang, asked.nth(number).locator("input"), "Space")
        expect(asked.nth(number).locator("input").first).to_be_checked()
    press(wang, wang.locator("form[action*='/check'] button"))
    expect(wang.locator("#check article")).to_have_count(many)
    assert wang.url.endswith("#check")  # reading goes on where the outcome stands
    expect(wang.locator("#check .notice")).to_contain_text(f"{many}题")


def test_a_trainee_takes_the_exam_and_hands_it_in(phone, with_exam, size):
    wang = joined(phone, with_exam, size)
    opened(wang, f"/my/trainings/{with_exam.id}/exam")
    press(wang, wang.get_by_role("button", name="开始考试"))
    wang.wait_for_url(re.compile(r"/exams/sittings/[0-9a-f-]{36}$"))
    opened(wang, wang.url)
    for position in range(1, sum(CELLS.values()) + 1):
        press(wang, wang.locator(f"#q{position} input"), "Space")
        expect(wang.locator(f"#q{position} input").first).to_be_checked()
    expect(wang.locator(".exam-bar__state")).to_have_text("已全部保存")
    press(wang, wang.locator("[data-hand-in]"))
    sure = wang.locator("dialog[open]")
    expect(sure).to_be_visible()
    assert sure.evaluate("one => one.contains(document.activeElement)")
    wang.keyboard.press("Escape")
    expect(sure).to_have_count(0)
    expect(wang.locator("[data-hand-in]")).to_be_focused()
    wang.keyboard.press("Enter")
    press(wang, wang.locator("[data-sure-yes]"))
    wang.wait_for_url(re.compile(r"/my/trainings/[0-9a-f-]{36}/exam$"))
    expect(wang.locator("main h1")).to_be_visible()


def joined(phone, training, size):
    """The trainee's phone, on which she has joined by code."""
    wang = phone(viewport=size)
    opened(wang, "/join")
    to(wang, wang.locator("input[name=code]"))
    wang.keyboard.type(training.join_code)
    wang.keyboard.press("Enter")
    wang.wait_for_url(re.compile("/join/."))
    to(wang, wang.locator("input[name=name]"))
    wang.keyboard.insert_text("王芳")
    to(wang, wang.locator("input[name=last4]"))
    wang.keyboard.type("8008")
    wang.keyboard.press("Enter")
    wang.wait_for_url(re.compile(r"/my/trainings/"))
    return wang


@pytest.fixture
def of_the_demo(demo, chromium, size):
    """`of_the_demo("zhao")`: her browser before the demo story; without a name a stranger's."""
    live, shown = demo
    begun = []

    def take(name=""):
        reader = next((one.reader for one in shown if one.reader.name == name), None)
        begun.append(live.page(chromium, reader and reader.person_id, viewport=size))
        return begun[-1]

    yield take
    for page in begun:
        page.context.close()


def test_a_head_finds_who_lacks_a_certificate_and_downloads_those_there_are(of_the_demo):
    zhao = of_the_demo("zhao")
    opened(zhao, "/")
    press(zhao, zhao.locator("main a[href^='/staff']"))
    zhao.wait_for_url(re.compile("/staff"))
    expect(zhao.locator("main")).to_contain_text(re.compile("没有.*证书"))
    opened(zhao, "/certificates")
    to(zhao, zhao.locator("a[href$='/pdf']"))
    with zhao.expect_download() as downloading:
        zhao.keyboard.press("Enter")
    assert Path(downloading.value.path()).read_bytes().startswith(b"%PDF")


def test_a_centre_sees_a_kindergarten_that_it_oversees(of_the_demo):
    sun = of_the_demo("sun")
    opened(sun, "/")
    press(sun, sun.locator("main a[href^='/staff?institution_id=']"))
    sun.wait_for_url(re.compile("/staff"))
    opened(sun, sun.url)
    expect(sun.locator("main h1")).to_be_visible()


def test_anyone_checks_a_certificate_by_its_number(of_the_demo, demo):
    with demo[0].database.reading() as session:
        real = session.exec(select(Certificate).order_by(col(Certificate.number))).first()
    page = of_the_demo()
    opened(page, "/verify")
    to(page, page.locator("input[name=number]"))
    page.keyboard.type(real.number)
    to(page, page.locator("input[name=code]"))
    page.keyboard.type(check_code(real.token))
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(real.number)
    assert "/verify" in page.url or "/v/" in page.url
    expect(page.locator("main h1")).to_be_visible()
