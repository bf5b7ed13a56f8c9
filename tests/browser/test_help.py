"""Every page of Help on a small phone, in both languages."""

import pytest

from firstaid.core.words import LANGUAGES
from firstaid.guides.files import guides

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
HELP = [
    "/help",
    *(f"/help/{key}" for key in guides()),
    *(f"/help/{guide.key}/{task.key}" for guide in guides().values() for task in guide.tasks),
]
LOOK = """() => ({
  wide: document.scrollingElement.scrollWidth,
  low: [...document.querySelectorAll("main .button, main a.card")].filter((one) => one.offsetHeight < 44).length,
})"""


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_help_scrolls_sideways_and_every_way_on_is_large_enough(phone, language):
    page, wrong = phone(language=language), {}
    for address in HELP:
        page.goto(address)
        look = page.evaluate(LOOK)
        if look != {"wide": 360, "low": 0}:
            wrong[address] = look
    assert wrong == {}
