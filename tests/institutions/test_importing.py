"""A staff list on its way from a workbook to the staff of a kindergarten."""

import io

import pytest
from cast import resident_id
from openpyxl import load_workbook
from sqlalchemy import func
from sqlmodel import select
from workbooks import HEADINGS, rows_of, sheet_of, staff_list

from firstaid.accounts.models import Person
from firstaid.institutions import queries, routes
from firstaid.institutions.models import Employment, Role, RoleGrant, StaffListUpload
from firstaid.ledger.models import LedgerEntry


def how_many(session, table):
    session.rollback()
    return session.exec(select(func.count()).select_from(table)).one()


def staff(session, institution):
    session.rollback()
    return [person.name for _, person in queries.staff_of(session, institution)]


@pytest.fixture
def preview(send):
    """The address of the preview of the list of twenty."""
    answer = send(staff_list())
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_the_preview_says_row_by_row_what_will_happen_and_why(chen, preview):
    page = chen.get(preview).text
    assert page.count("Will be added") == 16
    assert "On the list already; nothing changes" in page
    assert "the resident ID is wrong" in page
    assert "the same person as in row 7" in page
    assert "a cell holds a formula" in page
    assert "王静" in page
    assert resident_id(102) not in page
    assert f"**************{resident_id(102)[-4:]}" in page


@pytest.mark.usefixtures("preview")
def test_nothing_is_written_before_it_is_confirmed(session, cast):
    before = (how_many(session, Person), how_many(session, Employment))
    assert before == (11, 4)
    assert staff(session, cast.sunflower) == ["李雷", "王芳"]


def test_a_file_is_remembered_by_the_name_that_can_be_seen(send, session):
    send(staff_list(), name="名单\u202e\u200b 十二月.xlsx")
    assert session.exec(select(StaffListUpload.file_name)).one() == "名单 十二月.xlsx"


def test_good_rows_go_in_and_bad_rows_come_back_with_their_reasons(chen, session, cast, preview):
    assert chen.post(f"{preview}/confirmation").status_code == 303
    names = staff(session, cast.sunflower)
    assert len(names) == 2 + 16
    assert "王静" in names
    assert "刘错" not in names

    page = chen.get(preview).text
    assert "The list was imported." in page
    refused = rows_of(chen.get(f"{preview}/refused.xlsx").content)
    assert refused[0][1:5] == ("Name", "Mobile", "Resident ID", "Position")
    assert [(row[0], row[1], row[5].split(":")[0].split(";")[0]) for row in refused[1:]] == [
        ("19", "刘错", "the resident ID is wrong"),
        ("21", refused[2][1], "the same person as in row 7"),
        ("22", '="公"&"式"', "a cell holds a formula"),
    ]


def test_importing_the_same_list_again_changes_nothing(chen, session, cast, send, preview):
    chen.post(f"{preview}/confirmation")
    before = (how_many(session, Person), how_many(session, Employment), staff(session, cast.sunflower))

    again = send(staff_list()).headers["location"]
    assert "Confirm: nothing to add" in chen.get(again).text
    assert chen.post(f"{again}/confirmation").status_code == 303
    assert (how_many(session, Person), how_many(session, Employment), staff(session, cast.sunflower)) == before


def test_confirming_twice_is_confirming_once(chen, session, preview):
    assert [chen.post(f"{preview}/confirmation").status_code for _ in range(2)] == [303, 303]
    said = select(LedgerEntry).where(LedgerEntry.action == "institutions.staff_list_confirmed")
    assert len(session.exec(said).all()) == 1


@pytest.fixture
def two_coordinators(database, cast, clock):
    with database.transaction() as writing:
        writing.add(RoleGrant(person_id=cast.auditor, issuer_id=cast.issuer, role=Role.COORDINATOR, granted_at=clock()))


@pytest.mark.usefixtures("two_coordinators")
def test_two_coordinators_who_confirm_one_list_add_people_once(browse, cast, session, preview, at_once):
    first, second = browse(cast.chen), browse(cast.auditor)
    answers = at_once(lambda: first.post(f"{preview}/confirmation"), lambda: second.post(f"{preview}/confirmation"))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(staff(session, cast.sunflower)) == 18


@pytest.mark.usefixtures("two_coordinators")
def test_two_lists_confirmed_at_once_make_one_person_of_one_name(browse, cast, session, send, at_once):
    list_ = sheet_of([HEADINGS, ("郑新", "13700137001", resident_id(300), "教师")])
    first, second = browse(cast.chen), browse(cast.auditor)
    one, two = send(list_).headers["location"], send(list_, to=cast.willow).headers["location"]
    answers = at_once(lambda: first.post(f"{one}/confirmation"), lambda: second.post(f"{two}/confirmation"))
    assert [answer.status_code for answer in answers] == [303, 303]
    session.rollback()
    assert len(session.exec(select(Person).where(Person.name == "郑新")).all()) == 1
    assert "郑新" in staff(session, cast.sunflower)
    assert "郑新" in staff(session, cast.willow)


def test_a_preview_is_the_same_for_somebody_known_elsewhere_and_for_somebody_new(chen, cast, send):
    known = sheet_of([HEADINGS, ("吴悠", "13800138011", resident_id(11), "教师")])
    new = sheet_of([HEADINGS, ("吴悠", "13800138011", resident_id(311), "教师")])
    pages = [chen.get(send(content, to=cast.willow).headers["location"]).text for content in (known, new)]
    rows = [page[page.index('<ul class="rows">') : page.index("</main>")] for page in pages]
    assert rows[0].replace(resident_id(11)[-4:], "####") == rows[1].replace(resident_id(311)[-4:], "####")


def test_a_name_typed_differently_for_the_same_id_is_refused_with_the_reason(chen, session, cast, send):
    preview = send(sheet_of([HEADINGS, ("王方", "13800138008", resident_id(8), "教师")])).headers["location"]
    assert "already recorded under another name" in chen.get(preview).text
    chen.post(f"{preview}/confirmation")
    assert staff(session, cast.sunflower) == ["李雷", "王芳"]
    assert "under another name" in rows_of(chen.get(f"{preview}/refused.xlsx").content)[1][5]


def test_a_later_list_that_brings_her_id_completes_her_record(chen, session, cast, send):
    without = send(sheet_of([("Name", "Mobile"), ("郑新", "13700137001")])).headers["location"]
    chen.post(f"{without}/confirmation")
    with_id = send(sheet_of([HEADINGS, ("郑新", "13700137001", resident_id(300), "教师")])).headers["location"]
    assert "number will be added" in chen.get(with_id).text
    chen.post(f"{with_id}/confirmation")
    session.rollback()
    people = session.exec(select(Person).where(Person.name == "郑新")).all()
    assert [person.id_last4 for person in people] == [resident_id(300)[-4:]]
    assert staff(session, cast.sunflower).count("郑新") == 1


def test_two_people_of_one_name_are_two_people(chen, session, cast, send):
    rows = [("张伟", "13700137001", resident_id(301), "教师"), ("张伟", "13700137002", resident_id(302), "保安")]
    preview = send(sheet_of([HEADINGS, *rows])).headers["location"]
    chen.post(f"{preview}/confirmation")
    assert staff(session, cast.sunflower).count("张伟") == 2


def test_rare_names_are_kept_as_they_are_written(chen, session, cast, send):
    names = ["䶮", "𠮷野", "㛃", "阿卜杜拉·买买提"]
    rows = [(name, f"1370013700{n}", resident_id(310 + n), "教师") for n, name in enumerate(names)]
    preview = send(sheet_of([HEADINGS, *rows])).headers["location"]
    chen.post(f"{preview}/confirmation")
    assert set(names) <= set(staff(session, cast.sunflower))


def test_refused_rows_hold_no_formula_and_no_number_whatever_was_typed(chen, send):
    rows = [
        ("=1+1", "+13", "@SUM(A1)", "-2"),
        ('=HYPERLINK("http://x")', "", "http://example.org", "=cmd|' /C calc'!A0"),
    ]
    preview = send(sheet_of([HEADINGS, *rows])).headers["location"]
    content = chen.get(f"{preview}/refused.xlsx").content
    sheet = load_workbook(io.BytesIO(content)).active
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None}
    links = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert sheet.max_row == 3
    # openpyxl calls any text that begins with "=" a formula when it reads it, so the file itself is asked
    assert links == []
    assert kinds <= {"s", "f"}
    assert b"<f>" not in part(content, "xl/worksheets/sheet1.xml")


def part(content: bytes, name: str) -> bytes:
    import zipfile  # noqa: PLC0415 - only here

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_refused_rows_sent_back_as_they_are_are_refused_again(chen, send, preview):
    again = send(chen.get(f"{preview}/refused.xlsx").content).headers["location"]
    page = chen.get(again).text
    assert "a cell holds a formula" in page
    assert "the resident ID is wrong" in page


def test_no_page_of_an_institution_shows_a_whole_resident_id(chen, cast):
    page = chen.get(f"/institutions/{cast.sunflower}").text
    assert "王芳" in page
    assert resident_id(8) not in page
    assert "13800138008" not in page


@pytest.mark.usefixtures("preview")
def test_what_was_uploaded_lies_encrypted(session):
    session.rollback()
    kept = session.exec(select(StaffListUpload.rows_locked)).one()
    assert resident_id(102).encode() not in kept
    assert "王".encode() not in kept


def test_only_the_coordinator_sends_and_confirms_and_the_auditor_looks(browse, cast, send, preview):
    content = staff_list()
    for who in (cast.auditor, cast.lin, cast.zhao, cast.sun, cast.wang):
        assert send(content, browser=browse(who)).status_code == 403
        assert browse(who).post(f"{preview}/confirmation").status_code == 403
        assert browse(who).get(f"{preview}/refused.xlsx").status_code == 403
    assert browse(cast.auditor).get(preview).status_code == 200
    assert browse(cast.zhao).get(preview).status_code == 403
    assert browse(cast.chen, device=True).get(preview).status_code == 403
    stranger = browse(None)
    assert send(content, browser=stranger).headers["location"].startswith("/sign-in")


def test_a_list_is_found_only_under_its_own_institution(chen, cast, preview):
    elsewhere = preview.replace(str(cast.sunflower), str(cast.willow))
    assert chen.get(elsewhere).status_code == 404
    assert chen.post(f"{elsewhere}/confirmation").status_code == 404


def test_a_file_of_more_than_ten_megabytes_is_refused_before_it_is_read(send):
    assert send(b"PK\x03\x04" + b"0" * 11_000_000).status_code == 413


def test_a_form_without_a_file_is_refused(chen, cast):
    assert chen.post(f"/institutions/{cast.sunflower}/staff-lists", data={"x": "y"}).status_code == 422


def test_the_lists_that_were_sent_stand_on_the_institutions_page_with_their_outcome(chen, cast, preview):
    here = f"/institutions/{cast.sunflower}"
    assert "Not confirmed yet" in chen.get(here).text
    chen.post(f"{preview}/confirmation")
    assert "16 added, 1 unchanged, 3 refused" in chen.get(here).text


def test_the_preview_is_chinese_for_those_who_read_chinese(browse, cast, preview):
    page = browse(cast.chen, language="zh-CN").get(preview).text
    assert "将加入" in page
    assert "与第7行是同一个人" in page
    assert "身份证号有误" in page


def test_a_list_that_is_not_wanted_is_forgotten_with_all_that_was_typed(chen, cast, session, preview):
    assert chen.post(f"{preview}/disposal").headers["location"] == f"/institutions/{cast.sunflower}"
    assert chen.get(preview).status_code == 404
    assert how_many(session, StaffListUpload) == 0
    assert staff(session, cast.sunflower) == ["李雷", "王芳"]


def test_a_confirmed_list_cannot_be_thrown_away(chen, session, preview):
    chen.post(f"{preview}/confirmation")
    answer = chen.post(f"{preview}/disposal")
    assert answer.status_code == 409
    assert "institutions.list_confirmed" in answer.text
    assert how_many(session, StaffListUpload) == 1


def test_nobody_waits_while_a_list_is_read(app, send, monkeypatch):
    """Reading may take seconds, so the pen is taken up only afterwards."""
    writing_meanwhile = []

    def read(_content):
        writing_meanwhile.append(app.state.turns.writers.borrowed_tokens)
        return []

    monkeypatch.setattr(routes, "read_staff_list", read)
    assert send(staff_list()).status_code == 303
    assert writing_meanwhile == [0]


def test_nothing_is_read_for_those_who_may_not_send(browse, cast, send, monkeypatch):
    opened = []
    monkeypatch.setattr(routes, "read_staff_list", opened.append)
    for browser in (browse(None), browse(cast.zhao), browse(cast.auditor), browse(cast.chen, device=True)):
        assert send(staff_list(), browser=browser).status_code in {303, 403}
    assert opened == []


def test_a_list_that_waits_is_met_again_on_the_page_of_its_institution(chen, preview, cast, browse):
    """Whoever closes the page while a list is read, or before she confirms, finds it again."""
    here = f"/institutions/{cast.sunflower}"
    assert "A staff list waits to be confirmed" in chen.get(here).text
    assert preview in chen.get(here).text
    assert "waits to be confirmed" not in browse(cast.auditor).get(here).text
    chen.post(f"{preview}/confirmation")
    assert "waits to be confirmed" not in chen.get(here).text


def test_the_preview_says_in_words_what_confirming_will_do(chen, preview):
    page = " ".join(chen.get(preview).text.split())
    assert "When you confirm: 16 are added, 0 get a number that was missing, 1 stay as they are." in page
    assert "Rows left out because something in them is wrong: 3." in page
    chen.post(f"{preview}/confirmation")
    assert "Added: 16. Completed: 0. Unchanged: 1. Refused: 3." in chen.get(preview).text


def test_the_preview_shows_what_will_be_stored_and_nothing_of_a_formula(chen, send):
    rows = [
        ("周敏", "13900139777", "", "教师（重复）"),
        ("孙丽", '=HYPERLINK("http://x","13900139019")', "", "=1+1"),
    ]
    page = chen.get(send(sheet_of([HEADINGS, *rows])).headers["location"]).text
    assert "教师(重复)" in page
    assert "教师（重复）" not in page
    assert "position: a formula · mobile: a formula" in page
    assert "19" not in page.split("孙丽")[1].split("</li>")[0]
