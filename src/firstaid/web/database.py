"""One request, one transaction: reading for GET, writing for the rest, committed before the answer leaves."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import anyio
from anyio.to_thread import run_sync
from fastapi import Depends, Request
from sqlmodel import Session

from firstaid.core.db import POOL_SIZE, Database

SAFE = frozenset({"GET", "HEAD"})


class Turns:
    """Who may enter the database: as many as there are connections, and one writer where only one can write.

    Waiting costs no thread, so whoever is inside always finds one to go on with.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.seats = anyio.CapacityLimiter(POOL_SIZE)
        self.writers = anyio.CapacityLimiter(1 if database.is_sqlite else POOL_SIZE)
        self.pen = anyio.CapacityLimiter(POOL_SIZE)


async def open_session(request: Request) -> AsyncIterator[Session]:
    """The request's session; whatever was written is committed when the door's function has ended well."""
    turns: Turns = request.app.state.turns
    if request.method in SAFE:
        async with turns.seats:
            with turns.database.reading() as session:
                yield session
        return
    async with turns.writers, turns.seats:
        scope = turns.database.transaction()
        session = await run_sync(scope.__enter__, limiter=turns.pen)
        try:
            yield session
        except BaseException as problem:
            with anyio.CancelScope(shield=True):
                await run_sync(scope.__exit__, type(problem), problem, problem.__traceback__, limiter=turns.pen)
            raise
        with anyio.CancelScope(shield=True):
            await run_sync(scope.__exit__, None, None, None, limiter=turns.pen)


def asked_at(request: Request) -> datetime:
    """The moment this request is judged by."""
    at: datetime = request.app.state.clock()
    return at


Db = Annotated[Session, Depends(open_session, scope="function")]
Now = Annotated[datetime, Depends(asked_at)]
