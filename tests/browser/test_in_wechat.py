"""A trainee's whole way inside WeChat's own browser, as far as it can be told by what that says it is."""

import re
from collections.abc import Callable

import pytest
from cast import PASSWORD, open_training
from outcomes.conftest import Hands
from playwright.sync_api import Page, expect
from sqlmodel import select

from firstaid.certificates.models import Certificate

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quiet")]

WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304 "
    "Mobile Safari/537.36 XWEB/5023 MMWEBSDK/20230202 MicroMessenger/8.0.33.2320 NetType/WIFI Language/zh_CN"
)


@pytest.fixture
def training(database, cast):
    with database.transaction() as session:
        return open_training(session, cast, trainees=("wang",), present=True)


def close_out_and_issue(chen: Page, training_id: str) -> None:
    chen.goto("/sign-in")
    chen.locator("input[name=login]").fill("chen")
    chen.locator("input[name=password]").fill(PASSWORD)
    chen.locator("form[action='/sign-in'] button").click()
    chen.wait_for_url(lambda url: "/sign-in" not in url)
    chen.goto(f"/trainings/{training_id}/close-out")
    chen.locator("form[action$='/close-out'] summary").click()
    chen.locator("form[action$='/close-out'] button").click()
    chen.goto(f"/trainings/{training_id}/certificates")
    chen.locator("form[action$='/certificates'] button").click()
    expect(chen.locator("main progress")).to_have_attribute("value", "1", timeout=60_000)


def test_from_joining_to_a_picture_that_anybody_can_check(phone: Callable[..., Page], cast, training, database):
    wang = phone(user_agent=WECHAT)
    wang.goto("/join")
    wang.locator("input[name=code]").fill(training.join_code)
    wang.locator("main button").click()
    wang.locator("input[name=name]").fill("王芳")
    wang.locator("input[name=last4]").fill("8008")
    wang.locator("main form button").click()
    wang.wait_for_url(re.compile(r"/my/trainings/"))

    wang.locator("main a[href^='/learn/']").last.click()
    wang.locator("main a[href*='/lessons/'], main a[href^='/learn/']").first.click()
    expect(wang.locator("h1")).to_be_visible()

    wang.goto(f"/my/trainings/{training.id}/exam")
    expect(wang.locator("form[action$='/exam'] button")).to_be_visible()

    Hands(database, training, cast.lin).pass_all("wang")
    close_out_and_issue(phone(), str(training.id))

    wang.goto("/my")
    wang.locator("a[href$='/picture']").first.click()
    shown = wang.locator("main img")
    expect(shown).to_be_visible()
    expect(wang.get_by_text("长按图片，可以保存到手机。")).to_be_visible()
    expect(wang.get_by_text("在浏览器打开")).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 1489)
    assert shown.evaluate("image => image.getBoundingClientRect().right <= innerWidth")

    number = wang.locator("main img").get_attribute("alt")
    wang.goto("/verify")
    wang.locator("input[name=number]").fill(re.search(r"QH-\d+-\d+", number)[0])
    wang.locator("input[name=code]").fill(check_code(database))
    wang.locator("form[action='/verify'] button").click()
    expect(wang.locator("h1")).to_have_text("有效")


def check_code(database) -> str:
    """As it stands on the paper in her hand."""
    with database.reading() as session:
        return session.exec(select(Certificate)).one().paper["check_code"]
