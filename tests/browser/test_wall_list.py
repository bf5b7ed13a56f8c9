"""The wall list on paper: with sixty people its head stands on every page, and nobody's line is torn in two."""

from datetime import date, timedelta
from uuid import uuid4

import pypdfium2
import pytest
from cast import COURSE, SCHEME, START

from firstaid.accounts.service import add_person
from firstaid.holdings.models import Holding
from firstaid.institutions.models import Employment

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("quiet")]
PEOPLE = 60


@pytest.fixture
def many(database, cast):
    """Sixty of Sunflower, each with a day of her own on which her certificate ends."""
    with database.transaction() as session:
        for number in range(PEOPLE):
            person = add_person(session, name=f"员工{number:02d}", phone=None, resident_id=None, at=START)
            session.flush()
            session.add(
                Employment(
                    institution_id=cast.sunflower,
                    person_id=person.id,
                    position="保育员",
                    started_on=date(2026, 1, 1),
                    confirmed_at=START,
                )
            )
            session.add(
                Holding(
                    person_id=person.id,
                    issuer_id=cast.issuer,
                    scheme_key=SCHEME,
                    course_key=COURSE,
                    title={"en": "First aider", "zh-CN": "救护员"},
                    valid_from=date(2026, 1, 1),
                    valid_until=ends(number),
                    evidence_kind="paper",
                    evidence_id=uuid4(),
                    recorded_at=START,
                )
            )


def ends(number):
    return date(2027, 1, 1) + timedelta(days=number)


@pytest.mark.usefixtures("many")
def test_sixty_people_are_printed_whole_under_a_head_on_every_page(phone, cast):
    zhao = phone(cast.zhao, language="en", viewport={"width": 1280, "height": 800})
    zhao.goto(f"/certificates/wall-list?institution_id={cast.sunflower}")
    pages = texts_of(zhao.pdf(prefer_css_page_size=True))
    assert len(pages) > 1
    for number in range(PEOPLE):
        (on,) = [page for page in pages if f"员工{number:02d}" in page]
        assert f"{ends(number).day}{ends(number):%B}2027" in on, number
    for page in pages:
        assert "Validuntil" in page or "员工" not in page
        assert "Printthispage" not in page


def texts_of(pdf):
    """What stands on each page, without the spaces that a reader of PDFs finds differently every time."""
    with pypdfium2.PdfDocument(pdf) as pages:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pages]
