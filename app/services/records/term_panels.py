"""The panel with the legal term, its sum and what is not confirmed; shared by records."""

from __future__ import annotations

from app.domain.term import Term
from app.domain.text import Text, say
from app.services.records.registry import Panel
from app.services.terms import term_of
from app.services.work import Work

Row = tuple[Text | str, object]


def term_panels(work: Work) -> list[Panel]:
    """The term of the trajectory of the case; nothing while no clock runs."""
    trajectory = work.trajectory
    term = term_of(work.session, trajectory, work.today) if trajectory else None
    return [Panel(say("Termijn"), term_rows(term), _remark(term, work), of_term=True)] if term else []


def term_rows(term: Term) -> list[Row]:
    """Start, last day, what prolonged it, and the other outcome where a rule is not confirmed."""
    rows: list[Row] = [(say("Start van de klok"), term.start), (say("Laatste dag"), term.last_day)]
    if term.suspended_days:
        rows.append((say("Geschorst"), say("%(days)s dagen", days=term.suspended_days)))
    if term.extension_months:
        rows.append((say("Verlengd"), say("%(months)s maanden", months=term.extension_months)))
    rows.extend((say("Andere lezing, niet bevestigd"), other) for other in term.other_last_days)
    return rows


def _remark(term: Term, work: Work) -> Text | None:
    if work.today > term.last_day:
        return say("De termijn is voorbij. Er is niets vanzelf beslist.")
    if term.provisional:
        return say("Een schorsing loopt nog: de laatste dag ligt nog niet vast.")
    return None
