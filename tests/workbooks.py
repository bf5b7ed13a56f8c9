"""Staff lists as workbooks."""

import io
from collections.abc import Iterable
from typing import Any

from cast import resident_id
from openpyxl import Workbook, load_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("姓名", "手机", "身份证号", "职务")


def sheet_of(rows: Iterable[Iterable[object]]) -> bytes:
    """A workbook with these rows on its one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def staff_list() -> bytes:
    """Twenty people as a kindergarten sends them: see the comments at the rows that are not as they should be."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "向日葵幼儿园教职工花名册"
    sheet.merge_cells("A1:E1")
    sheet.append(["序号", "姓 名", "手机号码", "身份证号（必填）", "职务"])
    people = [("王芳", "１３８００１３８００８", resident_id(8), "教师")]  # full-width digits; on the staff already
    people += [(f"老师{chr(0x4E00 + n)}", f"139001390{n:02d}", resident_id(100 + n), "教师") for n in range(2, 17)]
    people[1] = ("  王  静 ", " 139 0013 9002 ", f" {resident_id(102)} ", " 保育员 ")  # stray spaces
    people += [
        ("刘错", "13900139017", resident_id(117)[:-1] + wrong(resident_id(117)[-1]), "教师"),  # a wrong check digit
        ("老师九", "13900139018", resident_id(118).replace("X", "x"), "厨师"),
        people[4],  # once more
        ('="公"&"式"', "13900139020", resident_id(120), "教师"),  # a formula
    ]
    for number, person in enumerate(people, start=1):
        sheet.append([number, *person])
    return saved(book)


def wrong(digit: str) -> str:
    return "1" if digit != "1" else "2"


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
