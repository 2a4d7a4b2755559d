"""Whether a case can get past the joining gateways of another version from where it stands (engine.md §6, last row)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from app.domain.text import Text, say
from app.engine.definition import Definition
from app.engine.diagram import Scope
from app.engine.diagram_reading import read_diagram
from app.engine.migration_rows import Fitted, is_join
from app.engine.token_game import play
from app.engine.xml import read_xml


@lru_cache(maxsize=200)
def scopes_of(definition: Definition) -> Mapping[str, Scope]:
    """The drawn scopes of a definition and of the processes it calls, by the names of their specifications."""
    found: dict[str, Scope] = {}
    for key, bundle in definition.bundle.all().items():
        process = read_diagram(read_xml(bundle.bpmn)).process(key)
        for scope in process.scope.scopes() if process else ():
            found[key if scope.id == key else f"{key}/{scope.id}"] = scope
    return found


def beside(definition: Definition, process: str, element: str) -> frozenset[str]:
    """The elements of the same process or subprocess as this one, itself included; none when it is not there."""
    for name, scope in scopes_of(definition).items():
        if name.partition("/")[0] == process and element in scope.nodes:
            return frozenset(scope.nodes)
    return frozenset()


def held_up(definition: Definition, scope_name: str, fitted: Fitted) -> Iterator[tuple[str, Text]]:
    """(element, reason) for each joining gateway at which the case would wait for ever."""
    scope = scopes_of(definition)[scope_name]
    place: set[str] = set()
    lost = False
    for join, arrived in fitted.joins():
        if arrived.spec not in join.spec.inputs:
            lost = True
            yield join.spec.bpmn_id, _lost_branch(scope, join.spec.bpmn_id, arrived.spec.bpmn_id or "")
        else:
            place |= {flow.id for flow in scope.outgoing[arrived.spec.bpmn_id] if flow.target == join.spec.bpmn_id}
    if lost:
        return
    for row in fitted.rows:
        element = getattr(row.spec, "bpmn_id", None)
        if row.is_live and element and not row.triggered and not is_join(row.spec):
            place |= set(next(([flow.id] for flow in scope.flows if flow.target == element), []))
    for join_id in _stuck(definition, scope_name, frozenset(place)):
        yield (
            join_id,
            say(
                "De poort «%(join)s» zou voor altijd wachten op een tak die in dit dossier niet begonnen is.",
                join=name_of(scope, join_id),
            ),
        )


def _lost_branch(scope: Scope, join: str, arrived: str) -> Text:
    return say(
        "De tak over «%(branch)s» was al aangekomen bij de poort «%(join)s», maar loopt in de nieuwe versie niet meer "
        "rechtstreeks daarheen. De poort zou voor altijd wachten.",
        branch=name_of(scope, arrived),
        join=name_of(scope, join),
    )


@lru_cache(maxsize=5_000)
def _stuck(definition: Definition, scope_name: str, place: frozenset[str]) -> tuple[str, ...]:
    scope = scopes_of(definition)[scope_name]
    kinds = {node.kind for node in scope.nodes.values()}
    if "parallelGateway" not in kinds or "inclusiveGateway" in kinds:
        return ()  # an inclusive gateway waits only for what can still come
    return tuple(sorted(play(scope, place).stuck))


def name_of(scope: Scope, element: str) -> str:
    """What an element is called on the screen."""
    node = scope.nodes.get(element)
    return " ".join((node.xml.get("name") or "").split()) or element if node else element
