"""Photographs of every page of the demo story, both languages and both sizes, on a contact sheet to look at."""

import logging
import os
import sys
import tempfile
from html import escape
from pathlib import Path

os.environ.setdefault("FIRSTAID_ENVIRONMENT", "development")

import guide_pictures
import pypdfium2
import structlog
from demo_pages import Shown, begin_more, pages, tell
from live import DESK, PHONE, Live, chromium_path, driving, going_from, serving
from playwright.sync_api import Browser, Page
from sqlmodel import col, select

from firstaid.app.main import create_app
from firstaid.certificates.models import Certificate
from firstaid.core import clock, files
from firstaid.core.db import Database

ROOT = Path(__file__).parent.parent
OUT, IN_DOCS = ROOT / "build" / "pictures", ROOT / "docs" / "pictures"
LANGUAGES = {"zh": "zh-CN", "en": "en"}
SIZES = {"phone": PHONE, "desk": DESK}
README = {"readiness": ("trainings-training-readiness-today-chen", DESK), "verify": ("v-token-over-nobody", PHONE)}


def photograph(live: Live, chromium: Browser, shown: list[Shown], wanted: str) -> list[Path]:
    """Every page whose name holds `wanted`, whole, under its name, language and size."""
    made = []
    for size, viewport in SIZES.items():
        for short, language in LANGUAGES.items():
            readers: dict[object, Page] = {}
            for one in shown:
                if wanted not in one.name:
                    continue
                if one.reader not in readers:
                    who = one.reader
                    readers[who] = live.page(
                        chromium, who.person_id, device=who.device, language=language, viewport=viewport
                    )
                page = readers[one.reader]
                page.goto(one.address)
                made.append(OUT / f"{one.name}-{short}-{size}.png")
                page.screenshot(path=made[-1], full_page=True)
            for page in readers.values():
                page.context.close()
    return made


def contact_sheet(made: list[Path]) -> None:
    figures = "\n".join(
        f'<figure><a href="{escape(one.name)}"><img src="{escape(one.name)}" loading="lazy" alt=""></a>'
        f"<figcaption>{escape(one.stem)}</figcaption></figure>"
        for one in made
    )
    style = "body{display:flex;flex-wrap:wrap;gap:16px;font:12px sans-serif}figure{margin:0;width:240px}img{width:100%}"
    (OUT / "index.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>firstaid</title><style>{style}</style>{figures}", encoding="utf-8"
    )


def for_the_readme(live: Live, chromium: Browser, shown: list[Shown]) -> None:
    """Four pictures: readiness on a desk, what checking a certificate says, grading on a phone, a certificate."""
    IN_DOCS.mkdir(parents=True, exist_ok=True)
    addresses = {one.name: one for one in shown}
    for name, (page_name, viewport) in README.items():
        one = addresses[page_name]
        page = live.page(chromium, one.reader.person_id, language="en", viewport=viewport)
        page.goto(one.address)
        page.screenshot(path=IN_DOCS / f"{name}.png")
        page.context.close()
    grading(live, chromium, addresses["trainings-training-grading-enrolment-sheet-fresh-chen"])
    certificate(live)


def grading(live: Live, chromium: Browser, one: Shown) -> None:
    """A sheet in the middle of being graded."""
    page = live.page(chromium, one.reader.person_id, language="en")
    page.goto(one.address)
    for step in range(4):
        page.locator("[data-step]").nth(step).locator("[value=done], [value=not_done]").nth(step // 3).check()
    page.evaluate("document.querySelectorAll('[data-step]')[2].scrollIntoView()")
    page.wait_for_timeout(1000)
    page.screenshot(path=IN_DOCS / "grading.png")
    page.context.close()


def certificate(live: Live) -> None:
    with live.database.reading() as session:
        digest = session.exec(select(Certificate.pdf_digest).order_by(col(Certificate.number))).first()
        assert digest
        pdf = files.content_of(session, digest)
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil()
    picture.quantize(64).save(IN_DOCS / "certificate.png", optimize=True)


def main(wanted: str = "") -> None:
    """Photograph what is `wanted`, or everything, with the pictures of the README and the guides; or `guides` alone."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    path = chromium_path()
    if path is None:
        sys.exit("The pictures need Chromium. Type: sudo apt-get install -y chromium")
    OUT.mkdir(parents=True, exist_ok=True)
    at = clock.now()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/demo.db")
        tell(database, at)
        app = create_app(database, clock=going_from(at), with_runner=False)
        begin_more(app, database, at)
        shown = pages(app, database, at)
        with serving(database, going_from(at), with_runner=False) as live, driving(path) as chromium:
            made = photograph(live, chromium, shown, wanted)
            if not wanted:
                for_the_readme(live, chromium, shown)
            if wanted in {"", "guides"}:
                print(f"{len(guide_pictures.take(live, chromium, shown))} pictures for the guides")
        database.dispose()
    if made:
        contact_sheet(sorted(made))
    print(f"{len(made)} pictures in {OUT}")
    for trouble in sorted(set(live.troubles)):
        print(f"  console: {trouble}")


if __name__ == "__main__":
    main(*sys.argv[1:])
