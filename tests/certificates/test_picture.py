"""A certificate is also a picture to keep: of the very PDF that was issued, and its QR can be scanned from a screen."""

from hashlib import sha256
from io import BytesIO

import pytest
import segno
from certificates import misprints
from PIL import Image

from firstaid.certificates.drawing import SCALE
from firstaid.certificates.printing import QR_MASK

QR_LEFT, QR_BELOW, QR_SIDE = 26, 18, 31  # millimetres, as the design has it
DOTS = 72 * SCALE / 25.4  # in a millimetre


@pytest.fixture
def wang(certificate_of, issued, cast):
    assert issued
    return certificate_of(cast.wang)


@pytest.fixture
def phone(browse, cast):
    return browse(cast.wang, device=True)


def drawn(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    return Image.open(BytesIO(answer.content))


def test_the_picture_is_of_the_issued_pdf_and_says_so(phone, wang):
    pdf = phone.get(f"/certificates/{wang.id}/pdf").content
    answer = phone.get(f"/certificates/{wang.id}/picture.png")
    assert drawn(answer).text == {"Source": f"sha256:{sha256(pdf).hexdigest()}"}
    assert wang.pdf_digest in answer.headers["etag"]
    assert wang.pdf_digest in phone.get(f"/certificates/{wang.id}/picture").text


def test_it_is_light_enough_for_a_phone_and_large_enough_to_be_read(phone, wang):
    answer = phone.get(f"/certificates/{wang.id}/picture.png")
    assert len(answer.content) <= 300_000
    assert drawn(answer).size == (1489, 2105)


def test_its_qr_is_the_one_of_the_certificate_with_modules_a_camera_can_tell_apart(phone, wang):
    picture = drawn(phone.get(f"/certificates/{wang.id}/picture.png")).convert("L")
    meant = segno.make(wang.paper["address"], error="m", micro=False, mask=QR_MASK).matrix
    module = QR_SIDE * DOTS / len(meant)
    assert module >= 3
    left, top = QR_LEFT * DOTS, picture.height - (QR_BELOW + QR_SIDE) * DOTS
    middles = [(number + 0.5) * module for number in range(len(meant))]
    seen = [[picture.getpixel((int(left + x), int(top + y))) < 128 for x in middles] for y in middles]
    assert seen == [[bool(dark) for dark in row] for row in meant]


def test_a_browser_that_has_it_is_not_sent_it_again(phone, wang, browse, cast):
    known = {"If-None-Match": phone.get(f"/certificates/{wang.id}/picture.png").headers["etag"]}
    again = phone.get(f"/certificates/{wang.id}/picture.png", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    fellow = browse(cast.li, device=True)
    assert fellow.get(f"/certificates/{wang.id}/picture.png", headers=known).status_code == 404


@pytest.mark.parametrize("place", ["picture", "picture.png"])
def test_it_is_for_those_who_may_have_the_paper(browse, cast, wang, place):
    address = f"/certificates/{wang.id}/{place}"
    assert browse(cast.zhao).get(address).status_code == 200
    assert browse(cast.qian).get(address).status_code == 404
    assert browse(cast.li, device=True).get(address).status_code == 404


def test_the_page_says_how_to_keep_it_and_leads_back(phone, browse, cast, wang):
    hers = phone.get(f"/certificates/{wang.id}/picture").text
    assert "Press and hold the picture to keep it" in hers
    assert f'src="/certificates/{wang.id}/picture.png"' in hers
    assert f'href="/certificates/{wang.id}/pdf"' in hers
    assert 'href="/my"' in hers
    assert 'href="/certificates"' in browse(cast.zhao).get(f"/certificates/{wang.id}/picture").text


def test_what_is_not_printed_yet_has_no_picture(chen, closed, certificate_of, cast):
    chen.post(f"/trainings/{closed.id}/certificates")
    one = certificate_of(cast.wang)
    for place in ("picture", "picture.png"):
        answer = chen.get(f"/certificates/{one.id}/{place}")
        assert answer.status_code == 409
        assert "being printed" in answer.text


def test_a_picture_that_fails_says_that_the_certificate_is_unharmed(phone, wang, monkeypatch):
    monkeypatch.setattr("firstaid.certificates.picture.real_drawer", misprints.misprinter)
    answer = phone.get(f"/certificates/{wang.id}/picture.png")
    assert answer.status_code == 503
    assert "open its PDF" in answer.text
