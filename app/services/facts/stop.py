"""What the diagram of the project stop asks of the tables."""

from __future__ import annotations

from typing import Any

from app.domain.project_stop import advances_recalculated_from
from app.domain.quarter import quarter_of
from app.queries import rules
from app.services import stops
from app.services.facts.registry import fact
from app.services.work import Work


@fact("stop_scale")
def stop_scale(work: Work) -> dict[str, Any]:
    """What the stop leaves: FTE after it, yearly average, whether the minimum is reached and whether to warn."""
    notification = stops.in_hand(work)
    scale = stops.scale_after(work.session, notification, rules.at(work.session, notification.stop_date))
    return {
        "kind": notification.kind,
        "after": str(scale.after),
        "average": str(scale.average),
        "enough": scale.enough,
        "warns": bool(scale.findings),
    }


@fact("stop_destinations")
def stop_destinations(work: Work) -> dict[str, str | None]:
    """The destination of each affected employee, by person."""
    employees = stops.employees_of(work.session, stops.in_hand(work).id)
    return {str(each.person_id): each.destination for each in employees}


@fact("stop_money")
def stop_money(work: Work) -> dict[str, str]:
    """From when advances are recalculated, and the quarter of the settlement."""
    stop_date = stops.in_hand(work).stop_date
    return {
        "advances_from": f"{advances_recalculated_from(stop_date):%d/%m/%Y}",
        "quarter": str(quarter_of(stop_date).text),
        "stop_date": f"{stop_date:%d/%m/%Y}",
    }
