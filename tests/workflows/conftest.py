"""Worlds for whole processes: the field, and the stage on which trajectories are played from their first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import db
from app.models.base import configure_keys
from tests.conftest import SECRET_KEY
from tests.support.clock import TestClock
from tests.support.databases import Database, Databases
from tests.support.field import Field
from tests.support.stage import Stage

LONG_AGO = datetime(2019, 1, 7, 8, 0, tzinfo=UTC)


@pytest.fixture
def database(databases: Databases, database_kind: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A copy of the world a test asks for: building it for each test would take most of the time."""
    configure_keys(SECRET_KEY)
    if "stage" in request.fixturenames:
        made = databases.prepared(database_kind, "stage", on_stage)
    elif "field" in request.fixturenames:
        made = databases.prepared(database_kind, "field", in_the_field)
    else:
        made = databases.create(database_kind)
    db.configure(made.url, simulated_clock=True)
    yield made
    databases.remove(made)


@pytest.fixture
def field(database: Database, clock: TestClock) -> Field:
    """Organisations and one person of every role; no process is published yet."""
    return database.holds if isinstance(database.holds, Field) else Field.with_everybody()


@pytest.fixture
def stage(database: Database, clock: TestClock) -> Stage:
    """The field with the trajectory and everything it calls published, and the suspension; years ago."""
    if isinstance(database.holds, Stage):
        clock.set(LONG_AGO)
        return database.holds
    return on_stage(clock)


def in_the_field() -> Field:
    """The field, on the morning on which the clock of a test stands."""
    TestClock()
    return Field.with_everybody()


def on_stage(clock: TestClock | None = None) -> Stage:
    """The stage, set long ago."""
    (clock or TestClock()).set(LONG_AGO)
    return Stage.set_up(Path())
