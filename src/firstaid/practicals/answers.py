"""What a phone is told about the marks it sent."""

from typing import Any

from starlette.responses import JSONResponse

from firstaid.practicals import telling
from firstaid.practicals.desk import Desk
from firstaid.practicals.service import Receipt, Refused
from firstaid.trainings.errors import TrainingNotOpen
from firstaid.web.refusals import status_of, words_of

OK, MIXED = 200, 422


def answer(receipt: Receipt) -> JSONResponse:
    """Which marks are kept and which are not and why; and where the trainees stand now."""
    body = {
        "accepted": [str(mark_id) for mark_id in receipt.accepted],
        "refused": [_refused(one) for one in receipt.refused],
        "standings": [_standing(desk) for desk in receipt.desks.values()],
    }
    return JSONResponse(body, _status(receipt))


def _status(receipt: Receipt) -> int:
    """Well unless nothing was kept; then what all refusals have in common."""
    statuses = {status_of(one.refusal) for one in receipt.refused}
    if receipt.accepted or not statuses:
        return OK
    return statuses.pop() if len(statuses) == 1 else MIXED


def _refused(one: Refused) -> dict[str, Any]:
    """`keep`: not for ever; the phone goes on keeping the mark and asks again."""
    said = {"id": str(one.mark_id), "code": one.refusal.code, "keep": isinstance(one.refusal, TrainingNotOpen)}
    return said | words_of(one.refusal)._asdict()


def _standing(desk: Desk) -> dict[str, Any]:
    standing = desk.standing
    last = standing.attempts[-1]
    return {
        "enrolment_id": str(desk.seat.enrolment.id),
        "sheet_key": desk.locked.sheet.id,
        "state": standing.state.value,
        "words": telling.sentence(standing),
        "attempt": last.number,
        "finished": last.finished,
        "passed": last.passed,
        "headline": telling.headline(last),
        "reasons": telling.reasons(last),
        "also_missed": telling.also_missed(last) if last.finished else (),
    }
