"""A class that was called present before a marked bank, and hands that do things at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from cast import Cast, OpenTraining, open_training
from exams.papers import Examinee, set_exam
from fastapi.testclient import TestClient

from firstaid.core.db import Database


@pytest.fixture
def opened(database: Database, cast: Cast) -> OpenTraining:
    """An open training in which everybody was called present everywhere, before a bank of marked questions alone."""
    with database.transaction() as session:
        set_exam(session)
        return open_training(session, cast, present=True)


@pytest.fixture
def begin(browse: Callable[..., TestClient], opened: OpenTraining) -> Callable[..., Examinee]:
    """`begin(person)`: she presses Start on her own phone and has a paper."""

    def start(person: UUID, **how: Any) -> Examinee:
        browser = browse(person, device=True, **how)
        answer = browser.post(f"/my/trainings/{opened.id}/exam")
        assert answer.status_code == 303, answer.text
        return Examinee(browser, opened.id, UUID(answer.headers["location"].rsplit("/", 1)[1]))

    return start


@pytest.fixture
def wang(begin: Callable[..., Examinee], cast: Cast) -> Examinee:
    return begin(cast.wang)


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Does several things at the same moment; what each gave."""

    def do(*acts: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(len(acts)) as hands:
            return [done.result() for done in [hands.submit(act) for act in acts]]

    return do
