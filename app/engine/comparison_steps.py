"""What differs between the drawn steps and flows of two versions, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lxml import etree

from app.domain.access import Role
from app.domain.duration_words import in_words
from app.domain.text import Text, say
from app.engine.diagram import Flow, Node, Process
from app.engine.drawn_elements import Element, elements_of
from app.engine.xml import BPMN, local_name, text_of

Found = tuple[str, Literal["added", "removed", "changed"], bool, Text]
# Attributes and parts that have sentences of their own, or none (drawn elsewhere).
_TOLD = frozenset({"name", "candidateGroups", "dueDate", "priority", "formKey", "id", "default"})
_PARTS_TOLD = frozenset({"documentation", "incoming", "outgoing", "timerEventDefinition"})


def step_differences(old: Process, new: Process) -> Iterator[Found]:
    """Steps that were added, removed or changed: (element, mark, whether the work changes, sentence)."""
    before, after = elements_of(old), elements_of(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield name, "removed", True, say("%(step)s valt weg.", step=_step(before[name]))
        elif name not in before:
            yield name, "added", True, _added(new, after[name])
        else:
            for meaning, text in _changes(before[name], after[name], old.nodes[name], new.nodes[name]):
                yield name, "changed", meaning, text


def _added(new: Process, element: Element) -> Text:
    came_from = [source for source, target in _ways(new) if target == element.id]
    if not came_from:
        return say("%(step)s komt erbij.", step=_step(element))
    places = ", ".join(f"«{name}»" for name in sorted({_name(new, source, 0) for source in came_from}))
    return say("%(step)s komt erbij, na %(places)s.", step=_step(element), places=places)


def _changes(old: Element, new: Element, drawn: Node, redrawn: Node) -> Iterator[tuple[bool, Text]]:
    step = _step(new)
    if old.name != new.name:
        yield False, say("%(before)s heet nu «%(after)s».", before=_step(old), after=new.name or new.id)
    if old.kind != new.kind:
        yield True, say("%(step)s is nu een ander soort stap.", step=step)
        return
    if old.role != new.role:
        yield (
            True,
            say("%(step)s gaat nu naar: %(after)s, in plaats van: %(before)s.", step=step, after=_role(new.role),
                before=_role(old.role)),
        )  # fmt: skip
    if old.due != new.due:
        yield True, _deadline(step, old.due, new.due)
    if old.priority != new.priority:
        yield True, say("%(step)s heeft een andere voorrang.", step=step)
    if old.form != new.form:
        yield True, say("%(step)s gebruikt een ander formulier.", step=step)
    if old.documentation != new.documentation:
        yield False, say("De uitleg bij «%(name)s» is anders.", name=new.name or new.id)
    if _timing(drawn) != _timing(redrawn):
        yield True, _timer(step, _timing(drawn), _timing(redrawn))
    if old.lane != new.lane and old.role == new.role:
        yield False, say("%(step)s staat in een andere baan.", step=step)
    if _rest(drawn) != _rest(redrawn):
        yield True, say("%(step)s is anders ingesteld.", step=step)


def flow_differences(old: Process, new: Process) -> Iterator[Found]:
    """Ways between steps that stayed, and their conditions."""
    before, after = _ways(old), _ways(new)
    stayed = old.nodes.keys() & new.nodes.keys()
    for source, target in sorted(before.keys() | after.keys()):
        if not {source, target} <= stayed:
            continue
        ends = {"source": _name(new, source, 0), "target": _name(new, target, 1)}
        if (source, target) not in after:
            yield source, "changed", True, say("Na «%(source)s» komt niet meer meteen «%(target)s».", **ends)
        elif (source, target) not in before:
            yield source, "changed", True, say("Na «%(source)s» komt nu «%(target)s».", **ends)
        elif before[source, target].condition != after[source, target].condition:
            yield (
                source,
                "changed",
                True,
                say("Van «%(source)s» naar «%(target)s» geldt nu «%(after)s» in plaats van «%(before)s».", **ends,
                    after=after[source, target].condition or "", before=before[source, target].condition or ""),
            )  # fmt: skip
    for name in sorted(stayed):
        defaults = [_default(process, name) for process in (old, new)]
        if defaults[0] != defaults[1]:
            text = say("Bij «%(source)s» is de weg als niets anders past, een andere.", source=_name(new, name, 0))
            yield name, "changed", True, text


def _ways(process: Process) -> dict[tuple[str, str], Flow]:
    return {(flow.source, flow.target): flow for scope in process.scope.scopes() for flow in scope.flows}


def _default(process: Process, name: str) -> str:
    """Where the default way of a gateway leads; its own id says nothing."""
    flow_id = process.nodes[name].attribute("default")
    flows = (flow for scope in process.scope.scopes() for flow in scope.flows)
    return next((flow.target for flow in flows if flow.id == flow_id), "") if flow_id else ""


def _name(process: Process, element: str, end: int) -> str:
    """What people call a step. One without a name, mostly a gateway, goes by the only named step before it (`end` 0)
    or after it (1); where there are more, by its id."""
    seen = {element}
    while not (name := process.nodes[element].attribute("name")):
        nearest = {way[end] for way in _ways(process) if way[1 - end] == element} - seen
        if len(nearest) != 1:
            return element
        (element,) = nearest
        seen.add(element)
    return name


def _step(element: Element) -> Text:
    name = element.name or element.id
    return say("Taak «%(name)s»", name=name) if element.kind == "userTask" else say("Stap «%(name)s»", name=name)


def _role(key: str) -> Text | str:
    role = Role.by_key(key)
    return role.text if role else key


def _deadline(step: Text, before: str, after: str) -> Text:
    if not after:
        return say("%(step)s heeft geen termijn meer.", step=step)
    if not before:
        return say("%(step)s krijgt een termijn: %(after)s.", step=step, after=in_words(after))
    return say(
        "%(step)s heeft als termijn %(after)s in plaats van %(before)s.",
        step=step,
        after=in_words(after),
        before=in_words(before),
    )


def _timer(step: Text, before: str, after: str) -> Text:
    if not (before and after):
        return say("%(step)s let nu anders op de tijd.", step=step)
    return say(
        "%(step)s gaat af na %(after)s in plaats van %(before)s.",
        step=step,
        after=in_words(after),
        before=in_words(before),
    )


def _timing(node: Node) -> str:
    """When a timer goes off, as it is written."""
    timers = (event for event in node.events if local_name(event) == "timerEventDefinition")
    return " ".join(text_of(part) for event in timers for part in event)


def _rest(node: Node) -> tuple[object, ...]:
    """What else an element says: its operation, message, marker, properties. What has its own sentence is left out."""
    attributes = {str(key): value for key, value in node.xml.attrib.items() if _plain(str(key)) not in _TOLD}
    parts = [tuple(_content(part)) for part in node.xml if _counts(part)]
    return tuple(sorted(attributes.items())), tuple(sorted(parts))


def _content(part: etree._Element) -> Iterator[tuple[str, str, str]]:
    """An element and all in it, but for identifiers, which say nothing to people."""
    for each in part.iter():
        attributes = {str(key): value for key, value in each.attrib.items() if key != "id"}
        yield str(each.tag), str(sorted(attributes.items())), text_of(each)


def _plain(attribute: str) -> str:
    return attribute.rpartition("}")[2]


def _counts(part: etree._Element) -> bool:
    if local_name(part) in _PARTS_TOLD:
        return False
    inside = str(part.tag).startswith(BPMN) and part.get("id") is not None
    return not inside or local_name(part).endswith(("EventDefinition", "LoopCharacteristics"))
