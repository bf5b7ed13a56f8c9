"""What each page shows, gathered from what is kept."""

from collections.abc import Sequence

from sqlmodel import Session

from firstaid.core.words import gettext
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Role
from firstaid.outcomes import pages, queries, rules
from firstaid.outcomes.models import CloseOut
from firstaid.outcomes.rules import Readiness
from firstaid.trainings.models import Training, TrainingState
from firstaid.trainings.pages import Heading
from firstaid.web.pictures.bars import Part, StackedBars, stacked_bars


def readiness(session: Session, actor: Actor, training: Training) -> pages.ReadinessPage:
    people = queries.readiness_of(session, training)
    ready, lost = sum(one.ready for one in people), sum(one.lost for one in people)
    return pages.ReadinessPage(
        heading=Heading.of(training),
        zone=training.zone,
        picture=_picture(people),
        sheets=tuple(sheet.title for sheet in queries.sheets_to_test(session, training)),
        people=tuple(people),
        ready=ready,
        still_open=len(people) - ready - lost,
        lost=lost,
        history=tuple(queries.history_of(session, training.id)),
        is_open=training.state is TrainingState.OPEN,
        is_closed_out=queries.standing_close_out(session, training.id) is not None,
        may_close=Role.COORDINATOR in actor.roles,
        reads_certificates=not actor.roles.isdisjoint({Role.COORDINATOR, Role.AUDITOR}),
    )


def _picture(people: Sequence[Readiness]) -> StackedBars:
    """One bar a requirement: how many have reached it, can still reach it, and cannot any more."""
    parts = [Part(gettext(words), kind) for words, kind in pages.PARTS]
    tallies = rules.tallies(people)
    return stacked_bars(parts, [(pages.title_of(one.cell), (one.done, one.still, one.failed)) for one in tallies])


def after_closing(made: CloseOut) -> str:
    """Where the coordinator goes on: to the certificates if anybody gets one."""
    somebody = any(trainee["ready"] for trainee in made.record["trainees"])
    return f"/trainings/{made.training_id}/{'certificates' if somebody else 'readiness'}"


def close_out(session: Session, training: Training) -> pages.CloseOutPage:
    people = queries.readiness_of(session, training)
    history = queries.history_of(session, training.id)
    return pages.CloseOutPage(
        heading=Heading.of(training),
        zone=training.zone,
        undone=rules.undone(people, queries.never_called(session, training)),
        sitting=tuple(rules.sitting_now(people)),
        closed=next((one for one in history if one.reopened_at is None), None),
        ready=tuple(one for one in people if one.ready),
        waiting=tuple(one for one in people if not one.ready and not one.lost),
        lost=tuple(one for one in people if one.lost),
        is_open=training.state is TrainingState.OPEN,
    )
