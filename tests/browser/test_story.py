"""The main clicks of the story on real pages, with a thumb in Chinese and on a desk in English."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from cast import PASSWORD, open_training
from live import DESK
from outcomes.conftest import Hands
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quiet")]


THUMB, DESKTOP = {}, {"language": "en", "viewport": DESK}


def sign_in(page: Page, login: str) -> None:
    page.goto("/sign-in")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form[action='/sign-in'] button").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def plan(page: Page, title: str) -> str:
    """Plan with the form; the address of the training."""
    page.goto("/trainings")
    page.locator("a[href='/trainings/new']").first.click()
    page.locator("input[name=title]").fill(title)
    page.locator("input[name=place]").fill("向日葵幼儿园礼堂")
    page.locator("input[name=first_date]").fill("2026-12-02")
    page.locator("label.choice", has_text="林医生").click()
    page.locator("form[action='/trainings/new'] button.button--main").click()
    page.wait_for_url(re.compile(r"/trainings/[0-9a-f-]{36}$"))
    return page.url


def enrol(page: Page, training: str, institution: UUID, *names: str) -> None:
    page.goto(f"{training}/enrolments?institution_id={institution}")
    for name in names:
        page.locator("label.choice", has_text=name).click()
    expect(page.locator("[data-ticks-count]")).to_have_text(str(len(names)))
    page.locator("form[data-ticks] button[type=submit]").click()
    expect(page.locator(".toast")).to_be_visible()


def open_it(page: Page, training: str) -> None:
    """Opening asks to be sure first."""
    page.goto(training)
    page.locator("form[action$='/opening'] summary").click()
    page.locator("form[action$='/opening'] button").click()
    expect(page.locator(".toast")).to_be_visible()


def join(page: Page, code: str, name: str, last4: str) -> None:
    page.goto("/")
    page.locator("input[name=code]").fill(code.lower())
    page.locator("main button").click()
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=last4]").fill(last4)
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/my/trainings/"))


def join_code(page: Page) -> str:
    return page.locator("main .big").first.inner_text()


def call_the_roll(page: Page, training: str) -> None:
    """One tap for each of three, once it is said that the roll of tomorrow is meant."""
    page.goto(training)
    page.locator("a[href*='/attendance/']").first.click()
    page.locator("label:has(input[name=early])").click()
    for number in range(1, 4):
        page.locator("main button.button--main[name=present]").first.click()
        expect(page.locator("main .badge--good")).to_have_count(number)
    expect(page.locator("main progress").first).to_have_attribute("value", "3")


@pytest.mark.parametrize("how", [THUMB, DESKTOP], ids=["phone", "desk"])
def test_from_a_plan_to_a_roll_call(phone, cast, how):
    chen = phone(**how)
    sign_in(chen, "chen")
    training = plan(chen, "浏览器里的培训班")
    enrol(chen, training, cast.sunflower, "王芳", "李雷")
    enrol(chen, training, cast.willow, "周敏")
    open_it(chen, training)
    expect(chen.locator("main .badge--now").first).to_be_visible()

    wang = phone(**how)
    join(wang, join_code(chen), "王芳", "8008")
    expect(wang.locator("h1")).to_have_text("浏览器里的培训班")

    lin = phone(**how)
    sign_in(lin, "lin")
    call_the_roll(lin, training)


@pytest.mark.parametrize("how", [THUMB, DESKTOP], ids=["phone", "desk"])
def test_from_closing_out_to_the_paper_in_the_heads_hands(phone, cast, database, how):
    """Everything is done; the coordinator signs the record, issues, and the head has the PDF."""
    with database.transaction() as session:
        training = open_training(session, cast, trainees=("wang", "li"))
    Hands(database, training, cast.lin).pass_all("wang", "li")
    chen = phone(**how)
    sign_in(chen, "chen")
    chen.goto(f"/trainings/{training.id}/readiness")
    chen.locator("a[href$='/close-out']").click()
    chen.locator("form[action$='/close-out'] summary").click()
    chen.locator("form[action$='/close-out'] button").click()
    chen.locator("form[action$='/certificates'] button").click()
    expect(chen.locator("main progress")).to_have_attribute("value", "2", timeout=30_000)

    zhao = phone(**how)
    sign_in(zhao, "zhao")
    zhao.goto("/staff")
    with zhao.expect_download() as downloading:
        zhao.locator("a[href$='/pdf']").first.click()
    assert re.fullmatch(r"QH-2026-0000\d (王芳|李雷)\.pdf", downloading.value.suggested_filename)
    assert Path(downloading.value.path()).read_bytes().startswith(b"%PDF")
