"""What differs in what a step waits for, watches or tells: moments, messages, errors, and whether it stops a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from app.domain.duration_words import in_words
from app.domain.text import Text, say
from app.engine.comparison_naming import BY_NAMES, Drawn, quoted, variable
from app.engine.diagram import Node
from app.engine.meta import ProcessMeta
from app.engine.xml import local_name, text_of

_CYCLE = re.compile(r"'?R(\d*)/(P[^']+)'?")
_TELLS = frozenset({"sendTask", "intermediateThrowEvent", "endEvent"})


def event_differences(old: Drawn, new: Drawn, name: str) -> Iterator[tuple[bool, Text]]:
    """What an element of the same kind waits for, watches or tells otherwise."""
    was, now, step = old.process.nodes[name], new.process.nodes[name], new.step(name)
    if was.kind == "boundaryEvent":
        yield from _watching(old, new, was, now, step)
    events = _event(old, was), _event(new, now)
    ends = [any(local_name(each) == "terminateEventDefinition" for each in node.events) for node in (was, now)]
    if ends[0] != ends[1]:
        yield (
            True,
            (
                say("%(step)s stopt nu alles wat in dit deel nog loopt.", step=step)
                if ends[1]
                else say("%(step)s laat nu doorlopen wat in dit deel nog loopt.", step=step)
            ),
        )
    elif str(events[0]) != str(events[1]) and not _only_renamed(was, now):
        told = {"step": step, "after": events[1] or say("niets"), "before": events[0] or say("niets")}
        yield (
            True,
            (
                say("%(step)s meldt nu: %(after)s, in plaats van: %(before)s.", **told)
                if now.kind in _TELLS
                else say("%(step)s reageert nu op: %(after)s, in plaats van: %(before)s.", **told)
            ),
        )
    moments = moment(BY_NAMES, was), moment(BY_NAMES, now)
    if moments[0] and moments[1] and str(moments[0]) != str(moments[1]):
        times = {"after": moment(new.bundle.meta, now), "before": moment(old.bundle.meta, was)}
        yield True, say("%(step)s gaat nu af %(after)s in plaats van %(before)s.", step=step, **times)


def _watching(old: Drawn, new: Drawn, was: Node, now: Node, step: Text) -> Iterator[tuple[bool, Text]]:
    on = was.attribute("attachedToRef"), now.attribute("attachedToRef")
    if on[0] != on[1]:
        names = {"after": new.name(on[1]), "before": old.name(on[0])}
        yield True, say("%(step)s staat nu bij %(after)s in plaats van bij %(before)s.", step=step, **names)
    stops = [node.attribute("cancelActivity") != "false" for node in (was, now)]
    if stops[0] != stops[1]:
        watched = new.name(on[1])
        yield (
            True,
            (
                say("%(step)s stopt %(watched)s nu.", step=step, watched=watched)
                if stops[1]
                else say("%(step)s laat %(watched)s nu doorlopen.", step=step, watched=watched)
            ),
        )


def moment(meta: ProcessMeta, node: Node) -> Text | None:
    """When its timer goes off, in words; None without a timer."""
    timers = (event for event in node.events if local_name(event) == "timerEventDefinition")
    part = next((part for event in timers for part in event if text_of(part)), None)
    if part is None:
        return None
    written, kind = text_of(part), local_name(part)
    plain = written.strip("'\"")
    if kind == "timeDate":
        return _on_day(meta, plain)
    if kind == "timeCycle" and (read := _CYCLE.fullmatch(written)):
        length = in_words(read[2])
        return say("%(times)s keer, telkens na %(length)s", times=read[1], length=length) if read[1] else say(
            "telkens na %(length)s", length=length)  # fmt: skip
    told = in_words(written)
    return say("na %(length)s", length=told if isinstance(told, Text) else variable(meta, told))


def _on_day(meta: ProcessMeta, written: str) -> Text:
    try:
        return say("op %(day)s", day=date.fromisoformat(written))
    except ValueError:
        return say("op de datum %(name)s", name=variable(meta, written))


def _event(version: Drawn, node: Node) -> Text | None:
    """What an element waits for or tells, but for the moment of a timer."""
    named = [_named(version, event) for event in node.events if local_name(event) != "terminateEventDefinition"]
    if node.attribute("messageRef"):
        named.append(_message(version, node.attribute("messageRef")))
    return named[0] if named else None


def _named(version: Drawn, event: etree._Element) -> Text:
    diagram, kind = version.diagram, local_name(event)
    if kind == "timerEventDefinition":
        return say("de tijd")
    if kind == "messageEventDefinition":
        return _message(version, event.get("messageRef") or "")
    if kind == "errorEventDefinition":
        name = diagram.errors.get(event.get("errorRef") or "", "")
        return say("de fout %(name)s", name=quoted(name)) if name else say("een fout")
    if kind == "signalEventDefinition":
        name = diagram.signals.get(event.get("signalRef") or "", "")
        return say("het signaal %(name)s", name=quoted(name)) if name else say("een signaal")
    if kind == "escalationEventDefinition":
        name = diagram.escalations.get(event.get("escalationRef") or "", "")
        return say("de escalatie %(name)s", name=quoted(name)) if name else say("een escalatie")
    return say("iets anders")


def _message(version: Drawn, reference: str) -> Text:
    name = version.diagram.messages.get(reference, reference)
    told = version.bundle.meta.messages.get(name)
    return say("het bericht %(name)s", name=quoted(told.title if told else name))


def _only_renamed(was: Node, now: Node) -> bool:
    """The same reference: that what it refers to has another name is told once, of that."""
    return _references(was) == _references(now)


def _references(node: Node) -> list[tuple[str, str]]:
    drawn = [(local_name(part), part.get(local_name(part).removesuffix("EventDefinition") + "Ref") or "")
             for part in node.events]  # fmt: skip
    return [*drawn, ("messageRef", node.attribute("messageRef"))]
