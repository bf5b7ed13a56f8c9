"""Walking past every page of the demo story, each before the eyes of somebody who may see it."""

from collections.abc import Callable, Iterator
from typing import Any

from demo_pages import Reader, Shown
from live import Live
from playwright.sync_api import Browser, Page


def walk(
    demo: tuple[Live, list[Shown]],
    chromium: Browser,
    *,
    prepare: Callable[[Page], Any] = lambda _page: None,
    **how: Any,
) -> Iterator[tuple[Shown, Page]]:
    """Every page, one after another; `prepare` does something to each reader's browser before it opens the first."""
    live, shown = demo
    browsers: dict[Reader, Page] = {}
    for one in shown:
        if one.reader not in browsers:
            browsers[one.reader] = live.page(chromium, one.reader.person_id, device=one.reader.device, **how)
            prepare(browsers[one.reader])
        browsers[one.reader].goto(one.address)
        yield one, browsers[one.reader]
    for page in browsers.values():
        page.context.close()


def kind_of(one: Shown) -> str:
    """The name that a page has at every stage and for every reader."""
    return one.name.rsplit("-", 2)[0]


def one_of_each(shown: list[Shown]) -> list[Shown]:
    """One page of every kind."""
    return list({kind_of(one): one for one in reversed(shown)}.values())
