from fastapi import APIRouter
from starlette.responses import JSONResponse

from firstaid.institutions.asking import TrainingStaff
from firstaid.practicals import answers, service
from firstaid.practicals.forms import SentMarks
from firstaid.practicals.rules import must_be_hers
from firstaid.web.database import Db, Now

router = APIRouter()


@router.post("/api/marks")
def send_marks(db: Db, staff: TrainingStaff, now: Now, sent: SentMarks) -> JSONResponse:
    """What a phone has kept: each mark is taken in or refused on its own."""
    must_be_hers(sent.graded_by, staff.id)
    receipt = service.take_in(db, staff, sent.marks, device_id=sent.device_id, at=now)
    return answers.answer(receipt)
