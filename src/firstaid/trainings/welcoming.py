"""What somebody sees who comes with a join code."""

from sqlmodel import Session

from firstaid.accounts.asking import Asking
from firstaid.core.errors import FirstAidError
from firstaid.trainings import queries, rules
from firstaid.trainings.forms import JoinForm
from firstaid.trainings.join_pages import CodePage, JoinPage
from firstaid.trainings.models import EnrolmentState, Training, TrainingState
from firstaid.web.refusals import words_of

CODE_MOST = 60


def joining(
    session: Session,
    asking: Asking | None,
    one: Training,
    *,
    refusal: FirstAidError | None = None,
    typed: JoinForm | None = None,
) -> JoinPage:
    """What is shown to whoever has the code: which training it is, and whom this browser knows already."""
    begins, _ = queries.spans(session, [one.id]).get(one.id, (None, None))
    seats = queries.every_seat(session, one.id)
    seat = seats.get(asking.person.id) if asking else None
    return JoinPage(
        training_id=one.id,
        title=one.title,
        place=one.place,
        begins=begins,
        code=one.join_code,
        over=one.state is TrainingState.CLOSED,
        known_as=asking.person.name if asking else "",
        is_hers=seat is not None and seat.state is EnrolmentState.ENROLLED,
        refusal=words_of(refusal) if refusal else None,
        name=typed.name if typed else "",
        last4=typed.last4 if typed else "",
    )


def refused_to_join(
    session: Session, asking: Asking | None, typed_code: str, *, refusal: FirstAidError, typed: JoinForm
) -> JoinPage | CodePage:
    """The same page again, with what she typed; without a training, the page that asks for the code."""
    code = rules.read_code(typed_code)
    one = queries.training_with_code(session, code) if code else None
    if one is None:
        return CodePage(typed_code[:CODE_MOST], unknown=True)
    return joining(session, asking, one, refusal=refusal, typed=typed)
