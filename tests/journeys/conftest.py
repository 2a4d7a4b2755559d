"""One employee's whole trajectory: the demo's cast on a fresh database, all processes published, the clock in hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from app.demo.cast import Cast, make_cast
from app.domain.access import SYSTEM
from app.services import clock as clocks
from app.services import publishing

ROOT = Path(__file__).parents[2]
BEGIN = datetime(2020, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def cast(app: object, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Organisations and people of every role, on a Monday morning in March 2020."""
    clocks.travel(BEGIN)
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    return make_cast(Random(1))
