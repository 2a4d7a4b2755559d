"""Who is affected by a project stop: named by the enterprise, all of them at a full stop (domain.md §3, block D)."""

from __future__ import annotations

from typing import Any

from app.domain.codes import StopKind
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.models.stop import StopEmployee
from app.services import stops
from app.services.records.registry import Panel, known, panels, record
from app.services.records.stop_panels import scale_panel, stop_panel
from app.services.terms import terms_of
from app.services.work import Work


@known("stop_employees")
def everybody_at_a_full_stop(work: Work) -> dict[str, Any]:
    """At a full stop everybody with a running trajectory is affected; at a partial stop that is for a person to say."""
    notification = stops.in_hand(work)
    if notification.kind != StopKind.VOLLEDIG.value:
        return {}
    day = min(notification.stop_date, work.today)
    working = stops.working_at(work.session, notification.organisation_id, day)
    return {"employees": [str(each.person.id) for each in working]}


@panels("stop_employees")
def before_naming(work: Work) -> list[Panel]:
    """The stop as notified, and how many full-time equivalents there are."""
    return [stop_panel(work), scale_panel(work)]


@record("stop_employees")
def name_employees(work: Work, answers: dict[str, Any]) -> dict[str, Any]:
    """Block D: keep each affected employee as he stands now; the process makes a task for each of them."""
    notification = stops.in_hand(work)
    chosen = set(answers.get("employees") or ())
    day = min(notification.stop_date, work.today)
    working = stops.working_at(work.session, notification.organisation_id, day)
    left_out = [each.person.name for each in working if str(each.person.id) not in chosen]
    if notification.kind == StopKind.VOLLEDIG.value and left_out:
        names = ", ".join(left_out[:10])
        text = say("Bij een volledige stopzetting stopt het werk voor iedereen. U vergat: %(names)s.", names=names)
        raise AnswersInvalid({"employees": [text]})
    if not chosen and not answers.get("no_employees_reason"):
        text = say("Duid aan voor wie het werk stopt, of leg hieronder uit waarom het voor niemand is.")
        raise AnswersInvalid({"employees": [text]})
    affected = [each for each in working if str(each.person.id) in chosen]
    terms = terms_of(work.session, [each.trajectory for each in affected], work.today)
    work.session.add_all(
        StopEmployee(
            notification_id=notification.id,
            person_id=each.person.id,
            trajectory_id=each.trajectory.id,
            fraction=each.employment.fraction,
            starts_on=each.trajectory.clock_start,
            legal_end=terms[each.trajectory.id].last_day if each.trajectory.id in terms else None,
        )
        for each in affected
    )
    notification.no_employees_reason = None if affected else answers.get("no_employees_reason")
    return {"stop_employees": [str(each.person.id) for each in affected]}
