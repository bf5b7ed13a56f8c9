"""The text of a task as HTML: its pictures with their sizes, its links to other tasks as addresses here."""

import re

from markupsafe import Markup

from firstaid.core.errors import NotFound
from firstaid.core.words import pick
from firstaid.guides import access
from firstaid.guides.files import Task, guides, picture_size
from firstaid.web.markdown import html_of

PICTURE = re.compile(r"pictures/([\w-]+)/([\w.-]+)")
LINK = re.compile(r"([a-z]+)\.[\w-]+\.md(?:#(.+))?")


def task_html(task: Task) -> Markup:
    return html_of(pick(task.text), picture=picture, link=address)


def picture(source: str) -> dict[str, str]:
    """Where it is served, and how large it is, so that nothing jumps when it arrives; another's source stays."""
    named = PICTURE.fullmatch(source)
    if named is None:
        return {"src": source}
    shown = {"src": f"/help/{source}"}
    try:
        width, height = picture_size(access.picture_to_see(named[1], named[2]))
    except NotFound:
        return shown
    return shown | {"width": str(width), "height": str(height)}


def address(link: str) -> str:
    """A link to another guide, or to a task in it by its heading, as a page of the product; any other stays."""
    named = LINK.fullmatch(link)
    guide = guides().get(named[1]) if named else None
    if named is None or guide is None:
        return link
    task = next((task for task in guide.tasks if named[2] in task.anchors.values()), None)
    return f"/help/{guide.key}/{task.key}" if task else f"/help/{guide.key}"
