"""Lesson texts as HTML, with the pictures of their module."""

import re

from markupsafe import Markup

from firstaid.web.markdown import html_of

PICTURE = re.compile(r"(?:\.\./)?pictures/([a-z0-9-]+\.(?:svg|png))")


def lesson_html(text: str, module: str) -> Markup:
    return html_of(text, picture=lambda source: {"src": _address(source, module)})


def _address(source: str, module: str) -> str:
    """Where a module's own picture is served; another's address stays, and the content policy refuses it."""
    own = PICTURE.fullmatch(source)
    return f"/learn/pictures/{module}/{own[1]}" if own else source
