"""What a page costs a phone that has never been here: what comes over the wire, and what moves while it comes."""

from typing import Any

from playwright.sync_api import Page

WATCH = """
  window.__seen = { painted: 0, worked: 0, shifted: 0 };
  const watch = (type, note) =>
    new PerformanceObserver((all) => all.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (one) => { __seen.painted = Math.max(__seen.painted, one.startTime); });
  watch("longtask", (one) => { __seen.worked = Math.max(__seen.worked, one.startTime + one.duration); });
  watch("layout-shift", (one) => { __seen.shifted += one.value; });
"""
MOST_BYTES, MOST_REQUESTS, LEAST_SHIFT = 100_000, 12, 0.001


class Wire:
    """Counts bytes, headers and all, and requests of one page from `begin()` on, each visit as if it were the first."""

    def __init__(self, page: Page) -> None:
        self.line = page.context.new_cdp_session(page)
        page.add_init_script(WATCH)
        self.line.on("Network.requestWillBeSent", self._asked)
        self.line.on("Network.loadingFinished", self._came)
        self.line.send("Network.enable")
        self.begin()

    def begin(self) -> None:
        self.weight, self.requests = 0.0, 0
        self.line.send("Network.clearBrowserCache")

    def _asked(self, event: dict[str, Any]) -> None:
        self.requests += not event["request"]["url"].startswith(("data:", "blob:"))
        self.weight += event.get("redirectResponse", {}).get("encodedDataLength", 0)

    def _came(self, event: dict[str, Any]) -> None:
        self.weight += event["encodedDataLength"]
