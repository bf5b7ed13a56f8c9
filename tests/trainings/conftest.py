"""A training as the coordinator plans it, before anybody is in it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from cast import Cast
from fastapi.testclient import TestClient

OFFER = "cpr-aed-one-day:cn-redcross-branch"


@pytest.fixture
def plan_form(cast: Cast) -> dict[str, object]:
    """What she types into the plan."""
    return {
        "title": "十二月心肺复苏班",
        "offer": OFFER,
        "place": "向日葵幼儿园礼堂",
        "first_date": "2026-12-05",
        "starts_at": "08:30",
        "lunch": "60",
        "capacity": "2",
        "instructors": [str(cast.lin)],
    }


@pytest.fixture
def chen(browse, cast: Cast) -> TestClient:
    """The coordinator's browser."""
    return browse(cast.chen)


@pytest.fixture
def planned(chen: TestClient, plan_form: dict[str, object]) -> UUID:
    """A planned training with two seats."""
    answer = chen.post("/trainings/new", data=plan_form)
    assert answer.status_code == 303, answer.text
    return UUID(answer.headers["location"].rsplit("/", 1)[1])


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Does several things at the same moment; what each gave."""

    def do(*acts: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(len(acts)) as hands:
            return [done.result() for done in [hands.submit(act) for act in acts]]

    return do
