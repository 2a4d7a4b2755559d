"""Moving running cases to another version: what it would mean for one case, and the move itself (engine.md §6).

The stored rows are fitted to the new version's specifications by element id, or as the mover says. Task identities,
drafts (they hang on them), due moments and messages waited for stay. A case that could not go on is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.domain.text import Text, say
from app.engine import clock
from app.engine.definition import Definition
from app.engine.errors import EngineError
from app.engine.migration_due import Versions, arm, set_due
from app.engine.migration_plan import Plan, Unplaced, make_plan
from app.engine.migration_words import changes_between
from app.engine.operations import Facts
from app.engine.run import Run
from app.engine.runtime import guarded
from app.engine.snapshot import Snapshot, take_snapshot
from app.engine.state import Content, build, content_of, load

_MOST_POSITIONS = 10_000


class Kind(StrEnum):
    """What a move would come to for a case."""

    MOVES = "moves"
    CHANGES = "moves_with_changes"
    MAPPING = "needs_mapping"
    REFUSED = "refused"


@dataclass(frozen=True)
class Wish:
    """How to move: which element goes on as which, by (process, element), and whether due moments are counted anew."""

    mapping: Mapping[tuple[str, str], str] = field(default_factory=dict)
    recompute: bool = False


@dataclass(frozen=True)
class Verdict:
    """What a move means for one case, in words. `unplaced`: the steps for which somebody must say where they go."""

    kind: Kind
    reasons: tuple[Text, ...] = ()
    changes: tuple[Text, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(frozen=True)
class Moved:
    """A verdict with the case as it would stand; `snapshot` is None when it cannot move."""

    verdict: Verdict
    snapshot: Snapshot | None


def dry_run(old: Definition, new: Definition, state: bytes, wish: Wish, *, facts: Facts, now: datetime) -> Verdict:
    """What moving would mean for a case of `old`. Nothing is kept."""
    return move(old, new, state, wish, facts=facts, now=now).verdict


def move(old: Definition, new: Definition, state: bytes, wish: Wish, *, facts: Facts, now: datetime) -> Moved:
    """The case of a state of `old` in version `new`."""
    run = Run(new, facts)
    try:
        with guarded(run), clock.at(now):
            content = content_of(old, state)
            plan = make_plan(old, new, content, wish.mapping)
            verdict = _stopped(content, plan)
            if verdict is not None:
                return Moved(verdict, None)
            before = take_snapshot(load(old, state, Run(old, facts)))
            after = _rebuilt(old, new, content, plan, wish, run)
            changes = changes_between(old, new, before, after, plan.renamed_live())
            return Moved(Verdict(Kind.CHANGES if changes else Kind.MOVES, changes=changes), after)
    except EngineError as error:
        return Moved(Verdict(Kind.REFUSED, reasons=(error.text,)), None)


def as_it_stood(definition: Definition, state: bytes, *, facts: Facts, now: datetime) -> Snapshot:
    """A stored state as a Snapshot, for taking a move back. EngineError when it cannot be read."""
    run = Run(definition, facts)
    with guarded(run), clock.at(now):
        return take_snapshot(load(definition, state, run))


def _stopped(content: Content, plan: Plan) -> Verdict | None:
    if content[1]:
        return Verdict(Kind.REFUSED, reasons=(say("Dit dossier is al afgesloten."),))
    if plan.refusals:
        return Verdict(Kind.REFUSED, reasons=tuple(plan.refusals), unplaced=tuple(plan.unplaced))
    if plan.unplaced:
        reasons = tuple(unplaced.reason for unplaced in plan.unplaced)
        return Verdict(Kind.MAPPING, reasons=reasons, unplaced=tuple(plan.unplaced))
    return None


def _rebuilt(old: Definition, new: Definition, content: Content, plan: Plan, wish: Wish, run: Run) -> Snapshot:
    versions = Versions(old, new, content[0], wish.recompute)
    for scope in plan.scopes:
        for row in scope.fitted.rows:
            if row.is_live:
                set_due(row, scope.process, versions)
    first, *inside = plan.scopes
    inner = [(scope.owner, scope.name, scope.fitted.stored()) for scope in inside]
    case = build(new, (content[0], False, first.fitted.stored(), inner), run)
    arm(case)
    case.update_waiting_tasks()  # a gateway that waited for a branch the new version does not have
    case.advance()
    return take_snapshot(case)


class Judge:
    """Verdicts over many cases of one version: cases that stand at the same place are judged once.

    What hangs on the data of a case (a date that a variable holds) is judged for each. The changes are left out:
    they hold the dates of one case.
    """

    def __init__(self, old: Definition, new: Definition, wish: Wish) -> None:
        self.old, self.new, self.wish = old, new, wish
        self._known: dict[Any, Verdict] = {}
        self._kinds_differ = dict(old.variables) != dict(new.variables)

    def verdict(self, state: bytes, *, facts: Facts, now: datetime) -> Verdict:
        """The verdict on a case, without its changes."""
        try:
            position = position_of(content_of(self.old, state))
        except EngineError as error:
            return Verdict(Kind.REFUSED, reasons=(error.text,))
        found = self._known.get(position)
        if found is None:
            moved = move(self.old, self.new, state, self.wish, facts=facts, now=now)
            found = replace(moved.verdict, changes=())
            if not (self._kinds_differ or _hangs_on_data(self, state)):
                if len(self._known) >= _MOST_POSITIONS:
                    self._known.clear()
                self._known[position] = found
        return found


def _hangs_on_data(judge: Judge, state: bytes) -> bool:
    content = content_of(judge.old, state)
    plan = make_plan(judge.old, judge.new, content, judge.wish.mapping)
    versions = Versions(judge.old, judge.new, {}, judge.wish.recompute)
    rows = [(row, scope.process) for scope in plan.scopes for row in scope.fitted.rows if row.is_live]
    return any(set_due(row, process, versions) for row, process in rows)


def position_of(content: Content) -> Any:
    """Where a case stands, without what is its own: identifiers, values and moments."""
    _, completed, rows, inner = content
    owners = {row[0]: index for index, row in enumerate(rows)}
    parts = [_shape(rows)]
    for key, name, inner_rows in inner:
        parts.append((owners.get(key), name, _shape(inner_rows)))
        owners.update({row[0]: (len(parts), index) for index, row in enumerate(inner_rows)})
    return completed, tuple(parts)


def _shape(rows: list[Any]) -> Any:
    return tuple((*row[1:5], tuple(sorted(row[5])) if len(row) > 5 and row[5] else ()) for row in rows)
