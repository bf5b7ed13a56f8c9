"""The timed work: outbox, ledger seal, forgotten sittings. One runner at a time holds the lease."""

import threading
from uuid import uuid4

import structlog

from firstaid.app.tasks import BY_THE_CLOCK
from firstaid.core import lease
from firstaid.core.clock import Clock
from firstaid.core.db import Database
from firstaid.core.errors import kind_and_places
from firstaid.core.outbox import Task, run_due
from firstaid.ledger import service as ledger

PAUSE = 0.5
log = structlog.get_logger("firstaid.runner")


class Runner:
    """A thread beside the web server, or the whole of `firstaid worker`."""

    def __init__(self, database: Database, tasks: dict[str, Task], clock: Clock) -> None:
        self.database, self.tasks, self.clock = database, tasks, clock
        self.name = uuid4().hex
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self.run, name="runner", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the round that is running, then end."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def run(self) -> None:
        while not self._ended.wait(PAUSE):
            try:
                self.round()
            except Exception as problem:  # noqa: BLE001 - the next round may do better; it must come
                log.error("round_failed", what=kind_and_places(problem))  # noqa: TRY400 - its words may hold a name

    def round(self) -> None:
        """Whatever is due now; only by the one who holds the lease."""
        at = self.clock()
        with self.database.transaction() as session:
            if not lease.take(session, "clock", self.name, at=at):
                return
            ledger.seal(session)
        run_due(self.database, self.tasks, self.clock)
        for swept in BY_THE_CLOCK:
            with self.database.transaction() as session:
                swept(session, self.clock())
