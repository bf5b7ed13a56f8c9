"""Facts of the stack that hold for every table, form and door there is, by generation (docs/decisions/0005)."""

import re
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel
from sqlalchemy import CheckConstraint, Enum, ForeignKeyConstraint, UniqueConstraint
from typer.testing import CliRunner

from firstaid.app.main import create_app
from firstaid.app.tables import metadata
from firstaid.cli.main import app as terminal
from firstaid.core.db import Database
from firstaid.web.database import open_session

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.one_engine


def kinds(of):
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


FORMS = [kind for kind in kinds(BaseModel) if kind.__module__.endswith(".forms")]


def dependants(one):
    yield one
    for below in one.dependencies:
        yield from dependants(below)


def test_every_door_commits_before_its_answer_leaves(tmp_path):
    app = create_app(Database(f"sqlite:///{tmp_path}/x.db"), with_runner=False)
    sessions = [
        (route.path, below.scope)
        for route in iter_route_contexts(app.routes)
        if getattr(route, "dependant", None) is not None
        for below in dependants(route.dependant)
        if below.call is open_session
    ]
    assert len(sessions) > 50
    assert {scope for _, scope in sessions} == {"function"}, sessions


def test_a_connection_is_kept_for_longer_than_a_phone_waits_between_saves(monkeypatch):
    ran = {}
    monkeypatch.setattr("uvicorn.run", lambda _app, **how: ran.update(how))
    monkeypatch.setattr("firstaid.web.log.set_up", lambda _format: None)
    monkeypatch.setattr("firstaid.app.main.create_app", lambda: None)
    assert CliRunner().invoke(terminal, ["serve"]).exit_code == 0
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "static/js").glob("*.js")]
    pauses = [
        int(found.replace("_", "")) / 1000
        for script in scripts
        for found in re.findall(r"const \w*PAUSE = ([\d_]+);", script)
    ]
    assert len(pauses) > 2
    assert ran["timeout_keep_alive"] > 1.2 * max(pauses)  # a pause is drawn out by a fifth at most


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__qualname__)
def test_a_form_takes_nothing_that_it_does_not_name(form):
    assert form.model_config.get("extra") == "forbid"


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name_and_every_enum_is_kept_by_value(table):
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint | ForeignKeyConstraint | UniqueConstraint):
            assert constraint.name, (table.name, constraint)
    for column in table.columns:
        if isinstance(column.type, Enum):
            assert column.type.enums == [member.value for member in column.type.enum_class], column
            assert column.type.create_constraint, column
            assert not column.type.native_enum, column
