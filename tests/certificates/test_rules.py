from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from firstaid.certificates import rules
from firstaid.certificates.numbering import number_of, series_of
from firstaid.certificates.rules import Standing, Validity, Worth
from firstaid.schemes.files import Basis, ValidityRule

BASIS = Basis(confirm=True)


@pytest.mark.parametrize(
    ("last_assessed", "rule", "begins", "ends"),
    [
        ("2026-12-01", (36, "last_assessment", False), "2026-12-01", "2029-12-01"),
        ("2026-12-01", (36, "issue", False), "2026-12-10", "2029-12-10"),
        ("2026-12-01", (24, "last_assessment", True), "2026-12-01", "2028-12-31"),
        ("2026-12-31", (24, "last_assessment", True), "2026-12-31", "2028-12-31"),
        ("2026-02-05", (24, "last_assessment", True), "2026-02-05", "2028-02-29"),
        ("2028-02-29", (12, "last_assessment", False), "2028-02-29", "2029-02-28"),
        ("2028-02-29", (48, "last_assessment", False), "2028-02-29", "2032-02-29"),
        ("2027-02-28", (12, "last_assessment", False), "2027-02-28", "2028-02-28"),
        ("2026-08-31", (6, "last_assessment", False), "2026-08-31", "2027-02-28"),
        ("2026-10-31", (1, "last_assessment", False), "2026-10-31", "2026-11-30"),
        ("2026-11-30", (1, "last_assessment", False), "2026-11-30", "2026-12-30"),
        ("2026-12-01", (None, "last_assessment", False), "2026-12-01", None),
        ("2026-12-01", (None, "issue", True), "2026-12-10", None),
    ],
)
def test_a_certificate_holds_as_long_as_its_scheme_says(last_assessed, rule, begins, ends):
    months, starts, month_end = rule
    scheme = ValidityRule(months=months, starts=starts, month_end=month_end, basis=BASIS)
    holds = rules.validity(scheme, last_assessed_on=date.fromisoformat(last_assessed), issued_on=date(2026, 12, 10))
    assert holds == Validity(date.fromisoformat(begins), date.fromisoformat(ends) if ends else None)


@pytest.mark.parametrize(
    ("until", "today", "standing"),
    [
        ("2029-11-30", "2029-12-01", Standing.EXPIRED),
        ("2029-12-01", "2029-12-01", Standing.VALID),
        ("2029-12-02", "2029-12-01", Standing.VALID),
        (None, "2099-12-01", Standing.VALID),
    ],
)
def test_the_last_day_is_still_a_valid_day(until, today, standing):
    ends = date.fromisoformat(until) if until else None
    assert rules.standing(ends, date.fromisoformat(today)) is standing


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("王芳芳", "王**"),
        ("阿卜杜拉·买买提", "阿***·买**"),
        ("𠮷田", "𠮷*"),
        ("张", "*"),
        ("Ann Lee", "A** L**"),
        ("A B", "A *"),
        ("李·明", "李·*"),
        ("", ""),
    ],
)
def test_a_stranger_sees_the_first_character_of_each_part_of_a_name(name, shown):
    assert rules.masked_name(name) == shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qh-2026-00001", "QH202600001"),
        (" QH - 2O26 - OOOO1 ", "QH202600001"),
        ("ＱＨ－２０２６－００００１", "QH202600001"),
        ("7k2m 9qxd", "7K2M9QXD"),
        ("7K2M-9QXD", "7K2M9QXD"),
        ("OIL1Uo", "0111V0"),
        ("清河红救证字2026第001号", "清河红救证字2026第001号"),
        ("", ""),
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed, meant):
    assert rules.fold(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("7k2m-9qxd", "7K2M9QXD"), ("７Ｋ２Ｍ９ＱＸＤ", "7K2M9QXD"), ("7K2M9QX", None), ("ـ" * 8, None), ("王" * 8, None)],
)
def test_a_check_code_is_one_that_a_paper_can_bear(typed, meant):
    assert rules.read_code(typed) == meant


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (360, "6小时", "6 h"),
        (405, "6小时45分钟", "6 h 45 min"),
        (45, "45分钟", "45 min"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes(minutes, zh, en):
    assert rules.hours(minutes) == (zh, en)


@pytest.mark.parametrize(
    ("text", "size"),
    [("王芳", "xl"), ("阿卜杜拉·买买提", "l"), ("Abdulrahman Mamatimin", "m"), ("阿" * 24, "s"), ("阿" * 100, "xs")],
)
def test_the_longer_a_text_the_smaller_it_is_set(text, size):
    assert rules.size_of(text) == size


@pytest.mark.parametrize(
    ("number", "name", "file_name"),
    [
        ("QH-2026-00001", "王芳", "QH-2026-00001 王芳.pdf"),
        ("QH/2026/1", "../../etc/passwd", "QH_2026_1 .._.._etc_passwd.pdf"),
        ("N1", 'a\\b:c*d?e"f<g>h|i\x00j', "N1 a_b_c_d_e_f_g_h_i_j.pdf"),
        ("N1", "\u202egnp.exe", "N1 _gnp.exe.pdf"),
        ("N1", "Ann. ", "N1 Ann.pdf"),
    ],
)
def test_a_file_name_carries_number_and_name_and_names_no_other_folder(number, name, file_name):
    assert rules.file_name(number, name) == file_name


def test_a_file_name_fits_every_file_system_and_is_cut_between_characters():
    name = rules.file_name("QH-2026-00001", "𠮷" * 100)
    assert len(name.encode()) <= 204
    assert name.startswith("QH-2026-00001 𠮷")
    assert name.endswith("𠮷.pdf")


def test_a_zip_is_named_for_whose_certificates_it_holds():
    assert rules.zip_name("向日葵/幼儿园") == "向日葵_幼儿园.zip"


def test_an_id_is_read_and_anything_else_means_all():
    chosen = uuid4()
    assert rules.read_id(str(chosen)) == chosen
    assert rules.read_id("") is None
    assert rules.read_id("x") is None


DONE = {"state": "done"}


@pytest.mark.parametrize(
    ("entry", "entitled"),
    [
        ({"ready": True, "cells": [DONE, DONE], "last_assessed_on": "2026-12-01"}, True),
        ({"ready": False, "cells": [DONE, DONE], "last_assessed_on": "2026-12-01"}, False),
        ({"ready": True, "cells": [DONE, {"state": "open"}], "last_assessed_on": "2026-12-01"}, False),
        ({"ready": True, "cells": [], "last_assessed_on": "2026-12-01"}, False),
        ({"ready": True, "cells": [DONE], "last_assessed_on": None}, False),
    ],
)
def test_take_one_piece_of_evidence_away_and_nobody_is_entitled(entry, entitled):
    assert rules.entitles(entry) is entitled


@pytest.mark.parametrize(
    ("pattern", "serial", "number"),
    [
        ("{issuer}-{year}-{serial:05d}", 1, "QH-2026-00001"),
        ("{issuer}-{year}-{serial:05d}", 123456, "QH-2026-123456"),
        ("{issuer}救证字{year}第{serial}号", 7, "QH救证字2026第7号"),
        ("{serial:08d}", 42, "00000042"),
    ],
)
def test_a_number_follows_the_schemes_pattern(pattern, serial, number):
    assert number_of(pattern, issuer="QH", year=2026, serial=serial) == number


@pytest.mark.parametrize(
    ("pattern", "series"),
    [
        ("{issuer}-{year}-{serial:05d}", "QH-2026-#"),
        ("{issuer}-{serial:05d}", "QH-#"),
        ("{year:06d}/{serial}号", "002026/#号"),
    ],
)
def test_serials_are_counted_among_numbers_that_differ_in_nothing_else(pattern, series):
    assert series_of(pattern, issuer="QH", year=2026) == series


TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("until", "worth", "days"),
    [
        (None, Worth.VALID, None),
        (date(2026, 11, 30), Worth.EXPIRED, None),
        (date(2026, 12, 1), Worth.SOON, 0),
        (date(2026, 12, 31), Worth.SOON, 30),
        (date(2027, 1, 1), Worth.SOON, 31),
        (date(2027, 3, 1), Worth.SOON, 90),
        (date(2027, 3, 2), Worth.VALID, None),
        (date(2029, 12, 1), Worth.VALID, None),
    ],
)
def test_what_runs_out_says_so_in_time_and_in_how_many_days(until, worth, days):
    assert rules.worth(until, TODAY) is worth
    assert rules.days_left(until, TODAY) == days


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("QH-2026-00002", True),
        ("qh202600002", True),
        ("qh 2026 2", True),
        ("ＱＨ－２０２６－０００２", True),
        ("qh_2026_o2", True),
        ("QH 2026 20", False),
        ("QH 20260 2", False),
        ("2026 2", False),
        ("2", False),
        ("", False),
    ],
)
def test_a_number_is_meant_without_the_zeros_that_fill_it_up_too(typed, meant):
    assert rules.numbered_alike(typed, "QH-2026-00002") is meant


@pytest.mark.parametrize("typed", ["QH-2026-00002", "qh202600002", "QH 2026 2", "q h 2026 0002", "00QH 02026 o2"])
def test_guesses_at_one_number_are_counted_together_however_it_is_typed(typed):
    assert rules.guessed(typed) == rules.guessed("QH-2026-00002")


@pytest.mark.parametrize(("typed", "meant"), [("soon", Worth.SOON), ("", None), ("all", None), ("SOON", None)])
def test_a_state_that_is_none_means_all(typed, meant):
    assert rules.read_worth(typed) is meant


def test_of_each_course_the_wall_shows_what_holds_longest_and_nothing_that_is_over():
    def held(course, until):
        return SimpleNamespace(course_key=course, valid_until=until)

    over, short, long = held("cpr", date(2026, 11, 30)), held("cpr", TODAY), held("cpr", date(2027, 12, 1))
    ever, other = held("cpr", None), held("child", date(2027, 1, 1))
    assert rules.newest_valid([over], TODAY) == []
    assert rules.newest_valid([short, other, long, over], TODAY) == [long, other]
    assert rules.newest_valid([ever, long], TODAY) == [ever]
