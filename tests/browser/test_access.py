"""Every page of the demo story, for those who see, hear or read otherwise: asked of axe-core, and measured enlarged."""

from importlib.resources import files

import pytest
from live import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id} ${one.target} ${one.html.slice(0, 120)}`));
}"""
LIGHT = {"language": "zh-CN", "viewport": PHONE, "color_scheme": "light"}
DARK = {"language": "en", "viewport": DESK, "color_scheme": "dark"}
NARROW = {"width": 320, "height": 640}
WIDTHS = """() => {
  const root = document.documentElement;
  const wide = () => document.scrollingElement.scrollWidth;
  const usual = wide();
  root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
  return [usual, wide()];
}"""
SPOIL = """() => {
  document.documentElement.removeAttribute("lang");
  document.querySelector("label").remove();
  document.querySelector("h1").style.color = "#ddd";
  document.querySelector("main").append(new Image(9, 9));
}"""


def walk(demo, chromium, **how):
    """Every page before its reader's eyes, one after another."""
    live, shown = demo
    browsers = {}
    for one in shown:
        if one.reader not in browsers:
            browsers[one.reader] = live.page(chromium, one.reader.person_id, device=one.reader.device, **how)
        browsers[one.reader].goto(one.address)
        yield one, browsers[one.reader]
    for page in browsers.values():
        page.context.close()


def faults(page):
    """What axe finds, of whatever impact; it comes in past the content policy, which stays as it is."""
    page.evaluate(AXE)
    return page.evaluate(RUN)


@pytest.mark.parametrize("how", [LIGHT, DARK], ids=["zh-phone-light", "en-desk-dark"])
def test_axe_finds_no_fault_on_any_page(demo, chromium, how):
    found = {one.name: said for one, page in walk(demo, chromium, **how) if (said := faults(page))}
    assert found == {}


def test_axe_finds_what_is_wrong_on_a_spoilt_page(demo, chromium):
    """The control: the same page as above with four things spoilt, under the same policy."""
    page = demo[0].page(chromium, **LIGHT)
    page.goto("/join")
    assert faults(page) == []
    page.evaluate(SPOIL)
    found = {said.split()[0] for said in faults(page)}
    page.context.close()
    assert {"html-has-lang", "label", "color-contrast", "image-alt"} <= found


def test_nothing_runs_off_a_narrow_screen_nor_at_twice_the_size_of_text(demo, chromium):
    """320 wide is a desk of 1280 magnified four times; the roster is laid out for paper and stays as large as it is."""
    found = {one.name: page.evaluate(WIDTHS) for one, page in walk(demo, chromium, viewport=NARROW)}
    assert len(found) > 50
    assert {name: usual for name, (usual, _) in found.items() if usual > 320} == {}
    assert {name: twice for name, (_, twice) in found.items() if twice > 320 and "-roster-" not in name} == {}
