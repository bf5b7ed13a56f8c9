"""Giving out a paper: who is let in, what is drawn, how it is frozen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, insert

from firstaid.core.versions import digest_of
from firstaid.courses.files import Blueprint
from firstaid.exams import drawing, paper, queries, rules
from firstaid.exams.drawing import Candidate
from firstaid.exams.models import PaperQuestion, Pool, Sitting, SittingState
from firstaid.exams.service import close_if_open, record
from firstaid.questions.queries import BankQuestion
from firstaid.trainings.models import Enrolment, SessionKind, Training
from firstaid.trainings.queries import course_taught, is_present, scheme_of
from firstaid.trainings.rules import must_be_open


def start(session: Session, training: Training, seat: Enrolment, *, seed: str, by: UUID, at: datetime) -> Sitting:
    """Give out a paper drawn with this seed, or the one she has open already.

    Whoever loads the seat to write locks it, so two taps at once are two turns, and the second finds the first's.
    """
    must_be_open(training)
    earlier = queries.sittings_of(session, seat.id)
    for sitting in earlier:
        if sitting.state is SittingState.OPEN and not rules.is_over(sitting.due_at, at):
            return sitting
        close_if_open(session, sitting.id, at=at)
    scheme = scheme_of(session, training)
    standing = rules.standing(earlier, allowed=scheme.exam.sittings)
    present = is_present(session, seat, SessionKind.THEORY_EXAM)
    rules.must_be_let_in(standing, scheme.exam, present=present)

    pool = queries.pool_for(session, scheme.id)
    sitting = Sitting(
        training_id=training.id,
        enrolment_id=seat.id,
        trainee_id=seat.person_id,
        number=len(earlier) + 1,
        seed=seed,
        algorithm=drawing.ALGORITHM,
        pool_digest=_keep_pool(session, pool),
        pass_percent=scheme.exam.pass_percent,
        started_at=at,
        due_at=at + timedelta(minutes=scheme.exam.minutes),
    )
    rows = _drawn(session, sitting, pool, course_taught(session, training).blueprint)
    session.add(sitting)
    session.flush()  # the paper's questions point at the sitting
    session.exec(insert(PaperQuestion), params=rows)
    record(session, sitting, "exams.started", by, at, number=sitting.number, pool=sitting.pool_digest)
    return sitting


def _drawn(
    session: Session, sitting: Sitting, pool: Sequence[BankQuestion], blueprint: Blueprint
) -> list[dict[str, object]]:
    """The paper's rows, frozen: words on one side, key on the other."""
    known = {str(one.version_id): one for one in pool}
    candidates = [Candidate.of(one.version_id, one.topic, one.question) for one in pool]
    avoid = queries.asked_before(session, sitting.enrolment_id, sitting.number)
    rows: list[dict[str, object]] = []
    for position, one in enumerate(drawing.draw(sitting.seed, candidates, blueprint, avoid=avoid), start=1):
        drawn = known[one.version_id]
        options = drawing.arrange(sitting.seed, one.version_id, drawn.question)
        rows.append(
            {
                "sitting_id": sitting.id,
                "position": position,
                "question_version_id": drawn.version_id,
                "topic": one.topic,
                "life_critical": one.life_critical,
                "shown": paper.shown_part(drawn, options),
                "key": paper.key_part(drawn, options),
            }
        )
    return rows


def _keep_pool(session: Session, pool: Sequence[BankQuestion]) -> str:
    """The digest of what is drawn from, kept once however many start at the same moment."""
    version_ids = queries.manifest(pool)
    digest = digest_of(version_ids)
    dialect = session.get_bind().dialect.name
    row = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(Pool)
    session.exec(row.values(digest=digest, version_ids=version_ids).on_conflict_do_nothing())
    return digest
