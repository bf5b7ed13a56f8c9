"""Help leads from every page to something that is written."""

import re
from urllib.parse import unquote

import pytest
from fastapi.routing import iter_route_contexts

from firstaid.app.doors import ROUTERS
from firstaid.app.help_places import PLACES, help_at, place_of
from firstaid.app.navigation import STAFF
from firstaid.guides.files import guides
from firstaid.guides.rules import own_guides

PATHS = sorted(
    {route.path for router in ROUTERS for route in iter_route_contexts(router.routes) if "GET" in route.methods}
)
ROLES = [frozenset(), frozenset({"trainee"}), *(frozenset({"trainee", role}) for role in sorted(STAFF))]


def written(address):
    guide, _, task = address.removeprefix("/help").strip("/").partition("/")
    return not guide or (guide in guides() and (not task or guides()[guide].task(task) is not None))


def opened(path):
    """The path with something in each of its places."""
    return re.sub(r"\{\w+(:\w+)?\}", "0190", path)


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)) or "nobody")
def test_help_leads_from_every_page_to_what_is_written_for_whoever_asks(roles):
    mine = own_guides(roles)
    for path in PATHS:
        address, _, way_back = help_at(roles, f"{opened(path)}?page=2").partition("?from=")
        assert written(address), address
        assert path.startswith("/help") or unquote(way_back) == f"{opened(path)}?page=2"
        assert address == "/help" or not mine or address.split("/")[2] in mine


def test_every_place_is_a_page_that_exists():
    assert [pattern for pattern, _ in PLACES if pattern not in PATHS] == []


def test_every_task_named_for_a_place_is_written():
    named = [f"/help/{guide}/{task}" for _, tasks in PLACES for guide, task in tasks.items()]
    assert [address for address in named if not written(address)] == []


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in PLACES])
def test_no_place_hides_behind_one_before_it(pattern):
    assert place_of(opened(pattern)) == dict(PLACES)[pattern]


def test_most_tasks_but_the_operators_are_reached_from_some_page():
    """The control: were the table forgotten, everything above would still hold."""
    reached = {(guide, task) for _, tasks in PLACES for guide, task in tasks.items()}
    tasks = {(guide.key, task.key) for guide in guides().values() for task in guide.tasks if guide.key != "operator"}
    assert len(reached) > len(tasks) / 2
