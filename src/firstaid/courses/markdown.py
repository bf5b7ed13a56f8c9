"""Lesson texts as HTML: Markdown without HTML in it, and only the few tags a lesson needs."""

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
TOP, DEEPEST = 2, 6  # the page's own title is the h1
TAGS = {
    *(f"h{rank}" for rank in range(TOP, DEEPEST + 1)),
    *("p", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "code", "pre", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}
PICTURE = re.compile(r"(?:\.\./)?pictures/([a-z0-9-]+\.(?:svg|png))")
_reader = MarkdownIt("commonmark", {"html": False}).enable("table")


def lesson_html(text: str, module: str) -> Markup:
    """The text, its highest heading an h2, its pictures at their addresses; anything foreign is dropped."""
    tokens = _reader.parse(text)
    _fit_headings(tokens)
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                child.attrs["src"] = _address(str(child.attrs["src"]), module)
    html = _reader.renderer.render(tokens, _reader.options, {})
    return Markup(  # noqa: S704 - cleaned by nh3
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https", "http"})
    )


def _fit_headings(tokens: list[Token]) -> None:
    ranks = [HEADINGS[token.tag] for token in tokens if token.tag in HEADINGS]
    shift = TOP - min(ranks, default=TOP)
    for token in tokens:
        if token.tag in HEADINGS:
            token.tag = f"h{min(HEADINGS[token.tag] + shift, DEEPEST)}"


def _address(source: str, module: str) -> str:
    """Where a module's own picture is served; another's address stays, and the content policy refuses it."""
    own = PICTURE.fullmatch(source)
    return f"/learn/pictures/{module}/{own[1]}" if own else source
