"""Starting a case in a throw-away world: about an employee of its own, with every role taking part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Role
from app.domain.calendar import local_date
from app.domain.errors import AnswersInvalid, Refusal
from app.domain.text import Text
from app.forms.sampling import Context, explanations
from app.models.case import ENDED, Case
from app.models.trajectory import Trajectory
from app.queries import start as starts
from app.sandbox.choices import from_words, to_words
from app.sandbox.world import World, employee
from app.services import cases, definitions
from app.services.parties import set_party

_RUNS = timedelta(days=60)
_DRAWS = 12  # tries to answer a form that refuses what was drawn
_NOTHING: dict[str, Any] = {"components": []}
#: Draws answers to a form: its schema, what is known, the choices, and what is decided already.
Draw = Callable[[dict[str, Any], dict[str, Any], Context, Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Began:
    """The case that was started and the answers as a script keeps them; or (case_id None) what stood in the way."""

    case_id: int | None
    answers: dict[str, Any]
    said: tuple[Text, ...] = ()


@dataclass(frozen=True)
class _Door:
    """Where a case of a process starts in this world: who, about what, its form, what it knows."""

    actor: Actor
    subject: str | None
    schema: dict[str, Any]
    known: dict[str, Any]
    context: Context
    own: dict[str, Any]


def start_drawn(world: World, process: str, nth: int, moment: datetime, draw: Draw) -> Began:
    """Start the `nth` case with answers that are drawn, again where the form refuses them."""
    door = _door(world, process, nth, moment)
    said: tuple[Text, ...] = ()
    extra: dict[str, Any] = {}
    for _ in range(_DRAWS):
        answers = draw(door.schema, door.known, door.context, door.own | extra) if door.schema["components"] else {}
        try:
            return _start(world, process, door, answers)
        except AnswersInvalid as refusal:
            said = tuple(text for texts in refusal.errors.values() for text in texts)
            extra = explanations(door.schema, refusal.errors)
        except Refusal as refusal:
            return Began(None, {}, (refusal.text,))
    return Began(None, {}, said)


def start_again(world: World, process: str, moment: datetime, kept: Mapping[str, Any]) -> Began:
    """Start a case with the answers of a script. What stands in the way is told, not raised."""
    door = _door(world, process, 1, moment)
    try:
        return _start(world, process, door, from_words(dict(kept), door.context))
    except AnswersInvalid as refusal:
        return Began(None, {}, tuple(text for texts in refusal.errors.values() for text in texts))
    except Refusal as refusal:
        return Began(None, {}, (refusal.text,))


def _start(world: World, process: str, door: _Door, answers: dict[str, Any]) -> Began:
    case_id = cases.start(door.actor, process, door.subject, answers)
    with db.transaction() as session:
        _set_parties(session, world, case_id)
    return Began(case_id, to_words(answers, door.context))


def _door(world: World, process: str, nth: int, moment: datetime) -> _Door:
    with db.reading() as session:
        meta = definitions.compiled(session, definitions.current(session, process).id).meta
    person_id, data = employee(world, nth)
    if process != "trajectory" and meta.subject == "person":
        _add_trajectory(world, process, person_id, moment)
    starters = [role for role in map(Role.by_key, meta.starters) if role] or [Role.ADMINISTRATOR]
    chosen = world.actors[starters[0]][-1 if starters[0] is Role.WORKER else 0]
    actor = Actor(chosen.user_id, chosen.name, chosen.memberships, chosen.person_id, system=True)
    subjects = {"person": str(person_id), "organisation": str(world.organisations["enterprise"])}
    subject = subjects.get(meta.subject)
    if meta.start is None:
        return _Door(actor, subject, _NOTHING, {}, {}, {})
    with db.reading() as session:
        return _with_form(session, process, meta, actor, subject, data)


def _with_form(
    session: Session, process: str, meta: engine.ProcessMeta, actor: Actor, subject: str | None, data: dict[str, Any]
) -> _Door:
    view = starts.one(session, actor, process, subject)
    if view.form is None:
        return _Door(actor, subject, _NOTHING, {}, {}, {})
    definition = definitions.compiled(session, definitions.current(session, process).id)
    schema = definition.form(process, "start")
    asked = {component.get("key") for component in _flat(schema["components"])}
    own = {key: value for key, value in data.items() if key in asked}
    known = view.form.prefill(view.known, None, view.context)
    return _Door(actor, subject, schema, known, view.context, own)


def _set_parties(session: Session, world: World, case_id: int) -> None:
    """Every role takes part."""
    case = session.get_one(Case, case_id)
    for role, actors in world.actors.items():
        if role is not Role.WORKER:
            (member,) = actors[0].memberships
            set_party(session, case, role, member.organisation_id)


def _add_trajectory(world: World, process: str, person_id: int, moment: datetime) -> None:
    """A running trajectory of this employee, for a process that stands beside one or is a part of it.

    It runs for a while already: answers about the last weeks lie within it.
    """
    began_on = local_date(moment - _RUNS)
    with db.transaction() as session:
        case = Case(
            process="trajectory",
            definition_id=definitions.current(session, process).id,
            title="",
            search_title="",
            person_id=person_id,
            status=ENDED,
            state=b"",
            created_at=moment,
        )
        session.add(case)
        session.flush()
        session.add(
            Trajectory(
                person_id=person_id,
                case_id=case.id,
                organisation_id=world.organisations["enterprise"],
                status="LOPEND",
                anchor_on=began_on,
                clock_start=began_on,
                max_years=5,
            )
        )


def _flat(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for component in components:
        found += [component, *_flat(component.get("components", []))]
    return found
