"""What differs in what a step does: its operation and inputs, its table, what becomes of answers, how often."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from app.domain.text import Text, say
from app.engine.comparison_conditions import condition_words
from app.engine.comparison_naming import BY_NAMES, Drawn, quoted, seen_as, variable
from app.engine.diagram import Node
from app.engine.meta import ProcessMeta
from app.engine.operation_inputs import Input
from app.engine.operations import registered
from app.engine.xml import BPMN, local_name, text_of

_TOLD = frozenset({
    "name", "candidateGroups", "dueDate", "priority", "formKey", "id", "default", "calledElement", "cancelActivity",
    "attachedToRef", "messageRef", "topic", "type", "decisionRef", "resultVariable", "isSequential",
})  # fmt: skip
_OF_A_LIST = frozenset({
    "id", "isSequential", "collection", "elementVariable", "loopDataInputRef", "inputDataItem",
})  # fmt: skip
_DRAWN_ELSEWHERE = ("EventDefinition", "LoopCharacteristics")
_PARTS_TOLD = frozenset({"documentation", "incoming", "outgoing", "properties"})


def doing_differences(old: Drawn, new: Drawn, name: str) -> Iterator[tuple[bool, Text]]:
    """What an element of the same kind does otherwise. What has no sentence of its own is «anders ingesteld»."""
    was, now, step = old.process.nodes[name], new.process.nodes[name], new.step(name)
    yield from _named(old, new, step, was, now)
    yield from _properties(old, new, step, was, now)
    repeating = list(_repeating(old, new, name))
    yield from repeating
    loops_differ = not repeating and _loop(was) != _loop(now)
    if loops_differ or _rest(was) != _rest(now):
        yield True, say("%(step)s is anders ingesteld.", step=step)


def _named(old: Drawn, new: Drawn, step: Text, was: Node, now: Node) -> Iterator[tuple[bool, Text]]:
    """What comes with Traject or stands in a table, by what it is called."""
    topic = {"after": _operation(now), "before": _operation(was)}
    table = {"after": now.camunda("decisionRef") or "–", "before": was.camunda("decisionRef") or "–"}
    result = {"after": _result(new, now), "before": _result(old, was)}
    if now.camunda("topic") != was.camunda("topic"):
        yield True, say("%(step)s doet nu de operatie %(after)s in plaats van %(before)s.", step=step, **topic)
    if table["after"] != table["before"]:
        yield True, say("%(step)s gebruikt nu de beslistabel %(after)s in plaats van %(before)s.", step=step, **table)
    if now.camunda("resultVariable") != was.camunda("resultVariable"):
        yield True, say("%(step)s bewaart de uitkomst nu als %(after)s in plaats van %(before)s.", step=step, **result)


def _operation(node: Node) -> Text | str:
    name = node.camunda("topic")
    known = registered(name)
    return say("«%(name)s»", name=known.title) if known is not None and known.title.msgid else name or "–"


def _result(version: Drawn, node: Node) -> Text | str:
    return variable(version.bundle.meta, node.camunda("resultVariable")) or "–"


def _properties(old: Drawn, new: Drawn, step: Text, was: Node, now: Node) -> Iterator[tuple[bool, Text]]:
    for key in sorted(was.properties.keys() | now.properties.keys()):
        before, after = was.properties.get(key, ""), now.properties.get(key, "")
        if before == after:
            continue
        given = _input(now, key)
        told = {"step": step, "after": _value(new, now, key), "before": _value(old, was, key)}
        if key == "record":
            yield (
                True,
                say("%(step)s: wat Traject met de antwoorden doet, is nu %(after)s in plaats van %(before)s.", **told),
            )
        elif key == "not_by" and after:
            yield True, say("%(step)s mag nu niet door wie %(other)s deed.", step=step, other=new.name(after))
        elif key == "not_by":
            yield True, say("%(step)s mag nu ook door wie %(other)s deed.", step=step, other=new.name(before))
        else:
            what = say("«%(name)s»", name=given.what) if given is not None else key
            yield True, say("%(step)s: %(name)s is nu %(after)s in plaats van %(before)s.", name=what, **told)


def _input(node: Node, name: str) -> Input | None:
    """The input of its operation that a property of a step is, if it is one."""
    operation = registered(node.camunda("topic"))
    return operation.input(name) if operation is not None else None


def _value(version: Drawn, node: Node, name: str) -> Text | str:
    given, written = _input(node, name), node.properties.get(name)
    if not written:
        return say("niets")
    if given is None:
        return quoted(written)
    return given.told(written, partial(seen_as, version.bundle.meta, version.process, node.id))


def _repeating(old: Drawn, new: Drawn, name: str) -> Iterator[tuple[bool, Text]]:
    drawn, redrawn, step = old.process.nodes[name], new.process.nodes[name], new.step(name)
    was, now = drawn.repeats, redrawn.repeats
    if str(_times(BY_NAMES, drawn)) != str(_times(BY_NAMES, redrawn)):
        told = {"after": _times(new.bundle.meta, redrawn), "before": _times(old.bundle.meta, drawn)}
        yield True, say("%(step)s gebeurt nu %(after)s in plaats van %(before)s.", step=step, **told)
    if was is None or now is None:
        return
    in_turn = [each.get("isSequential") == "true" for each in (was, now)]
    if in_turn[0] != in_turn[1]:
        yield (
            True,
            (
                say("%(step)s gebeurt nu de ene na de andere.", step=step)
                if in_turn[1]
                else say("%(step)s gebeurt nu allemaal tegelijk.", step=step)
            ),
        )
    if drawn.item_name != redrawn.item_name:
        yield True, say("%(step)s: een deel van de lijst heet nu %(after)s in plaats van %(before)s.", step=step,
                        after=quoted(redrawn.item_name), before=quoted(drawn.item_name))  # fmt: skip
    enough = [text_of(each.find(BPMN + "completionCondition")) for each in (was, now)]
    if enough[0] != enough[1]:
        yield (
            True,
            (
                say(
                    "%(step)s stopt nu zodra: %(condition)s.",
                    step=step,
                    condition=condition_words(new.bundle.meta, enough[1]),
                )
                if enough[1]
                else say("%(step)s gaat nu door tot alle klaar zijn.", step=step)
            ),
        )


def _times(meta: ProcessMeta, node: Node) -> Text:
    repeats = node.repeats
    if repeats is None:
        return say("één keer")
    if listed := node.list_name:
        return say("voor elk deel van %(list)s", list=quoted(meta.called(listed)))
    count = text_of(repeats.find(BPMN + "loopCardinality"))
    return say("%(count)s keer", count=count) if count else say("telkens opnieuw")


def _loop(node: Node) -> tuple[object, ...]:
    """How often a step is done, whichever of two ways its list and its item are written."""
    if node.repeats is None:
        return ()
    attributes = {str(key): value for key, value in node.repeats.attrib.items() if _plain(str(key)) not in _OF_A_LIST}
    parts = [_content(part) for part in node.repeats if local_name(part) not in _OF_A_LIST]
    return node.list_name, node.item_name, tuple(sorted(attributes.items())), tuple(sorted(parts))


def _rest(node: Node) -> tuple[object, ...]:
    """What else an element says, but for identifiers and what has a sentence of its own."""
    attributes = {str(key): value for key, value in node.xml.attrib.items() if _plain(str(key)) not in _TOLD}
    return tuple(sorted(attributes.items())), tuple(sorted(_content(part) for part in node.xml if _counts(part)))


def _content(part: etree._Element) -> tuple[tuple[str, str, str], ...]:
    told = [each for each in part.iter() if local_name(each) not in ("properties", "property", "extensionElements")]
    return tuple((str(each.tag), str(_attributes(each)), text_of(each)) for each in told)


def _attributes(part: etree._Element) -> list[tuple[str, str]]:
    return sorted((str(key), str(value)) for key, value in part.attrib.items() if key != "id")


def _counts(part: etree._Element) -> bool:
    """Whether a part belongs to the element itself; steps inside a subprocess are told of on their own."""
    name = local_name(part)
    if name in _PARTS_TOLD or name.endswith(_DRAWN_ELSEWHERE) or not _content(part):
        return False
    return not (str(part.tag).startswith(BPMN) and part.get("id") is not None)


def _plain(attribute: str) -> str:
    return attribute.rpartition("}")[2]
