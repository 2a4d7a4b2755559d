"""The places of business of an enterprise, as a form offers them."""

from __future__ import annotations

from sqlalchemy import select

from app.models.organisation import Establishment
from app.services.choices.registry import Choice, choices
from app.services.work import Work


@choices("establishments")
def establishments(work: Work) -> list[Choice]:
    """The active establishments of the enterprise of the case, by name."""
    rows = work.session.execute(
        select(Establishment.id, Establishment.name, Establishment.number)
        .where(Establishment.organisation_id == work.case.organisation_id, Establishment.active)
        .order_by(Establishment.name, Establishment.id)
    )
    return [(str(place_id), f"{name} ({number})") for place_id, name, number in rows]
