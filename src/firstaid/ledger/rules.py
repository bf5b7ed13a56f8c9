import hashlib
import json
from collections.abc import Iterable

from firstaid.ledger.models import LedgerEntry

START = "0" * 64


def seal_of(before: str, place: int, entry: LedgerEntry) -> str:
    """The SHA-256 that binds an entry to everything before it."""
    said = [
        before,
        place,
        str(entry.id),
        entry.at.isoformat(),
        str(entry.actor_id),
        entry.action,
        entry.subject,
        entry.facts,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken(entries: Iterable[LedgerEntry]) -> int | None:
    """The first place at which the chain does not hold, or None; entries come in order of place."""
    before = START
    for expected, entry in enumerate(entries, start=1):
        if entry.place != expected or entry.seal != seal_of(before, expected, entry):
            return expected
        before = entry.seal
    return None
