"""Worlds for whole processes: the field, and the stage on which trajectories are played from their first day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.clock import TestClock
from tests.support.field import Field
from tests.support.stage import Stage

LONG_AGO = datetime(2019, 1, 7, 8, 0, tzinfo=UTC)


@pytest.fixture
def field(clock: TestClock) -> Field:
    """Organisations and one person of every role; no process is published yet."""
    return Field.with_everybody()


@pytest.fixture
def stage(clock: TestClock, tmp_path: Path) -> Stage:
    """The field with the trajectory and everything it calls published, and the suspension; years ago."""
    clock.set(LONG_AGO)
    return Stage.set_up(tmp_path)
