"""The application: middleware outside, doors inside, one runner beside them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from firstaid.app import lost
from firstaid.app.doors import ROUTERS, UPLOADS
from firstaid.app.help_places import help_at
from firstaid.app.navigation import navigation
from firstaid.app.runner import Runner
from firstaid.app.tasks import TASKS
from firstaid.certificates.press import Press
from firstaid.core import clock as machine
from firstaid.core.clock import Clock
from firstaid.core.db import POOL_SIZE, Database
from firstaid.core.settings import Settings, settings
from firstaid.web import refusals
from firstaid.web.assets import digest, static_files
from firstaid.web.bodies import Bodies
from firstaid.web.database import Turns
from firstaid.web.guard import Guard
from firstaid.web.limits import Limiter
from firstaid.web.packing import Packing


def create_app(
    database: Database | None = None, *, clock: Clock = machine.now, with_runner: bool | None = None
) -> FastAPI:
    """The web application over one database; the runner works beside it unless workers do."""
    chosen: Settings = settings()
    database = database or Database(chosen.database)
    beside = not chosen.workers if with_runner is None else with_runner

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = POOL_SIZE
        runner = Runner(database, TASKS, clock)
        if beside:
            runner.start()
        yield
        runner.stop()
        Press.close_shared()

    app = FastAPI(title="firstaid", openapi_url=None, redirect_slashes=False, lifespan=lifespan)
    app.state.turns = Turns(database)
    app.state.clock = clock
    app.state.limiter = Limiter()
    for router in ROUTERS:
        app.include_router(router)
    app.mount(f"/static/{digest()}", static_files())
    refusals.install(app)
    lost.install(app)
    app.add_middleware(Bodies, uploads=UPLOADS)
    app.add_middleware(Packing)
    app.add_middleware(Guard, navigation=navigation, help_at=help_at)
    return app
