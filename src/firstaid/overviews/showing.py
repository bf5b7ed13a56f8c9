"""What each page shows, gathered from what is kept."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.identity import masked_id, masked_phone
from firstaid.accounts.models import Person
from firstaid.core.clock import local_date
from firstaid.core.words import gettext
from firstaid.courses.queries import read_of
from firstaid.institutions.asking import Actor
from firstaid.institutions.models import Employment, Institution, InstitutionKind, Role
from firstaid.institutions.queries import staff_by_institution, staff_of, the_issuer
from firstaid.outcomes.queries import readiness_for
from firstaid.overviews import access, pages, queries, rules
from firstaid.overviews.pages import CoveredInstitution, MyTraining
from firstaid.overviews.queries import Credential
from firstaid.overviews.working import teaching, waiting
from firstaid.trainings import queries as trainings
from firstaid.trainings.models import Enrolment, SessionKind, Training, TrainingState
from firstaid.trainings.pages import Heading, PlannedRow

OVERSEEING = frozenset({Role.HEAD, Role.CENTRE})


def home(session: Session, actor: Actor, *, at: datetime) -> pages.HomePage:
    """One part for each of her roles; her own trainings where she has some, or no role at all."""
    today = local_date(at, the_issuer(session).zone)
    mine = _trainings(session, actor.person)
    return pages.HomePage(
        name=actor.person.name,
        waiting=waiting(session, actor, today=today, at=at) if Role.COORDINATOR in actor.roles else None,
        teaching=teaching(session, actor, today=today) if Role.INSTRUCTOR in actor.roles else None,
        covered=covered(session, actor, today=today) if actor.roles & OVERSEEING else None,
        audits=Role.AUDITOR in actor.roles,
        mine=mine if mine or not actor.roles else None,
    )


def my(session: Session, person: Person) -> pages.MyPage:
    credentials = queries.credentials_of(session, [person.id]).get(person.id, [])
    return pages.MyPage(_trainings(session, person), tuple(credentials))


def _trainings(session: Session, person: Person) -> tuple[MyTraining, ...]:
    """Hers, the latest first."""
    seen = queries.own_trainings(session, person.id)
    spans = trainings.spans(session, [training.id for training in seen])
    rows = [MyTraining(Heading.of(one), spans[one.id][0] if one.id in spans else None, one.place) for one in seen]
    return tuple(sorted(rows, key=lambda row: row.begins or datetime.max, reverse=True))  # noqa: DTZ901 - wall clock


def trainee(session: Session, person: Person, training: Training, seat: Enrolment) -> pages.TraineePage:
    course, readiness = trainings.course_taught(session, training), readiness_for(session, training, seat)
    read, lessons = read_of(session, person.id, course)
    present = trainings.is_present(session, seat, SessionKind.THEORY_EXAM)
    sessions = map(PlannedRow.of, trainings.sessions_of(session, training.id))
    return pages.TraineePage(
        heading=Heading.of(training),
        course=course.title,
        place=training.place,
        number=seat.number,
        sessions=tuple(sorted(sessions, key=lambda row: row.starts_at)),
        bring=tuple(course.bring),
        cells=readiness.cells,
        ready=readiness.ready,
        is_open=training.state is TrainingState.OPEN,
        exam_is_on=rules.exam_is_on(training.state, readiness.cells, present=present),
        lessons_href=f"/learn/{course.id}",
        lessons_read=read,
        lessons=lessons,
        credential=queries.certificate_from(session, seat),
    )


def covered(session: Session, actor: Actor, *, today: date) -> tuple[CoveredInstitution, ...]:
    """Every institution that is hers to see, with how many of its staff are covered; no centre without staff."""
    seen = access.institutions_covered(session, actor)
    counted = _counted(session, seen, today)
    shown = [one for one in seen if one.kind is not InstitutionKind.CENTRE or counted[one.id].counts.staff]
    return tuple(counted[one.id] for one in shown)


def _counted(session: Session, seen: Iterable[Institution], today: date) -> dict[UUID, CoveredInstitution]:
    names = {one.id: one.name for one in seen}
    staff = staff_by_institution(session, list(names))
    held = _held(session, [working for everybody in staff.values() for working in everybody])
    covers = {
        institution: [
            rules.cover((one.valid_until for one in held[employment.id]), today) for employment, _ in everybody
        ]
        for institution, everybody in staff.items()
    }
    return {one: CoveredInstitution(one, names[one], rules.counted(found)) for one, found in covers.items()}


def _held(session: Session, staff: Iterable[tuple[Employment, Person]]) -> Mapping[UUID, tuple[Credential, ...]]:
    """Employment → what she holds; of somebody whose employment nobody confirmed, nothing is shown."""
    working = {employment.id: employment.confirmed_at and person.id for employment, person in staff}
    credentials = queries.credentials_of(session, {person for person in working.values() if person})
    return {one: tuple(credentials.get(person, ())) if person else () for one, person in working.items()}


def staff(session: Session, actor: Actor, chosen: Institution | None, *, today: date) -> pages.StaffPage:
    """The chosen institution's staff; whoever sees only one need not choose."""
    mine = access.institutions_covered(session, actor)
    shown = chosen or (mine[0] if len(mine) == 1 else None)
    return pages.StaffPage(
        institutions=covered(session, actor, today=today) if len(mine) > 1 else (),
        chosen=_counted(session, [shown], today)[shown.id] if shown else None,
        staff=_members(session, shown, {one.id for one in mine}, today) if shown else (),
        today=today,
    )


def _members(session: Session, institution: Institution, mine: set[UUID], today: date) -> tuple[pages.StaffMember, ...]:
    working = staff_of(session, institution.id)
    held = _held(session, working)
    members = []
    for employment, person in working:
        hers = held[employment.id]
        stands = rules.cover((one.valid_until for one in hers), today)
        members.append(
            pages.StaffMember(
                name=person.name,
                position=employment.position,
                phone=masked_phone(person.phone),
                resident_id=masked_id(person.id_last4),
                cover=stands.value,
                cover_words=gettext(pages.COVERS[stands]),
                credentials=tuple(one.without_paper_unless(mine) for one in hers),
            )
        )
    return tuple(members)
