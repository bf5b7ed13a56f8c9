"""Who may have which certificate, and as what."""

from datetime import UTC, date, datetime
from io import BytesIO
from uuid import uuid4
from zipfile import ZIP_STORED, ZipFile

import pypdf
import pytest
from sqlmodel import select

from firstaid.accounts.models import Person
from firstaid.certificates.models import Certificate
from firstaid.institutions.models import Institution, Role, RoleGrant
from firstaid.trainings.models import Training

MAY = {
    "chen": {"wang", "li", "zhou"},
    "auditor": {"wang", "li", "zhou"},
    "zhao": {"wang", "li"},
    "qian": {"zhou"},
    "sun": {"wang", "li", "zhou"},
    "ma": set(),
    "lin": set(),
    "wang": {"wang"},
    "wu": set(),
}


@pytest.mark.parametrize("who", MAY)
@pytest.mark.usefixtures("issued")
def test_a_paper_is_given_to_those_it_concerns_and_does_not_exist_for_others(browse, cast, certificate_of, who):
    browser = browse(getattr(cast, who))
    got = {
        holder
        for holder in ("wang", "li", "zhou")
        if browser.get(f"/certificates/{certificate_of(getattr(cast, holder)).id}/pdf").status_code == 200
    }
    assert got == MAY[who]
    assert browser.get(f"/certificates/{uuid4()}/pdf").status_code == 404


@pytest.mark.usefixtures("issued")
def test_a_device_that_joined_by_code_gets_its_own_and_no_more(browse, cast, certificate_of):
    phone = browse(cast.wang, device=True)
    assert phone.get(f"/certificates/{certificate_of(cast.wang).id}/pdf").status_code == 200
    assert phone.get(f"/certificates/{certificate_of(cast.li).id}/pdf").status_code == 404
    coordinators_phone = browse(cast.chen, device=True)
    assert coordinators_phone.get(f"/certificates/{certificate_of(cast.wang).id}/pdf").status_code == 404
    assert coordinators_phone.get("/certificates").status_code == 403


@pytest.mark.usefixtures("issued")
def test_the_paper_comes_under_its_number_and_name(browse, cast, certificate_of):
    one = certificate_of(cast.wang)
    answer = browse(cast.zhao).get(f"/certificates/{one.id}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert "QH-2026-00001%20%E7%8E%8B%E8%8A%B3.pdf" in answer.headers["content-disposition"]
    assert "王芳" in pypdf.PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_a_paper_in_the_press_is_not_given_out_yet(chen, closed, session):
    chen.post(f"/trainings/{closed.id}/certificates")
    one = session.exec(select(Certificate)).first()
    answer = chen.get(f"/certificates/{one.id}/pdf")
    assert answer.status_code == 409
    assert "being printed" in answer.text
    assert chen.get(f"/trainings/{closed.id}/certificates/zip").status_code == 409


@pytest.mark.usefixtures("issued")
def test_she_who_was_merged_into_another_still_has_her_paper(browse, cast, database, certificate_of):
    one = certificate_of(cast.wang)
    with database.transaction() as writing:
        alias = writing.get_one(Person, cast.wang)
        alias.merged_into = cast.wu
        writing.add(alias)
    assert browse(cast.wu).get(f"/certificates/{one.id}/pdf").status_code == 200


@pytest.mark.parametrize(
    ("who", "shown"),
    [("chen", "王李周"), ("auditor", "王李周"), ("zhao", "王李"), ("qian", "周"), ("sun", "王李周"), ("ma", "")],
)
@pytest.mark.usefixtures("issued")
def test_the_list_holds_what_its_reader_may_see(browse, cast, who, shown):
    page = browse(getattr(cast, who)).get("/certificates").text
    names = {"王": "王芳", "李": "李雷", "周": "周敏"}
    assert {first for first, name in names.items() if name in page} == set(shown)


@pytest.mark.parametrize("who", ["lin", "wang"])
@pytest.mark.usefixtures("issued")
def test_the_list_is_for_staff_who_have_a_use_for_it(browse, cast, who):
    assert browse(getattr(cast, who)).get("/certificates").status_code == 403


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("芳", "王芳"),
        ("王芳", "王芳"),
        ("00003", "周敏"),
        ("qh-2026-00002", "李雷"),
        ("芳王", ""),
        ("%", ""),
        ("王雷", ""),
    ],
)
@pytest.mark.usefixtures("issued")
def test_one_character_of_a_name_or_the_end_of_a_number_finds_it(chen, sought, found):
    page = chen.get("/certificates", params={"q": sought}).text
    assert [name for name in ("王芳", "李雷", "周敏") if name in page] == ([found] if found else [])
    if not found:
        assert "No certificate was found" in page


@pytest.mark.usefixtures("issued")
def test_the_list_can_be_kept_to_one_institution_and_says_so_when_it_is_empty(chen, browse, cast):
    page = chen.get("/certificates", params={"institution_id": str(cast.willow)}).text
    assert "周敏" in page
    assert "王芳" not in page
    overseen = chen.get("/certificates", params={"institution_id": str(cast.centre)}).text
    assert "周敏" in overseen
    assert "王芳" in overseen
    assert browse(cast.ma).get("/certificates", params={"institution_id": str(cast.willow)}).status_code == 404
    assert "No certificates yet" in browse(cast.ma).get("/certificates").text


@pytest.mark.usefixtures("issued")
def test_long_lists_come_a_page_at_a_time(chen, monkeypatch):
    monkeypatch.setattr("firstaid.certificates.showing.ON_A_PAGE", 2)
    first = chen.get("/certificates").text
    second = chen.get("/certificates?page=2").text
    assert "周敏" in first
    assert "王芳" not in first
    assert "王芳" in second
    assert "page=2" in first


def test_before_an_inspection_the_list_says_what_runs_out_and_when(browse, cast, clock, issued):
    assert issued
    clock.at = datetime(2029, 10, 2, 1, 0, tzinfo=UTC)
    zhao = browse(cast.zhao)
    page = zhao.get("/certificates").text
    assert "runs out in 60 days" in page
    assert "Runs out soon" in page
    assert "In the coming year 2 certificates run out." in page
    assert "Dec 2029" in page
    assert "王芳" in zhao.get("/certificates?state=soon").text
    assert "No certificate was found" in zhao.get("/certificates?state=expired").text
    assert "No certificate was found" in zhao.get("/certificates?state=valid").text
    clock.at = datetime(2029, 12, 2, 1, 0, tzinfo=UTC)
    expired = browse(cast.zhao).get("/certificates?state=expired").text
    assert "王芳" in expired
    assert "In the coming year" not in browse(cast.zhao).get("/certificates").text


def test_what_is_renewed_does_not_count_as_running_out(browse, cast, clock, database, certificate_of, issued):
    assert issued
    clock.at = datetime(2029, 10, 2, 1, 0, tzinfo=UTC)
    with database.transaction() as writing:
        old = certificate_of(cast.wang)
        again = writing.get_one(Certificate, certificate_of(cast.li).id)
        again.person_id, again.valid_until = old.person_id, date(2032, 12, 1)
        writing.add(again)
    assert "In the coming year" not in browse(cast.zhao).get("/certificates").text


def names_in(answer):
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_STORED}
        assert len(answer.content) < 1000 * len(archive.infolist()) + sum(one.file_size for one in archive.infolist())
        for entry in archive.infolist():
            assert archive.read(entry).startswith(b"%PDF-")
        return archive.namelist()


@pytest.mark.usefixtures("issued")
def test_the_head_takes_all_papers_of_her_staff_home_in_one_file(browse, cast):
    answer = browse(cast.zhao).get("/certificates/zip", params={"institution_id": str(cast.sunflower)})
    assert names_in(answer) == ["QH-2026-00001 王芳.pdf", "QH-2026-00002 李雷.pdf"]
    assert "%E5%90%91" in answer.headers["content-disposition"]


@pytest.mark.usefixtures("issued")
def test_the_centre_takes_those_of_both_kindergartens(browse, cast):
    sun = browse(cast.sun)
    assert names_in(sun.get("/certificates/zip", params={"institution_id": str(cast.centre)})) == [
        "向日葵幼儿园/QH-2026-00001 王芳.pdf",
        "向日葵幼儿园/QH-2026-00002 李雷.pdf",
        "柳树幼儿园/QH-2026-00003 周敏.pdf",
    ]
    assert names_in(sun.get("/certificates/zip", params={"institution_id": str(cast.willow)})) == [
        "QH-2026-00003 周敏.pdf"
    ]


@pytest.mark.usefixtures("issued")
def test_the_centre_is_offered_all_at_once_and_a_chosen_kindergarten_alone(browse, cast):
    sun, offered = browse(cast.sun), "/certificates/zip?institution_id={}"
    everything = sun.get("/certificates").text
    assert offered.format(cast.centre) in everything
    assert "wall-list" not in everything
    chosen = sun.get("/certificates", params={"institution_id": str(cast.willow)}).text
    assert offered.format(cast.willow) in chosen
    assert str(cast.centre) + '"' not in chosen.split("<form")[0]


def test_nobody_takes_those_of_another_institution(browse, issued, cast):
    for institution in (cast.willow, cast.centre, uuid4()):
        answer = browse(cast.zhao).get("/certificates/zip", params={"institution_id": str(institution)})
        assert answer.status_code == 404
    assert browse(cast.ma).get("/certificates/zip", params={"institution_id": str(cast.maple)}).status_code == 409
    assert browse(cast.zhao).get("/certificates/zip").status_code == 422
    assert browse(cast.zhao).get(f"/trainings/{issued.id}/certificates/zip").status_code == 403


def test_two_people_of_one_name_are_two_files_and_no_name_leaves_the_folder(chen, closed, cast, rename, print_all):
    rename(cast.wang, "李雷")
    rename(cast.zhou, "../../李雷")
    chen.post(f"/trainings/{closed.id}/certificates")
    print_all()
    assert names_in(chen.get(f"/trainings/{closed.id}/certificates/zip")) == [
        "QH-2026-00001 李雷.pdf",
        "QH-2026-00002 李雷.pdf",
        "QH-2026-00003 .._.._李雷.pdf",
    ]


@pytest.mark.usefixtures("issued")
def test_a_head_of_a_centre_alone_does_not_see_what_it_oversees(browse, cast, database, clock):
    with database.transaction() as writing:
        writing.add(
            RoleGrant(
                person_id=cast.wu,
                issuer_id=cast.issuer,
                institution_id=cast.centre,
                role=Role.HEAD,
                granted_at=clock(),
            )
        )
    assert "王芳" not in browse(cast.wu).get("/certificates").text


@pytest.mark.usefixtures("issued")
def test_who_has_two_roles_sees_each_institution_once(browse, cast, database, clock):
    with database.transaction() as writing:
        writing.add(
            RoleGrant(
                person_id=cast.chen,
                issuer_id=cast.issuer,
                institution_id=cast.sunflower,
                role=Role.HEAD,
                granted_at=clock(),
            )
        )
        names = [one.name for one in writing.exec(select(Institution))]
    page = browse(cast.chen).get("/certificates").text
    assert all(page.count(f">{name}</option>") == 1 for name in names)


@pytest.mark.parametrize(
    ("who", "status"), [("chen", 200), ("auditor", 200), ("lin", 403), ("zhao", 403), ("wang", 403)]
)
def test_the_trainings_page_is_for_coordinator_and_auditor(browse, issued, cast, who, status):
    answer = browse(getattr(cast, who)).get(f"/trainings/{issued.id}/certificates")
    assert answer.status_code == status
    if who == "auditor":
        assert browse(cast.auditor).post(f"/trainings/{issued.id}/certificates").status_code == 403


def test_a_certificate_is_printed_again_only_through_its_own_training(chen, issued, cast, database, certificate_of):
    with database.transaction() as writing:
        other = Training(**writing.get_one(Training, issued.id).model_dump(exclude={"id", "join_code"}), join_code="X")
        writing.add(other)
        other_id = other.id
    one = certificate_of(cast.wang)
    assert chen.post(f"/trainings/{other_id}/certificates/{one.id}/printing").status_code == 404
    assert chen.post(f"/trainings/{issued.id}/certificates/{one.id}/printing").status_code == 303
