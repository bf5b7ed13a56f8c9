"""Every picture in its states, for the page that shows the design: usual, single, extreme, with long labels, empty."""

from dataclasses import dataclass
from datetime import date, timedelta

from firstaid.core.words import gettext, month, pick
from firstaid.web.pictures.bars import Bars, Part, StackedBars, bars, stacked_bars
from firstaid.web.pictures.dot_plot import DotPlot, Share, dot_plot
from firstaid.web.pictures.heat_map import HeatMap, calendar
from firstaid.web.pictures.sparkline import Sparkline, sparkline

FIRST = date(2026, 11, 1)
Drawing = Bars | StackedBars | Sparkline | HeatMap | DotPlot


@dataclass(frozen=True)
class Shown:
    """A picture as a template asks for it: `macro` draws `drawing`, with these words."""

    macro: str
    drawing: Drawing
    caption: str
    says: str
    heads: tuple[str, ...]


def pictures() -> list[Shown]:
    """In the reader's language; one macro's states stand together."""
    return [*_bars(), *_stacked_bars(), *_sparklines(), *_heat_maps(), *_dot_plots()]


def _bars() -> list[Shown]:
    heads = (_both("Topic", "主题"), _both("Right", "答对"))
    topics = [
        (_both("Adult CPR", "成人心肺复苏"), 92),
        (_both("AED", "自动体外除颤器"), 80),
        (_long(), 45),
        (_both("Choking", "气道梗阻"), 0),
    ]
    marked = bars(topics, most=100, unit="%", mark=(_both("Pass mark 80%", "合格线 80%"), 80))
    return [
        Shown(
            "bars",
            marked,
            _both("Your result by topic", "各主题得分"),
            _both("Two of four topics reach 80%.", "4个主题中有2个达到80%。"),
            heads,
        ),
        Shown(
            "bars",
            bars([(_both("Adult CPR", "成人心肺复苏"), 7)]),
            _both("One row", "只有一行"),
            _both("Seven.", "7。"),
            heads,
        ),
        Shown(
            "bars",
            bars([("A", 1_000_000), ("B", 1), ("C", 12.345)]),
            _both("Very unlike values", "数值相差很大"),
            _both("A is far ahead.", "A远远超过其他。"),
            heads,
        ),
        Shown("bars", bars([]), _both("Nothing yet", "还没有数据"), "", heads),
    ]


def _stacked_bars() -> list[Shown]:
    sunflower, willow = _both("Sunflower kindergarten", "向日葵幼儿园"), _both("Willow kindergarten", "柳树幼儿园")
    kindergarten, cover = (_both("Kindergarten", "幼儿园"),), _cover()
    staffs = [(sunflower, (12, 3, 2)), (willow, (4, 0, 9)), (_long(), (0, 0, 0))]
    presence = [Part(_both("Present", "到场"), "main"), Part(_both("On the way", "途中"), "now")]
    held, present = (
        _both("16 of 30 hold a valid certificate.", "30人中有16人证书有效。"),
        _both("1 of 2.", "2人中1人。"),
    )
    return [
        Shown("stacked_bars", stacked_bars(cover, staffs), _both("Who is covered", "持证情况"), held, kindergarten),
        _skills(),
        Shown(
            "stacked_bars",
            stacked_bars(presence, [(sunflower, (1, 1))]),
            _both("The other textures", "其他纹理"),
            present,
            kindergarten,
        ),
        Shown("stacked_bars", stacked_bars(cover, []), _both("Nothing yet", "还没有数据"), "", kindergarten),
    ]


def _cover() -> list[Part]:
    return [
        Part(gettext("Valid"), "good"),
        Part(gettext("Runs out within 90 days"), "warn"),
        Part(gettext("Without a valid certificate"), "bad"),
    ]


def _skills() -> Shown:
    parts = [
        Part(_both("Passed", "合格"), "good"),
        Part(_both("Retest", "补考"), "bad"),
        Part(_both("Open", "未考"), "plain"),
    ]
    cpr, aed = _both("Adult CPR", "成人心肺复苏"), _both("AED", "自动体外除颤器")
    return Shown(
        "stacked_bars",
        stacked_bars(parts, [(cpr, (15, 3, 2)), (aed, (1, 1, 999))]),
        _both("Skills of the class", "全班技能"),
        _both("Three have to retest CPR.", "心肺复苏有3人要补考。"),
        (_both("Skill", "技能"),),
    )


def _sparklines() -> list[Shown]:
    heads = (_both("Month", "月份"), _both("Certificates", "证书"))
    months = [date(2026, 1 + index, 1) for index in range(11)]
    issued = [(month(one), value) for one, value in zip(months, (0, 4, 9, 31, 28, 12, 0, 2, 40, 44, 38), strict=True)]
    name = _both("Certificates issued", "发证数量")
    return [
        Shown("sparkline", sparkline(issued), name, _both("38 in the last month.", "最近一个月发了38份。"), heads),
        Shown(
            "sparkline",
            sparkline(issued[-1:]),
            _both("One month", "只有一个月"),
            _both("38 in one month.", "一个月38份。"),
            heads,
        ),
        Shown(
            "sparkline",
            sparkline([(label, 0) for label, _ in issued]),
            _both("Always nought", "一直为零"),
            _both("None at all.", "一份也没有。"),
            heads,
        ),
        Shown("sparkline", sparkline([]), _both("Nothing yet", "还没有数据"), "", heads),
    ]


def _heat_maps() -> list[Shown]:
    heads = (_both("Day", "日期"), _both("Certificates", "证书"))
    name = _both("Running out in the next 12 months", "未来12个月到期")
    usual = {FIRST + timedelta(days=13 * step): 1 + step * step % 9 for step in range(28)}
    return [
        Shown("heat_map", calendar(usual, FIRST), name, _both("Most run out in spring.", "春季到期最多。"), heads),
        Shown("heat_map", calendar({FIRST: 1}, FIRST, 1), _both("One day", "只有一天"), _both("One.", "1份。"), heads),
        Shown(
            "heat_map",
            calendar({FIRST: 1, FIRST.replace(day=30): 5000}, FIRST, 2),
            _both("Very unlike values", "数值相差很大"),
            _both("5,000 on one day.", "一天5,000份。"),
            heads,
        ),
        Shown("heat_map", calendar({}, FIRST), _both("Nothing yet", "还没有数据"), "", heads),
    ]


def _dot_plots() -> list[Shown]:
    heads = (_both("Question", "试题"),)
    compressions = _both("How deep are compressions on an adult?", "成人胸外按压应按多深？")
    name, says = _both("Weakest questions", "答错最多的试题"), _both("Only 4 of 20 knew it.", "20人中只有4人答对。")
    asked = [
        Share(compressions, 4, 20),
        Share(_long(), 150, 300),
        Share(_both("Asked once", "只问过一次"), 1, 1),
        Share(_both("Never asked", "从未问过"), 0, 0),
    ]
    return [
        Shown("dot_plot", dot_plot(asked, mark=(_both("Pass mark 80%", "合格线 80%"), 0.8)), name, says, heads),
        Shown(
            "dot_plot",
            dot_plot([Share(compressions, 3, 3)]),
            _both("One row", "只有一行"),
            _both("All knew it.", "都答对了。"),
            heads,
        ),
        Shown("dot_plot", dot_plot([]), _both("Nothing yet", "还没有数据"), "", heads),
    ]


def _long() -> str:
    return _both(
        "Early-childhood education centre of the eastern district, Internationalisation Kindergarten no. 4",
        "东城区学前教育中心第四分园暨社区托育综合服务中心附属双语实验幼儿园（东校区）",
    )


def _both(english: str, chinese: str) -> str:
    return pick({"en": english, "zh-CN": chinese})
