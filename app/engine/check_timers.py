"""Publish check: the times of timers (engine.md section 1, E4)."""

from __future__ import annotations

import re

from lxml import etree

from app.domain.calendar import InvalidMoment, parse_moment
from app.domain.duration import Duration, InvalidDuration, parse_duration
from app.domain.text import say
from app.engine.diagram import Node, Process
from app.engine.findings import Findings, Known, check_expression, check_variable
from app.engine.xml import BPMN, local_name, text_of

_UNQUOTED = re.compile(r"[Pp][Tt]?\d[\dA-Za-z]*|\d{4}-\d\d-\d\d.*|R\d*/.*")


def check_timer(found: Findings, known: Known, process: Process, node: Node, event: etree._Element) -> None:
    """A timer event of an element: one time, that can be one."""
    parts = [part for part in event if str(part.tag).startswith(BPMN)]
    if len(parts) != 1:
        found.error(node.id, "timer.count", say("Een timer heeft precies één tijdstip of één duur."))
        return
    kind, source = local_name(parts[0]), text_of(parts[0])
    if kind == "timeCycle":
        text = say("Een timer die zich herhaalt, loopt uit de pas. Teken een lus met een berekend tijdstip.")
        found.error(node.id, "timer.cycle", text)
        return
    if _UNQUOTED.fullmatch(source):
        found.error(node.id, "timer.unquoted", say("Zet aanhalingstekens rond de tijd, zoals 'P14D'."))
        return
    expression = check_expression(found, known, node.id, source, process.items(node.id))
    if expression is None:
        return
    if expression.names == {source}:  # one variable: without a value of its kind the case would stop there (E4)
        check_variable(found, known, node.id, source, "date" if kind == "timeDate" else "text")
    if expression.names:
        return
    if not (_is_duration(expression.literal) if kind == "timeDuration" else _is_moment(expression.literal)):
        text = say("Dit is geen geldige tijd. Voorbeelden: 'P14D', 'P1M', '2026-03-01T09:00'.")
        found.error(node.id, "timer.invalid", text)


def _is_duration(value: object) -> bool:
    try:
        duration = parse_duration(value if isinstance(value, str) else "")
    except InvalidDuration:
        return False
    return duration != Duration() and not duration.is_over_a_century


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(parse_moment(value))
    except InvalidMoment:
        return False
