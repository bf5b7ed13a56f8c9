"""The coordinator who sends staff lists."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from cast import Cast
from fastapi.testclient import TestClient
from workbooks import XLSX


@pytest.fixture
def chen(browse, cast: Cast) -> TestClient:
    """The coordinator's browser."""
    return browse(cast.chen)


@pytest.fixture
def send(chen: TestClient, cast: Cast) -> Callable[..., Any]:
    """Uploads a workbook for an institution, Sunflower unless another is named."""

    def upload(content: bytes, *, to: UUID | None = None, browser: TestClient | None = None, name: str = "名单.xlsx"):
        address = f"/institutions/{to or cast.sunflower}/staff-lists"
        return (browser or chen).post(address, files={"staff_list": (name, content, XLSX)})

    return upload


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Does several things at the same moment; what each gave."""

    def do(*acts: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(len(acts)) as hands:
            return [done.result() for done in [hands.submit(act) for act in acts]]

    return do
