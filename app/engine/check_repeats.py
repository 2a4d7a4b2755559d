"""Publish check: repeated activities (multi-instance): over a list, or a number of times."""

from __future__ import annotations

from app.domain.expressions import Expression, ExpressionError
from app.domain.text import say
from app.engine.diagram import Node, Process
from app.engine.findings import Findings, Known, check_expression, check_variable
from app.engine.meta import is_variable_name
from app.engine.variables import MAX_ITEMS, count_of
from app.engine.xml import BPMN, CAMUNDA, local_name, text_of

_REPEATABLE = frozenset({"userTask", "serviceTask", "callActivity", "subProcess"})
_IGNORED = ("complexBehaviorDefinition", "oneBehaviorEventRef", "noneBehaviorEventRef")


def check_repeats(found: Findings, known: Known, process: Process, node: Node) -> None:
    """What an element that has a marker does more than once."""
    marker = node.repeats
    assert marker is not None  # the caller looked
    if not marker.tag.endswith("}multiInstanceLoopCharacteristics"):
        found.error(node.id, "repeat.loop", say("Dit lusteken kennen we niet. Teken de lus uit."))
        return
    if node.kind not in _REPEATABLE:
        found.error(node.id, "repeat.kind", say("Dit soort element kan niet herhaald worden."))
    unknown = [part for part in marker if local_name(part) in _IGNORED] or marker.get("behavior", "All") != "All"
    if unknown:
        found.error(node.id, "repeat.behaviour", say("Gebeurtenissen tijdens een herhaling kennen we niet."))
    if marker.find(BPMN + "loopDataOutputRef") is not None or marker.find(BPMN + "outputDataItem") is not None:
        found.error(node.id, "repeat.output", say("Uitkomsten van een herhaling verzamelen we niet in een gegeven."))
    collection = marker.get(CAMUNDA + "collection") or text_of(marker.find(BPMN + "loopDataInputRef"))
    cardinality = text_of(marker.find(BPMN + "loopCardinality"))
    if bool(collection) == bool(cardinality):
        found.error(node.id, "repeat.count", say("Herhaal over een lijst, of een vast aantal keren: één van beide."))
    elif collection and not is_variable_name(collection):
        found.error(node.id, "repeat.collection", say("Noem het gegeven met de lijst waarover herhaald wordt."))
    elif collection:
        check_variable(found, known, node.id, collection, "list")
    else:
        _check_count(found, known, process, node, cardinality)
    item = node.item_name
    if item and not is_variable_name(item):
        text = say("De naam %(name)s van het lijstdeel is niet goed.", name=item)
        found.error(node.id, "repeat.item", text)
    condition = text_of(marker.find(BPMN + "completionCondition"))
    if condition:
        check_expression(found, known, node.id, condition, process.items(node.id))


def _check_count(found: Findings, known: Known, process: Process, node: Node, cardinality: str) -> None:
    expression = check_expression(found, known, node.id, cardinality, process.items(node.id))
    if expression is None:
        return
    if expression.names == {cardinality}:
        check_variable(found, known, node.id, cardinality, "number")
    elif not expression.names and count_of(_value(expression)) is None:
        text = say("Het aantal keren is geen geheel getal van 0 tot %(most)s.", most=MAX_ITEMS)
        found.error(node.id, "repeat.count_invalid", text)


def _value(expression: Expression) -> object:
    try:
        return expression.evaluate({})
    except ExpressionError:
        return None
