"""The real application in a process of its own, to be killed. `broken`: it says yes first and commits later."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import uvicorn
from sqlmodel import Session

from firstaid.app.main import create_app
from firstaid.core.db import Database

LATER = 0.05


class TooEager(Database):
    """What must never be built: the answer leaves before the commit is done."""

    @contextmanager
    def session(self) -> Iterator[Session]:
        session = Session(self.engine)
        try:
            yield session
        except BaseException:
            session.close()
            raise
        threading.Timer(LATER, self._commit, [session]).start()

    @staticmethod
    def _commit(session: Session) -> None:
        session.commit()
        session.close()


def main() -> None:
    url, port, at, *broken = sys.argv[1:]
    database = TooEager(url) if broken else Database(url)
    app = create_app(database, clock=lambda: datetime.fromtimestamp(float(at), UTC), with_runner=False)
    uvicorn.run(app, port=int(port), log_level="error", access_log=False)


if __name__ == "__main__":
    main()
