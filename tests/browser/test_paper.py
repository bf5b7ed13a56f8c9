"""What a page looks like on paper, whatever the device that prints it looks like."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
MUTED = {"light": "rgb(77, 91, 87)", "dark": "rgb(165, 179, 174)"}


def colour_of_quiet_words(page: Page) -> str:
    return page.locator("main .muted").first.evaluate("(one) => getComputedStyle(one).color")


@pytest.mark.usefixtures("quiet")
def test_a_dark_device_prints_in_the_colours_of_paper(phone):
    page = phone(color_scheme="dark")
    page.goto("/")
    assert colour_of_quiet_words(page) == MUTED["dark"]
    page.emulate_media(media="print")
    assert colour_of_quiet_words(page) == MUTED["light"]
