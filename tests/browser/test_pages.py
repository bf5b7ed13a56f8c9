"""Every page of the demo story on a small phone in Chinese: generated from the routes, looked at by its measures."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from demo_pages import STAGES, Shown

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
ENGLISH = re.compile(r"[A-Za-z][a-z']+(?:[ ,]+[A-Za-z][a-z']+){2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z][a-z]{2,}")
SAID_AS_IT_IS = re.compile(r"firstaid|https?://\S+|[0-9a-f]{64}|demo-\S+|Chrome|Linux")
RAW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|\d{4}-\d{2}-\d{2}[T ]\d{2}:|\b[a-z]+_[a-z_]+\b|%\(|\{\w+\}"
    r"|\bNone\b|\bTrue\b|\bundefined\b|\bNaN\b"
)
LOOK = """() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const size = (one) => {
    const box = (one.closest("label") ?? one).getBoundingClientRect();
    const what = `${one.tagName} ${one.name || one.textContent.trim().slice(0, 30)}`;
    return { what, width: box.width, height: box.height };
  };
  const inText = (one) => one.tagName === "A" && getComputedStyle(one).display === "inline";
  const words = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const within = walk.currentNode.parentElement;
    const apart = within.closest("[lang=en], cite, script, .visually-hidden");
    if (!apart && shown(within)) words.push(walk.currentNode.textContent);
  }
  const tapped = "a, button, summary, select, textarea, input:not([type=hidden])";
  const targets = [...document.querySelectorAll(tapped)].filter(shown);
  return {
    wide: document.scrollingElement.scrollWidth,
    headings: [...document.querySelectorAll("h1")].filter(shown).length,
    words: words.join("\\n"),
    targets: targets.filter((one) => !inText(one)).map(size),
    inText: targets.filter(inText).map(size),
    main: targets.filter((one) => one.matches(".button")).map(size),
  };
}"""


@dataclass(frozen=True)
class Seen:
    """A page, and what was measured on it."""

    page: Shown
    look: dict[str, Any]


@pytest.fixture(scope="module")
def seen(demo, chromium):
    """Every page, looked at once."""
    live, shown = demo
    browsers = {}
    found = []
    for one in shown:
        if one.reader not in browsers:
            browsers[one.reader] = live.page(chromium, one.reader.person_id, device=one.reader.device)
        browsers[one.reader].goto(one.address)
        found.append(Seen(one, browsers[one.reader].evaluate(LOOK)))
    return found


def test_most_pages_there_are_were_looked_at(seen):
    """The control: a page that nobody could open would be missing, and nothing else would tell."""
    assert len({one.page.name.rsplit("-", 2)[0] for one in seen}) > 35
    assert set(STAGES) == {one.page.name.rsplit("-", 2)[1] for one in seen}


def test_no_page_scrolls_sideways(seen):
    assert [(one.page.name, one.look["wide"]) for one in seen if one.look["wide"] > 360] == []


def test_every_page_has_one_heading_of_its_own(seen):
    assert [(one.page.name, one.look["headings"]) for one in seen if one.look["headings"] != 1] == []


def test_no_page_complains_to_its_console(demo, seen):
    assert demo[0].troubles == []
    assert seen


def test_whatever_is_tapped_is_large_enough(seen):
    small = {
        (one.page.name, target["what"], round(target["width"]), round(target["height"]))
        for one in seen
        for target in one.look["targets"]
        if min(target["width"], target["height"]) < 24
    }
    assert sorted(small) == []


def test_what_a_page_is_for_is_as_large_as_a_thumb(seen):
    small = {
        (one.page.name, target["what"], round(target["height"]))
        for one in seen
        for target in one.look["main"]
        if target["height"] < 44
    }
    assert sorted(small) == []


def test_chinese_pages_speak_chinese(seen):
    """Sources are cited as they were published, and what is said in both languages is marked so."""
    sentences = {(one.page.name, said) for one in seen for said in ENGLISH.findall(one.look["words"])}
    assert sorted(sentences) == []
    logins = {one.page.reader.name for one in seen}
    lines = {(one.page.name, line.strip()) for one in seen for line in one.look["words"].split("\n")}
    alone = {(name, line) for name, line in lines if not CHINESE.search(line) and line not in logins}
    assert sorted((name, line) for name, line in alone if WORD.search(SAID_AS_IT_IS.sub("", line))) == []


def test_nobody_reads_what_only_machines_write(seen):
    raw = {(one.page.name, said) for one in seen for said in RAW.findall(one.look["words"])}
    assert sorted(raw) == []
