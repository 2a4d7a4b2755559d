"""The version that running cases would move to: whether it can be one, and whether a mapping leads anywhere in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import engine
from app.domain.errors import AnswersInvalid, Conflict, NotVisible
from app.domain.text import Text, say
from app.engine.comparison import Difference, compare
from app.engine.migration import Wish
from app.engine.migration_joins import beside
from app.models.case import OPEN, Case
from app.models.clock import now
from app.models.definition import Definition
from app.services.definitions import compiled


@dataclass(frozen=True)
class Target:
    """The version that cases would move to, and how."""

    process: str
    number: int
    definition_id: int
    wish: Wish


def target(session: Session, process: str, number: int, mapping: Mapping[str, str], recompute: bool) -> Target:
    """The version to move to. NotVisible when there is none, Conflict when it is not in force, AnswersInvalid when the
    mapping leads nowhere. A key of the mapping is an element of the process, or `process/element` of a called one."""
    row = session.scalars(select(Definition).where(Definition.process == process, Definition.number == number)).first()
    if row is None:
        raise NotVisible()
    if row.effective_from > now(session):
        raise Conflict(say("Versie %(number)s geldt pas vanaf %(date)s.", number=number, date=row.effective_from))
    if row.retired_at is not None:
        raise Conflict(say("Versie %(number)s is niet meer in gebruik.", number=number))
    olds = [compiled(session, old) for old in sources(session, row.id, process)]
    places = _places(process, compiled(session, row.id), olds, mapping)
    return Target(process, number, row.id, Wish(places, recompute))


def sources(session: Session, definition_id: int, process: str) -> Sequence[int]:
    """The other versions of a process that cases still run on, the newest first."""
    query = select(Definition.id).where(Definition.process == process, Definition.id != definition_id)
    running = select(Case.id).where(Case.definition_id == Definition.id, Case.status == OPEN).exists()
    return session.scalars(query.where(running).order_by(Definition.number.desc())).all()


def differences(session: Session, wanted: Target) -> tuple[Difference, ...]:
    """What the version changes for most: against the newest of the others that cases run on."""
    before = next(iter(sources(session, wanted.definition_id, wanted.process)), None)
    if before is None:
        return ()
    return compare(compiled(session, before).bundle, compiled(session, wanted.definition_id).bundle)


@dataclass(frozen=True)
class Choice:
    """Where cases that stand at a step may go on: ids and names of the steps of its kind in the new version."""

    name: str
    options: list[tuple[str, str]]


def choice(session: Session, wanted: Target, process: str, element: str) -> Choice:
    """What may be chosen for a step that has a mapping: the steps of its kind in the subprocess where it goes on now.
    Without options when no running case knows it."""
    new = compiled(session, wanted.definition_id)
    olds = (compiled(session, old) for old in sources(session, wanted.definition_id, wanted.process))
    drawn = next((old.elements[process, element] for old in olds if (process, element) in old.elements), None)
    if drawn is None:
        return Choice(element, [])
    near = beside(new, process, wanted.wish.mapping[process, element])
    alike = [
        (name, each.name or name)
        for (of, name), each in new.elements.items()
        if (of, each.kind) == (process, drawn.kind) and name in near
    ]
    return Choice(drawn.name or element, sorted(alike, key=lambda option: option[1]))


def _places(
    process: str, new: engine.Definition, olds: Sequence[engine.Definition], mapping: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    places, problems = {}, {}
    for key, onward in mapping.items():
        where = key.rpartition("/")
        element = (where[0] or process, where[2])
        problem = _nowhere(new, olds, element, onward)
        if problem is not None:
            problems[f"mapping.{key}"] = [problem]
        places[element] = onward
    if problems:
        raise AnswersInvalid(problems)
    return places


def _nowhere(
    new: engine.Definition, olds: Sequence[engine.Definition], element: tuple[str, str], onward: str
) -> Text | None:
    drawn = [old.elements[element] for old in olds if element in old.elements]
    kinds = {each.kind for each in drawn}
    there = new.elements.get((element[0], onward))
    if olds and not kinds:
        return say("Geen enkel lopend dossier kent de stap «%(step)s».", step=element[1])
    if there is None:
        return say("De nieuwe versie heeft geen stap «%(step)s».", step=onward)
    if kinds and there.kind not in kinds:
        names = {"before": drawn[0].name or element[1], "after": there.name or onward}
        return say("«%(before)s» en «%(after)s» zijn niet van dezelfde soort.", **names)
    return None
