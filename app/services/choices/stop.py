"""What the forms of a project stop offer: the employees of the enterprise, and other enterprises to move to."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.term import Term
from app.models.organisation import Organisation
from app.services import stops
from app.services.choices.registry import Choice, choices
from app.services.terms import terms_of
from app.services.work import Work


@choices("stop_employees")
def stop_employees(work: Work) -> list[Choice]:
    """The employees with a running trajectory on the day of the stop, with fraction, start and theoretical end."""
    notification = stops.in_hand(work)
    day = min(notification.stop_date, work.today)
    working = stops.working_at(work.session, notification.organisation_id, day)
    terms = terms_of(work.session, [each.trajectory for each in working], work.today)
    return [(str(each.person.id), _line(each, terms.get(each.trajectory.id))) for each in working]


@choices("other_enterprises")
def other_enterprises(work: Work) -> list[Choice]:
    """Every other active enterprise: who moves there keeps his clock."""
    rows = work.session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind == "enterprise", Organisation.active, Organisation.id != work.case.organisation_id)
        .order_by(Organisation.name, Organisation.id)
    )
    return [(str(organisation_id), name) for organisation_id, name in rows]


def _line(each: stops.Working, term: Term | None) -> str:
    fraction = f"{each.employment.fraction.normalize():f}".replace(".", ",")
    parts = [each.person.name, f"{fraction} VTE"]
    if each.trajectory.clock_start is not None:
        parts.append(f"gestart op {each.trajectory.clock_start:%d/%m/%Y}")
        if term is not None:
            parts.append(f"theoretisch einde {term.last_day:%d/%m/%Y}")
    return " · ".join(parts)
