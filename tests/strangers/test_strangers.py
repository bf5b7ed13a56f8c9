"""Every route × every role × everybody who has no business there: generated from the app, closed by default."""

import re

import pytest
from examples import example
from fastapi.routing import iter_route_contexts

from firstaid.accounts.models import SignInKind
from firstaid.app.doors import PUBLIC, ROUTERS
from firstaid.institutions.asking import ActingAs
from firstaid.institutions.models import Role


def _routes():
    for router in ROUTERS:
        for route in iter_route_contexts(router.routes):
            for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
                yield method, route


def _every(dependant):
    yield dependant
    for one in dependant.dependencies:
        yield from _every(one)


def _roles(route):
    """The roles let in, by every door on the way; None where anybody signed in may come as far as the rows."""
    doors = [one.call.roles for one in _every(route.dependant) if isinstance(one.call, ActingAs)]
    return frozenset.intersection(*doors) if doors else None


CLOSED = [(method, route) for method, route in _routes() if route.path not in PUBLIC]
every_closed_route = pytest.mark.parametrize(
    ("method", "route"), CLOSED, ids=[f"{method} {route.path}" for method, route in CLOSED]
)
OWN = frozenset(
    {
        "training_id",
        "session_id",
        "enrolment_id",
        "institution_id",
        "upload_id",
        "sitting_id",
        "certificate_id",
        "person_id",
        "grant_id",
        "sign_in_id",
    }
)


def address(route, world):
    """The route's address in this world, with every part that could be asked for in its query too."""
    path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: world.parts[part[1]], route.path)
    names = {field.alias for one in _every(route.dependant) for field in one.query_params}
    query = "&".join(f"{name}={world.parts[name]}" for name in sorted(names) if name in world.parts)
    return f"{path}?{query}" if query else path


def asked(browser, method, route, world):
    fields = [field for one in _every(route.dependant) for field in one.body_params]
    where = address(route, world)
    if method == "GET":
        return browser.get(where)
    if not fields:  # a door that reads its form by itself takes this one
        return browser.request(method, where, data={"attempt": "1"})
    kinds = {type(field.field_info).__name__ for field in fields}
    if "File" in kinds:
        return browser.request(method, where, files={field.alias: ("x.xlsx", b"x") for field in fields})
    body = example(fields[0].field_info.annotation)
    if "Form" in kinds:
        return browser.request(method, where, data=body)
    return browser.request(method, where, json=body)


@every_closed_route
def test_whoever_is_signed_out_is_asked_to_sign_in(method, route, world, ask_as):
    answer = asked(ask_as(None), method, route, world)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


@every_closed_route
def test_a_role_that_is_not_let_in_is_refused(method, route, world, ask_as):
    let_in = _roles(route)
    if let_in is None:
        return
    for role in set(Role) - let_in:
        answer = asked(ask_as(world.insiders[role]), method, route, world)
        assert answer.status_code == 403, role


@every_closed_route
def test_what_is_not_theirs_does_not_exist_for_outsiders(method, route, world, ask_as):
    if not OWN & set(re.findall(r"\{(\w+)", route.path)):
        return
    for who, (person_id, kind) in world.outsiders.items():
        answer = asked(ask_as(person_id, kind), method, route, world)
        assert answer.status_code in {403, 404}, (who, answer.status_code, answer.text[:300])


@every_closed_route
def test_a_fellow_trainee_has_no_part_in_her_paper_marks_or_certificate(method, route, world, ask_as):
    if not {"sitting_id", "enrolment_id", "certificate_id"} & set(re.findall(r"\{(\w+)", route.path)):
        return
    answer = asked(ask_as(world.fellow, SignInKind.DEVICE), method, route, world)
    assert answer.status_code in {403, 404}


@every_closed_route
def test_no_page_tells_an_outsider_of_anybody(method, route, world, ask_as):
    if method != "GET":
        return
    for who, (person_id, kind) in world.outsiders.items():
        text = asked(ask_as(person_id, kind), method, route, world).text
        assert [name for name in world.names if name in text] == [], who


def test_the_same_pages_tell_insiders_much(world, ask_as):
    """The control: what outsiders are kept from is really there, and most doors open for somebody."""
    told, opened = set(), set()
    for method, route in CLOSED:
        for person_id in set(world.insiders.values()):
            if method == "GET":
                answer = asked(ask_as(person_id), method, route, world)
                opened |= {route.path} if answer.status_code in {200, 303} else set()
                told |= {name for name in world.names if answer.status_code == 200 and name in answer.text}
    reads = {route.path for method, route in CLOSED if method == "GET"}
    trainees_alone = {path for path in reads if path.startswith(("/my", "/exams", "/learn"))}
    before_closing = {"/trainings/{training_id}/wall"}  # the world's training is closed: nobody can join it any more
    assert reads - trainees_alone - before_closing - opened == set()
    assert len(told) > len(world.names) / 2
