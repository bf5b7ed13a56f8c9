"""Who is without a certificate, and whether a training is ahead of her already."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.models import Person
from firstaid.core.words import N_, day, gettext
from firstaid.institutions.models import Employment
from firstaid.overviews import queries, rules
from firstaid.overviews.pages import Uncovered
from firstaid.overviews.rules import Prospect
from firstaid.overviews.working import run_of
from firstaid.trainings import queries as trainings

WORDS = {
    Prospect.NOWHERE: N_("not enrolled in any training"),
    Prospect.UNCONFIRMED: N_("employment not confirmed yet"),
    Prospect.AHEAD: N_("enrolled for %(day)s"),
    Prospect.UNDATED: N_("enrolled, the day is not settled yet"),
    Prospect.RUNNING: N_("enrolled in the training under way"),
    Prospect.OVER: N_("training over, not closed out yet"),
}
Ahead = tuple[Prospect, date | None]
"""What is ahead of somebody, and on which day."""
NOTHING: Ahead = (Prospect.NOWHERE, None)


def uncovered(session: Session, without: Iterable[tuple[Employment, Person]], today: date) -> tuple[Uncovered, ...]:
    """Those without a certificate by what is ahead of them, first those for whom nothing is."""
    staff = list(without)
    ahead = _ahead(session, [person.id for employment, person in staff if employment.confirmed_at], today)
    together: dict[Ahead, list[str]] = {}
    for employment, person in staff:
        its = ahead.get(person.id, NOTHING) if employment.confirmed_at else (Prospect.UNCONFIRMED, None)
        together.setdefault(its, []).append(person.name)
    ordered = sorted(together, key=lambda its: (list(Prospect).index(its[0]), its[1] or date.max))
    return tuple(
        Uncovered(gettext(WORDS[what], day=day(on) if on else ""), tuple(together[what, on]), what is Prospect.NOWHERE)
        for what, on in ordered
    )


def _ahead(session: Session, person_ids: Sequence[UUID], today: date) -> dict[UUID, Ahead]:
    """Person → what the nearest of her seats promises."""
    seats = queries.seats_ahead(session, person_ids)
    spans = trainings.spans(session, [training.id for _, training in seats])
    runs = [(person_id, run_of(training, spans)) for person_id, training in seats]
    latest_first = sorted(runs, key=lambda one: one[1].first_day or date.max, reverse=True)
    return {person_id: _its(rules.prospect(run, today), run.first_day) for person_id, run in latest_first}


def _its(what: Prospect, on: date | None) -> Ahead:
    return what, on if what is Prospect.AHEAD else None
