"""An address that leads nowhere: no door was reached, so nobody was asked who is there until here."""

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from firstaid.accounts.asking import anybody
from firstaid.core.errors import Invalid
from firstaid.institutions.asking import acting
from firstaid.web.refusals import KINDS, refuse
from firstaid.web.seen import Seen, seen


def install(app: FastAPI) -> None:
    """Have such addresses refused inside the reader's own frame."""
    app.add_exception_handler(HTTPException, _lost)


def _lost(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    if seen.get(Seen()).wants_html:
        with request.app.state.turns.database.reading() as session:
            asking = anybody(request, session, request.app.state.clock())
            if asking is not None:
                acting(asking, session)
    return refuse(KINDS.get(problem.status_code, Invalid)())
