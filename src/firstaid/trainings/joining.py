"""How a phone becomes a trainee's: by the code on the wall, her name and four characters of a number of hers."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from firstaid.accounts import queries as accounts
from firstaid.accounts.errors import TooManyTries
from firstaid.accounts.models import FailedTry, SignInKind
from firstaid.accounts.service import open_sign_in
from firstaid.core.errors import FirstAidError
from firstaid.core.secrets import fingerprint
from firstaid.ledger import service as ledger
from firstaid.trainings import queries, rules
from firstaid.trainings.errors import CannotJoin, SeveralFit, TooManyToday, TrainingOver
from firstaid.trainings.models import Training, TrainingState

OF_ONE_NAME = 10
OF_ONE_NAME_A_DAY = 30  # two numbers of four digits: a guesser finds one in 166 days
A_DAY = timedelta(days=1)
OF_A_HALL = 60  # thirty people who type with cold hands, behind one address


def new_code() -> str:
    return "".join(secrets.choice(rules.CODE_ALPHABET) for _ in range(rules.CODE_LENGTH))


@dataclass(frozen=True)
class Joined:
    """The token that makes the device hers, to be kept in it."""

    token: str
    training: Training


def join(
    session: Session, *, typed_code: str, name: str, last4: str, address: str, device: str, at: datetime
) -> Joined | FirstAidError:
    """Make this device the trainee's, or say why not.

    A refusal is given back, not raised: the page comes again with it, and the try is counted. It is the same
    `CannotJoin` whatever was wrong, and `TooManyTries` after ten for one name, or many from one place.
    """
    code = rules.read_code(typed_code)
    tries = _tries(code or "-", name, address)
    if any(accounts.too_many_tries(session, key, at, most) for key, most in tries.items()):
        return TooManyTries()
    if accounts.too_many_tries(session, next(iter(tries)), at, OF_ONE_NAME_A_DAY, within=A_DAY):
        return TooManyToday()
    training = queries.training_with_code(session, code) if code else None
    if training is not None and training.state is TrainingState.CLOSED:
        return TrainingOver()
    seats = queries.enrolments_of(session, training.id) if training else []
    meant = [(seat, person) for seat, person in seats if rules.is_meant(person, name=name, last4=last4)]
    if training is None or not meant:
        session.add_all(FailedTry(key=key, at=at) for key in tries)
        return CannotJoin()
    if len(meant) > 1:
        return SeveralFit()
    seat, person = meant[0]
    seat.joined_at = seat.joined_at or at
    session.add(seat)
    ledger.record(
        session,
        actor_id=person.id,
        action="trainings.joined",
        subject=f"training:{training.id}",
        at=at,
        enrolment=str(seat.id),
    )
    return Joined(open_sign_in(session, person.id, SignInKind.DEVICE, device=device, at=at), training)


def _tries(code: str, name: str, address: str) -> dict[str, int]:
    """What is counted of a wrong try, and how many of each are borne; a name is never kept in the open."""
    who = fingerprint("join-try", rules.as_spoken(name))
    return {f"join:{code}:{who}": OF_ONE_NAME, f"join:{code}": OF_A_HALL, f"join-from:{address}": OF_A_HALL}
