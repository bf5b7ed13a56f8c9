"""What a component makes is made by it alone: a template that writes such a thing by hand says why, or is found."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
PAGES = [
    path.relative_to(TEMPLATES).as_posix()
    for path in sorted(TEMPLATES.rglob("*.html"))
    if path.parent.name not in {"components", "layouts"}
]
TAG = re.compile(r"<(?P<name>[a-z]\w*)(?P<rest>(?:\{\{.*?\}\}|\{%.*?%\}|[^<>{])*)>", re.DOTALL)
FIRST_CLASS = re.compile(r'\sclass="([a-z][\w-]*)')
ONLY_THERE = {"dialog", "progress", "table", "input", "select", "textarea"}
LAYOUT = {"stack", "row", "card", "muted", "visually-hidden", "only-screen", "icon"}
"""Classes that lay out whatever there is; they belong to no component."""
BY_HAND = {
    "accounts/account.html": "a sign-in name that password managers read and nobody sees: it is no field to fill in",
    "certificates/_parts.html": "a link that also says whose picture it is to those who do not see the row",
    "certificates/branch/paper.html": "the printed certificate is a design of its own, fixed when it is issued",
    "certificates/wall_list.html": "laid out for paper: its table never becomes cards",
    "exams/exam.html": "the result is the page's own heading, which a notice cannot hold",
    "exams/paper.html": "an answer's letter stands beside its words, and its state below: the script counts both",
    "institutions/institution.html": "work of unknown length has a bar without a value; a summary looks like a button",
    "outcomes/class_file.html": "laid out for paper: its tables never become cards",
    "practicals/print.html": "laid out for paper: its table never becomes cards",
    "practicals/sheet.html": "the verdict's box holds a heading of its own, which the script fills as the server does",
    "trainings/enrolments.html": "a link that says which institution is chosen just now",
    "trainings/roster.html": "laid out for paper: its tables never become cards",
}
"""Template → why it writes by hand what a component would make."""


def block_of(name):
    """`badge` of `badge__sign` and of `badge--good`."""
    return re.split(r"__|--", name)[0]


def blocks():
    """The classes that components put on what they make, by the names they begin with."""
    found = set()
    for path in COMPONENTS:
        found |= {block_of(name) for name in FIRST_CLASS.findall(path.read_text(encoding="utf-8"))}
    return found - LAYOUT


def by_hand(text, made):
    """What is written although a component makes it; a script's hook and a download are no macro's words."""
    for tag in TAG.finditer(text):
        name, rest = tag["name"], tag["rest"]
        if re.search(r"\s(data-(?!label)|download\b)", rest) or 'type="hidden"' in rest:
            continue
        its_class = FIRST_CLASS.search(rest)
        if name in ONLY_THERE or (its_class and "__" not in its_class[1] and block_of(its_class[1]) in made):
            yield " ".join(tag[0].split())[:100]


@pytest.mark.parametrize("name", PAGES)
def test_what_a_component_makes_is_made_by_it(name):
    found = list(by_hand((TEMPLATES / name).read_text(encoding="utf-8"), blocks()))
    if name in BY_HAND:
        assert found, "nothing is written by hand here any more: take it off the list"
    else:
        assert found == []


def test_every_exception_names_a_template_and_a_reason():
    assert set(BY_HAND) <= set(PAGES)
    assert all(len(reason.split()) > 4 for reason in BY_HAND.values())


@pytest.mark.parametrize(
    "written",
    [
        '<button class="button button--main" type="submit">x</button>',
        "<a class=\"button button--{{ 'main' if x > 1 else 'quiet' }}\" href=\"/\">x</a>",
        '<span class="badge badge--good">x</span>',
        '<section class="notice notice--bad">x</section>',
        '<dialog id="x">x</dialog>',
        '<progress value="1" max="2"></progress>',
        "<table><tr><td>x</td></tr></table>",
        '<input name="x">',
        '<input type="checkbox" {% if x > 1 %} checked{% endif %} name="x">',
        '<select name="x"></select>',
        '<textarea name="x"></textarea>',
        '<p class="field">x</p>',
        '<label class="choice"><span>x</span></label>',
    ],
)
def test_what_is_written_by_hand_is_found(written):
    """The control."""
    assert list(by_hand(f'<p class="row">{written}</p>', blocks()))


@pytest.mark.parametrize(
    "written",
    [
        "{{ button(_('Go on')) }}",
        '<input type="hidden" name="x" value="y">',
        '<button class="button button--main" type="button" data-undo hidden>x</button>',
        '<p class="row muted">x</p><div class="stack"><ul><li>x</li></ul></div>',
        '{% call table(_("Staff"), [""]) %}<tr><td data-label="{{ _(\'Name\') }}">x</td></tr>{% endcall %}',
    ],
)
def test_what_may_be_written_is_not_found(written):
    assert list(by_hand(written, blocks())) == []
