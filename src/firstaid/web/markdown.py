"""Texts from files as HTML: Markdown without HTML in it, and only the few tags a text needs."""

from collections.abc import Callable, Mapping

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
TOP, DEEPEST = 2, 6  # the page's own title is the h1
TAGS = {
    *(f"h{rank}" for rank in range(TOP, DEEPEST + 1)),
    *("p", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "code", "pre", "a", "img", "span"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "table": {"class"},
    "td": {"data-label"},
}
Picture = Callable[[str], Mapping[str, str]]
"""What a picture's source in the text becomes: its address, and its size where that is known."""
Link = Callable[[str], str]
reader = MarkdownIt("commonmark", {"html": False}).enable("table")


def html_of(text: str, *, picture: Picture, link: Link = str) -> Markup:
    """The text, its highest heading an h2, its pictures and links at their addresses; anything foreign is dropped."""
    tokens = reader.parse(text)
    _fit_headings(tokens)
    _label_cells(tokens)
    for child in (child for token in tokens for child in token.children or ()):
        if child.type == "image":
            child.attrs.update(picture(str(child.attrs["src"])))
        elif child.type == "link_open":
            child.attrs["href"] = link(str(child.attrs["href"]))
    html = reader.renderer.render(tokens, reader.options, {})
    return Markup(  # noqa: S704 - cleaned by nh3
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https", "http"})
    )


def _fit_headings(tokens: list[Token]) -> None:
    ranks = [HEADINGS[token.tag] for token in tokens if token.tag in HEADINGS]
    shift = TOP - min(ranks, default=TOP)
    for token in tokens:
        if token.tag in HEADINGS:
            token.tag = f"h{min(HEADINGS[token.tag] + shift, DEEPEST)}"


def _label_cells(tokens: list[Token]) -> None:
    """Tables look like all others: on a phone each cell says under which head it stands."""
    heads: list[str] = []
    column = 0
    for token, words in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "table_open":
            token.attrs["class"] = "table"
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            heads.append(words.content if words else "")
        elif token.type == "td_open":
            token.attrs["data-label"] = heads[column]
            column += 1
            if words and words.children:  # its words stay together beside the label
                words.children = [Token("span_open", "span", 1), *words.children, Token("span_close", "span", -1)]
