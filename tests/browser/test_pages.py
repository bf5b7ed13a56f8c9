"""Every page of the demo story on a small phone in Chinese: generated from the routes, looked at by its measures."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest
from browser.walking import kind_of, walk
from demo_pages import STAGES, Shown
from wire import LEAST_SHIFT, MOST_BYTES, MOST_REQUESTS, Wire

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400), pytest.mark.xdist_group("pages")]
ENGLISH = re.compile(r"[A-Za-z][a-z']+(?:[ ,]+[A-Za-z][a-z']+){2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z][a-z]{2,}")
SAID_AS_IT_IS = re.compile(r"firstaid|https?://\S+|[0-9a-f]{12,64}|demo-\S+|Chrome|Linux")
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
    lang: document.documentElement.lang,
    shifted: __seen.shifted,
    wide: document.scrollingElement.scrollWidth,
    headings: [...document.querySelectorAll("h1")].filter(shown).length,
    words: words.join("\\n"),
    targets: targets.filter((one) => !inText(one)).map(size),
    inText: targets.filter(inText).map(size),
    main: targets.filter((one) => one.matches(".button")).map(size),
  };
}"""


SPOIL = """() => {
  document.title = "firstaid";
  document.documentElement.removeAttribute("lang");
  document.querySelector("h1").insertAdjacentHTML("afterend", "<h1>Once more</h1><h4>Deep down</h4>");
}"""
BY_DEFAULT, SAME = "应急救护培训 · firstaid", "培训班 · firstaid"


@dataclass(frozen=True)
class Seen:
    """A page, what was measured on it, what a screen reader is told of it, and what it took to fetch it anew."""

    page: Shown
    look: dict[str, Any]
    title: str
    ranks: list[int]
    weight: float
    requests: int
    troubles: tuple[str, ...]


@pytest.fixture(scope="module")
def seen(demo, chromium):
    """Every page, looked at once."""
    wires, found = {}, []
    demo[0].troubles.clear()  # those of tests that want to be refused

    def listen(page):
        wires[page] = Wire(page)

    for one, page in walk(demo, chromium, prepare=listen):
        look, wire = page.evaluate(LOOK), wires[page]
        found.append(Seen(one, look, *spoken(page), wire.weight, wire.requests, tuple(demo[0].troubles)))
        demo[0].troubles.clear()
        wire.begin()
    return found


def spoken(page):
    """The title, and the ranks of the headings in their order, as the tree for screen readers has them."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [node for node in nodes if not node["ignored"]]
    headings = [node["properties"] for node in told if node["role"]["value"] == "heading"]
    ranks = [kept["value"]["value"] for each in headings for kept in each if kept["name"] == "level"]
    return next(node["name"]["value"] for node in told if node["role"]["value"] == "RootWebArea"), ranks


def outline_faults(ranks):
    """What is wrong with the order of headings: one of the first rank, which comes first, and no rank left out."""
    wrong = [] if ranks.count(1) == 1 else [f"{ranks.count(1)} of the first rank"]
    return wrong + [
        f"{rank} after {before}" for before, rank in zip([0, *ranks], ranks, strict=False) if rank > before + 1
    ]


def title_faults(named):
    """Titles that say nothing of their page, and those that pages of several kinds share before one reader's eyes."""
    kinds = defaultdict(set)
    for reader, kind, title in named:
        kinds[reader, title].add(kind)
    empty = {title for _, title in kinds if not re.fullmatch(r"\S.* · firstaid", title) or title == BY_DEFAULT}
    return sorted(empty), {title: sorted(those) for (_, title), those in kinds.items() if len(those) > 1}


def test_most_pages_there_are_were_looked_at(seen):
    """The control: a page that nobody could open would be missing, and nothing else would tell."""
    assert len({one.page.name.rsplit("-", 2)[0] for one in seen}) > 35
    assert set(STAGES) == {one.page.name.rsplit("-", 2)[1] for one in seen}


def test_no_page_scrolls_sideways(seen):
    assert [(one.page.name, one.look["wide"]) for one in seen if one.look["wide"] > 360] == []


def test_every_page_has_one_heading_of_its_own(seen):
    assert [(one.page.name, one.look["headings"]) for one in seen if one.look["headings"] != 1] == []


def test_a_screen_reader_finds_headings_in_their_order(seen):
    assert {one.page.name: wrong for one in seen if (wrong := outline_faults(one.ranks))} == {}


def test_every_page_says_in_its_title_which_one_it_is(seen):
    own = [one for one in seen if one.page.address != "/"]  # which is called as the product, or as what it shows
    named = [(one.page.reader, kind_of(one.page).removesuffix("-institution-institution"), one.title) for one in own]
    assert title_faults(named) == ([], {})


def test_every_page_names_its_language(seen):
    assert [one.page.name for one in seen if one.look["lang"] != "zh-CN"] == []


def test_a_page_without_title_order_or_language_is_found(demo, chromium):
    """The control: what the four tests above ask, of a page that was spoilt."""
    page = demo[0].page(chromium)
    Wire(page)
    page.goto("/join")
    title, ranks = spoken(page)
    assert (outline_faults(ranks), title_faults([("she", "join", title)])) == ([], ([], {}))
    page.evaluate(SPOIL)
    title, ranks = spoken(page)
    look = page.evaluate(LOOK)
    page.context.close()
    assert outline_faults(ranks) == ["2 of the first rank", "4 after 1"]
    assert title_faults([("she", "join", title)])[0] == [title]
    assert title_faults([("she", "join", SAME), ("he", "my", SAME)]) == ([], {})
    assert title_faults([("she", "join", SAME), ("she", "my", SAME)]) == ([], {SAME: ["join", "my"]})
    assert (look["lang"], look["headings"]) == ("", 2)


def test_a_first_visit_is_light(seen):
    """Bytes, headers and all, and requests, with an empty cache; how soon it can be used is `make bench-pages`."""
    assert {one.page.name: one.weight for one in seen if not 1000 < one.weight <= MOST_BYTES} == {}
    assert {one.page.name: one.requests for one in seen if not 2 < one.requests <= MOST_REQUESTS} == {}


def test_nothing_moves_while_a_page_comes(seen):
    assert {one.page.name: one.look["shifted"] for one in seen if one.look["shifted"] >= LEAST_SHIFT} == {}


def test_no_page_complains_to_its_console(seen):
    assert {one.page.name: one.troubles for one in seen if one.troubles} == {}


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
