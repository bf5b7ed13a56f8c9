"""One request, one transaction, and it is committed before the answer leaves."""

from typing import Annotated

import pytest
from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func
from sqlmodel import Session, select

from firstaid.core.db import POOL_SIZE
from firstaid.ledger.models import LedgerEntry
from firstaid.ledger.service import record
from firstaid.web.database import Db, Now, Turns, open_session


@pytest.fixture
def kept_when_answered(database, clock):
    """Opens a door that writes one row: whether the row is there when the answer begins to leave."""
    app = FastAPI()
    app.state.turns, app.state.clock = Turns(database), clock

    def count():
        with database.reading() as looking:
            return looking.exec(select(func.count()).select_from(LedgerEntry)).one()

    def write(session, at):
        record(session, actor_id=None, action="tests.happened", subject="test:1", at=at)

    @app.post("/sound")
    def sound(db: Db, now: Now) -> None:
        write(db, now)

    @app.post("/plain")
    def plain(db: Annotated[Session, Depends(open_session)], now: Now) -> None:
        write(db, now)

    def ask(path):
        before, seen = count(), []

        async def watched(scope, receive, send):
            async def spy(message):
                if message["type"] == "http.response.start":
                    seen.append(count() - before)
                await send(message)

            await app(scope, receive, spy)

        assert TestClient(watched).post(path).status_code == 200
        assert count() - before == 1
        return seen == [1]

    return ask


def test_what_was_written_is_committed_before_the_answer_leaves(kept_when_answered):
    assert kept_when_answered("/sound")


def test_a_plain_dependency_would_answer_first_and_commit_later(kept_when_answered):
    assert not kept_when_answered("/plain")


def test_there_are_as_many_threads_and_seats_as_connections(browse, app, database):
    threads = browse(None).portal.call(lambda: current_default_thread_limiter().total_tokens)
    assert threads == app.state.turns.seats.total_tokens == database.engine.pool.size() == POOL_SIZE


def test_looking_writes_nothing_even_where_somebody_tries(database, clock):
    app = FastAPI()
    app.state.turns, app.state.clock = Turns(database), clock

    @app.get("/looking")
    def looking(db: Db, now: Now) -> None:
        record(db, actor_id=None, action="tests.happened", subject="test:1", at=now)
        db.flush()

    assert TestClient(app, raise_server_exceptions=False).get("/looking").status_code == 500
    with database.reading() as session:
        assert session.exec(select(LedgerEntry).where(LedgerEntry.action == "tests.happened")).all() == []
