"""The operator's door: every command says what it did, and what to type when it could not."""

import os
import subprocess
import sys

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from firstaid.accounts.models import Login
from firstaid.app.migrate import migrate
from firstaid.cli.main import app
from firstaid.core.db import Database
from firstaid.core.settings import settings
from firstaid.institutions.models import Issuer
from firstaid.ledger.models import LedgerEntry
from firstaid.ledger.service import record, seal

BEGIN = {
    "--code": "XY",
    "--name-zh": "新源县红十字会",
    "--name-en": "Xinyuan County Red Cross",
    "--coordinator": "陈静",
    "--phone": "138 0013 8000",
    "--login": "chen",
    "--password": "four words in a row",
}


@pytest.fixture
def empty(postgres, tmp_path):
    """A migrated database with nobody in it."""
    url = postgres.create("empty") if postgres else f"sqlite:///{tmp_path}/empty.db"
    database = Database(url)
    yield database
    database.dispose()
    if postgres:
        postgres.drop("empty")


@pytest.fixture
def type_in(monkeypatch, tmp_path):
    """Types a command for a database; what came back."""

    def run(database, *words):
        monkeypatch.setenv("FIRSTAID_DATABASE_URL", database.url.render_as_string(hide_password=False))
        monkeypatch.setenv("FIRSTAID_DATA", str(tmp_path))
        settings.cache_clear()
        return CliRunner().invoke(app, words)

    yield run
    settings.cache_clear()


def begun(type_in, database, **other):
    words = [word for pair in (BEGIN | other).items() for word in pair]
    return type_in(database, "begin", *words)


def test_a_new_installation_is_migrated_named_and_gets_its_first_coordinator(type_in, empty):
    assert type_in(empty, "migrate").exit_code == 0
    assert "陈静 can sign in as chen" in begun(type_in, empty).output
    with empty.reading() as session:
        issuer = session.exec(select(Issuer)).one()
        assert (issuer.code, session.exec(select(Login.name)).one()) == ("XY", "chen")


def test_it_is_named_once(type_in, empty, clock):
    migrate(empty, at=clock())
    begun(type_in, empty)
    again = begun(type_in, empty, **{"--code": "ZZ"})
    assert again.exit_code == 1
    assert "already belongs to" in again.output


@pytest.mark.parametrize(
    ("other", "said"), [({"--code": "X Y"}, "2 to 12 letters"), ({"--password": "short"}, "at least 10 characters")]
)
def test_a_beginning_that_cannot_be_leaves_nothing_behind(type_in, empty, clock, other, said):
    migrate(empty, at=clock())
    refused = begun(type_in, empty, **other)
    assert (refused.exit_code, said in refused.output) == (1, True)
    with empty.reading() as session:
        assert session.exec(select(Issuer)).all() == []


def test_the_demo_is_not_loaded_over_somebodys_data(type_in, empty, clock):
    migrate(empty, at=clock())
    begun(type_in, empty)
    refused = type_in(empty, "demo")
    assert (refused.exit_code, "in use already" in refused.output) == (1, True)


def test_passwords_that_everybody_knows_are_not_loaded_into_production(type_in, empty, clock, monkeypatch):
    migrate(empty, at=clock())
    monkeypatch.setenv("FIRSTAID_ENVIRONMENT", "production")
    refused = type_in(empty, "demo")
    assert (refused.exit_code, "FIRSTAID_ENVIRONMENT=development" in refused.output) == (1, True)
    with empty.reading() as session:
        assert session.exec(select(Login)).all() == []


def test_the_demo_is_told_once_and_says_who_can_sign_in(type_in, empty, clock):
    migrate(empty, at=clock())
    first, second = type_in(empty, "demo"), type_in(empty, "demo")
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert "Loading" in first.output
    assert "Loading" not in second.output
    assert "coordinator" in second.output


def test_the_doctor_finds_everything_well_and_then_a_broken_ledger(type_in, database, clock):
    with database.transaction() as session:
        record(session, actor_id=None, action="tests.happened", subject="test:1", at=clock())
        session.flush()
        seal(session)
    well = type_in(database, "doctor")
    assert "NO" not in well.output
    assert well.exit_code == 0
    with database.transaction() as session:
        session.add(LedgerEntry(at=clock(), action="forged", subject="x", facts={}, place=10_000, seal="0" * 64))
    ill = type_in(database, "doctor")
    assert ill.exit_code == 1
    assert "NO  ledger: broken at entry" in ill.output


def test_the_doctor_says_what_to_type_when_the_database_is_old(type_in, empty):
    ill = type_in(empty, "doctor")
    assert ill.exit_code == 1
    assert "type: firstaid migrate" in ill.output


def test_the_content_is_looked_over_and_loaded_twice_as_once(type_in, database):
    assert "The content is sound." in type_in(database, "content", "check").output
    assert [type_in(database, "content", "load").exit_code for _ in range(2)] == [0, 0]


@pytest.mark.one_engine
def test_a_production_start_without_a_secret_is_refused_with_the_reason(tmp_path):
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": "src", "FIRSTAID_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "firstaid.cli.main", "serve"], env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "FIRSTAID_SECRET must be at least 32 random characters" in done.stderr
    assert list(tmp_path.iterdir()) == []
