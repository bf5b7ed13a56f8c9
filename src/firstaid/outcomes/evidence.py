"""The record that a close-out freezes: facts and codes, in no language, from which every verdict can be shown again."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.core.versions import digest_of
from firstaid.exams.models import Sitting
from firstaid.outcomes import queries
from firstaid.outcomes.rules import Cell, CellKind, Readiness
from firstaid.practicals.models import Mark
from firstaid.practicals.queries import standing_of as skill_standing_of
from firstaid.practicals.rules import AttemptVerdict
from firstaid.trainings import queries as trainings
from firstaid.trainings.models import Training

Plain = dict[str, Any]


def record_of(session: Session, training: Training, people: list[Readiness]) -> Plain:
    """Everybody's standing with what proves it, and one digest over all of it."""
    proofs = {
        CellKind.ATTENDANCE: _attendance(session, training, people),
        CellKind.SKILL: _skills(session, training),
        CellKind.EXAM: _exams(session, training),
    }
    trainees = [_trainee(one, proofs) for one in people]
    record: Plain = {
        "trainees": trainees,
        "scheme_version_id": str(training.scheme_version_id),
        "course_version_id": str(training.course_version_id),
    }
    return record | {"digest": digest_of(record)}


Proofs = dict[CellKind, dict[tuple[UUID, str], Plain]]


def _trainee(one: Readiness, proofs: Proofs) -> Plain:
    return {
        "enrolment_id": str(one.enrolment_id),
        "person_id": str(one.person_id),
        "institution_id": str(one.institution_id),
        "name": one.name,
        "number": one.number,
        "ready": one.ready,
        "last_assessed_on": one.last_assessed_on.isoformat() if one.last_assessed_on else None,
        "cells": [_cell(one, cell, proofs) for cell in one.cells],
    }


def _cell(one: Readiness, cell: Cell, proofs: Proofs) -> Plain:
    proof = proofs[cell.kind].get((one.enrolment_id, cell.key), {})
    said = {"kind": cell.kind.value, "key": cell.key, "state": cell.state.value, "code": cell.code}
    return said | {"evidence": proof}


def _attendance(session: Session, training: Training, people: list[Readiness]) -> dict[tuple[UUID, str], Plain]:
    floor = trainings.scheme_of(session, training).attendance.floor_percent
    sessions = trainings.sessions_of(session, training.id)
    said = trainings.attendance_of(session, training.id)
    proofs = {}
    for one in people:
        attended = queries.attended_by(one.enrolment_id, sessions, said)
        listed = [{"session_id": str(a.id), "minutes": a.minutes, "present": a.present} for a in attended]
        proofs[one.enrolment_id, ""] = {"floor_percent": floor, "sessions": listed}
    return proofs


def _skills(session: Session, training: Training) -> dict[tuple[UUID, str], Plain]:
    """(enrolment, sheet) → the version it was graded by, the verdict on each attempt, and every mark."""
    versions = {sheet.id: str(version.id) for version, sheet in trainings.sheets_of(session, training.id)}
    marks = defaultdict(list)
    seats = [seat.id for seat, _ in trainings.enrolments_of(session, training.id)]
    given = select(Mark).where(col(Mark.enrolment_id).in_(seats)).order_by(col(Mark.marked_at), col(Mark.id))
    for mark in session.exec(given):
        marks[mark.enrolment_id, mark.sheet_key].append(str(mark.id))
    return {
        where: {
            "sheet_version_id": versions[where[1]],
            "attempts": [_attempt(attempt) for attempt in standing.attempts],
            "marks": marks[where],
        }
        for where, standing in skill_standing_of(session, training).items()
    }


def _attempt(attempt: AttemptVerdict) -> Plain:
    finished_at = attempt.finished_at
    return {
        "number": attempt.number,
        "coached": attempt.coached,
        "finished_at": finished_at.isoformat() if finished_at else None,
        "graded_by": str(attempt.finish.graded_by) if attempt.finish else None,
        "passed": attempt.passed,
        "failed_by": [verdict.step.id for verdict in attempt.failed_by],
        "steps": {verdict.step.id: {"done": verdict.done, "seconds": verdict.seconds} for verdict in attempt.steps},
    }


def _exams(session: Session, training: Training) -> dict[tuple[UUID, str], Plain]:
    proofs: dict[tuple[UUID, str], Plain] = {}
    sat = select(Sitting).where(Sitting.training_id == training.id).order_by(col(Sitting.number))
    for sitting in session.exec(sat):
        proof = proofs.setdefault((sitting.enrolment_id, ""), {"sittings": []})
        proof["sittings"].append(
            {
                "sitting_id": str(sitting.id),
                "number": sitting.number,
                "score": sitting.score,
                "pass_percent": sitting.pass_percent,
                "passed": sitting.passed,
                "handed_in_at": sitting.handed_in_at.isoformat() if sitting.handed_in_at else None,
                "closed_by_deadline": sitting.closed_by_deadline,
            }
        )
    return proofs
