"""One employee's whole trajectory: the demo's cast on a fresh database, all processes published, the clock in hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from app.demo.cast import Cast, make_cast
from app.domain.access import SYSTEM
from app.services import clock as clocks
from app.services import publishing
from tests.journeys.inspection import Inspection
from tests.journeys.people import People
from tests.journeys.scene import Scene, set_scene
from tests.support.databases import Databases

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
BEGIN = datetime(2020, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def cast(app: object, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Organisations and people of every role, on a Monday morning in March 2020."""
    clocks.travel(BEGIN)
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    return make_cast(Random(1))


@pytest.fixture
def scene(databases: Databases, tmp_path: Path) -> Iterator[Scene]:
    """The same cast on the same morning, served by a process of its own: each test moves its clock for years."""
    with set_scene(databases, BEGIN, tmp_path / "log") as made:
        yield made


@pytest.fixture(scope="session")
def inspected() -> set[str]:
    """The kinds of pages that journeys on a wide screen had before them."""
    return set()


@pytest.fixture
def people(browser: Browser, scene: Scene, inspected: set[str]) -> Iterator[People]:
    """The cast at their screens."""
    made = People(browser, scene.address, scene.emails, Inspection(before=inspected))
    yield made
    made.close()
