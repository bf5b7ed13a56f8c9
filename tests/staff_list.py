"""Staff lists as kindergartens send them: a title across merged cells, headings below it, and what people mistype."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from cast import resident_id
from openpyxl import Workbook

HEADINGS = ("序号", "姓名", "手机号码", "身份证号", "职务")


@dataclass(frozen=True)
class Line:
    """One row as it is typed."""

    name: str
    phone: str
    resident_id: str
    position: str = "教师"

    @property
    def last4(self) -> str:
        return self.resident_id.strip()[-4:]


def line(name: str, serial: int, position: str = "教师") -> Line:
    """Somebody invented, whose numbers are right."""
    return Line(name, f"1380013{8000 + serial}", resident_id(serial), position)


def full_width(digits: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in digits)


def wrong_check_digit(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


GOOD = (
    line("王芳", 101),
    line("李娜", 102),
    line("李娜", 103, "保育员"),
    line("刘䶮", 104),
    line("𠮷田", 105),
    line("王㛃", 106, "保健医"),
    line("阿卜杜拉·买买提", 107),
    line("陈建国", 108, "炊事员"),
    line("杨柳", 109),
    line("赵雪梅", 110),
    line("周强", 111, "保安"),
    line("吴桂兰", 112, "保育员"),
    line("黄磊", 113),
    line("马丽", 114),
    line("田甜", 115),
    line("高山", 116),
    line("何苗", 117),
)
MISTYPED = line("张秀英", 118)
WITH_FORMULA = line("孙悦", 119)

TWENTY: tuple[Line, ...] = (
    replace(GOOD[0], name="  王 芳 ", phone=full_width(GOOD[0].phone)),
    replace(GOOD[1], resident_id=f" {GOOD[1].resident_id} "),
    *GOOD[2:7],
    replace(GOOD[7], resident_id=full_width(GOOD[7].resident_id)),
    *GOOD[8:12],
    replace(MISTYPED, resident_id=wrong_check_digit(MISTYPED.resident_id)),
    *GOOD[12:],
    replace(GOOD[8], position="教师（重复）"),
    replace(WITH_FORMULA, phone='=CONCATENATE("1380013","8119")'),
)
"""Twenty rows of Sunflower: 17 good ones, a wrong check digit, somebody twice, a formula."""

WILLOW: tuple[Line, ...] = (line("徐静", 201), line("孙丽", 202, "保育员"), line("胡杰", 203), line("李娜", 204))


def workbook(lines: Sequence[Line], *, title: str = "向日葵幼儿园教职工花名册") -> bytes:
    """The list as an .xlsx file."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.merge_cells("A1:E1")
    sheet.append(["填表日期：2026年11月20日"])
    sheet.merge_cells("A2:E2")
    sheet.append(HEADINGS)
    for number, one in enumerate(lines, start=1):
        sheet.append([number, one.name, one.phone, one.resident_id, one.position])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
