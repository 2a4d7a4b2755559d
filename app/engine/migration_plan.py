"""Where every row of a case goes in another version, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import CallActivity

from app.domain.text import Text, say
from app.engine.definition import Definition
from app.engine.migration_joins import held_up, name_of, scopes_of
from app.engine.migration_rows import Fitted, Row, fit, is_join
from app.engine.state import Content
from app.engine.variables import misfits


@dataclass(frozen=True)
class Unplaced:
    """A step a case stands at that the new version does not have; `candidates` are where it could go, best first."""

    process: str
    element: str
    name: str
    candidates: tuple[str, ...]

    @property
    def reason(self) -> Text:
        """What is asked of the mover."""
        return say(
            "De stap «%(step)s» bestaat niet in de nieuwe versie. Kies waar het dossier verdergaat.", step=self.name
        )


@dataclass(frozen=True)
class ScopePlan:
    """One scope of the case: the process itself, or a subprocess or called process that runs under task `owner`."""

    process: str
    name: str
    owner: int
    fitted: Fitted


@dataclass
class Plan:
    """The whole case, and why it cannot move (yet)."""

    scopes: list[ScopePlan] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    refusals: list[Text] = field(default_factory=list)

    def renamed_live(self) -> Iterator[tuple[str, str, str]]:
        """(process, element, new element) of everything live that goes on under another id."""
        for scope in self.scopes:
            for row in scope.fitted.rows:
                if row.is_live and not row.added and row.element and row.spec.bpmn_id != row.element:
                    yield scope.process, row.element, row.spec.bpmn_id


def make_plan(old: Definition, new: Definition, content: Content, mapping: Mapping[tuple[str, str], str]) -> Plan:
    """Fit a case to a version."""
    plan = Plan()
    variables, _, rows, inner = content
    _refuse_variables(plan, new, variables)
    owners: dict[int, Row] = {}
    todo = [(old.process, new.process, 0, rows)]
    todo += [(name, "", key, inner_rows) for key, name, inner_rows in inner]
    for old_name, new_name, key, stored in todo:
        if key:
            if key not in owners:
                continue  # what runs it has no place; that was said
            new_name = owners[key].spec.spec
            if new_name not in new.specs or (isinstance(owners[key].spec, CallActivity) and new_name != old_name):
                plan.refusals.append(
                    say(
                        "Het deelproces «%(step)s» dat loopt, is in de nieuwe versie een ander.",
                        step=owners[key].element,
                    )
                )
                continue
        fitted = _fit(plan, old, new, (old_name, new_name, key), stored, mapping)
        owners |= {row.key: row for row in fitted.rows}
    return plan


def _fit(
    plan: Plan,
    old: Definition,
    new: Definition,
    names: tuple[str, str, int],
    stored: list[Any],
    mapping: Mapping[tuple[str, str], str],
) -> Fitted:
    old_name, new_name, owner = names
    process = old.specs[old_name].process
    fitted = fit(stored, old.specs[old_name], new.specs[new_name], lambda each: mapping.get((process, each), each))
    plan.scopes.append(ScopePlan(process, new_name, owner, fitted))
    for row in fitted.unplaced:
        _place_or_refuse(plan, old, new, (process, old_name, new_name), row)
    _refuse_meetings(plan, new, new_name, fitted)
    if not fitted.unplaced:
        plan.refusals += [reason for _, reason in held_up(new, new_name, fitted)]
    return fitted


def _place_or_refuse(plan: Plan, old: Definition, new: Definition, names: tuple[str, str, str], row: Row) -> None:
    process, old_name, new_name = names
    step = name_of(scopes_of(old)[old_name], row.element)
    moved = new.elements.get((process, row.element))
    kind = old.elements[process, row.element].kind
    if moved is not None and moved.kind == kind and row.element not in scopes_of(new)[new_name].nodes:
        text = say(
            "De stap «%(step)s» staat in de nieuwe versie in een ander deelproces. Een dossier dat er nu op wacht, kan "
            "daar niet binnenkomen.",
            step=step,
        )
        plan.refusals.append(text)
        return
    found = candidates(old, new, (process, row.element), (old_name, new_name))
    if found:
        plan.unplaced.append(Unplaced(process, row.element, step, found))
    else:
        text = say(
            "De stap «%(step)s» bestaat niet in de nieuwe versie, en er is geen stap van dezelfde soort waar het "
            "dossier kan verdergaan.",
            step=step,
        )
        plan.refusals.append(text)


def candidates(old: Definition, new: Definition, element: tuple[str, str], scopes: tuple[str, str]) -> tuple[str, ...]:
    """The elements of the new scope where a step of the old one could go on: of its kind, the likeliest first."""
    process, name = element
    before, after = scopes_of(old)[scopes[0]], scopes_of(new)[scopes[1]]
    drawn = old.elements[process, name]
    around = {flow.source for flow in before.flows if flow.target == name} | {
        flow.target for flow in before.flows if flow.source == name
    }

    def likeness(other: str) -> int:
        theirs = new.elements[process, other]
        near = {flow.source for flow in after.flows if flow.target == other} | {
            flow.target for flow in after.flows if flow.source == other
        }
        same = (theirs.name == drawn.name) + (theirs.form == drawn.form) + (theirs.role == drawn.role)
        return 3 * (other not in before.nodes) + 2 * len(around & near) + same

    alike = [node.id for node in after.nodes.values() if node.kind == drawn.kind]
    return tuple(sorted(alike, key=lambda other: (-likeness(other), other)))


def _refuse_meetings(plan: Plan, new: Definition, scope_name: str, fitted: Fitted) -> None:
    """Two open steps may not become one."""
    taken: dict[str, str] = {}
    for row in fitted.rows:
        if row.is_live and row.element and not row.triggered and not is_join(row.spec):
            before = taken.setdefault(row.spec.bpmn_id, row.element)
            if before != row.element:
                step = name_of(scopes_of(new)[scope_name], row.spec.bpmn_id)
                plan.refusals.append(say("Twee open stappen zouden allebei op «%(step)s» terechtkomen.", step=step))


def _refuse_variables(plan: Plan, new: Definition, variables: Mapping[str, Any]) -> None:
    declared = {name: value for name, value in variables.items() if name in new.variables}
    for name in sorted(misfits(new.variables, declared)):
        text = say("Het gegeven %(name)s heeft in de nieuwe versie een andere soort waarde.", name=name)
        plan.refusals.append(text)
