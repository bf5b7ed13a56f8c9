"""Gathering what the staff sees of an exam: no question and no key while somebody of the class sits it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firstaid.accounts.models import Person
from firstaid.core.words import alike, gettext, listed, pick
from firstaid.courses.files import Blueprint
from firstaid.exams import drawing, pages, queries, rules, scoring, showing
from firstaid.exams.drawing import Candidate
from firstaid.exams.errors import CannotDraw
from firstaid.exams.models import Pool, Sitting, SittingState
from firstaid.exams.rules import ExamState
from firstaid.exams.scoring import Marked
from firstaid.institutions.asking import Actor
from firstaid.trainings.access import may_run
from firstaid.trainings.models import SessionKind, Training, TrainingState
from firstaid.trainings.pages import Heading
from firstaid.trainings.queries import attendance_at, course_taught, roster_of, scheme_of, sessions_of
from firstaid.web.pictures.dot_plot import DotPlot, Share, dot_plot

COMMA = {"en": ", ", "zh-CN": "、"}
WAITING = frozenset({ExamState.NOT_STARTED, ExamState.RETAKE})
WEAKEST_MOST, ASKED_LEAST = 8, 3


def staff(session: Session, training: Training, *, at: datetime) -> pages.StaffPage:
    scheme, blueprint = scheme_of(session, training), course_taught(session, training).blueprint
    exams = [one.id for one in sessions_of(session, training.id) if one.kind is SessionKind.THEORY_EXAM]
    examinees = _examinees(session, training, exams, scheme.exam.sittings, at)
    private = scheme.exam.exam_from == "private"
    missing = [one for one in examinees if one.state in WAITING and not one.present]
    return pages.StaffPage(
        heading=Heading.of(training),
        zone=training.zone,
        questions=blueprint.questions,
        minutes=scheme.exam.minutes,
        pass_percent=scheme.exam.pass_percent,
        examinees=examinees,
        sitting_now=sum(one.state == ExamState.SITTING for one in examinees),
        passed=sum(one.state == ExamState.PASSED for one in examinees),
        from_open_bank=not private,
        only_private=private,
        bank_suffices=private or _bank_suffices(session, scheme.id, blueprint),
        roll=next(iter(exams), None),
        not_present=len(missing),
        uncalled=_names(one.name for one in missing if not one.away),
        away=_names(one.name for one in missing if one.away),
        live=training.state is TrainingState.OPEN and bool(examinees),
        weakest=_weakest(session, training.id) if rules.is_released(training.state) else None,
    )


def _names(names: Iterable[str]) -> str:
    return pick(listed(map(alike, names), COMMA))


def _weakest(session: Session, training_id: UUID) -> DotPlot:
    scores = queries.question_scores(session, training_id)
    worst = scoring.weakest_questions(scores, most=WEAKEST_MOST, asked_least=ASKED_LEAST)
    return dot_plot(Share(pick(one.stem), one.right, one.asked) for one in worst)


def _bank_suffices(session: Session, scheme_key: str, blueprint: Blueprint) -> bool:
    """Tried beforehand, so that nobody learns it with a class waiting."""
    pool = queries.pool_for(session, scheme_key)
    try:
        drawing.draw("trial", [Candidate.of(one.version_id, one.topic, one.question) for one in pool], blueprint)
    except CannotDraw:
        return False
    return True


def _examinees(
    session: Session, training: Training, exams: Sequence[UUID], allowed: int, at: datetime
) -> tuple[pages.Examinee, ...]:
    sittings, answered = queries.sittings_by_seat(session, training.id), queries.answered_in(session, training.id)
    marked = queries.marked_of(session, [one.id for hers in sittings.values() for one in hers])
    called = attendance_at(session, exams)
    present = {seat for (seat, _), there in called.items() if there}
    away = {seat for (seat, _), there in called.items() if not there} - present
    rows = []
    for seat, person, institution in roster_of(session, training.id):
        hers = sittings.get(seat.id, [])
        state = rules.standing(hers, allowed=allowed).state
        running = next((one for one in hers if one.state is SittingState.OPEN), None)
        rows.append(
            pages.Examinee(
                enrolment_id=seat.id,
                number=seat.number,
                name=person.name,
                institution=institution,
                state=state.value,
                state_words=gettext(pages.STATES[state]),
                present=seat.id in present,
                away=seat.id in away,
                sittings=tuple(_sat(one, marked) for one in hers),
                answered=answered.get(running.id, 0) if running else 0,
                minutes_left=rules.minutes_left(running.due_at, at) if running else 0,
            )
        )
    return tuple(rows)


def _sat(sitting: Sitting, marked: Mapping[UUID, list[Marked]]) -> pages.SatSitting:
    return pages.SatSitting(
        id=sitting.id,
        number=sitting.number,
        score=sitting.score,
        passed=sitting.passed,
        handed_in_at=sitting.handed_in_at,
        closed_by_deadline=sitting.closed_by_deadline,
        life_critical_missed=scoring.life_critical_missed(marked.get(sitting.id, [])),
    )


def draw(session: Session, actor: Actor, training: Training, sitting: Sitting) -> pages.DrawPage:
    missed = _to_go_through(session, actor, training, sitting)
    marked = queries.marked_of(session, [sitting.id]).get(sitting.id, [])
    pool = session.get_one(Pool, sitting.pool_digest)
    return pages.DrawPage(
        heading=Heading.of(training),
        zone=training.zone,
        name=session.get_one(Person, sitting.trainee_id).name,
        number=sitting.number,
        started_at=sitting.started_at,
        seed=sitting.seed,
        algorithm=sitting.algorithm,
        pool_digest=sitting.pool_digest,
        pool_size=sum(len(ids) for ids in pool.version_ids.values()),
        questions=len(queries.stored_draw(session, sitting.id)),
        proven=queries.is_proven(session, training, sitting),
        missed=missed,
        waits=0 if missed else scoring.life_critical_missed(marked),
    )


def _to_go_through(session: Session, actor: Actor, training: Training, sitting: Sitting) -> tuple[pages.Reviewed, ...]:
    """Life-critical questions answered wrong, for those who teach here."""
    everybody = queries.sittings_by_seat(session, training.id).values()
    somebody_sits = any(one.state is SittingState.OPEN for hers in everybody for one in hers)
    may_see = rules.may_be_gone_through(training.state, sitting.state, somebody_sits=somebody_sits)
    if not (may_see and may_run(session, actor, training)):
        return ()
    return tuple(one for one in showing.reviewed(session, sitting) if one.life_critical and not one.right)
