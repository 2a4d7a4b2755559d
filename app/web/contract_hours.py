"""Other contract hours for an employee: what was typed, the sums it touches, and only then the change (T07)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.queries import contract_hours, people
from app.services import employments
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import one_line
from app.web.wording import Errors, readable

blueprint = Blueprint("contract_hours", __name__, url_prefix="/people")
_LINES = ("starts_on", "hours_week", "fulltime_hours", "within_quota")
_TEXTS = ("quota_reason", "reason")


@blueprint.get("/<id:person_id>/hours")
@requires(Permission.CONTRACT_CHANGE)
def show(person_id: int) -> str:
    """The form, with the hours of now."""
    people.one(current.session(), current.actor(), person_id)
    found = employments.contract_of(current.session(), person_id)
    if found is None:
        return hours_page(person_id, {}, {})
    _, contract = found
    values = {
        "hours_week": readable(contract.hours_week),
        "fulltime_hours": readable(contract.fulltime_hours),
        "within_quota": "yes" if contract.within_quota else "no",
        "quota_reason": contract.quota_reason or "",
    }
    return hours_page(person_id, values, {})


@blueprint.post("/<id:person_id>/hours")
@requires(Permission.CONTRACT_CHANGE)
@keeps_answers
def change(person_id: int) -> str | Response | tuple[str, int]:
    """First the sums, then, when asked again, the change itself."""
    values = {name: one_line(name) for name in _LINES} | {name: request.form.get(name, "") for name in _TEXTS}
    if kept.asked():
        return hours_page(person_id, values, {})
    new = employments.NewHours(**values)
    try:
        planned = employments.planned(current.session(), current.actor(), person_id, new)
        if one_line("step") != "save":
            return hours_page(person_id, values, {}, contract_hours.sums(current.session(), planned))
        employments.change_hours(current.actor(), person_id, new)
    except AnswersInvalid as refusal:
        return hours_page(person_id, values, refusal.errors), 422
    flash(gettext("De nieuwe uren zijn vastgelegd. De termijn van het traject verandert niet."), "success")
    return redirect(url_for("people.show", person_id=person_id))


def hours_page(person_id: int, values: dict[str, str], errors: Errors, sums: contract_hours.Sums | None = None) -> str:
    """The page, with what was typed and, once it is in order, what it changes."""
    view = people.one(current.session(), current.actor(), person_id)
    found = employments.contract_of(current.session(), person_id)
    return render_template(
        "people/hours.html", view=view, contract=found[1] if found else None, values=values, errors=errors, sums=sums
    )
