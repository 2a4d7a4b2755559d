"""Heat: where the cases of a process stand and how long they stay, on the drawing and as a table."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template
from flask_babel import gettext

from app.domain.access import Permission
from app.domain.small_numbers import FEW
from app.queries import heat, processes
from app.queries.heat import Warmth
from app.services.definitions import compiled
from app.web import current
from app.web.access import requires
from app.web.parameters import optional_day, optional_id

blueprint = Blueprint("heat", __name__, url_prefix="/processes")
_PERIOD = timedelta(days=365)
_YEARS = 7


@blueprint.get("/<key:process>/heat")
@requires(Permission.PROCESS_READ)
def of_process(process: str) -> str:
    """The heat of the version in force, over all versions' cases."""
    session, actor = current.session(), current.actor()
    version = processes.versions(session, process)[0]
    ends = optional_day("to") or current.today()
    begins = optional_day("from") or ends - _PERIOD
    enterprises = heat.enterprises(session, actor)
    chosen = optional_id("enterprise")
    chosen = chosen if chosen in {key for key, _ in enterprises} else None
    found = heat.of_process(session, actor, process, begins, ends, chosen)
    return render_template(
        "processes/heat.html",
        key=process,
        meta=compiled(session, version.id).meta,
        definition_id=version.id,
        found=found,
        marks={step.element: {"level": step.level, "words": _words(step)} for step in found.steps if step.level},
        enterprises=enterprises,
        chosen=chosen,
        years=[(f"{year}-12-31", year) for year in range(current.today().year, current.today().year - _YEARS, -1)],
        few=FEW,
    )


def _words(step: Warmth) -> str:
    """What stands on the drawing: how many, and how many days in the middle; a line for what is not told."""
    number = "–" if step.here is None else str(step.here)
    if step.median_days is None:
        return number
    return gettext("%(number)s · %(days)s d", number=number, days=round(step.median_days))
