from datetime import date
from uuid import uuid4

import pytest

from firstaid.accounts.models import Person
from firstaid.holdings.models import HoldingStatus
from firstaid.holdings.queries import held_by
from firstaid.holdings.service import record

TITLE = {"en": "CPR and AED certificate", "zh-CN": "心肺复苏与AED培训证书"}


@pytest.fixture
def hold(database, cast, clock):
    """A person comes to hold something."""

    def do(person_id, begins, ends, *, evidence=None, status=HoldingStatus.HELD):
        with database.transaction() as session:
            holding = record(
                session,
                person_id=person_id,
                issuer_id=cast.issuer,
                scheme_key="cn-redcross-branch",
                course_key="cpr-aed-one-day",
                title=TITLE,
                valid_from=date.fromisoformat(begins),
                valid_until=date.fromisoformat(ends) if ends else None,
                evidence_kind="certificate",
                evidence_id=evidence or uuid4(),
                at=clock(),
            )
            holding.status = status
            return holding.id

    return do


def held(session, people):
    session.rollback()
    return {person: [one.id for one in hers] for person, hers in held_by(session, people).items()}


def test_what_is_newest_comes_first_and_each_person_has_her_own(session, cast, hold):
    old = hold(cast.wang, "2020-12-01", "2023-12-01")
    new = hold(cast.wang, "2026-12-01", None)
    lis = hold(cast.li, "2026-12-01", "2029-12-01")
    assert held(session, [cast.wang, cast.li]) == {cast.wang: [new, old], cast.li: [lis]}
    assert held(session, [cast.zhou]) == {}
    assert held(session, []) == {}


@pytest.mark.parametrize("status", [HoldingStatus.REPLACED, HoldingStatus.REVOKED])
def test_what_was_replaced_or_revoked_is_not_held(session, cast, hold, status):
    hold(cast.wang, "2026-12-01", None, status=status)
    assert held(session, [cast.wang]) == {}


def test_one_piece_of_evidence_is_one_holding(session, cast, hold):
    evidence = uuid4()
    assert hold(cast.wang, "2026-12-01", None, evidence=evidence) == hold(
        cast.wang, "2026-12-01", None, evidence=evidence
    )
    assert len(held(session, [cast.wang])[cast.wang]) == 1


def test_what_was_recorded_for_an_alias_is_hers(session, database, cast, hold):
    one = hold(cast.li, "2026-12-01", None)
    with database.transaction() as writing:
        for alias, target in ((cast.li, cast.zhou), (cast.zhou, cast.wang)):
            person = writing.get_one(Person, alias)
            person.merged_into = target
            writing.add(person)
    assert held(session, [cast.wang]) == {cast.wang: [one]}
