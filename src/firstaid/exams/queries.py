from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from firstaid.core.versions import digest_of
from firstaid.exams import drawing, rules
from firstaid.exams.drawing import Candidate
from firstaid.exams.models import Answer, PaperQuestion, Pool, Sitting, SittingState
from firstaid.exams.rules import Choice, ExamStanding
from firstaid.exams.scoring import Marked, QuestionScore
from firstaid.questions.queries import BankQuestion, current_bank, read_versions
from firstaid.questions.rules import may_stand_on_paper
from firstaid.trainings.models import Enrolment, Training
from firstaid.trainings.queries import course_taught, scheme_of


def standing_of(session: Session, training: Training) -> dict[UUID, ExamStanding]:
    """Enrolment → where she stands with the exam; everybody who ever had a seat is in it."""
    allowed = scheme_of(session, training).exam.sittings
    seats = session.exec(select(Enrolment.id).where(Enrolment.training_id == training.id)).all()
    sittings = sittings_by_seat(session, training.id)
    return {seat: rules.standing(sittings.get(seat, ()), allowed=allowed) for seat in seats}


def sittings_by_seat(session: Session, training_id: UUID) -> dict[UUID, list[Sitting]]:
    """Enrolment → her sittings, first to last; one who never sat is not in it."""
    found = select(Sitting).where(Sitting.training_id == training_id).order_by(col(Sitting.number))
    seats: dict[UUID, list[Sitting]] = {}
    for sitting in session.exec(found):
        seats.setdefault(sitting.enrolment_id, []).append(sitting)
    return seats


def sittings_of(session: Session, enrolment_id: UUID) -> list[Sitting]:
    """One trainee's sittings, first to last."""
    hers = select(Sitting).where(Sitting.enrolment_id == enrolment_id)
    return list(session.exec(hers.order_by(col(Sitting.number))))


def shown_of(session: Session, sitting_id: UUID, positions: Collection[int] | None = None) -> dict[int, dict[str, Any]]:
    """Position → what a trainee may see there; the key is not even read."""
    paper = select(PaperQuestion.position, PaperQuestion.shown).where(PaperQuestion.sitting_id == sitting_id)
    if positions is not None:
        paper = paper.where(col(PaperQuestion.position).in_(positions))
    rows = session.exec(paper.order_by(col(PaperQuestion.position)))
    return {position: dict(shown) for position, shown in rows}


def keys_of(session: Session, sitting_id: UUID) -> dict[int, dict[str, Any]]:
    """Position → the key and the reasons: for marking, and for the review after release."""
    paper = select(PaperQuestion.position, PaperQuestion.key).where(PaperQuestion.sitting_id == sitting_id)
    return {position: dict(key) for position, key in session.exec(paper)}


def saved_of(session: Session, sitting_id: UUID, positions: Collection[int] | None = None) -> list[Choice]:
    """Every choice that was saved, also those overruled since."""
    saved = select(Answer.position, Answer.sequence, Answer.chosen).where(Answer.sitting_id == sitting_id)
    if positions is not None:
        saved = saved.where(col(Answer.position).in_(positions))
    return [Choice(position, sequence, tuple(chosen)) for position, sequence, chosen in session.exec(saved)]


def marked_of(session: Session, sitting_ids: Collection[UUID]) -> dict[UUID, list[Marked]]:
    """Sitting → its questions in their order as they were marked; one that is still open is not in it."""
    rows = (
        select(PaperQuestion)
        .where(col(PaperQuestion.sitting_id).in_(sitting_ids), col(PaperQuestion.right).is_not(None))
        .order_by(col(PaperQuestion.position))
        .options(defer(PaperQuestion.key, raiseload=True))  # type: ignore[arg-type] # typed as its value
    )
    papers: dict[UUID, list[Marked]] = {}
    for one in session.exec(rows):
        marked = Marked(one.topic, one.shown["topic"], life_critical=one.life_critical, right=bool(one.right))
        papers.setdefault(one.sitting_id, []).append(marked)
    return papers


def question_scores(session: Session, training_id: UUID) -> list[QuestionScore]:
    """How this class did at every question it was asked, over all papers that are marked; the key is not even read."""
    rows = (
        select(PaperQuestion.question_version_id, PaperQuestion.shown, PaperQuestion.right)
        .join(Sitting, col(Sitting.id) == PaperQuestion.sitting_id)
        .where(Sitting.training_id == training_id, col(PaperQuestion.right).is_not(None))
    )
    scores: dict[UUID, QuestionScore] = {}
    for version_id, shown, right in session.exec(rows):
        so_far = scores.get(version_id, QuestionScore(shown["stem"], 0, 0))
        scores[version_id] = QuestionScore(so_far.stem, so_far.right + bool(right), so_far.asked + 1)
    return list(scores.values())


def answered_in(session: Session, training_id: UUID) -> dict[UUID, int]:
    """Open sitting → how many of its questions have an answer now."""
    saved = (
        select(Answer.sitting_id, Answer.position, Answer.sequence, Answer.chosen)
        .join(Sitting, col(Sitting.id) == Answer.sitting_id)
        .where(Sitting.training_id == training_id, Sitting.state == SittingState.OPEN)
        .order_by(col(Answer.sequence))
    )
    counts = {(sitting_id, position): bool(chosen) for sitting_id, position, _, chosen in session.exec(saved)}
    answered: dict[UUID, int] = {}
    for (sitting_id, _), chosen in counts.items():
        answered[sitting_id] = answered.get(sitting_id, 0) + chosen
    return answered


def pool_for(session: Session, scheme_key: str) -> list[BankQuestion]:
    """What an exam under this scheme may be drawn from now; all of it is the open bank's."""
    return [one for one in current_bank(session) if may_stand_on_paper(one.question, scheme_key)]


def manifest(pool: Iterable[BankQuestion]) -> dict[str, list[str]]:
    """Topic → version ids, sorted: the pool as it is kept and hashed."""
    topics: dict[str, list[str]] = {}
    for one in pool:
        topics.setdefault(one.topic, []).append(str(one.version_id))
    return {topic: sorted(ids) for topic, ids in sorted(topics.items())}


def asked_before(session: Session, enrolment_id: UUID, number: int) -> set[str]:
    """Keys of the questions on her papers before sitting `number`, whichever version she saw."""
    earlier = (
        select(PaperQuestion.question_version_id)
        .join(Sitting, col(Sitting.id) == PaperQuestion.sitting_id)
        .where(Sitting.enrolment_id == enrolment_id, Sitting.number < number)
    )
    return {question.id for question in read_versions(session, list(session.exec(earlier))).values()}


def stored_draw(session: Session, sitting_id: UUID) -> list[tuple[str, list[str]]]:
    """Version ids in the order asked, each with the bank's own option ids in the order shown."""
    paper = select(PaperQuestion.question_version_id, PaperQuestion.key).where(PaperQuestion.sitting_id == sitting_id)
    rows = session.exec(paper.order_by(col(PaperQuestion.position)))
    return [(str(version_id), key["options"]) for version_id, key in rows]


def redraw(session: Session, training: Training, sitting: Sitting) -> list[tuple[str, list[str]]]:
    """The paper that seed, pool and blueprint give again, in the form of `stored_draw`."""
    pool = session.get_one(Pool, sitting.pool_digest)
    topics = {UUID(one): topic for topic, ids in pool.version_ids.items() for one in ids}
    questions = read_versions(session, list(topics))
    drawn = drawing.draw(
        sitting.seed,
        [Candidate.of(one, topic, questions[one]) for one, topic in topics.items()],
        course_taught(session, training).blueprint,
        avoid=asked_before(session, sitting.enrolment_id, sitting.number),
    )
    arranged = []
    for one in drawn:
        options = drawing.arrange(sitting.seed, one.version_id, questions[UUID(one.version_id)])
        arranged.append((one.version_id, [option.id for option in options]))
    return arranged


def is_proven(session: Session, training: Training, sitting: Sitting) -> bool:
    """Whether the stored paper is what its seed gives, out of the pool whose digest it carries."""
    pool = session.get_one(Pool, sitting.pool_digest)
    whole = digest_of(pool.version_ids) == pool.digest and sitting.algorithm == drawing.ALGORITHM
    return whole and redraw(session, training, sitting) == stored_draw(session, sitting.id)
