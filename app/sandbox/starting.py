"""Starting a case in a throw-away world: about an employee of its own, with every role taking part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Role
from app.domain.calendar import local_date
from app.domain.codes import AdviceKind, IndicationBasis, IndicationPartner, TrajectoryStatus
from app.domain.errors import AnswersInvalid, CannotBegin, Refusal
from app.domain.text import Text
from app.models.case import ENDED, Case
from app.models.clock import now
from app.models.indication import Indication
from app.models.trajectory import Trajectory
from app.queries import start as starts
from app.sandbox.choices import from_words, to_words
from app.sandbox.drawing import Asked, Drawing, Errors
from app.sandbox.faults import why_it_cannot_begin
from app.sandbox.world import World, employee
from app.services import cases, definitions
from app.services.parties import set_party

_RUNS = timedelta(days=60)
_HOLDS = timedelta(days=5 * 365)  # an advice


@dataclass(frozen=True)
class Began:
    """The case that was started and the answers as a script keeps them; or (case_id None) what stood in the way."""

    case_id: int | None
    answers: dict[str, Any]
    said: tuple[Text, ...] = ()


@dataclass(frozen=True)
class _Door:
    """Where a case of a process starts in this world: who, about what, and the form (None where it has none)."""

    actor: Actor
    subject: str | None
    asked: Asked | None = None


def start_drawn(world: World, process: str, nth: int, moment: datetime, drawing: Drawing) -> Began:
    """Start the `nth` case with answers that are drawn, with others where the form refuses them."""
    door = _door(world, process, nth, moment)
    began = Began(None, {})

    def give(answers: dict[str, Any]) -> Errors:
        nonlocal began
        try:
            began = _start(world, process, door, answers)
        except AnswersInvalid as refusal:
            return refusal.errors
        return {}

    try:
        errors = drawing.insist(door.asked, give)[1] if door.asked else give({})
    except CannotBegin as refusal:
        return Began(None, {}, (why_it_cannot_begin(process, refusal),))
    except Refusal as refusal:  # no other answers would help
        return Began(None, {}, (refusal.text,))
    except LookupError as error:
        return Began(None, {}, (why_it_cannot_begin(process, error),))
    return Began(None, {}, tuple(text for texts in errors.values() for text in texts)) if errors else began


def start_again(world: World, process: str, moment: datetime, kept: Mapping[str, Any]) -> Began:
    """Start a case with the answers of a script. What stands in the way is told, not raised."""
    door = _door(world, process, 1, moment)
    try:
        return _start(world, process, door, from_words(dict(kept), door.asked.context if door.asked else {}))
    except AnswersInvalid as refusal:
        return Began(None, {}, tuple(text for texts in refusal.errors.values() for text in texts))
    except CannotBegin as refusal:
        return Began(None, {}, (why_it_cannot_begin(process, refusal),))
    except Refusal as refusal:
        return Began(None, {}, (refusal.text,))
    except LookupError as error:
        return Began(None, {}, (why_it_cannot_begin(process, error),))


def _start(world: World, process: str, door: _Door, answers: dict[str, Any]) -> Began:
    case_id = cases.start(door.actor, process, door.subject, answers)
    with db.transaction() as session:
        _set_parties(session, world, case_id)
    return Began(case_id, to_words(answers, door.asked.context if door.asked else {}))


def _door(world: World, process: str, nth: int, moment: datetime) -> _Door:
    with db.reading() as session:
        meta = definitions.compiled(session, definitions.current(session, process)).meta
    person_id, data = employee(world, nth)
    if process != "trajectory" and meta.subject == "person":
        _add_trajectory(world, process, person_id, moment)
    starters = [role for role in map(Role.by_key, meta.starters) if role] or [Role.ADMINISTRATOR]
    chosen = world.actors[starters[0]][-1 if starters[0] is Role.WORKER else 0]
    actor = Actor(chosen.user_id, chosen.name, chosen.memberships, chosen.person_id, system=True)
    subjects = {"person": str(person_id), "organisation": str(world.organisations["enterprise"])}
    subject = subjects.get(meta.subject)
    if meta.start is None:
        return _Door(actor, subject)
    with db.reading() as session:
        return _Door(actor, subject, _asked(session, process, actor, subject, data))


def _asked(session: Session, process: str, actor: Actor, subject: str | None, data: dict[str, Any]) -> Asked | None:
    view = starts.one(session, actor, process, subject)
    if view.form is None:
        return None
    definition = definitions.compiled(session, definitions.current(session, process))
    schema = definition.form(process, "start")
    keys = {component.get("key") for component in _flat(schema["components"])}
    own = {key: value for key, value in data.items() if key in keys}
    known = view.form.prefill(view.known, None, view.context)
    return Asked(schema, known, view.context, local_date(now(session)), own)


def _set_parties(session: Session, world: World, case_id: int) -> None:
    """Every role takes part."""
    case = session.get_one(Case, case_id)
    for role, actors in world.actors.items():
        if role is not Role.WORKER:
            (member,) = actors[0].memberships
            set_party(session, case, role, member.organisation_id)


def _add_trajectory(world: World, process: str, person_id: int, moment: datetime) -> None:
    """A running trajectory of this employee with its advice, for a process that stands beside one or is a part of it.

    It runs for a while already: answers about the last weeks lie within it.
    """
    began_on = local_date(moment - _RUNS)
    with db.transaction() as session:
        case = Case(
            process="trajectory",
            definition_id=definitions.current(session, process),
            title="",
            search_title="",
            person_id=person_id,
            status=ENDED,
            state=b"",
            created_at=moment,
        )
        session.add(case)
        session.flush()
        trajectory = Trajectory(
            person_id=person_id, case_id=case.id, organisation_id=world.organisations["enterprise"],
            status=TrajectoryStatus.LOPEND.value, anchor_on=began_on, clock_start=began_on, max_years=5,
        )  # fmt: skip
        advice = Indication(
            person_id=person_id, kind=AdviceKind.LDE.value, basis=IndicationBasis.PMAH.value,
            made_by=IndicationPartner.VDAB.value, advised_on=began_on, valid_until=began_on + _HOLDS,
        )  # fmt: skip
        session.add_all([trajectory, advice])


def _flat(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for component in components:
        found += [component, *_flat(component.get("components", []))]
    return found
