"""What a hand typed, made plain: names, phones, resident IDs."""

from datetime import date

import pytest
from cast import resident_id

from firstaid.accounts import identity

GOOD = resident_id(7)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  王 芳　", "王芳"),
        ("欧阳　 娜娜", "欧阳娜娜"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 ・ 买买提", "阿卜杜拉·买买提"),
        ("Mary  Ann   Smith", "Mary Ann Smith"),
        ("𠮷 䶮", "𠮷䶮"),
    ],
)
def test_a_name_loses_the_typists_spaces_and_keeps_its_characters(typed, name):
    assert identity.clean_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("13800138000", "+8613800138000"),
        (" 138 0013 8000 ", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        (13800138000, "+8613800138000"),
        ("+44 20 7946 0018", "+442079460018"),
        ("12345", None),
        ("no phone", None),
        ("", None),
    ],
)
def test_a_phone_is_kept_in_one_way_of_writing_or_not_at_all(typed, phone):
    assert identity.clean_phone(typed) == phone


@pytest.mark.parametrize("typed", [GOOD, f" {GOOD[:6]} {GOOD[6:14]} {GOOD[14:]} ", GOOD.lower()])
def test_a_resident_id_tells_its_birth_date(typed):
    assert identity.read_resident_id(typed) == identity.ResidentId(GOOD, date(1990, 3, 7))


@pytest.mark.parametrize("typed", [GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), GOOD[:-1], "", "11010119901307001X"])
def test_a_wrong_check_digit_length_or_birth_date_is_no_resident_id(typed):
    assert identity.read_resident_id(typed) is None


def test_what_is_shown_of_a_number_is_its_end():
    assert identity.masked_id("001X") == "**************001X"
    assert identity.masked_id(None) == ""
    assert identity.masked_phone("+8613800138000") == "138****8000"
    assert identity.masked_phone(None) == identity.masked_phone("12345") == ""


def test_lists_are_read_by_pinyin():
    names = ["周敏", "王芳", "阿卜杜拉·买买提", "李雷"]
    assert sorted(names, key=identity.sort_key) == ["阿卜杜拉·买买提", "李雷", "王芳", "周敏"]


def test_a_name_is_found_by_each_character_and_each_two_neighbours():
    assert identity.grams("王小芳") == {"王", "小", "芳", "王小", "小芳"}
