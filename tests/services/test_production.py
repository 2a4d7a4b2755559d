"""Production does not start on a database of the demo (contract §2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app import create_app, db
from app.domain.access import Role
from app.models.clock import Clock
from config import Environment, SettingsError


@pytest.fixture
def production(settings):
    return replace(settings, environment=Environment.PRODUCTION)


def test_starts_on_a_clean_database(production) -> None:
    assert create_app(production)


def test_starts_where_there_are_no_tables_yet(production, tmp_path) -> None:
    assert create_app(replace(production, database_url=f"sqlite:///{tmp_path}/empty.db"))


def test_refuses_demo_accounts(world, production) -> None:
    world.actor("coach@demo.example", Role.COACH, "schakel")
    with pytest.raises(SettingsError, match="demo accounts"):
        create_app(production)


def test_refuses_a_simulated_clock(database, production) -> None:
    with db.transaction() as session:
        session.merge(Clock(id=1, simulated_at=datetime(2027, 1, 1, tzinfo=UTC)))
    with pytest.raises(SettingsError, match="simulated clock"):
        create_app(production)
