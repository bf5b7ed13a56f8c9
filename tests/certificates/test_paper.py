"""What is printed, read back from the PDF itself."""

import re
from datetime import date
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from weasyprint.urls import FatalURLFetchingError

from firstaid.certificates import faces
from firstaid.certificates.errors import DoesNotFit, Misprint
from firstaid.certificates.paper import Paper, texts_of
from firstaid.certificates.press import Press
from firstaid.certificates.printing import OnlyOurs, Printer

pytestmark = [
    pytest.mark.one_engine,
    # WeasyPrint leaves its colour profile open until it is collected; in the press that is another process
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning"),
]
ADDRESS = "https://firstaid.example.org/v/7K2M9QXD0123456789ABCDEFGH"


def paper(**changes):
    values = {
        "name": "王芳",
        "latin_name": None,
        "resident_id": "**************0081",
        "institution": "向日葵幼儿园",
        "issuer": {"en": "Qinghe County Red Cross (example)", "zh-CN": "清河县红十字会（示例）"},
        "credential": {"en": "CPR and AED certificate", "zh-CN": "心肺复苏与AED培训证书"},
        "course": {"en": "CPR and AED in one day", "zh-CN": "心肺复苏与AED一日班"},
        "scheme": {"en": "Chinese Red Cross branch (example)", "zh-CN": "中国红十字会基层组织（示例）"},
        "example": True,
        "guideline": "AHA 2020/2025",
        "minutes": 405,
        "last_assessed_on": date(2026, 12, 1),
        "issued_on": date(2026, 12, 2),
        "valid_from": date(2026, 12, 1),
        "valid_until": date(2029, 12, 1),
        "number": "QH-2026-00001",
        "check_code": "7K2M9QXD",
        "address": ADDRESS,
        "verify_address": "https://firstaid.example.org/verify",
    }
    return Paper(**values | changes).frozen()


@pytest.fixture(scope="module")
def printer():
    return Printer()


@pytest.fixture
def printed(printer):
    """The PDF, and its text without the breaks that the line's end makes."""

    def do(**changes):
        pdf = pypdf.PdfReader(BytesIO(printer(paper(**changes))))
        return pdf, pdf.pages[0].extract_text().replace("\n", " ")

    return do


def fonts_of(pdf):
    return {font.get_object()["/BaseFont"].split("+")[1] for font in pdf.pages[0]["/Resources"]["/Font"].values()}


SHIPPED = {"Certificate", "Certificate-Bold"}


@pytest.mark.parametrize(
    ("name", "wide"),
    [
        ("王芳", False),
        ("阿卜杜拉·买买提", False),
        ("Ana-María Ōtsuka", False),
        ("王䶮", True),
        ("𠮷田", True),
        ("李㛃", True),
        ("龑喆堃犇淼甪", True),
        ("𫖯𬀩", True),
    ],
)
def test_the_exact_name_stands_in_the_paper_in_one_face(printed, name, wide):
    pdf, text = printed(name=name)
    assert name in text
    assert fonts_of(pdf) == (SHIPPED | {"Certificate-Wide"} if wide else SHIPPED)
    assert faces.is_shipped(name) is not wide


def test_everything_a_certificate_must_say_stands_in_it_in_both_languages(printed):
    _, text = printed(latin_name="Wang Fang")
    for words in (
        "清河县红十字会（示例）",
        "Qinghe County Red Cross (example)",
        "心肺复苏与AED培训证书",
        "CPR and AED certificate",
        "Wang Fang",
        "**************0081",
        "向日葵幼儿园",
        "心肺复苏与AED一日班",
        "中国红十字会基层组织（示例）",
        "AHA 2020/2025",
        "6小时45分钟",
        "6 h 45 min",
        "2026年12月1日",
        "1 December 2026",
        "2026年12月2日",
        "2029年12月1日",
        "1 December 2029",
        "QH-2026-00001",
        "7K2M 9QXD",
        "https://firstaid.example.org/verify",
        "示例认证体系",
        "Issued under an example scheme",
    ):
        assert words in text, words


def test_what_does_not_apply_is_left_out(printed):
    _, text = printed(resident_id="", valid_until=None, example=False)
    assert "Resident ID" not in text
    assert "example scheme" not in text
    assert "长期有效" in text
    assert "without limit" in text


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="file:///etc/passwd">',
        "<link rel=attachment href=file:///etc/passwd>",
        "<style>*{display:none}</style>",
        "{{ paper }}",
        "{% include '/etc/passwd' %}",
        "</p><script>alert(1)</script>",
    ],
)
def test_markup_in_a_name_or_a_title_is_only_text(printed, hostile):
    pdf, text = printed(name=hostile, institution=hostile, course={"en": hostile, "zh-CN": hostile}, number=hostile)
    assert text.count(hostile) >= 4
    assert "root:" not in text
    assert len(pdf.attachments) == 0


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "https://example.org/x.png", "data:text/css,*", "face:other"]
)
def test_nothing_but_our_own_faces_can_be_fetched(url):
    with pytest.raises(FatalURLFetchingError, match="may not fetch"):
        OnlyOurs().fetch(url)


def test_a_design_that_asks_for_more_is_not_printed(printer, monkeypatch):
    monkeypatch.setattr("firstaid.certificates.printing.picture", lambda _: '<img src="file:///etc/passwd" alt="">')
    with pytest.raises(Misprint):
        printer(paper())


def test_long_names_and_places_fit_on_the_page(printed):
    pdf, text = printed(
        name="Abdulrahman " * 8,
        latin_name="Abdulrahman " * 8,
        institution="䶮" * 120,
        course={"en": "CPR and AED " * 9, "zh-CN": "心肺复苏" * 14},
        verify_address="https://firstaid-training.qinghe-county-redcross.example.org.cn/verify",
    )
    assert len(pdf.pages) == 1
    assert text.count("Abdulrahman") == 16
    assert text.replace(" ", "").count("䶮") == 120


def test_a_name_of_the_greatest_length_is_all_there(printed):
    name = "阿卜杜热合曼·买买提依明" * 9
    _, text = printed(name=name[:100])
    assert name[:100] in text.replace(" ", "")


def test_what_does_not_fit_is_not_printed(printer):
    with pytest.raises(DoesNotFit):
        printer(paper(institution="很长" * 600))


def test_it_is_an_archive_that_can_be_read_aloud(printed):
    pdf, _ = printed()
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert pdf.metadata.title == "心肺复苏与AED培训证书 QH-2026-00001 王芳"
    xmp = pdf.xmp_metadata.stream.get_data().decode()
    assert re.search(r"pdfaid:part\W+3", xmp)
    assert re.search(r"pdfaid:conformance\W+A", xmp)


def test_the_same_paper_gives_the_same_bytes(printer):
    assert printer(paper()) == printer(paper())


def test_a_certificate_is_light(printer):
    assert len(printer(paper(name="王䶮"))) < 80_000


def test_the_page_as_a_picture_is_ink_inside_its_frame(printer):
    page = pypdfium2.PdfDocument(printer(paper()))[0]
    assert [round(side) for side in page.get_size()] == [595, 842]
    picture = page.render(scale=1).to_pil().convert("L")
    assert picture.crop((0, 0, 595, 22)).getextrema() == (255, 255)
    assert picture.getextrema()[0] < 60


def test_characters_no_font_has_are_named_once_each():
    assert faces.missing(["王芳", "王䶮"]) == ""
    assert faces.missing(["a\U0003fffd", "\U0003fffdb\U0003fffe"]) == "\U0003fffd\U0003fffe"
    assert faces.missing(["ئابدۇللا"]) != ""


def test_every_text_on_the_paper_is_looked_at():
    assert {"王芳", "心肺复苏与AED一日班", "CPR and AED in one day", "QH-2026-00001"} <= set(texts_of(paper()))


def test_the_real_press_prints_what_the_design_prints(printer):
    press = Press.shared()
    assert press.print(paper()) == printer(paper())
    with pytest.raises(DoesNotFit):
        press.print(paper(institution="很长" * 600))
    with pytest.raises(Misprint):
        press.print({"name": "no paper at all"})


def test_a_frozen_paper_is_read_back_as_it_was():
    assert Paper.model_validate(paper()).frozen() == paper()


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_shipped_faces_hold_every_character_of_gb2312(weight):
    have = faces.characters_of(faces.SHIPPED[weight])
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    hanzi = {ord(pair.decode("gb2312")) for pair in rows if not (pair[0] == 0xD7 and pair[1] > 0xF9)}
    assert len(hanzi) == 6763
    assert hanzi <= have
    assert faces.SHIPPED[weight].stat().st_size < 4_000_000
