"""Which browser somebody used, in the two words by which she knows it again."""

from firstaid.core.words import N_, gettext

NAMES = (
    ("MicroMessenger", N_("WeChat")),
    ("HuaweiBrowser", N_("Huawei browser")),
    ("QQBrowser", N_("QQ browser")),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
DEVICES = (
    (N_("Phone"), {"HarmonyOS", "Android", "iPhone"}),
    (N_("Tablet"), {"iPad"}),
    (N_("Computer"), {"Windows", "Mac", "Linux"}),
)


def short_name(user_agent: str) -> str:
    """All that is kept of what a browser says of itself: "Chrome/Android", or nothing."""
    name = next((words for mark, words in NAMES if mark in user_agent), "")
    system = next((words for mark, words in SYSTEMS if mark in user_agent), "")
    return f"{name}/{system}" if name and system else name or system


def words(short: str) -> str:
    """A short name as it is read."""
    if not short:
        return gettext(N_("Unknown browser"))
    name, _, system = short.partition("/")
    if not system:
        return gettext(name)
    return gettext(N_("%(browser)s on %(system)s"), browser=gettext(name), system=gettext(system))


def device(short: str) -> str:
    """Phone, tablet or computer, where its system tells; else nothing."""
    system = short.rpartition("/")[2]
    return next((gettext(words) for words, systems in DEVICES if system in systems), "")
