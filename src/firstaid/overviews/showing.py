"""The home of each role, gathered from what is kept."""

from datetime import date, datetime

from sqlmodel import Session

from firstaid.core.clock import local_date
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Issuer, Role
from firstaid.institutions.queries import the_issuer
from firstaid.overviews import pages, queries
from firstaid.overviews.covering import covering
from firstaid.overviews.learning import learning
from firstaid.overviews.working import coordinating, teaching
from firstaid.trainings.pages import Heading

OVERSEEING = frozenset({Role.HEAD, Role.CENTRE})


def home(session: Session, actor: Actor, *, at: datetime) -> pages.HomePage | pages.MyPage:
    """One part for each of her roles, her own trainings where she has some; without a role, a trainee's page."""
    if not actor.roles:
        return my(session, actor, at=at)
    issuer = the_issuer(session)
    return _home(session, actor, issuer, today=local_date(at, issuer.zone), at=at)


def _home(session: Session, actor: Actor, issuer: Issuer, *, today: date, at: datetime) -> pages.HomePage:
    roles = actor.roles
    mine = learning(session, actor.person, at=at)
    return pages.HomePage(
        name=actor.person.name,
        today=today,
        coordinating=coordinating(session, actor, issuer.zone, today=today, at=at)
        if Role.COORDINATOR in roles
        else None,
        teaching=teaching(session, actor, today=today, at=at) if Role.INSTRUCTOR in roles else None,
        covering=covering(session, actor, today=today) if roles & OVERSEEING else None,
        auditing=_auditing(session, issuer) if Role.AUDITOR in roles else None,
        learning=mine if mine.trainings else None,
    )


def my(session: Session, actor: Actor, *, at: datetime) -> pages.MyPage:
    return pages.MyPage(actor.person.name, learning(session, actor.person, at=at))


def _auditing(session: Session, issuer: Issuer) -> pages.Auditing:
    last = queries.closed_last(session, issuer.id)
    return pages.Auditing(queries.numbers(session, issuer.id), Heading.of(last) if last else None)
