"""Staff lists as people really send them: a title on top, merged cells, headings somewhere below; and back again."""

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from firstaid.core.words import N_, gettext
from firstaid.institutions.errors import NoHeading, NotASpreadsheet, OldSpreadsheet, SpreadsheetTooLarge
from firstaid.institutions.rules import ListedPerson
from firstaid.institutions.workbook import HEADING_WITHIN, MOST_COLUMNS, MOST_ROWS, Row, readings

PATIENCE = 20  # seconds on a busy machine; its own limit is three seconds of work
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
HEADINGS = {
    "name": (
        "姓名 名字 员工姓名 职工姓名 教职工姓名 教师姓名 学员姓名 人员姓名 name fullname staffname employeename "
        "teachername"
    ),
    "phone": (
        "手机 手机号 手机号码 电话 电话号码 联系电话 联系手机 联系方式 移动电话 本人电话 本人手机 phone phoneno "
        "phonenumber mobile mobileno mobilenumber mobilephone cellphone telephone tel contactnumber"
    ),
    "resident_id": (
        "身份证 身份证号 身份证号码 身份证件号 身份证件号码 居民身份证号 居民身份证号码 公民身份号码 证件号 证件号码 "
        "id idno idnumber idcard idcardno idcardnumber residentid residentidno residentidnumber nationalid "
        "nationalidnumber identitycard identitycardnumber"
    ),
    "position": "职务 岗位 职位 职业 工种 工作岗位 岗位职务 职务岗位 position job jobtitle role post",
}
MEANINGS = {word: meaning for meaning, words in HEADINGS.items() for word in words.split()}
NAMES = tuple(HEADINGS["name"].split())
_two_at_a_time = threading.BoundedSemaphore(2)


def read_staff_list(content: bytes) -> list[ListedPerson]:
    """The people on the first sheet with headings.

    Raises `NotASpreadsheet`, `OldSpreadsheet`, `SpreadsheetTooLarge` or `NoHeading`.
    """
    if content.startswith(OLE):
        raise OldSpreadsheet
    if not content.startswith(ZIP):
        raise NotASpreadsheet
    rows = _opened(content)
    columns, first = _columns(rows)
    listed = [_listed(row, columns) for row in rows if row[0] > first]
    return [person for person in listed if person.formulas or _says_something(person)]


def _opened(content: bytes) -> list[Row]:
    """What the other process found; one that was killed had met a bomb."""
    script = str(Path(__file__).with_name("workbook.py"))
    command = [sys.executable, "-I", script, *NAMES]
    try:
        with _two_at_a_time:
            done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as problem:
        raise SpreadsheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS) from problem
    answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"refused": "too_large"}
    if answer.get("refused") == "too_large":
        raise SpreadsheetTooLarge(rows=MOST_ROWS, columns=MOST_COLUMNS)
    if "rows" not in answer:
        raise NotASpreadsheet
    return [(line, cells, formulas) for line, cells, formulas in answer["rows"]]


def _columns(rows: Sequence[Row]) -> tuple[dict[str, int], int]:
    """Which column holds what, and the line that says so; raises `NoHeading`."""
    for line, cells, _ in rows:
        found = _meanings(cells) if line <= HEADING_WITHIN else {}
        if "name" in found:
            return found, line
    raise NoHeading


def _meanings(cells: Sequence[str]) -> dict[str, int]:
    """The first column of each meaning."""
    found: dict[str, int] = {}
    for place, title in enumerate(cells):
        meaning = next((MEANINGS[words] for words in readings(title) if words in MEANINGS), None)
        if meaning is not None:
            found.setdefault(meaning, place)
    return found


def _listed(row: Row, columns: dict[str, int]) -> ListedPerson:
    line, cells, formulas = row
    typed = {meaning: cells[place] if place < len(cells) else "" for meaning, place in columns.items()}
    if readings(typed["name"])[0] in NAMES:  # the headings once more, on the next printed page
        typed = {}
    return ListedPerson(
        line=line,
        name=typed.get("name", ""),
        phone=typed.get("phone", ""),
        resident_id=typed.get("resident_id", ""),
        position=typed.get("position", ""),
        formulas=tuple(
            meaning for meaning, text in typed.items() if columns[meaning] in formulas or text.startswith(("=", "＝"))
        ),
    )


def _says_something(person: ListedPerson) -> bool:
    return any((person.name, person.phone, person.resident_id))


COLUMNS = (N_("Row"), N_("Name"), N_("Mobile"), N_("Resident ID"), N_("Position"), N_("Reason"))
WIDTHS = (8, 16, 18, 24, 14, 60)


def refused_list(refused: Iterable[tuple[ListedPerson, str]]) -> bytes:
    """Those rows as a workbook to correct and send again, the reason beside each; every cell is plain text."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        sheet, head, body = book.add_worksheet(), book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 0)
        for place, (words, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(place, place, width, body)
            sheet.write_string(0, place, gettext(words), head)
        for place, (person, reason) in enumerate(refused, start=1):
            cells = (str(person.line), person.name, person.phone, person.resident_id, person.position, reason)
            for column, cell in enumerate(cells):
                sheet.write_string(place, column, cell, body)
    return kept.getvalue()
