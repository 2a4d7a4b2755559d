"""Two versions on a page: which of the processes they run on is drawn, and where the drawings of the others are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for

from app.queries.comparisons import Comparison

#: The address of the same page with other drawings: `of` a process, opening at an `element`.
Address = Callable[..., str]


@dataclass(frozen=True)
class Shown:
    """The process that is drawn, where its two diagrams come from, and the address of the page with another one."""

    process: str
    old: str
    new: str
    address: Address


def shown(found: Comparison, address: Address) -> Shown:
    """What the page draws: the process that was asked for, else one that differs."""
    process = found.to_draw(request.args.get("of"))
    old, new = found.drawings.get(process, (0, None))
    draft = url_for("studio.diagram_xml", process=found.process)
    return Shown(process, _diagram(old), _diagram(new) if new is not None else draft, address)


def _diagram(definition_id: int) -> str:
    return url_for("processes.diagram_xml", definition_id=definition_id)
