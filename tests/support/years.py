"""The process `years`: a talk every quarter for as long as it is wanted, reminders by mail, a call at any moment.

For tests of what crashes and crowds do to cases that live for years. Two versions, so that cases can be moved.
"""

from __future__ import annotations

from functools import cache

from app import engine
from app.domain.access import SYSTEM
from app.services import definitions, publishing, registries
from tests.engine import draw

PROCESS = "years"
VERSIONS = (1, 2)
_META = """title = "Jaren"
starters = ["coach"]
subject = "none"
[variables]
go_on = "boolean"
[messages.called]
title = "Bellen"
roles = ["coach"]
"""
_FORM = {
    "type": "default", "id": "talk", "schemaVersion": 19,
    "components": [{"type": "checkbox", "id": "go_on", "key": "go_on", "label": "Verder"}],
}  # fmt: skip
#: The elements a case comes by at each thing that can happen in it, as the diagram has them.
BEGINS = ("begin", "fork", "again", "six", "talk")
IS_CALLED = ("call", "tell", "told")
GOES_ON = ("enough", "quarter")
ENDS = ("enough", "over")
GOES_OFF = {
    "nag": ("nag", "remind", "nagged"),
    "quarter": ("again", "talk"),
    "six": ("long", "lasting"),
}
_RENAMED = (b'name="Doe talk"', b'name="Een gesprek voeren"')


@cache
def bundle(number: int) -> engine.Bundle:
    """Version `number` of the process."""
    diagram = _diagram() if number == 1 else _diagram().replace(*_RENAMED)
    return engine.make_bundle(PROCESS, _META, diagram, {}, {"talk": _FORM}, {})


def publish() -> None:
    """Publish both versions."""
    definitions.forget()
    registries.load()
    for number in VERSIONS:
        publishing.publish(SYSTEM, {PROCESS: bundle(number)})


def _diagram() -> bytes:
    return draw.process(
        draw.start(),
        draw.both("fork"),
        draw.xor("again"),
        draw.task("talk", formKey="talk"),
        draw.boundary("nag", "talk", draw.timer("'P14D'"), interrupting=False),
        _remind("remind", "Een gesprek wacht"),
        draw.end("nagged"),
        draw.boundary("call", "talk", draw.message("m"), interrupting=False),
        _remind("tell", "Er werd gebeld"),
        draw.end("told"),
        draw.xor("enough", default="on"),
        draw.catch("quarter", draw.timer("'P3M'")),
        draw.terminate("over"),
        draw.catch("six", draw.timer("'P6Y'")),
        _remind("long", "Zes jaar al"),
        draw.end("lasting"),
        draw.line("begin", "fork", "again", "talk", "enough"),
        draw.line("nag", "remind", "nagged"),
        draw.line("call", "tell", "told"),
        draw.line("fork", "six", "long", "lasting"),
        draw.flow("enough", "over", "not go_on"),
        draw.flow("enough", "quarter", id="on"),
        draw.line("quarter", "again"),
        key=PROCESS,
        extra='<bpmn:message id="m" name="called"/>',
    )


def _remind(element: str, subject: str) -> str:
    return draw.service(element, "remind", draw.properties(role="coach", subject=subject, text="Kijk eens."))
