"""One paper, set and printed. Runs in the press's own processes: it knows no database, and reads only our own files."""

from datetime import date
from io import BytesIO
from typing import Any

import segno
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from firstaid.certificates import faces
from firstaid.certificates.errors import DoesNotFit, Misprint
from firstaid.certificates.rules import hours, size_of
from firstaid.core.assets import asset_dir

DESIGN = "branch"
VARIANT = "pdf/a-3a"  # an archive copy, tagged so that it can be read aloud
DENSITIES = ("roomy", "close", "tight")  # the first that fits on one page
QR_MASK = 3  # looking for the best of eight masks takes four times as long, and any of them is read


class OnlyOurs(URLFetcher):  # type: ignore[misc] # the library carries no types
    """Hands out the certificate faces, and stops the printing if anything else in the world is asked for."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - its shape
        files = {f"face:{weight}": file for weight, file in faces.SHIPPED.items()}
        files["face:wide"] = faces.WIDE if faces.WIDE.is_file() else faces.SHIPPED["regular"]
        if url not in files:
            msg = f"a certificate may not fetch {url}"
            raise FatalURLFetchingError(msg)
        return URLFetcherResponse(url, files[url].read_bytes(), {"Content-Type": "font/ttf"})


class Printer:
    """The design, read once: template, style sheet and faces."""

    def __init__(self) -> None:
        folder = asset_dir("templates") / "certificates" / DESIGN
        self.environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= {"zh_day": zh_day, "en_day": en_day, "face": face, "size": size_of, "hours": hours}
        self.fonts = FontConfiguration()
        self.fetcher = OnlyOurs()
        style = (folder / "paper.css").read_text(encoding="utf-8")
        self.style = CSS(string=style, font_config=self.fonts, url_fetcher=self.fetcher)

    def __call__(self, paper: dict[str, Any]) -> bytes:
        """The paper as PDF/A-3a, tagged; the same paper gives the same bytes. Raises `Misprint` or `DoesNotFit`."""
        try:
            return self._set(paper)
        except FatalURLFetchingError as asked:  # it is no Exception, so that the library itself cannot pass over it
            raise Misprint from asked

    def _set(self, paper: dict[str, Any]) -> bytes:
        qr = Markup(picture(paper["address"]))  # noqa: S704 - drawn by our own code from the address
        for density in DENSITIES:
            html = self.environment.get_template("paper.html").render(paper=paper, qr=qr, density=density)
            page = HTML(string=html, url_fetcher=self.fetcher)
            document = page.render(font_config=self.fonts, stylesheets=[self.style], pdf_variant=VARIANT)
            if len(document.pages) == 1:
                pdf: bytes = document.write_pdf(pdf_identifier=paper["number"].encode(), pdf_variant=VARIANT)
                return pdf
        raise DoesNotFit


def picture(address: str) -> str:
    """The QR as an SVG that stands in the page itself, fetched from nowhere."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False, mask=QR_MASK).save(
        drawn, kind="svg", border=0, omitsize=True, xmldecl=False, svgns=True, dark="#1b2a33"
    )
    return drawn.getvalue().decode()


def zh_day(iso: str) -> str:
    return format_date(date.fromisoformat(iso), "y年M月d日", locale="zh_CN")


def en_day(iso: str) -> str:
    return format_date(date.fromisoformat(iso), "d MMMM y", locale="en_GB")


def face(text: str) -> str:
    """The class that sets a text in one face entirely."""
    return "" if faces.is_shipped(text) else "wide"
