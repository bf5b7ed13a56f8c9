"""After-commit work: a row written in the same transaction and run after it, at least once, by idempotent tasks."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, Session, SQLModel, col, select

from firstaid.core.clock import Clock
from firstaid.core.db import Database
from firstaid.core.errors import kind_and_places
from firstaid.core.ids import new_id
from firstaid.core.tables import Instant, Json, by_value

TRIES = 8
Act = Callable[[Session, dict[str, Any], datetime], None]


@dataclass(frozen=True)
class SlowTask:
    """Work too slow to hold the pen: made in a transaction that only reads, then kept in one that writes."""

    make: Callable[[Session, dict[str, Any]], Any]
    keep: Callable[[Session, dict[str, Any], Any, datetime], None]


Task = Act | SlowTask


class JobState(enum.StrEnum):
    READY = "ready"
    DONE = "done"
    FAILED = "failed"


class Job(SQLModel, table=True):
    """Something to do once the transaction that wrote this row has been committed."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_run_at", "state", "run_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    key: str = Field(unique=True)
    facts: dict[str, Any] = Field(sa_type=Json)
    state: JobState = Field(default=JobState.READY, sa_type=by_value(JobState, "state"))
    run_at: datetime = Field(sa_type=Instant)
    tries: int = 0
    last_error: str | None = None


def queue(session: Session, kind: str, key: str, facts: dict[str, Any], *, at: datetime) -> None:
    """Have `kind` run after the commit; the same `key` twice is one job."""
    if session.exec(select(Job).where(Job.key == key)).one_or_none() is None:
        session.add(Job(kind=kind, key=key, facts=facts, run_at=at))


def try_again(session: Session, key: str, *, at: datetime) -> None:
    """Have a job that has not been done run now, however often it has failed."""
    job = session.exec(select(Job).where(Job.key == key).with_for_update()).one()
    if job.state is not JobState.DONE:
        job.state, job.run_at, job.tries = JobState.READY, at, 0
        session.add(job)


def run_due(database: Database, tasks: dict[str, Task], clock: Clock) -> int:
    """Run what is due, one transaction a job; how many were tried."""
    tried = 0
    while (job_id := _next_due(database, clock())) is not None:
        _run(database, tasks, job_id, clock)
        tried += 1
    return tried


def _next_due(database: Database, at: datetime) -> UUID | None:
    with database.reading() as session:
        due = select(Job.id).where(Job.state == JobState.READY, Job.run_at <= at)
        return session.exec(due.order_by(col(Job.run_at)).limit(1)).first()


def _run(database: Database, tasks: dict[str, Task], job_id: UUID, clock: Clock) -> None:
    try:
        act = _prepared(database, tasks, job_id)
        with database.transaction() as session:
            job = _claimed(session, job_id)
            if job is not None:
                act(session, job.facts, clock())
                job.state, job.tries, job.last_error = JobState.DONE, job.tries + 1, None
                session.add(job)
    except Exception as problem:  # noqa: BLE001 - whatever failed, the job is kept and tried again
        _put_off(database, job_id, problem, clock())


def _prepared(database: Database, tasks: dict[str, Task], job_id: UUID) -> Act:
    """What is left to be done while writing; the slow part of a slow task is done here."""
    with database.reading() as session:
        job = session.get_one(Job, job_id)
        task = tasks[job.kind]
        if not isinstance(task, SlowTask):
            return task
        made = task.make(session, job.facts)
    return lambda session, facts, at: task.keep(session, facts, made, at)


def _claimed(session: Session, job_id: UUID) -> Job | None:
    """The job, locked, or nothing when another worker has it or has done it."""
    ready = select(Job).where(Job.id == job_id, Job.state == JobState.READY)
    return session.exec(ready.with_for_update(skip_locked=True)).one_or_none()


def _put_off(database: Database, job_id: UUID, problem: Exception, at: datetime) -> None:
    """Try again later; unless another worker has done it in the meantime."""
    with database.transaction() as session:
        job = _claimed(session, job_id)
        if job is None:
            return
        job.tries += 1
        job.last_error = kind_and_places(problem)[:500]
        job.run_at = at + timedelta(seconds=2**job.tries)
        job.state = JobState.FAILED if job.tries >= TRIES else JobState.READY
        session.add(job)
