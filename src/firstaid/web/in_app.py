"""The browsers inside other apps, which cannot download, print or install: told by what they say they are.

Only a hint to the reader hangs on it, never what a page does or whom it lets in.
"""

import re

from firstaid.core.words import N_

APPS = (
    (re.compile(r"MicroMessenger/"), N_("WeChat")),
    (re.compile(r"DingTalk/"), N_("DingTalk")),
    (re.compile(r"AlipayClient/"), N_("Alipay")),
    (re.compile(r"\bQQ/\d"), N_("QQ")),  # not MQQBrowser/, which is a browser, and also inside WeChat
)


def app_of(user_agent: str) -> str:
    """The app's name, yet to be translated; empty for a browser."""
    return next((name for mark, name in APPS if mark.search(user_agent)), "")
