"""Every page of the demo story as a first visit on a slow phone: how heavy, how steady, how soon usable.

A first visit has an empty cache. The phone is 360×740 with a processor slowed four times, on Lighthouse's slow 4G:
150 ms there and back, 1.6 Mbit/s down, 750 kbit/s up. Weight is what came over the wire, headers and all; requests are
all that the page caused by itself. Shift is the sum of all layout shifts.

Usable is when the largest thing is painted, all scripts that the page waits for have run (DOMContentLoaded, which
module scripts hold up) and the last long task is over, whichever comes last: what is there can be read, and what is
pressed answers. Times depend on the machine, so each is the median of RUNS visits and stands beside /healthz, visited
alike in the same run. Weight, requests and shift hold on any machine: if one misses its goal, the run ends with 1.

Type: make bench-pages [OF=part of a name] [RUNS=3] [JSON=1]
"""

import json
import logging
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("FIRSTAID_ENVIRONMENT", "development")

import structlog
from demo_pages import NOBODY, Reader, Shown, begin_more, pages, tell
from live import PHONE, Live, chromium_path, driving, going_from, serving
from playwright.sync_api import Browser, Page
from wire import LEAST_SHIFT, MOST_BYTES, MOST_REQUESTS, Wire

from firstaid.accounts.asking import cookie_name
from firstaid.app.main import create_app
from firstaid.core import clock
from firstaid.core.db import Database

SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWED, PATIENCE = 4, 120_000
GOALS = {"weight": MOST_BYTES, "requests": MOST_REQUESTS, "shift": LEAST_SHIFT, "usable": 1500}
UNITS = {"weight": "bytes", "requests": "requests", "shift": "", "usable": "ms"}
ON_ANY_MACHINE = ("weight", "requests", "shift")
BARE = Shown("healthz", "/healthz", NOBODY)
READ = """() => {
  const { domContentLoadedEventEnd } = performance.getEntriesByType("navigation")[0];
  return { ...__seen, ready: domContentLoadedEventEnd };
}"""


@dataclass(frozen=True)
class Visit:
    """One page opened once by a browser that had never been here."""

    weight: float
    requests: float
    shift: float
    usable: float


def visit(live: Live, chromium: Browser, one: Shown, tokens: dict[Reader, str]) -> Visit:
    """Open a page in a browser of its own, and wait until nothing more happens."""
    context = chromium.new_context(
        base_url=live.address, locale="zh-CN", viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    if one.reader.person_id is not None:
        tokens.setdefault(one.reader, live.token(one.reader.person_id, device=one.reader.device))
        context.add_cookies([{"name": cookie_name(), "value": tokens[one.reader], "url": live.address}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wire = Wire(page)
    wire.line.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(one.address)
    seen = settled(page, wire)
    context.close()
    usable = max(seen["painted"], seen["ready"], seen["worked"])
    return Visit(wire.weight, wire.requests, round(seen["shifted"], 4), usable)


def settled(page: Page, wire: Wire) -> dict[str, float]:
    """What the page's own watches say once half a second has changed nothing."""
    before = None
    for _ in range(20):
        page.wait_for_timeout(500)
        now = (wire.weight, wire.requests, page.evaluate(READ))
        if now == before:
            break
        before = now
    return page.evaluate(READ)


def middle(visits: list[Visit]) -> dict[str, float]:
    return {what: statistics.median(getattr(one, what) for one in visits) for what in GOALS}


def rows(name: str, found: dict[str, float], least: dict[str, float]) -> Iterator[dict[str, Any]]:
    """One for each thing that was measured on a page."""
    for what, goal in GOALS.items():
        value, base = round(found[what], 4), round(least[what], 4)
        yield {
            "name": f"{name} {what}",
            "value": value,
            "unit": UNITS[what],
            "baseline": base,
            "ratio": round(value / base, 2) if base else None,
            "goal": goal,
            "ok": value <= goal if what != "shift" else value < goal,
        }


def misses(found: dict[str, float]) -> list[str]:
    return [what for what, goal in GOALS.items() if (found[what] >= goal if what == "shift" else found[what] > goal)]


def told(measured: dict[str, dict[str, float]], least: dict[str, float]) -> None:
    """A table, worst first, or with JSON=1 one object a line."""
    worst_first = sorted(measured, key=lambda name: (-len(misses(measured[name])), -measured[name]["usable"]))
    if os.environ.get("JSON"):
        for name in worst_first:
            for row in rows(name, measured[name], least):
                print(json.dumps(row, ensure_ascii=False))
        return
    print(f"{'':64}{'bytes':>9}{'requests':>10}{'shift':>8}{'usable ms':>11}{'× healthz':>11}  misses")
    for name in worst_first:
        found, times = measured[name], measured[name]["usable"] / least["usable"]
        weight, requests, shift, usable = (found[what] for what in GOALS)
        missed = " ".join(misses(found))
        print(f"{name[:63]:64}{weight:>9.0f}{requests:>10.0f}{shift:>8.4g}{usable:>11.0f}{times:>11.1f}  {missed}")
    print(summary(measured, least))


def summary(measured: dict[str, dict[str, float]], least: dict[str, float]) -> str:
    most = {what: max(found[what] for found in measured.values()) for what in GOALS}
    late = sum(found["usable"] > GOALS["usable"] for found in measured.values())
    heavy = sum(bool(set(misses(found)) & set(ON_ANY_MACHINE)) for found in measured.values())
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    return (
        f"{len(measured)} pages: at most {most['weight']:.0f} bytes, {most['requests']:.0f} requests, shift"
        f" {most['shift']:.4g}, {most['usable']:.0f} ms (healthz {least['usable']:.0f} ms);"
        f" {heavy} miss weight, requests or shift, {late} are later than {GOALS['usable']:.0f} ms;"
        f" load {busy:.1f} for each processor"
    )


def measure(wanted: str, runs: int) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """What each page whose name holds `wanted` takes in the middle of its visits, and what /healthz takes."""
    path = chromium_path()
    if path is None:
        sys.exit("Measuring pages needs Chromium. Type: sudo apt-get install -y chromium")
    at, tokens = clock.now(), {}
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/demo.db")
        tell(database, at)
        app = create_app(database, clock=going_from(at), with_runner=False)
        begin_more(app, database, at)
        shown = [one for one in pages(app, database, at) if wanted in one.name]
        with serving(database, going_from(at), with_runner=False) as live, driving(path) as chromium:
            least = middle([visit(live, chromium, BARE, tokens) for _ in range(max(3, runs))])
            found = {one.name: middle([visit(live, chromium, one, tokens) for _ in range(runs)]) for one in shown}
        database.dispose()
    return found, least


def main(wanted: str = "") -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    measured, least = measure(wanted, int(os.environ.get("RUNS", "3")))
    if not measured:
        sys.exit(f"no page's name holds {wanted!r}")
    told(measured, least)
    sys.exit(any(set(misses(found)) & set(ON_ANY_MACHINE) for found in measured.values()))


if __name__ == "__main__":
    main(*sys.argv[1:])
