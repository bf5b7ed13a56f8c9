"""Inside another app's browser a page says what does not work there; everywhere else it says nothing."""

from datetime import date
from uuid import uuid4

import pytest
from cast import COURSE, SCHEME, START

from firstaid.holdings.models import Holding
from firstaid.web.in_app import app_of

WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304 "
    "Mobile Safari/537.36 XWEB/5023 MMWEBSDK/20230202 MMWEBID/1 MicroMessenger/8.0.33.2320 WeChat/arm64 NetType/WIFI"
)
WECHAT_ON_X5 = (
    "Mozilla/5.0 (Linux; Android 8.1) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/66 MQQBrowser/6.2 "
    "TBS/045136 Mobile Safari/537.36 MicroMessenger/7.0.12 NetType/WIFI"
)
WECHAT_ON_IOS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "MicroMessenger/8.0.38(0x18002629) NetType/4G Language/zh_CN"
)
DINGTALK = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 AliApp(DingTalk/7.0.30) com.laiwang.DingTalk"
ALIPAY = "Mozilla/5.0 (Linux; U; Android 11) AppleWebKit/537.36 UCBrowser/11 AlipayClient/10.3.20 Language/zh-Hans"
QQ = "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 MQQBrowser/6.2 Mobile Safari/537.36 V1_AND_SQ QQ/8.9.50"
QQ_BROWSER = "Mozilla/5.0 (Linux; U; Android 11) AppleWebKit/537.36 Chrome/89 MQQBrowser/13.7 Mobile Safari/537.36"
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "app"),
    [
        (WECHAT, "WeChat"),
        (WECHAT_ON_X5, "WeChat"),
        (WECHAT_ON_IOS, "WeChat"),
        (DINGTALK, "DingTalk"),
        (ALIPAY, "Alipay"),
        (QQ, "QQ"),
        (QQ_BROWSER, ""),
        (CHROME, ""),
        ("", ""),
    ],
)
def test_the_app_is_known_by_what_its_browser_says_it_is(agent, app):
    assert app_of(agent) == app


@pytest.fixture
def zhao(browse, cast):
    return browse(cast.zhao, language="zh-CN")


@pytest.mark.parametrize(("agent", "told"), [(WECHAT, True), (CHROME, False)])
def test_where_files_are_printed_the_way_to_the_real_browser_is_told_and_only_there(zhao, cast, agent, told):
    address = f"/certificates/wall-list?institution_id={cast.sunflower}"
    page = zhao.get(address, headers={"User-Agent": agent}).text
    assert ("在浏览器打开" in page) is told
    assert ("您正在微信里打开" in page) is told


@pytest.mark.parametrize("address", ["/verify", "/join", "/", "/sign-in"])
def test_a_page_that_works_everywhere_is_the_same_everywhere(browse, address):
    stranger = browse(None)
    assert stranger.get(address, headers={"User-Agent": WECHAT}).text == stranger.get(address).text


def test_the_head_and_her_staff_are_told_where_they_would_download(browse, cast, database):
    with database.transaction() as session:
        session.add(
            Holding(
                person_id=cast.wang,
                issuer_id=cast.issuer,
                scheme_key=SCHEME,
                course_key=COURSE,
                title={"en": "First aider", "zh-CN": "救护员"},
                valid_from=date(2026, 1, 1),
                valid_until=date(2028, 1, 1),
                evidence_kind="paper",
                evidence_id=uuid4(),
                recorded_at=START,
            )
        )
    head, trainee = browse(cast.zhao), browse(cast.wang, device=True)
    for browser, address in ((head, "/"), (head, "/staff"), (trainee, "/my")):
        assert "Open in browser" in browser.get(address, headers={"User-Agent": WECHAT}).text, address
        assert "Open in browser" not in browser.get(address, headers={"User-Agent": CHROME}).text, address
