"""How a staff list becomes staff: kept when it is sent, planned whenever somebody looks, carried out once."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from firstaid.accounts import service as accounts
from firstaid.accounts.identity import clean_text
from firstaid.core.clock import local_date
from firstaid.core.secrets import NONCE, lock, unlock
from firstaid.core.words import gettext
from firstaid.institutions import queries
from firstaid.institutions.errors import ListConfirmed
from firstaid.institutions.models import Employment, Institution, Issuer, StaffListUpload
from firstaid.institutions.rules import REASONS, Decision, Entry, ListedPerson, RowPlan, plan, understand
from firstaid.ledger import service as ledger

STAFF_LIST = "staff-list"


def receive_staff_list(
    session: Session, institution: Institution, rows: Sequence[ListedPerson], *, file_name: str, by: UUID, at: datetime
) -> StaffListUpload:
    """Keep what was read until somebody confirms it; nobody is added yet."""
    upload = StaffListUpload(
        institution_id=institution.id,
        uploaded_by=by,
        uploaded_at=at,
        file_name=clean_text(file_name)[:200],
        rows_locked=_locked([RowPlan(row, Decision.REFUSE) for row in rows]),
    )
    session.add(upload)
    return upload


def planned(session: Session, upload: StaffListUpload) -> list[RowPlan]:
    """What confirming this list would do now, row by row; of a confirmed one, the rows that were refused."""
    kept = _unlocked(upload.rows_locked)
    if upload.confirmed_at is not None:
        return kept
    rows = [one.row for one in kept]
    entries = [entry for entry in map(understand, rows) if isinstance(entry, Entry)]
    return plan(rows, queries.known_entries(session, upload.institution_id, entries))


def confirm_staff_list(
    session: Session, upload: StaffListUpload, issuer: Issuer, *, by: UUID, at: datetime
) -> StaffListUpload:
    """Add the good rows; only the refused ones are kept. Confirming again, or the same list again, changes nothing."""
    if upload.confirmed_at is not None:
        return upload
    session.get(Issuer, issuer.id, with_for_update=True)  # two lists may name one new person
    plans = planned(session, upload)
    for row in plans:
        if row.entry and row.decision in {Decision.ADD, Decision.COMPLETE}:
            _employ(session, upload.institution_id, row.entry, issuer.zone, at)
    counts = [sum(row.decision is decision for row in plans) for decision in Decision]
    upload.added, upload.completed, upload.unchanged, upload.refused = counts
    upload.rows_locked = _locked([row for row in plans if row.decision is Decision.REFUSE])
    upload.confirmed_at = at
    session.add(upload)
    ledger.record(
        session,
        actor_id=by,
        action="institutions.staff_list_confirmed",
        subject=f"institution:{upload.institution_id}",
        at=at,
        added=upload.added,
        completed=upload.completed,
        unchanged=upload.unchanged,
        refused=upload.refused,
    )
    return upload


def discard_staff_list(session: Session, upload: StaffListUpload, *, by: UUID, at: datetime) -> None:
    """Forget a list that nobody will confirm, with all that was typed in it; raises `ListConfirmed`."""
    if upload.confirmed_at is not None:
        raise ListConfirmed
    session.delete(upload)
    ledger.record(
        session,
        actor_id=by,
        action="institutions.staff_list_discarded",
        subject=f"institution:{upload.institution_id}",
        at=at,
    )


def refused(plans: Iterable[RowPlan]) -> list[tuple[ListedPerson, str]]:
    """The rows that will not be, or were not, taken, each with the reason in the reader's language."""
    return [(one.row, reason(one)) for one in plans if one.decision is Decision.REFUSE]


def reason(row: RowPlan) -> str:
    return gettext(REASONS[row.reason], line=row.same_as) if row.reason else ""


def _employ(session: Session, institution_id: UUID, entry: Entry, zone: str, at: datetime) -> None:
    person, _ = accounts.know_person(session, name=entry.name, phone=entry.phone, resident_id=entry.resident_id, at=at)
    session.flush()  # the employment points at the person
    working = select(Employment).where(
        Employment.institution_id == institution_id,
        Employment.person_id == person.id,
        col(Employment.ended_on).is_(None),
    )
    if session.exec(working).first() is None:
        session.add(
            Employment(
                institution_id=institution_id,
                person_id=person.id,
                position=entry.position,
                started_on=local_date(at, zone),
                confirmed_at=at,
            )
        )


def _locked(plans: Sequence[RowPlan]) -> bytes:
    """The rows as typed, and why one was refused; nothing of what was understood or known."""
    kept = [{"row": asdict(one.row), "reason": one.reason, "same_as": one.same_as} for one in plans]
    return lock(STAFF_LIST, json.dumps(kept, ensure_ascii=False), secrets.token_bytes(NONCE))


def _unlocked(sealed: bytes) -> list[RowPlan]:
    kept = json.loads(unlock(STAFF_LIST, sealed))
    return [
        RowPlan(
            ListedPerson(**{**one["row"], "formulas": tuple(one["row"]["formulas"])}),
            Decision.REFUSE,
            reason=one["reason"],
            same_as=one["same_as"],
        )
        for one in kept
    ]
