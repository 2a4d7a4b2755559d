"""A small world for services: two enterprises, a few people, and the `simple` process, published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Membership, Role
from app.models import task as tasks
from app.models.clock import now
from app.models.organisation import Organisation
from app.models.task import Task
from app.models.user import Membership as MembershipRow
from app.models.user import User
from app.services import definitions, publishing, registries

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@dataclass
class World:
    """Organisations and actors by name."""

    organisations: dict[str, int] = field(default_factory=dict)

    def organisation(self, key: str, kind: str = "enterprise") -> int:
        """An organisation, made at first use."""
        if key not in self.organisations:
            with db.transaction() as session:
                row = Organisation(key=key, name=key.replace("-", " ").title(), kind=kind)
                session.add(row)
                session.flush()
                self.organisations[key] = row.id
        return self.organisations[key]

    def actor(self, email: str, role: Role, organisation: str, kind: str = "enterprise") -> Actor:
        """Somebody with one role in one organisation."""
        organisation_id = self.organisation(organisation, kind)
        with db.transaction() as session:
            user = User(email=email, name=email.split("@")[0].title(), created_at=now(session))
            session.add(user)
            session.flush()
            session.add(MembershipRow(user_id=user.id, role=role.value, organisation_id=organisation_id))
            return Actor(user.id, user.name, frozenset({Membership(role, organisation_id)}))


@pytest.fixture
def world(clock: object) -> World:
    """Organisations and people, made as a test asks for them."""
    return World()


@pytest.fixture
def coach(world: World) -> Actor:
    """A coach of the enterprise «schakel»."""
    return world.actor("els@schakel.example", Role.COACH, "schakel")


@pytest.fixture
def colleague(world: World, coach: Actor) -> Actor:
    """A second coach of the same enterprise."""
    return world.actor("jan@schakel.example", Role.COACH, "schakel")


@pytest.fixture
def outsider(world: World) -> Actor:
    """A coach of another enterprise."""
    return world.actor("mia@groen.example", Role.COACH, "groen")


@pytest.fixture
def simple(world: World) -> str:
    """The process `simple` of the benchmarks, published; its key."""
    definitions.forget()
    registries.load()
    publishing.sync(SYSTEM, BENCHMARKS / "workflows", BENCHMARKS / "forms")
    return "simple"


def open_task_ids(case_id: int) -> list[int]:
    """The open tasks of a case."""
    with db.reading() as session:
        return list(
            session.scalars(select(Task.id).where(Task.case_id == case_id, Task.status == tasks.OPEN).order_by(Task.id))
        )


@pytest.fixture
def open_tasks() -> Callable[[int], list[int]]:
    """`open_tasks(case_id)`: the ids of its open tasks."""
    return open_task_ids
