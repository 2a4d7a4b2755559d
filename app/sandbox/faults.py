"""Why a case of a trial cannot go on: what nobody could complete, and steps that failed, each in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.errors import CannotBegin, StandsStill
from app.domain.kept_text import keep, told
from app.domain.text import Text, say
from app.models.case import Case
from app.models.incident import TASK, Incident
from app.services.definitions import compiled, current

_MISSING = say("Deze taak zoekt iets dat een stap ervoor moest vastleggen, en dat is er niet.")


@dataclass(frozen=True)
class Stuck:
    """Where cases could not go on, why, and how often. `element` is empty where they could not begin."""

    process: str
    element: str
    name: str
    said: tuple[Text, ...]
    times: int = 1

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {**vars(self), "said": [keep(text) for text in self.said]}


def read_stuck(kept: Mapping[str, Any]) -> Stuck:
    """As `as_json` wrote it."""
    return Stuck(**{**kept, "said": tuple(told(text) for text in kept["said"])})


def counted(found: Iterable[Stuck]) -> tuple[Stuck, ...]:
    """The same place and the same sentences once, with how often, the most frequent first.

    Sentences that differ in what fills their places (a day) are the same: the first stands for all.
    """
    firsts: dict[tuple[object, ...], Stuck] = {}
    for one in found:
        key = one.process, one.element, tuple(text.msgid for text in one.said)
        known = firsts.get(key)
        firsts[key] = replace(known, times=known.times + one.times) if known else one
    return tuple(sorted(firsts.values(), key=lambda one: -one.times))


def why_it_stands(refusal: StandsStill) -> Text:
    """The sentence of a refusal to go on, without its number: which step after the task failed, and how."""
    with db.reading() as session:
        incident = session.scalars(
            select(Incident).where(Incident.correlation_id == refusal.correlation_id).order_by(Incident.id)
        ).one()
        if _lacks_something(refusal.__cause__):
            return _MISSING
        return _failed(_element(session, incident), _why(incident))


def why_it_cannot_begin(process: str, error: Exception) -> Text:
    """Why a case of `process` could not begin, where a step failed that comes before anybody has work."""
    error = error.__cause__ if isinstance(error, CannotBegin) and isinstance(error.__cause__, Exception) else error
    if _lacks_something(error):
        return _MISSING
    if not isinstance(error, engine.EngineError):
        raise error
    with db.reading() as session:
        element = compiled(session, current(session, process)).elements.get((error.process, error.element))
    return _failed(element, error.text)


def _lacks_something(error: BaseException | None) -> bool:
    """Whether what a step, or what it asked for, looks up is not there."""
    return error is not None and (isinstance(error, LookupError) or isinstance(error.__cause__, LookupError))


def failed_by_themselves(session: Session) -> list[Stuck]:
    """The cases of this throw-away world that stand still at something nobody was at work on: a timer, a message."""
    rows = session.scalars(
        select(Incident).where(Incident.during != TASK, Incident.resolved_at.is_(None)).order_by(Incident.id)
    )
    return [_stuck(session, row) for row in rows]


def _failed(element: engine.Element | None, why: Text) -> Text:
    if element is None:
        return why
    return say("De stap «%(step)s» die hierop volgt, loopt mis: %(why)s", step=element.name or element.id, why=why)


def _why(incident: Incident) -> Text:
    return told(orjson.loads(incident.reason))


def _element(session: Session, incident: Incident) -> engine.Element | None:
    definition = compiled(session, session.get_one(Case, incident.case_id).definition_id)
    return definition.elements.get((incident.process, incident.element or ""))


def _stuck(session: Session, incident: Incident) -> Stuck:
    element = _element(session, incident)
    name = (element.name or element.id) if element is not None else incident.process
    return Stuck(incident.process, incident.element or "", name, (_why(incident),))
