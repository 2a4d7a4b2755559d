"""Publish check: gateways that wait for ever (XOR into AND), and those that one flow comes to twice (engine.md J)."""

from __future__ import annotations

from app.domain.text import say
from app.engine.diagram import Process, Scope
from app.engine.findings import Findings
from app.engine.token_game import play

_GATHERING = ("parallelGateway", "inclusiveGateway")


def check_tokens(found: Findings, process: Process) -> None:
    """Every scope with a gateway that gathers or splits is played through."""
    for scope in process.scope.scopes():
        if any(node.kind in _GATHERING for node in scope.nodes.values()):
            _check_scope(found, scope)


def _check_scope(found: Findings, scope: Scope) -> None:
    played = play(scope)
    for join in sorted(played.stuck):
        text = say("Deze poort kan blijven wachten op een tak die niet komt. Sluit een keuze met een keuzepoort.")
        found.error(join, "gateway.deadlock", text)
    on_a_loop = {problem.element for problem in found.problems if problem.code == "loop.join"}
    for gateway in sorted(played.twice - on_a_loop):
        text = say(
            "Langs één pijl kan het proces hier twee keer aankomen. Breng wat naast elkaar loopt, eerst samen met een "
            "poort die op alle takken wacht."
        )
        found.error(gateway, "gateway.twice", text)
    if not played.whole:
        text = say("Dit is te verweven om helemaal na te gaan of een poort blijft wachten. Splits het in processen.")
        found.warning(scope.id, "gateway.unclear", text)
