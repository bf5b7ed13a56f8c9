"""The pictures of the guides, taken from the demo story: which page, as whom, how large, and what of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from demo_pages import Reader, Shown
from live import PHONE, Live
from PIL import Image
from playwright.sync_api import Browser, Page

from firstaid.core.words import LANGUAGES

FOLDER = Path(__file__).parent.parent / "docs" / "guides" / "pictures"
ABOVE = 12  # pixels left free above the part that is shown
COLOURS = 96
SLOW = 120_000  # milliseconds: these pictures may be taken while much else goes on


@dataclass(frozen=True)
class Taken:
    """A page of `tests/demo_pages.py` by its name; `by`: another's sign-in name than the one it is shown to there.

    Guides are read on phones, so nothing is taken wider than can be read there.
    """

    page: str
    size: dict[str, int]
    by: str = ""
    of: str = ""
    """The part to show, as a selector, from its top edge down; without it, the page from its top."""
    height: int = 0
    """How much of it, in pixels; without it, as much as a screen holds."""


GUIDE_PICTURES = {
    "join": Taken("join-join-today-nobody", PHONE, of="main", height=540),
    "exam": Taken("exams-sittings-sitting-today-trainee", PHONE),
    "my-training": Taken("my-trainings-training-retest-trainee", PHONE, of="main", height=600),
    "roll-call": Taken("trainings-training-attendance-session-today-chen", PHONE, by="lin", of="main", height=560),
    "skill-sheet": Taken("trainings-training-grading-enrolment-sheet-fresh-chen", PHONE, by="lin"),
    "staff": Taken("staff-today-zhao", PHONE, of="section > .table-frame tbody tr:nth-child(5)", height=560),
    "coverage": Taken("home-today-sun", PHONE, of="section > .table-frame", height=560),
    "staff-list": Taken("institutions-institution-staff-lists-upload-today-chen", PHONE, of="main .notice", height=700),
    "training": Taken("trainings-training-today-chen", PHONE, of="main .grid > .card", height=490),
    "readiness": Taken("trainings-training-readiness-today-chen", PHONE, of=".readiness .table-frame", height=690),
    "verified": Taken("v-token-over-nobody", PHONE, of="main", height=560),
}


def take(live: Live, chromium: Browser, shown: list[Shown]) -> list[Path]:
    """Every picture in every language, written where the guides look for it; those no guide names any more go."""
    pages = {one.name: one for one in shown}
    staff = {one.reader.name: one.reader for one in shown if not one.reader.device}
    made = list(_taken(live, chromium, pages, staff))
    for old in set(FOLDER.rglob("*.png")) - set(made):
        old.unlink()
    return made


def _taken(live: Live, chromium: Browser, pages: dict[str, Shown], staff: dict[str, Reader]) -> Iterator[Path]:
    for language in LANGUAGES:
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        screens: dict[tuple[Reader, int], Page] = {}
        for name, one in GUIDE_PICTURES.items():
            reader = staff[one.by] if one.by else pages[one.page].reader
            screen = reader, one.size["width"]
            if screen not in screens:
                screens[screen] = live.page(
                    chromium, reader.person_id, device=reader.device, language=language, viewport=one.size
                )
            screens[screen].goto(pages[one.page].address, timeout=SLOW)
            path = FOLDER / language / f"{name}.png"
            _small(_photograph(screens[screen], one), path)
            yield path
        for page in screens.values():
            page.context.close()


def _photograph(page: Page, one: Taken) -> bytes:
    """What is to be shown, whole pixels, with what moves standing still."""
    top = 0.0
    if one.of:
        page.evaluate("document.querySelectorAll('.head, .places').forEach((one) => one.remove())")
        box = page.locator(one.of).first.bounding_box()
        assert box, one
        top = box["y"] - ABOVE
    whole = page.evaluate("document.documentElement.scrollHeight")
    height = min(one.height or one.size["height"], whole - top)
    clip = {"x": 0, "y": top, "width": one.size["width"], "height": height}
    return page.screenshot(full_page=bool(one.of), clip=clip, animations="disabled")


def _small(picture: bytes, path: Path) -> None:
    """A screen has few colours, so a palette loses nothing that anybody sees."""
    with Image.open(BytesIO(picture)) as opened:
        few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
