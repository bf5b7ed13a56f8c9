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


def held(session, people, day):
    session.rollback()
    return {
        person: [one.id for one in hers] for person, hers in held_by(session, people, date.fromisoformat(day)).items()
    }


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-11-30", False), ("2026-12-01", True), ("2029-12-01", True), ("2029-12-02", False)],
)
def test_it_is_held_from_its_first_day_to_its_last(session, cast, hold, day, counts):
    one = hold(cast.wang, "2026-12-01", "2029-12-01")
    assert held(session, [cast.wang], day) == ({cast.wang: [one]} if counts else {})


def test_what_holds_longest_comes_first_and_each_person_has_her_own(session, cast, hold):
    short = hold(cast.wang, "2026-12-01", "2027-12-01")
    for_ever = hold(cast.wang, "2026-12-01", None)
    long = hold(cast.wang, "2026-12-01", "2029-12-01")
    lis = hold(cast.li, "2026-12-01", "2029-12-01")
    assert held(session, [cast.wang, cast.li], "2026-12-02") == {
        cast.wang: [for_ever, long, short],
        cast.li: [lis],
    }
    assert held(session, [cast.zhou], "2026-12-02") == {}
    assert held(session, [], "2026-12-02") == {}


@pytest.mark.parametrize("status", [HoldingStatus.REPLACED, HoldingStatus.REVOKED])
def test_what_was_replaced_or_revoked_is_not_held(session, cast, hold, status):
    hold(cast.wang, "2026-12-01", None, status=status)
    assert held(session, [cast.wang], "2026-12-02") == {}


def test_one_piece_of_evidence_is_one_holding(session, cast, hold):
    evidence = uuid4()
    assert hold(cast.wang, "2026-12-01", None, evidence=evidence) == hold(
        cast.wang, "2026-12-01", None, evidence=evidence
    )
    assert len(held(session, [cast.wang], "2026-12-02")[cast.wang]) == 1


def test_what_was_recorded_for_an_alias_is_hers(session, database, cast, hold):
    one = hold(cast.li, "2026-12-01", None)
    with database.transaction() as writing:
        for alias, target in ((cast.li, cast.zhou), (cast.zhou, cast.wang)):
            person = writing.get_one(Person, alias)
            person.merged_into = target
            writing.add(person)
    assert held(session, [cast.wang], "2026-12-02") == {cast.wang: [one]}
