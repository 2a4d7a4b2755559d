"""The establishments of an organisation: one more, or another name, address or service for one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, NotVisible
from app.models.organisation import Establishment
from app.queries import organisations
from app.services import establishments as services
from app.web import current, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import one_line
from app.web.wording import Errors, code_choices

blueprint = Blueprint("establishments", __name__, url_prefix="/organisations/<id:organisation_id>/establishments")
_CHANGE = ("name", "address", "service_type")
_NEW = ("number", *_CHANGE)


def form_page(organisation_id: int, values: dict[str, str], errors: Errors, establishment_id: int | None = None) -> str:
    """The form to add or change, with what was typed."""
    return render_template(
        "organisations/establishment.html",
        organisation=organisations.one(current.session(), current.actor(), organisation_id).organisation,
        establishment_id=establishment_id,
        values=values,
        errors=errors,
        service_types=code_choices("service_type"),
    )


@blueprint.get("/new")
@requires(Permission.ORGANISATION_EDIT)
def new(organisation_id: int) -> str:
    """The form to add an establishment."""
    return form_page(organisation_id, {}, {})


@blueprint.post("/new")
@requires(Permission.ORGANISATION_EDIT)
@keeps_answers
def add(organisation_id: int) -> str | Response | tuple[str, int]:
    """Add an establishment."""
    values = {name: one_line(name) for name in _NEW}
    if kept.asked():
        return form_page(organisation_id, values, {})
    try:
        services.add(current.actor(), organisation_id, **values)
    except AnswersInvalid as refusal:
        return form_page(organisation_id, values, refusal.errors), 422
    flash(gettext("De vestiging is toegevoegd."), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation_id))


def establishment_of(organisation_id: int, establishment_id: int) -> Establishment:
    """This establishment of this organisation; NotVisible otherwise."""
    view = organisations.one(current.session(), current.actor(), organisation_id)
    found = next((place for place in view.establishments if place.id == establishment_id), None)
    if found is None:
        raise NotVisible()
    return found


@blueprint.get("/<id:establishment_id>")
@requires(Permission.ORGANISATION_EDIT)
def edit(organisation_id: int, establishment_id: int) -> str:
    """The form to change an establishment."""
    found = establishment_of(organisation_id, establishment_id)
    values = {name: getattr(found, name) or "" for name in _CHANGE} | {"active": "yes" if found.active else "no"}
    return form_page(organisation_id, values, {}, establishment_id)


@blueprint.post("/<id:establishment_id>")
@requires(Permission.ORGANISATION_EDIT)
@keeps_answers
def change(organisation_id: int, establishment_id: int) -> str | Response | tuple[str, int]:
    """Change an establishment."""
    values = {name: one_line(name) for name in (*_CHANGE, "active")}
    establishment_of(organisation_id, establishment_id)
    if kept.asked():
        return form_page(organisation_id, values, {}, establishment_id)
    try:
        services.edit(current.actor(), establishment_id, **{**values, "active": values["active"] != "no"})
    except AnswersInvalid as refusal:
        return form_page(organisation_id, values, refusal.errors, establishment_id), 422
    flash(gettext("De gegevens zijn gewijzigd."), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation_id))
