"""Workbooks as other people make them, and workbooks that are made to do harm."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from workbooks import HEADINGS, saved, sheet_of

from firstaid.institutions import roster_file
from firstaid.institutions.errors import NoHeading, NotASpreadsheet, OldSpreadsheet, SpreadsheetTooLarge
from firstaid.institutions.roster_file import read_staff_list

SOURCE = Path(roster_file.__file__).parents[2]
WANG = ("王芳", "13800138008", "110101199003070089", "教师")
SECONDS, MEGABYTES = 5, 300
pytestmark = pytest.mark.one_engine


def names(content):
    return [person.name for person in read_staff_list(content)]


def only(content):
    (person,) = read_staff_list(content)
    return (person.name, person.phone, person.resident_id, person.position)


@pytest.mark.parametrize(
    "headings",
    [
        HEADINGS,
        ("姓名 ", "联系电话", "身份证号码（必填）", "岗位"),
        ("姓 名", "手机号\n码", "证件号码*", "职 位"),
        ("Name", "Mobile phone", "ID number", "Position"),
        ("Full name", "Phone No.", "Resident ID", "Job title"),
        ("姓名/Name", "手机/Mobile", "身份证号/ID No.", "职务/Position"),
        ("姓名 Name", "手机 Phone", "身份证号 ID", "职务 Job"),
    ],
)
def test_headings_are_understood_in_both_languages(headings):
    assert only(sheet_of([headings, WANG])) == WANG


def test_columns_may_come_in_any_order_among_others():
    rows = [
        ("备注", "职务", "身份证号", "紧急联系人电话", "姓名", "手机"),
        ("x", WANG[3], WANG[2], "1", WANG[0], WANG[1]),
    ]
    assert only(sheet_of(rows)) == WANG


def test_a_title_an_empty_row_and_headings_repeated_on_the_next_page_are_no_people():
    rows = [("花名册",), (), ("填表人：张三",), HEADINGS, WANG, (), HEADINGS, ("李雷", "13800138009", "", "")]
    assert names(sheet_of(rows)) == ["王芳", "李雷"]
    assert [person.line for person in read_staff_list(sheet_of(rows))] == [5, 8]


def test_the_first_sheet_with_headings_counts_and_hidden_ones_come_last():
    book = Workbook()
    book.active.append(["说明：请填写第二页"])
    hidden = book.create_sheet("下拉", 0)
    hidden.sheet_state = "hidden"
    for row in (HEADINGS, ("不是我", "1", "2", "3")):
        hidden.append(row)
    people = book.create_sheet("人员")
    for row in (HEADINGS, WANG):
        people.append(row)
    book.active = 1
    assert names(saved(book)) == ["王芳"]


def test_numbers_dates_and_hidden_rows_are_read_as_they_are_seen():
    book = Workbook()
    for row in (HEADINGS, ("王芳", 13800138008, 110101199003070089, 7), ("李雷", 13800138009.0, "", "")):
        book.active.append(row)
    book.active.append(["周敏", "", datetime(1990, 3, 7), "x"])  # noqa: DTZ001 - a cell has no zone
    book.active.row_dimensions[3].hidden = True
    people = read_staff_list(saved(book))
    assert [(person.name, person.phone) for person in people] == [
        ("王芳", "13800138008"),
        ("李雷", "13800138009"),
        ("周敏", ""),
    ]
    assert people[2].resident_id == "1990-03-07"


def test_rows_and_columns_that_are_only_coloured_are_no_harm():
    book = Workbook()
    for row in (HEADINGS, WANG):
        book.active.append(row)
    for line in range(3, 5000):
        book.active.cell(line, 1).number_format = "@"
    book.active.cell(2, 300).number_format = "@"
    assert names(saved(book)) == ["王芳"]


def test_formulas_are_told_apart_by_column_and_others_do_not_matter():
    rows = [("序号", *HEADINGS), ("=ROW()", *WANG), (2, '="王"&"芳"', "=1", "", "")]
    first, second = read_staff_list(sheet_of(rows))
    assert first.formulas == ()
    assert set(second.formulas) == {"name", "phone"}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotASpreadsheet),
        (b"\xff\xfe" + "姓名,手机".encode("utf-16-le"), NotASpreadsheet),
        ("姓名,手机\n王芳,13800138008\n".encode(), NotASpreadsheet),
        (b"%PDF-1.7", NotASpreadsheet),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OldSpreadsheet),
        (b"PK\x03\x04 and then nothing", NotASpreadsheet),
    ],
)
def test_what_is_no_workbook_is_refused_with_advice(content, refusal):
    with pytest.raises(refusal) as refused:
        read_staff_list(content)
    assert ".xlsx" in refused.value.advice


def test_a_workbook_without_headings_is_refused():
    for rows in ([WANG], [("名单",)], []):
        with pytest.raises(NoHeading):
            read_staff_list(sheet_of(rows))


def test_another_zip_a_torn_one_and_one_with_a_part_twice_are_no_workbooks():
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    torn = sheet_of([HEADINGS, WANG])[:-200]
    twice = io.BytesIO(sheet_of([HEADINGS, WANG]))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(twice, "a") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    for content in (word.getvalue(), torn, twice.getvalue()):
        with pytest.raises(NotASpreadsheet):
            read_staff_list(content)


# Bombs -----------------------------------------------------------------------------------------------------------

CELL = '<c r="{}" t="inlineStr"><is><t>姓名</t></is></c>'
TOP = f'<row r="1">{CELL.format("A1")}</row>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def with_parts(parts: dict[str, bytes]) -> bytes:
    """An ordinary workbook in which some parts are others."""
    made, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(sheet_of([HEADINGS, WANG])))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, parts.get(name, old.read(name)))
        for name in parts.keys() - set(old.namelist()):
            archive.writestr(name, parts[name])
    return made.getvalue()


def with_rows(rows: str) -> bytes:
    return with_parts({"xl/worksheets/sheet1.xml": SHEET.format(TOP + rows).encode()})


def far_cell():
    return with_rows(f'<row r="1048576">{CELL.format("XFD1048576")}</row>')


def far_column():
    return with_rows(f'<row r="2">{CELL.format("XFD2")}</row>')


def column_beyond_all_columns():
    return with_rows(f'<row r="2">{CELL.format("ZZZZZZZ2")}</row>')


def three_million_rows():
    return with_rows("<row><c><v>1</v></c></row>" * 3_000_000)


def one_row_of_two_million_cells():
    return with_rows('<row r="2">' + "<c><v>1</v></c>" * 2_000_000 + "</row>")


def shared_strings():
    many = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + "<si><t>a</t></si>" * 2_000_000
    return with_parts({"xl/sharedStrings.xml": (many + "</sst>").encode()})


def shared_strings_just_within_the_size():
    many = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + "<si><t/></si>" * 600_000
    kinds = zipfile.ZipFile(io.BytesIO(sheet_of([HEADINGS, WANG]))).read("[Content_Types].xml").decode()
    told = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts = {"xl/sharedStrings.xml": (many + "</sst>").encode()}
    if "sharedStrings" not in kinds:
        parts["[Content_Types].xml"] = kinds.replace("</Types>", told).encode()
    return with_parts(parts)


def styles():
    return with_parts({"xl/styles.xml": b"<styleSheet>" + b"<a/>" * 2_500_000 + b"</styleSheet>"})


def zip_bomb():
    return with_parts({"xl/worksheets/sheet1.xml": b" " * 400_000_000})


def entities():
    lines = ['<!DOCTYPE x [<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return with_parts({"xl/worksheets/sheet1.xml": ("".join(lines) + "]>" + SHEET.format("&a9;")).encode()})


def entities_in_sixteen_bits():
    lines = ['<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return with_parts({"xl/worksheets/sheet1.xml": ("".join(lines) + "]>" + SHEET.format("&a9;")).encode("utf-16")})


def many_parts():
    return with_parts({f"xl/media/{n}.png": b"" for n in range(1500)})


def formula_chain():
    cells = "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" si="0">A1</f></c></row>' for n in range(2, 400_000))
    return with_rows(cells)


BOMBS = [
    far_cell, far_column, column_beyond_all_columns, three_million_rows, one_row_of_two_million_cells,
    shared_strings, shared_strings_just_within_the_size, styles, zip_bomb, entities, entities_in_sixteen_bits,
    many_parts, formula_chain,
]  # fmt: skip

LOOK = """
import sys, time, resource, json
sys.path.insert(0, sys.argv[1])
from firstaid.core.errors import FirstAidError
from firstaid.institutions.roster_file import read_staff_list
content = sys.stdin.buffer.read()
def used():
    of = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in of)
before = used()
try:
    said = len(read_staff_list(content))
except FirstAidError as refusal:
    said = refusal.code
child = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([said, used() - before, child.ru_maxrss // 1024]))
"""


def looked_at(content: bytes) -> tuple[object, float, int]:
    """What reading it gives, in a process of its own; seconds of work, and the most memory that opening it took."""
    run = subprocess.run(
        [sys.executable, "-c", LOOK, str(SOURCE)], input=content, capture_output=True, timeout=60, check=True
    )
    said, seconds, megabytes = json.loads(run.stdout)
    return said, seconds, megabytes


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_a_bomb_is_refused_within_five_seconds_and_three_hundred_megabytes(bomb):
    content = bomb()
    assert len(content) < 10_000_000
    said, seconds, megabytes = looked_at(content)
    read_in_time = bomb is shared_strings_just_within_the_size and said == 1  # by a machine that is fast enough
    assert read_in_time or str(said).startswith("institutions."), said
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_a_list_of_two_thousand_people_is_no_bomb():
    people = [(f"老师{n}", f"138{n:08d}", "", "教师") for n in range(1990)]
    said, seconds, megabytes = looked_at(sheet_of([HEADINGS, *people]))
    assert said == 1990
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


NAIVE = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (400 * 2**20, 400 * 2**20))
resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
from openpyxl import load_workbook
print(sum(1 for _ in load_workbook(io.BytesIO(sys.stdin.buffer.read())).active.iter_rows()))
"""


def test_without_the_guard_a_far_cell_blows_up():
    """The negative control: the library by itself does not come to an end within the same limits."""
    run = subprocess.run([sys.executable, "-c", NAIVE], input=far_cell(), capture_output=True, timeout=60, check=False)
    assert run.returncode != 0


def test_whoever_hangs_is_given_up(monkeypatch):
    def never(*_args, **_more):
        raise subprocess.TimeoutExpired("workbook", 1)

    monkeypatch.setattr(subprocess, "run", never)
    with pytest.raises(SpreadsheetTooLarge):
        read_staff_list(sheet_of([HEADINGS, WANG]))
