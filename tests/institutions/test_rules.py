from uuid import uuid4

import pytest
from cast import resident_id

from firstaid.accounts.identity import clean_name
from firstaid.institutions.models import InstitutionKind, Role
from firstaid.institutions.rules import (
    REASONS,
    Decision,
    Entry,
    Known,
    ListedPerson,
    is_looked_for,
    leading_role,
    plan,
    understand,
)

ID, OTHER_ID = resident_id(1), resident_id(2)
WRONG = ID[:-1] + ("1" if ID[-1] != "1" else "2")
ALICE = uuid4()


def row(*, name="王芳", phone="13800138001", number=ID, line=3, position="教师", formulas=()):
    return ListedPerson(line, name, phone, number, position, formulas)


def decisions(*rows, known=None):
    return [(one.decision.value, one.reason, one.same_as) for one in plan(rows, known or {})]


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (row(formulas=("name",)), "formula"),
        (row(name="  "), "no_name"),
        (row(name="---"), "no_name"),
        (row(name="\u0301\u0302"), "no_name"),
        (row(name="王" * 101), "long_name"),
        (row(number=ID[:15] + "000"), "rounded_id"),
        (row(number="110101900307123"), "old_id"),
        (row(number="110101900307000"), "old_id"),
        (row(number=WRONG), "bad_id"),
        (row(number="11010119901307001X"), "bad_id"),
        (row(number="护照E12345678"), "bad_id"),
        (row(phone="1380013800"), "bad_phone"),
        (row(phone="13800138001/13900139001"), "bad_phone"),
        (row(phone="", number=" "), "no_number"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(listed, reason):
    assert understand(listed) == reason
    assert reason in REASONS


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("+86 138-0013-8001", "+8613800138001"),
        ("８６ １３８ ００１３ ８００１", "+8613800138001"),
        ("\u202d138 0013 8001\u202c", "+8613800138001"),
        ("0539-8123456", "+865398123456"),
    ],
)
def test_a_phone_is_read_however_it_is_typed(typed, phone):
    assert understand(row(phone=typed)).phone == phone


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王 芳", "王芳"),
        ("\u3000王\u3000芳 ", "王芳"),
        ("王\u200b芳", "王芳"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 • 买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("䶮", "䶮"),
        ("𠮷 野", "𠮷野"),
        ("㛃", "㛃"),
        ("Mary  Ann O'Neill", "Mary Ann O'Neill"),
    ],
)
def test_a_name_is_kept_as_it_will_stand_on_a_certificate(typed, name):
    assert understand(row(name=typed)).name == name == clean_name(name)


def test_an_id_may_end_with_a_small_x_and_hold_spaces():
    ends_with_x = next(number for number in map(resident_id, range(1, 99)) if number.endswith("X"))
    typed = f" {ends_with_x[:6]} {ends_with_x[6:].lower()}"
    assert understand(row(number=typed)).resident_id.number == ends_with_x


def test_a_county_founded_after_her_birth_is_no_fault_of_her_id():
    stem = "32058319650307123"  # Kunshan has been a city since 1989
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = stem + "10X98765432"[sum(int(d) * w for d, w in zip(stem, weights, strict=True)) % 11]
    assert isinstance(understand(row(number=number)), Entry)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (row(), row(line=4), ("refuse", "twice", 3)),
        (row(), row(line=4, name="王方"), ("refuse", "twice", 3)),
        (row(), row(line=4, number=OTHER_ID), ("add", None, None)),
        (row(), row(line=4, number=""), ("refuse", "twice", 3)),
        (row(number=""), row(line=4), ("refuse", "twice", 3)),
        (row(number=""), row(line=4, number="", name="李雷"), ("add", None, None)),
        (row(phone=""), row(line=4, phone="", number=OTHER_ID), ("add", None, None)),
        (row(number=WRONG), row(line=4), ("add", None, None)),
    ],
)
def test_one_person_twice_on_a_list_is_taken_once(first, second, expected):
    assert decisions(first, second)[1] == expected


def test_two_rows_that_mean_one_recorded_person_are_one():
    known = {("id", ID): Known(ALICE, "王芳"), ("phone", "王芳", "+8613900139001"): Known(ALICE)}
    listed = (row(), row(line=4, number="", phone="13900139001"))
    assert decisions(*listed, known=known)[1] == ("refuse", "twice", 3)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(), "add"),
        (Known(ALICE, "王芳"), "add"),
        (Known(ALICE, "王芳", works_here=True), "unchanged"),
        (Known(ALICE, "王芳", works_here=True, lacks=True), "complete"),
        (Known(ALICE, "王芳", lacks=True), "add"),
        (Known(ALICE, "王方"), "refuse"),
        (Known(ALICE, "王方", works_here=True), "refuse"),
    ],
)
def test_what_happens_to_somebody_follows_what_the_records_say(known, expected):
    assert decisions(row(), known={("id", ID): known})[0][0] == Decision(expected)


@pytest.mark.parametrize(("kind", "role"), [("kindergarten", "head"), ("centre", "centre"), ("other", "head")])
def test_a_centre_is_led_by_its_director_all_others_by_a_head(kind, role):
    assert leading_role(InstitutionKind(kind)) is Role(role)


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("", "", True),
        ("sun FLOWER", "", True),
        ("riverside flower", "kindergarten", True),
        ("flower nowhere", "", False),
        ("", "centre", False),
    ],
)
def test_an_institution_is_found_by_all_words_and_its_kind(words, kind, found):
    facts = {"name": "Sunflower", "town": "Riverside", "is_kind": "kindergarten"}
    assert is_looked_for(words, kind, **facts) is found
