from copy import deepcopy

import pytest
from reading import loaded
from sqlmodel import select

from firstaid.certificates.models import Certificate
from firstaid.certificates.service import keep_printed
from firstaid.institutions.models import Employment
from firstaid.outcomes.models import CloseOut


@pytest.fixture
def wangs(browse, cast, database, clock, training):
    """Wang alone was ready; her certificate has been issued and printed."""
    chen = browse(cast.chen)
    chen.post(f"/trainings/{training.id}/close-out", data={"although": "yes"})
    with database.transaction() as session:
        closed = session.exec(select(CloseOut)).one()
        trainees = deepcopy(closed.record["trainees"])
        passed = [cell | {"state": "done"} for cell in trainees[0]["cells"]]
        trainees[0] |= {"ready": True, "last_assessed_on": "2026-12-01", "cells": passed}
        closed.record = closed.record | {"trainees": trainees}
        session.add(closed)
    assert chen.post(f"/trainings/{training.id}/certificates").status_code == 303
    with database.transaction() as session:
        issued = session.exec(select(Certificate)).one()
        keep_printed(session, issued, b"%PDF-1.7", at=clock())
        return issued.id


@pytest.mark.usefixtures("wangs")
def test_what_was_issued_waits_for_nobody_any_more(browse, cast):
    assert "Certificates to issue" not in browse(cast.chen).get("/").text


def test_the_trainee_downloads_hers_from_her_pages(browse, cast, training, wangs):
    phone = browse(cast.wang, device=True)
    for page in ("/my", f"/my/trainings/{training.id}"):
        assert f'href="/certificates/{wangs}/pdf"' in phone.get(page).text
    assert phone.get(f"/certificates/{wangs}/pdf").status_code == 200
    assert "Your certificate is here." not in browse(cast.li, device=True).get(f"/my/trainings/{training.id}").text


def test_head_and_centre_download_it_and_no_other_head_does(browse, cast, wangs):
    head, centre, other = browse(cast.zhao), browse(cast.sun), browse(cast.qian)
    assert f'href="/certificates/{wangs}/pdf"' in head.get("/staff").text
    assert f'href="/certificates/{wangs}/pdf"' in centre.get(f"/staff?institution_id={cast.sunflower}").text
    assert str(wangs) not in other.get("/staff").text


def test_a_list_of_staff_reads_no_paper_whole(browse, cast, wangs):
    centre = browse(cast.sun)
    with loaded(Certificate) as papers:
        assert str(wangs) in centre.get(f"/staff?institution_id={cast.sunflower}").text
        assert papers == []


def test_every_paper_that_is_offered_can_be_opened(browse, cast, database, clock, wangs):
    """She now works at Willow too: its head sees that she is covered, and the paper stays Sunflower's."""
    with database.transaction() as session:
        session.add(
            Employment(institution_id=cast.willow, person_id=cast.wang, started_on=clock().date(), confirmed_at=clock())
        )
    qian = browse(cast.qian)
    page = qian.get("/staff").text
    assert "QH-2026-00001" in page
    assert "/pdf" not in page
    assert qian.get(f"/certificates/{wangs}/pdf").status_code == 404
