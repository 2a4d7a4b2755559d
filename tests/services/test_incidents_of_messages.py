"""A message after which a step failed: what stands is over once that step is past, and passing it counts once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.errors import StandsStill
from app.engine import make_bundle
from app.models.case import Case
from app.models.incident import Incident
from app.services import cases, definitions, messaging, publishing, registries
from app.services import incidents as acts
from tests.engine import draw
from tests.engine.draw import both, end, flow, line, message, properties, service, task, terminate, xor
from tests.support.fragile import failing

META = """title = "Gebeld"
starters = ["coach"]
subject = "none"
[variables]
amount = "number"
[messages.called]
title = "Gebeld"
roles = ["coach"]
takes = ["amount"]
"""
FORM = {"type": "default", "id": "ask", "schemaVersion": 19, "components": [
    {"type": "textfield", "id": "answer", "key": "answer", "label": "Antwoord"}]}  # fmt: skip


@pytest.fixture
def called(world: Any, coach: Actor) -> int:
    """A case that does its step each time somebody calls, until he says that it is enough."""
    definitions.forget()
    registries.load()
    parts = [
        draw.start(), both("f"), task("ask"), end("asked"), line("begin", "f", "ask", "asked"), line("f", "again"),
        xor("again"), draw.catch("call", properties(key="case") + message("m")), service("note", "test_step"),
        xor("enough", "no"), terminate("done"), line("again", "call", "note", "enough"),
        flow("enough", "done", "amount == 1"), flow("enough", "again", id="no"),
    ]  # fmt: skip
    bpmn = draw.process(*parts, key="gebeld", extra='<bpmn:message id="m" name="called"/>')
    publishing.publish(SYSTEM, {"gebeld": make_bundle("gebeld", META, bpmn, {}, {"ask": FORM}, {})})
    return cases.start(coach, "gebeld")


@pytest.fixture
def administrator(world: Any) -> Actor:
    """Somebody with the right to act on incidents."""
    return world.actor("beheer@platform.example", Role.ADMINISTRATOR, "platform", "platform")


def standing(case_id: int) -> list[tuple[str | None, bool]]:
    """How each incident of the case was resolved, and whether it is."""
    with db.reading() as session:
        found = session.scalars(select(Incident).where(Incident.case_id == case_id).order_by(Incident.id)).all()
        left = session.get_one(Case, case_id).open_incidents
    assert left == sum(row.resolved_at is None for row in found)
    return [(row.resolution, row.resolved_at is not None) for row in found]


def fail(coach: Actor, case_id: int, **data: Any) -> None:
    with failing("note"), pytest.raises(StandsStill):
        messaging.send(coach, case_id, "called", data)


@pytest.mark.parametrize("amount", [0, 1])
def test_sending_it_again_resolves_it_whether_the_case_ends_or_not(coach: Actor, called: int, amount: int) -> None:
    fail(coach, called)
    assert standing(called) == [(None, False)]
    messaging.send(coach, called, "called", {"amount": amount})
    assert standing(called) == [("went_on", True)]


def test_a_step_is_passed_once_and_done_the_next_time(coach: Actor, called: int, administrator: Actor) -> None:
    fail(coach, called)
    with db.reading() as session:
        incident = session.scalars(select(Incident.id)).one()
    assert not acts.pass_step(administrator, incident, "Al met de hand genoteerd.")
    with failing("note"):
        messaging.send(coach, called, "called")
    assert standing(called) == [("skipped", True)]
    fail(coach, called)
    assert standing(called) == [("skipped", True), (None, False)]
