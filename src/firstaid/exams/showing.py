"""Gathering what the exam's pages show a trainee."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from firstaid.core.words import gettext, pick
from firstaid.exams import pages, queries, rules, scoring
from firstaid.exams.models import Sitting, SittingState
from firstaid.exams.rules import Choice, ExamState
from firstaid.exams.scoring import Marked, TopicScore
from firstaid.trainings.models import Enrolment, SessionKind, Training, TrainingState
from firstaid.trainings.queries import course_taught, is_present, scheme_of
from firstaid.web.pictures.bars import Bars, bars


def exam(session: Session, training: Training, seat: Enrolment, *, at: datetime) -> pages.ExamPage:
    rule, course = scheme_of(session, training).exam, course_taught(session, training)
    sittings = queries.sittings_of(session, seat.id)
    standing = rules.standing(sittings, allowed=rule.sittings)
    over = [one for one in sittings if one.state is SittingState.HANDED_IN]
    running = next((one for one in sittings if one.state is SittingState.OPEN), None)
    marked = queries.marked_of(session, [one.id for one in over])
    return pages.ExamPage(
        training_id=training.id,
        title=training.title,
        course_key=course.id,
        zone=training.zone,
        open=training.state is TrainingState.OPEN,
        released=rules.is_released(training.state),
        present=is_present(session, seat, SessionKind.THEORY_EXAM),
        state=standing.state.value,
        may_sit=standing.state not in {ExamState.PASSED, ExamState.FAILED},
        questions=course.blueprint.questions,
        minutes=rule.minutes,
        pass_percent=rule.pass_percent,
        sittings_left=max(0, rule.sittings - len(sittings)),
        open_sitting=running.id if running else None,
        minutes_left=rules.minutes_left(running.due_at, at) if running else 0,
        results=tuple(_result(one, marked.get(one.id, [])) for one in reversed(over)),
    )


def _result(sitting: Sitting, marked: list[Marked]) -> pages.Result:
    assert sitting.score is not None
    assert sitting.handed_in_at is not None
    topics = scoring.by_topic(marked)
    weakest = scoring.weakest_topic(topics)
    return pages.Result(
        sitting_id=sitting.id,
        number=sitting.number,
        score=sitting.score,
        pass_percent=sitting.pass_percent,
        passed=bool(sitting.passed),
        handed_in_at=sitting.handed_in_at,
        closed_by_deadline=sitting.closed_by_deadline,
        by_topic=_drawn(topics, sitting.pass_percent),
        weakest=_score_words(weakest) if weakest else "",
        life_critical_missed=scoring.life_critical_missed(marked),
    )


def _drawn(topics: Iterable[TopicScore], pass_percent: int) -> Bars:
    rows = [(_score_words(one), scoring.percent(one.right, one.asked)) for one in topics]
    return bars(rows, most=100, unit="%", mark=(gettext("Pass mark of the whole paper"), pass_percent))


def _score_words(topic: TopicScore) -> str:
    return gettext("%(topic)s: %(right)s of %(asked)s", topic=pick(topic.title), right=topic.right, asked=topic.asked)


def paper(session: Session, training: Training, sitting: Sitting, *, at: datetime) -> pages.PaperPage:
    left = rules.seconds_left(sitting.due_at, at)
    questions = _asked(session, sitting.id) if left else ()
    return pages.PaperPage(
        sitting_id=sitting.id,
        training_id=training.id,
        title=training.title,
        zone=training.zone,
        due_at=sitting.due_at,
        seconds_left=left,
        answered=sum(question.answered for question in questions),
        questions=questions,
    )


def _asked(session: Session, sitting_id: UUID) -> tuple[pages.Asked, ...]:
    stands = rules.counting(queries.saved_of(session, sitting_id))
    asked = []
    for position, shown in queries.shown_of(session, sitting_id).items():
        choice, kind = stands.get(position, Choice(position, 0, ())), shown["kind"]
        options = tuple(
            pages.Offered(option["id"], option["text"], option["id"] in choice.chosen) for option in shown["options"]
        )
        asked.append(pages.Asked(position, kind, gettext(pages.KINDS[kind]), shown["stem"], options, choice.sequence))
    return tuple(asked)


def handing_in(session: Session, training: Training, sitting: Sitting) -> pages.HandInPage:
    questions = _asked(session, sitting.id)
    return pages.HandInPage(
        sitting_id=sitting.id,
        training_id=training.id,
        title=training.title,
        asked=len(questions),
        unanswered=tuple(one.position for one in questions if not one.answered),
    )


def review(session: Session, training: Training, sitting: Sitting) -> pages.ReviewPage:
    """The paper with its key; raises `NotReleased` while anybody of the class could still use it."""
    rules.must_be_released(training.state, sitting.state)
    questions = reviewed(session, sitting)
    wrong = tuple(one.position for one in questions if not one.right)
    return pages.ReviewPage(training.id, training.title, sitting.number, sitting.score or 0, wrong, questions)


def reviewed(session: Session, sitting: Sitting) -> tuple[pages.Reviewed, ...]:
    """A marked paper with its key; whoever calls has asked whether it may be seen."""
    keys = queries.keys_of(session, sitting.id)
    marked = queries.marked_of(session, [sitting.id])[sitting.id]
    questions = []
    for one, mark in zip(_asked(session, sitting.id), marked, strict=True):
        key = keys[one.position]
        options = tuple(
            pages.Explained(
                option.letter,
                option.text,
                key["why"][option.letter],
                right=option.letter in key["right"],
                chosen=option.chosen,
            )
            for option in one.options
        )
        questions.append(
            pages.Reviewed(one.position, one.stem, options, key["rationale"], mark.right, mark.life_critical)
        )
    return tuple(questions)
