import re
from pathlib import Path
from uuid import uuid4

import pytest
from cast import START
from sqlmodel import select

from firstaid.accounts.models import Person
from firstaid.certificates import faces, service, tasks
from firstaid.certificates.models import Certificate, CertificateState, NumberSeries
from firstaid.certificates.press import Press
from firstaid.core.outbox import TRIES, Job, JobState
from firstaid.core.versions import digest_of
from firstaid.holdings.models import Holding
from firstaid.institutions.models import Issuer, Role, RoleGrant
from firstaid.ledger.models import LedgerEntry
from firstaid.outcomes.models import CloseOut
from firstaid.trainings.models import Training


def certificates(session):
    session.rollback()
    return session.exec(select(Certificate).order_by(Certificate.number)).all()


def test_one_act_issues_to_everybody_who_is_ready(chen, closed, session, print_all, cast):
    answer = chen.post(f"/trainings/{closed.id}/certificates")
    assert answer.headers["location"] == f"/trainings/{closed.id}/certificates"
    planned = certificates(session)
    assert [one.number for one in planned] == ["QH-2026-00001", "QH-2026-00002", "QH-2026-00003"]
    assert {one.state for one in planned} == {CertificateState.INTENDED}
    assert len({one.token for one in planned}) == 3

    assert print_all() == 3
    printed = certificates(session)
    assert {one.state for one in printed} == {CertificateState.ISSUED}
    assert all(one.issued_at and one.pdf_digest for one in printed)
    assert {holding.evidence_id for holding in session.exec(select(Holding))} == {one.id for one in printed}
    assert {holding.person_id for holding in session.exec(select(Holding))} == {cast.wang, cast.li, cast.zhou}


@pytest.mark.usefixtures("issued")
def test_what_is_issued_carries_its_evidence_and_is_in_the_ledger(session, cast):
    record = session.exec(select(CloseOut)).one()
    for one in certificates(session):
        assert one.evidence["close_out_id"] == str(record.id)
        assert one.evidence["trainee"]["person_id"] == str(one.person_id)
        assert one.evidence_digest == digest_of(one.evidence)
        told = session.exec(select(LedgerEntry).where(LedgerEntry.subject == f"certificate:{one.id}")).all()
        assert [entry.action for entry in told] == ["certificates.intended", "certificates.issued"]
        assert {entry.actor_id for entry in told} == {cast.chen}


@pytest.mark.usefixtures("issued")
def test_it_holds_for_as_long_as_the_locked_scheme_says(certificate_of, cast):
    one = certificate_of(cast.wang)
    assert (one.valid_from.isoformat(), one.valid_until.isoformat()) == ("2026-12-01", "2029-12-01")


def test_issuing_twice_issues_once(chen, issued, session, print_all):
    assert chen.post(f"/trainings/{issued.id}/certificates").status_code == 303
    assert "nothing was issued twice" in chen.get(f"/trainings/{issued.id}/certificates").text
    assert print_all() == 0
    assert len(certificates(session)) == 3
    assert session.exec(select(NumberSeries)).one().next_serial == 4


@pytest.fixture
def four_browsers(browse, database, cast):
    """Two coordinators, each with two windows open."""
    with database.transaction() as writing:
        writing.add(RoleGrant(person_id=cast.sun, issuer_id=cast.issuer, role=Role.COORDINATOR, granted_at=START))
    return [browse(person) for person in (cast.chen, cast.sun, cast.chen, cast.sun)]


def test_a_certificate_that_the_record_no_longer_entitles_to_is_pointed_out(chen, issued):
    at, words = f"/trainings/{issued.id}", "The record no longer supports these certificates"
    assert words not in chen.get(f"{at}/certificates").text
    chen.post(f"{at}/reopening", data={"reason": "考勤记错了"})
    assert words not in chen.get(f"{at}/certificates").text
    chen.post(f"{at}/close-out", data={"although": "yes"})
    page = chen.get(f"{at}/certificates").text
    assert words in page
    assert "QH-2026-00001 王芳" in page


def test_two_people_at_once_issue_once(four_browsers, closed, session, at_once, print_all):
    issue = [lambda one=one: one.post(f"/trainings/{closed.id}/certificates") for one in four_browsers]
    assert [answer.status_code for answer in at_once(*issue)] == [303] * 4
    assert [one.number for one in certificates(session)] == ["QH-2026-00001", "QH-2026-00002", "QH-2026-00003"]
    assert print_all() == 3


def test_nothing_is_issued_before_the_record_is_closed(chen, open_one, session):
    assert chen.post(f"/trainings/{open_one.id}/certificates").status_code == 409
    assert "not closed out" in chen.get(f"/trainings/{open_one.id}/certificates").text
    assert certificates(session) == []


def test_whoever_is_not_ready_gets_none(chen, closed_with, cast, session):
    def only_says_so(line):
        if line["person_id"] == str(cast.zhou):
            line["cells"][1]["state"] = "open"

    training = closed_with(cast.li, alter=only_says_so)
    assert chen.post(f"/trainings/{training.id}/certificates").status_code == 303
    assert [one.person_id for one in certificates(session)] == [cast.wang]


def test_a_record_that_entitles_nobody_issues_nothing(chen, closed_with, cast, session):
    training = closed_with(cast.wang, cast.li, cast.zhou)
    refused = chen.post(f"/trainings/{training.id}/certificates")
    assert refused.status_code == 409
    assert "Nobody in this training" in refused.text
    assert "This class has no certificates" in chen.get(f"/trainings/{training.id}/certificates").text
    assert certificates(session) == []


def test_a_name_that_no_font_can_set_stops_that_certificate_and_uses_no_number(chen, closed, cast, session, rename):
    rename(cast.li, "李\U0003fffd")
    answer = chen.post(f"/trainings/{closed.id}/certificates")
    assert answer.status_code == 303
    assert [one.person_id for one in certificates(session)] == [cast.wang, cast.zhou]
    assert [one.number for one in certificates(session)] == ["QH-2026-00001", "QH-2026-00002"]
    page = chen.get(f"/trainings/{closed.id}/certificates").text
    assert "These names cannot be printed" in page
    assert "\U0003fffd" in page

    refused = chen.post(f"/trainings/{closed.id}/certificates")
    assert refused.status_code == 422
    assert "\U0003fffd" in refused.text
    rename(cast.li, "李雷")
    assert chen.post(f"/trainings/{closed.id}/certificates").status_code == 303
    assert certificates(session)[-1].number == "QH-2026-00003"


def test_without_the_wider_font_a_rare_name_is_refused_by_its_character(chen, closed, cast, rename, monkeypatch):
    monkeypatch.setattr(faces, "WIDE", Path("not-installed.ttf"))
    for person in (cast.wang, cast.li, cast.zhou):
        rename(person, "王䶮")
    refused = chen.post(f"/trainings/{closed.id}/certificates")
    assert refused.status_code == 422
    assert "䶮" in refused.text


def test_a_refused_issue_leaves_no_gap_in_the_numbers(chen, closed, database, cast, session):
    def issue_and_stumble():
        with database.transaction() as writing:
            training = writing.get_one(Training, closed.id, with_for_update=True)
            service.issue(writing, training, by=cast.chen, at=START)
            writing.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        issue_and_stumble()
    chen.post(f"/trainings/{closed.id}/certificates")
    assert certificates(session)[0].number == "QH-2026-00001"


def test_a_new_year_starts_a_new_series(browse, cast, closed, clock, session):
    clock.tick(days=40)
    browse(cast.chen).post(f"/trainings/{closed.id}/certificates")
    first = certificates(session)[0]
    assert (first.number, first.paper["issued_on"]) == ("QH-2027-00001", "2027-01-10")


@pytest.fixture
def broken_press(monkeypatch, print_all, clock):
    """Runs what is due while the machine is down, so often, an hour apart."""

    def run(times=1):
        def down(*_):
            raise OSError("the machine went down")

        with monkeypatch.context() as broken:
            broken.setattr(Press, "print", down)
            for _ in range(times):
                assert print_all() == 3
                clock.tick(hours=1)

    return run


def test_printing_that_fails_is_told_and_done_again_exactly_once(chen, closed, session, print_all, broken_press):
    chen.post(f"/trainings/{closed.id}/certificates")
    broken_press()
    assert {one.state for one in certificates(session)} == {CertificateState.INTENDED}
    page = chen.get(f"/trainings/{closed.id}/certificates").text
    assert "could not be printed" in page
    assert "data-live" in page

    assert print_all() == 3
    assert print_all() == 0
    assert {one.state for one in certificates(session)} == {CertificateState.ISSUED}
    assert len(session.exec(select(Holding)).all()) == 3
    page = chen.get(f"/trainings/{closed.id}/certificates").text
    assert "data-live" not in page
    assert "3 of 3" in page


def test_a_paper_that_was_given_up_can_be_sent_to_the_press_again(chen, closed, session, print_all, broken_press):
    chen.post(f"/trainings/{closed.id}/certificates")
    broken_press(TRIES)
    assert {job.state for job in session.exec(select(Job))} == {JobState.FAILED}
    assert "given up" in chen.get(f"/trainings/{closed.id}/certificates").text

    first = certificates(session)[0]
    again = f"/trainings/{closed.id}/certificates/{first.id}/printing"
    assert [chen.post(again).status_code for _ in range(2)] == [303, 303]
    assert print_all() == 1
    assert certificates(session)[0].state is CertificateState.ISSUED
    assert chen.post(again).status_code == 303
    assert print_all() == 0
    assert chen.post(f"/trainings/{closed.id}/certificates/{uuid4()}/printing").status_code == 404


def test_the_one_main_action_is_to_issue_until_all_is_printed_and_then_to_download(chen, closed, print_all):
    def mains():
        page = chen.get(f"/trainings/{closed.id}/certificates").text
        return [one for one in re.findall(r'button--main".*?<span>(.*?)</span>', page) if one != "Print"]

    assert mains() == ["Issue 3 certificates"]
    chen.post(f"/trainings/{closed.id}/certificates")
    assert mains() == []
    print_all()
    assert mains() == ["Download all (ZIP)"]


def test_how_far_printing_is_is_said_to_those_who_cannot_see_it(chen, closed, print_all):
    chen.post(f"/trainings/{closed.id}/certificates")
    page = chen.get(f"/trainings/{closed.id}/certificates").text
    assert "<p data-says>Printed: 0 of 3.</p>" in page
    assert "even if this page is closed" in page
    print_all()
    assert "<p data-says>All certificates are printed.</p>" in chen.get(f"/trainings/{closed.id}/certificates").text


@pytest.mark.usefixtures("issued")
def test_a_paper_printed_twice_is_kept_once(database, session, cast, certificate_of):
    one = certificate_of(cast.wang)
    with database.transaction() as writing:
        service.keep_printed(writing, writing.get_one(Certificate, one.id), b"another", at=START)
    assert certificate_of(cast.wang).pdf_digest == one.pdf_digest
    assert len(session.exec(select(Holding)).all()) == 3


def test_a_later_name_never_reaches_an_issued_paper(chen, issued, cast, rename, certificate_of):
    one = certificate_of(cast.wang)
    before = chen.get(f"/certificates/{one.id}/pdf").content
    rename(cast.wang, "王改名")
    chen.post(f"/trainings/{issued.id}/certificates")
    assert chen.get(f"/certificates/{one.id}/pdf").content == before
    assert certificate_of(cast.wang).paper["name"] == "王芳"


def test_the_person_she_was_found_to_be_is_who_holds_it(chen, closed, database, cast, session):
    with database.transaction() as writing:
        alias = writing.get_one(Person, cast.li)
        alias.merged_into = cast.wu
        writing.add(alias)
    chen.post(f"/trainings/{closed.id}/certificates")
    assert {one.person_id for one in certificates(session)} == {cast.wang, cast.wu, cast.zhou}


def test_what_stands_on_every_paper_is_looked_at_too(chen, closed, database, cast, session):
    with database.transaction() as writing:
        issuer = writing.get_one(Issuer, cast.issuer)
        issuer.name = {"en": "Qinghe", "zh-CN": "清河\U0003fffd"}
        writing.add(issuer)
    refused = chen.post(f"/trainings/{closed.id}/certificates")
    assert refused.status_code == 422
    assert "\U0003fffd" in refused.text
    assert certificates(session) == []


@pytest.mark.usefixtures("issued")
def test_a_job_that_is_run_again_prints_nothing_more(database, cast, certificate_of, monkeypatch):
    monkeypatch.setattr(Press, "print", lambda *_: pytest.fail("printed twice"))
    one = certificate_of(cast.wang)
    facts = {"certificate_id": str(one.id)}
    with database.transaction() as writing:
        tasks.keep_paper(writing, facts, tasks.print_paper(writing, facts), START)
    assert certificate_of(cast.wang).issued_at == one.issued_at
