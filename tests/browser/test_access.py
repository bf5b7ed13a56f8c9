"""Every page of the demo story, for those who see, hear or read otherwise: asked of axe-core.

Two opposite combinations hold each language, theme and size once; `make soak` walks all eight, which takes minutes.
A page is asked with whatever can be opened on it open, once more for each dialog, and with its form refused.
"""

import os
import re
from importlib.resources import files
from itertools import product

import pytest
from browser.walking import kind_of, walk
from live import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id} ${one.target} ${one.html.slice(0, 120)}`));
}"""
OPEN = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
EMPTIED = """() => {
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const form = forms.find((one) => one.querySelector("input:required:not([type=radio]), textarea:required"));
  if (!form) return null;
  form.noValidate = true;
  const typed = form.querySelectorAll("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea");
  for (const field of typed) field.value = "";
  return form.getAttribute("action") ?? "";
}"""
SEND = "() => [...document.forms].find((form) => form.noValidate).requestSubmit()"
SPOIL = """() => {
  document.documentElement.removeAttribute("lang");
  document.querySelector("label").remove();
  document.querySelector("h1").style.color = "#ddd";
  document.querySelector("main").append(new Image(9, 9));
}"""
IDS = re.compile(r"[0-9a-f-]{36}")
LANGUAGES, THEMES, SIZES = ("zh-CN", "en"), ("light", "dark"), ("phone", "desk")
EVERY = list(product(range(2), repeat=3))
OPPOSITE = [EVERY[0], EVERY[-1]]


def combination(language, theme, size):
    how = {"language": LANGUAGES[language], "color_scheme": THEMES[theme], "viewport": (PHONE, DESK)[size]}
    return pytest.param(how, id=f"{LANGUAGES[language]}-{THEMES[theme]}-{SIZES[size]}")


COMBINATIONS = [combination(*those) for those in (EVERY if os.environ.get("FIRSTAID_SOAK") else OPPOSITE)]


def faults(page):
    """What axe finds, of whatever impact; it comes in past the content policy, which stays as it is."""
    page.evaluate(AXE)
    return page.evaluate(RUN)


def faults_of_all_that_opens(page):
    page.evaluate(OPEN)
    found = faults(page)
    for dialog in page.locator("dialog").all():
        dialog.evaluate("(one) => { one.close(); one.showModal(); }")
        found += page.evaluate(RUN)
        dialog.evaluate("(one) => one.close()")
    return found


def faults_when_refused(page, asked):
    """Send the first form of a page with nothing in it, unless its like was sent before."""
    action = page.evaluate(EMPTIED)
    like = action and IDS.sub("*", action)
    if not like or like in asked:
        return []
    asked.add(like)
    with page.expect_navigation() as sent:
        page.evaluate(SEND)
    assert 400 <= sent.value.status < 500, f"{action} took an empty form: {sent.value.status}"
    return faults_of_all_that_opens(page)


@pytest.mark.parametrize("how", COMBINATIONS)
def test_axe_finds_no_fault_on_any_page(demo, chromium, how):
    found, asked, kinds = {}, set(), set()
    for one, page in walk(demo, chromium, **how):
        kinds.add(kind_of(one))
        if said := faults_of_all_that_opens(page):
            found[one.name] = said
        if said := faults_when_refused(page, asked):
            found[f"{one.name}, refused"] = said
    assert found == {}
    assert len(kinds) > 35
    assert len(asked) > 5


@pytest.mark.parametrize("how", COMBINATIONS)
def test_axe_finds_no_fault_where_somebody_is_turned_away(demo, chromium, how):
    live, shown = demo
    head = next(one.reader for one in shown if one.reader.name == "zhao")
    page = live.page(chromium, head.person_id, **how)
    found = {}
    for address, status in (("/nowhere", 404), ("/trainings/new", 403), ("/language", 405)):
        assert page.goto(address).status == status
        if said := faults(page):
            found[address] = said
    page.context.close()
    assert found == {}


def test_two_opposite_combinations_hold_each_value_once():
    for values in zip(*OPPOSITE, strict=True):
        assert sorted(values) == [0, 1]


def test_axe_finds_what_is_wrong_on_a_spoilt_page(demo, chromium):
    """The control: the same page as above with four things spoilt, under the same policy."""
    page = demo[0].page(chromium, language="zh-CN", color_scheme="light")
    page.goto("/join")
    assert faults(page) == []
    page.evaluate(SPOIL)
    found = {said.split()[0] for said in faults(page)}
    page.context.close()
    assert {"html-has-lang", "label", "color-contrast", "image-alt"} <= found
