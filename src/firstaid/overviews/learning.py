"""What a trainee sees of her own: the one thing to do next, her trainings, her certificates."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from firstaid.accounts.models import Person
from firstaid.core.clock import local_date
from firstaid.core.words import gettext, listed, pick, wall_clock
from firstaid.courses import queries as courses
from firstaid.courses.files import Course, Lesson
from firstaid.courses.rules import first_unread
from firstaid.institutions.queries import the_issuer
from firstaid.outcomes.queries import readiness_for
from firstaid.outcomes.rules import COMMA, CellKind, CellState, Readiness
from firstaid.overviews import pages, queries, rules
from firstaid.overviews.pages import Act, Doing, MyTraining
from firstaid.overviews.queries import Credential
from firstaid.overviews.rules import Next, Way
from firstaid.overviews.working import Spans, coming_in, run_of
from firstaid.trainings import queries as trainings
from firstaid.trainings.access import own_enrolment
from firstaid.trainings.models import Enrolment, SessionKind, Training, TrainingSession
from firstaid.trainings.pages import Heading, PlannedRow

GOOD, URGENT = {Next.KEEP, Next.WAIT}, {Next.ENDED, Next.ABSENT, Next.LOST, Next.EXAM_OPEN, Next.ASK}
KINDS = dict.fromkeys(GOOD, "good") | dict.fromkeys(URGENT, "warn")
EXAM = {Next.EXAM, Next.EXAM_OPEN, Next.EXAM_AGAIN}
ICONS = dict.fromkeys(EXAM, "pencil") | {Next.READ: "book"}


def learning(session: Session, person: Person, *, at: datetime) -> pages.Learning:
    """What is next in the training nearest to her hand; all of hers, and what she holds."""
    seen = queries.own_trainings(session, person.id)
    spans = trainings.spans(session, [one.id for one in seen])
    nearest = min(seen, key=lambda one: _nearness(one, spans, at), default=None)
    held = queries.credentials_of(session, [person.id]).get(person.id, [])
    following = _way_through(session, *own_enrolment(session, person, nearest.id), held, at).next if nearest else None
    return pages.Learning(following, _listed(seen, spans), tuple(held))


def _nearness(one: Training, spans: Spans, at: datetime) -> tuple[int, int]:
    return rules.nearness(run_of(one, spans), local_date(at, one.zone))


def _listed(seen: Sequence[Training], spans: Spans) -> tuple[MyTraining, ...]:
    """Hers, the latest first."""
    rows = [MyTraining(Heading.of(one), spans[one.id][0] if one.id in spans else None, one.place) for one in seen]
    return tuple(sorted(rows, key=lambda row: row.begins or datetime.max, reverse=True))  # noqa: DTZ901 - wall clock


def trainee(
    session: Session, person: Person, training: Training, seat: Enrolment, *, at: datetime
) -> pages.TraineePage:
    held = queries.credentials_of(session, [person.id]).get(person.id, [])
    return _way_through(session, training, seat, held, at)


def _way_through(
    session: Session, training: Training, seat: Enrolment, held: Sequence[Credential], at: datetime
) -> pages.TraineePage:
    course, readiness = trainings.course_taught(session, training), readiness_for(session, training, seat)
    lessons, read = courses.lessons_of(session, course), courses.progress_of(session, seat.person_id)
    planned = sorted(trainings.sessions_of(session, training.id), key=lambda one: one.starts_at)
    unread = first_unread([one.id for one in lessons], read)
    credential = queries.certificate_from(session, seat, held)
    way = _way(session, training, seat, readiness, planned, unread=unread is not None, credential=credential)
    following = rules.next_of(way, local_date(at, training.zone))
    named = _numbered(lessons, unread) | {"issuer": the_issuer(session).name}
    return pages.TraineePage(
        heading=Heading.of(training),
        course=course.title,
        place=training.place,
        number=seat.number,
        sessions=tuple(map(PlannedRow.of, planned)),
        bring=tuple(course.bring),
        cells=readiness.cells,
        ready=readiness.ready,
        next=Doing(
            training.title,
            _words(following, training, readiness, coming_in(training, planned, at), named),
            KINDS.get(following, "plain"),
            _act(following, training, course, unread),
            credential,
        ),
        lessons_href=f"/learn/{course.id}",
        lessons_read=sum(one.id in read for one in lessons),
        lessons=len(lessons),
    )


def _way(
    session: Session,
    training: Training,
    seat: Enrolment,
    readiness: Readiness,
    planned: Sequence[TrainingSession],
    *,
    unread: bool,
    credential: Credential | None,
) -> Way:
    exams = [one.id for one in planned if one.kind is SessionKind.THEORY_EXAM]
    called = trainings.attendance_at(session, exams)
    days = (planned[0].starts_at, planned[-1].starts_at) if planned else None
    return Way(
        run_of(training, {training.id: days} if days else {}),
        certified=credential is not None,
        ready=readiness.ready,
        lost=readiness.lost,
        absent=any(one.kind is CellKind.ATTENDANCE and one.state is CellState.FAILED for one in readiness.cells),
        exam_is_on=rules.exam_is_on(
            training.state, readiness.cells, present=any(called.get((seat.id, one)) for one in exams)
        ),
        exam_open=any(one.kind is CellKind.EXAM and one.state is CellState.UNDER_WAY for one in readiness.cells),
        exam_again=any(one.kind is CellKind.EXAM and one.again for one in readiness.cells),
        unread=unread,
    )


def _numbered(lessons: Sequence[Lesson], unread: str | None) -> dict[str, object]:
    """The lesson to read next, as its sentence names it."""
    return next(({"number": at, "lesson": one.title} for at, one in enumerate(lessons, 1) if one.id == unread), {})


def _words(
    following: Next, training: Training, readiness: Readiness, coming: TrainingSession | None, named: dict[str, object]
) -> str:
    again = rules.to_retest(readiness.cells)
    if following in {Next.BE_THERE, Next.ASK} and again:
        return gettext(pages.RETEST, skills=listed(again, COMMA))
    if coming is None:
        return gettext(pages.UNDATED if following is Next.COME else pages.WAYS[following], **named)
    facts = {"place": training.place, "moment": wall_clock(coming.starts_at), "session": pick(coming.title)}
    return gettext(pages.WAYS[following], **facts, time=f"{coming.starts_at:%H:%M}", **named)


def _act(following: Next, training: Training, course: Course, unread: str | None) -> Act | None:
    """Where it is done; on the page of the training itself, what leads there leads nowhere."""
    here = f"/my/trainings/{training.id}"
    places = dict.fromkeys(EXAM, f"{here}/exam") | {Next.READ: f"/learn/{course.id}/{unread}", Next.KEEP: ""}
    href = places.get(following, here)
    words = gettext(pages.WAY_ACTS.get(following, pages.LOOK))
    return Act(words, href, ICONS.get(following, "chevron-right")) if href else None
