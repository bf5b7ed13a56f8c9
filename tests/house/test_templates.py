"""Pages own their templates' values; nothing that the browser's strict rules refuse is written into one."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import meta, nodes

import firstaid.app.doors  # noqa: F401 - so that every page is known
from firstaid.web.pages import Page
from firstaid.web.templates import environment

TEMPLATES = Path(__file__).parents[2] / "templates"
HTML = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
SCREENS = [name for name in HTML if not name.startswith("certificates/branch/")]


def pages(kind=Page):
    for page in kind.__subclasses__():
        if page.template:
            yield page
        yield from pages(page)


def parsed(name):
    return environment().parse((TEMPLATES / name).read_text(encoding="utf-8"))


def reached_from(name):
    """The template, and all it extends, imports or includes."""
    seen, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += [other for other in meta.find_referenced_templates(parsed(one)) if other]
    return seen


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.__name__)
def test_a_template_uses_only_what_its_page_gives(page):
    tree = parsed(page.template)
    imported = {
        name if isinstance(name, str) else name[-1] for node in tree.find_all(nodes.FromImport) for name in node.names
    }
    set_here = {
        name.name for node in tree.find_all((nodes.Assign, nodes.AssignBlock)) for name in node.find_all(nodes.Name)
    }
    used = meta.find_undeclared_variables(tree) - set(environment().globals) - imported - set_here
    assert used <= {field.name for field in fields(page)} | {"caller"}


def brought_in(name):
    """The names that a template and the layouts around it import: each hides a value of the page that is called so."""
    tree = parsed(name)
    imported = [one for node in tree.find_all(nodes.FromImport) for one in node.names]
    around = [node.template.value for node in tree.find_all(nodes.Extends)]
    names = {one if isinstance(one, str) else one[-1] for one in imported}
    return names.union(*(brought_in(one) for one in around))


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.__name__)
def test_no_value_of_a_page_is_hidden_by_what_its_layout_imports(page):
    """`refused` once said how many were refused, and the page showed a macro."""
    assert brought_in(page.template) & {field.name for field in fields(page)} == set()


def test_an_import_of_the_layout_is_found():
    """The control."""
    assert {"said", "refused_form", "icon", "button"} <= brought_in("layouts/refusal.html")


def test_every_template_is_shown_by_some_page():
    shown = set().union(*(reached_from(page.template) for page in pages()))
    unused = [name for name in SCREENS if name not in shown and not name.startswith("components/")]
    assert unused == []


@pytest.mark.parametrize("name", SCREENS)
def test_no_template_needs_what_the_content_policy_refuses(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert "|safe" not in re.sub(r"\s", "", text) or name in TRUSTED, "escape it, or list why it is safe"


TRUSTED = {
    "courses/lesson.html",  # made from our own Markdown files and cleaned by nh3
}


@pytest.mark.parametrize("page", list(pages()), ids=lambda page: page.__name__)
def test_every_page_has_a_title_and_one_heading_of_the_first_rank(page):
    if not any(name.startswith("layouts/") for name in reached_from(page.template)):
        return
    text = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in sorted(reached_from(page.template)))
    assert "{% block title %}" in (TEMPLATES / page.template).read_text(encoding="utf-8")
    assert "<h1" in text


def test_the_stylesheet_stays_light():
    assert (TEMPLATES.parent / "static/app.css").stat().st_size <= 25_000
