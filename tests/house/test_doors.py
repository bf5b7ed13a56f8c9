"""Every door asks who is there, or stands on the short public list."""

import inspect

import pytest
from fastapi.routing import iter_route_contexts

from firstaid.accounts.asking import signed_in
from firstaid.app.doors import PUBLIC, ROUTERS
from firstaid.app.main import create_app
from firstaid.core.db import Database


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    app = create_app(Database(f"sqlite:///{tmp_path_factory.mktemp('doors')}/x.db"), with_runner=False)
    return [route for route in iter_route_contexts(app.routes) if getattr(route, "dependant", None) is not None]


def every_dependency(dependant):
    for one in dependant.dependencies:
        yield one.call
        yield from every_dependency(one)


def test_every_route_knows_who_is_asking_or_is_listed_as_public(routes):
    assert len(routes) > len(ROUTERS)
    for route in routes:
        asks = signed_in in set(every_dependency(route.dependant))
        assert asks or route.path in PUBLIC, route.path


def test_the_public_list_names_no_door_that_is_not_there(routes):
    assert {route.path for route in routes} >= PUBLIC


def test_every_route_is_a_plain_function(routes):
    assert [route.path for route in routes if inspect.iscoroutinefunction(route.endpoint)] == []


def test_no_two_doors_answer_to_one_address(routes):
    addresses = [(method, route.path) for route in routes for method in route.methods]
    assert len(addresses) == len(set(addresses))
