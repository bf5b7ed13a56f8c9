"""The design language holds: colours stand once and can be read, and every part is shown on the styleguide."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from jinja2 import meta, nodes

from firstaid.app.main import create_app
from firstaid.core.db import Database
from firstaid.core.settings import settings
from firstaid.web.templates import environment

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
CSS = (ROOT / "static/app.css").read_text(encoding="utf-8")
DESIGN = (ROOT / "docs/design.md").read_text(encoding="utf-8")
COMPONENTS = {f"components/{path.name}" for path in (TEMPLATES / "components").glob("*.html")}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)")
TEXT, EDGE = 4.5, 3.0


def layer(name):
    return CSS.split(f"@layer {name} {{", 1)[1].split("\n}\n\n@layer", 1)[0]


def tokens(theme):
    """Name → colour, as this theme has it."""
    light, dark = layer("tokens").split("@media screen and (prefers-color-scheme: dark)", 1)
    given = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", light))
    return given if theme == "light" else given | dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", dark))


def luminance(colour):
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * one for one in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs():
    """Each row of the table of pairs: what it is for, front, behind, and the two ratios that are written down."""
    row = re.compile(r"^\| (\w+) \| `([\w-]+)` on `([\w-]+)` \| ([\d.]+) \| ([\d.]+) \|", re.MULTILINE)
    return [
        (kind, front, behind, float(light), float(dark)) for kind, front, behind, light, dark in row.findall(DESIGN)
    ]


def test_contrast_is_measured_as_wcag_measures_it():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("kind", "front", "behind", "light", "dark"), pairs())
def test_every_declared_pair_can_be_read_in_both_themes(kind, front, behind, light, dark):
    least = {"text": TEXT, "sign": EDGE}[kind]
    for theme, written in (("light", light), ("dark", dark)):
        measured = contrast(tokens(theme)[front], tokens(theme)[behind])
        assert measured >= least, theme
        assert written == pytest.approx(measured, abs=0.051), f"{theme}: write {measured:.1f}"


def test_every_colour_of_both_themes_is_in_a_pair():
    paired = {name for _, front, behind, _, _ in pairs() for name in (front, behind)}
    assert set(tokens("dark")) - paired == set()


def test_a_colour_is_written_among_the_tokens_alone():
    """Paper is white and ink black, whatever the theme; what lies behind a dialog is dimmed."""
    elsewhere = CSS.replace(layer("tokens"), "").replace(layer("print"), "").replace("rgb(0 0 0 / 55%)", "")
    assert COLOUR.findall(elsewhere) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_browsers_own_bar_has_the_colour_of_the_head(theme):
    frame = (TEMPLATES / "layouts/page.html").read_text(encoding="utf-8")
    said = f'<meta name="theme-color" content="{tokens(theme)["head"]}" media="(prefers-color-scheme: {theme})">'
    assert said in frame


def test_every_token_that_is_used_is_there():
    there = set(re.findall(r"(--[\w-]+):", CSS))
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) - there == set()


def test_every_size_of_the_page_grows_with_the_readers_own():
    """Text is sized in rem, so that a reader who asks for large type gets it; print has points."""
    screen = CSS.replace(layer("print"), "")
    assert re.findall(r"(?:font-size|--(?:small|less|more|h1|h2|huge)): [\d.]+(?:px|pt)", screen) == []


def parsed(name):
    return environment().parse((TEMPLATES / name).read_text(encoding="utf-8"))


def shown():
    """The components that the styleguide calls, and those that they are made of."""
    waiting = [f"styleguide/{path.name}" for path in (TEMPLATES / "styleguide").glob("*.html")]
    seen = set()
    while waiting:
        tree = parsed(waiting.pop())
        called = {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}
        for one in tree.find_all(nodes.FromImport):
            names = {name if isinstance(name, str) else name[1] for name in one.names}
            if called & names and one.template.value in COMPONENTS - seen:
                seen.add(one.template.value)
                waiting.append(one.template.value)
    return seen


def test_every_component_is_shown_on_the_styleguide():
    assert COMPONENTS - shown() == set()


@pytest.mark.parametrize("name", sorted(COMPONENTS))
def test_a_component_is_one_macro_of_its_files_own_name_with_a_line_on_what_it_is(name):
    macros = [macro.name for macro in parsed(name).find_all(nodes.Macro)]
    assert Path(name).stem in macros
    assert "{#" in (TEMPLATES / name).read_text(encoding="utf-8")
    assert set(meta.find_referenced_templates(parsed(name))) <= COMPONENTS


@pytest.fixture
def browser(tmp_path):
    app = create_app(Database(f"sqlite:///{tmp_path}/x.db"), with_runner=False)
    return TestClient(app, headers={"Accept": "text/html"})


def test_the_styleguide_speaks_both_languages(browser):
    text = browser.get("/styleguide").text
    assert '<section class="stack" lang="zh-CN">' in text
    assert '<section class="stack" lang="en">' in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_in_production_there_is_no_styleguide(browser, monkeypatch):
    monkeypatch.setattr(settings(), "environment", "production")
    assert browser.get("/styleguide").status_code == 404
