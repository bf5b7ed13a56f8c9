"""What each page shows, gathered from what is kept."""

from sqlmodel import Session

from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Role
from firstaid.outcomes import pages, queries
from firstaid.trainings.models import Training, TrainingState
from firstaid.trainings.pages import Heading


def readiness(session: Session, actor: Actor, training: Training) -> pages.ReadinessPage:
    people = queries.readiness_of(session, training)
    ready, lost = sum(one.ready for one in people), sum(one.lost for one in people)
    return pages.ReadinessPage(
        heading=Heading.of(training),
        zone=training.zone,
        sheets=tuple(sheet.title for sheet in queries.sheets_to_test(session, training)),
        people=tuple(people),
        ready=ready,
        still_open=len(people) - ready - lost,
        lost=lost,
        history=tuple(queries.history_of(session, training.id)),
        is_open=training.state is TrainingState.OPEN,
        is_closed_out=queries.standing_close_out(session, training.id) is not None,
        may_close=Role.COORDINATOR in actor.roles,
    )


def close_out(session: Session, training: Training) -> pages.CloseOutPage:
    people = queries.readiness_of(session, training)
    return pages.CloseOutPage(
        heading=Heading.of(training),
        ready=tuple(one for one in people if one.ready),
        others=tuple(one for one in people if not one.ready),
        is_open=training.state is TrainingState.OPEN,
    )
