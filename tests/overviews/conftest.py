"""An open training of three, and a way to hold a credential."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from cast import COURSE, SCHEME, START, Cast, OpenTraining, open_training

from firstaid.core.db import Database
from firstaid.holdings.models import Holding, HoldingStatus


@pytest.fixture
def training(database: Database, cast: Cast) -> OpenTraining:
    with database.transaction() as session:
        return open_training(session, cast)


@pytest.fixture
def hold(database: Database, cast: Cast) -> Callable[..., None]:
    """Somebody holds a credential of another issuer's until a day, or for ever."""

    def give(person_id: UUID, until: date | None, status: HoldingStatus = HoldingStatus.HELD) -> None:
        with database.transaction() as session:
            session.add(
                Holding(
                    person_id=person_id,
                    issuer_id=cast.issuer,
                    scheme_key=SCHEME,
                    course_key=COURSE,
                    title={"en": "First aider", "zh-CN": "救护员"},
                    valid_from=date(2024, 1, 1),
                    valid_until=until,
                    status=status,
                    evidence_kind="paper",
                    evidence_id=uuid4(),
                    recorded_at=START,
                )
            )

    return give
