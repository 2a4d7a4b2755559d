"""Organisations: the list, one organisation, registering and changing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.queries import organisations
from app.services import organisations as services
from app.web import current, kept, paging
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import one_line, text
from app.web.wording import Errors, code_choices

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")
_NEW = ("key", "name", "kind", "number", "legal_form", "region", "address", "email", "phone", "quota_fte")
_CHANGE = ("name", "number", "legal_form", "region", "address", "email", "phone", "quota_fte")


@blueprint.get("")
@requires(Permission.ORGANISATION_READ)
def list_organisations() -> str:
    """The organisations this person sees, by name."""
    wanted = {"q": text("q") or "", "kind": text("kind")}
    page = organisations.page(
        current.session(), current.actor(), q=wanted["q"] or "", kind=wanted["kind"], after=request.args.get("cursor")
    )
    return render_template(
        "organisations/list.html",
        page=page,
        filter=wanted,
        kinds=code_choices("organisation_kind"),
        next=paging.next_address(page.next),
    )


@blueprint.get("/<id:organisation_id>")
@requires(Permission.ORGANISATION_READ)
def show(organisation_id: int) -> str:
    """One organisation with its establishments and people."""
    view = organisations.one(current.session(), current.actor(), organisation_id)
    return render_template("organisations/organisation.html", view=view)


def form_page(values: dict[str, str], errors: Errors, organisation_id: int | None = None) -> str:
    """The form to register or change, with what was typed."""
    return render_template(
        "organisations/form.html",
        values=values,
        errors=errors,
        organisation_id=organisation_id,
        kinds=code_choices("organisation_kind"),
        legal_forms=code_choices("legal_form"),
    )


@blueprint.get("/new")
@requires(Permission.ORGANISATION_EDIT)
def new() -> str:
    """The form to register an organisation."""
    return form_page({}, {})


@blueprint.post("/new")
@requires(Permission.ORGANISATION_EDIT)
@keeps_answers
def register() -> str | Response | tuple[str, int]:
    """Register an organisation."""
    values = {key: one_line(key) for key in _NEW}
    if kept.asked():
        return form_page(values, {})
    try:
        organisation_id = services.register(current.actor(), services.NewOrganisation(**values))  # type: ignore[arg-type]  # a dict of its fields
    except AnswersInvalid as refusal:
        return form_page(values, refusal.errors), 422
    flash(gettext("De organisatie is geregistreerd."), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation_id))


@blueprint.get("/<id:organisation_id>/details")
@requires(Permission.ORGANISATION_EDIT)
def edit(organisation_id: int) -> str:
    """The form to change an organisation."""
    found = organisations.one(current.session(), current.actor(), organisation_id).organisation
    return form_page({key: str(getattr(found, key) or "") for key in _CHANGE}, {}, organisation_id)


@blueprint.post("/<id:organisation_id>/details")
@requires(Permission.ORGANISATION_EDIT)
@keeps_answers
def change(organisation_id: int) -> str | Response | tuple[str, int]:
    """Change an organisation."""
    values = {key: one_line(key) for key in _CHANGE}
    if kept.asked():
        return form_page(values, {}, organisation_id)
    try:
        services.edit(current.actor(), organisation_id, **values)
    except AnswersInvalid as refusal:
        return form_page(values, refusal.errors, organisation_id), 422
    flash(gettext("De gegevens zijn gewijzigd."), "success")
    return redirect(url_for("organisations.show", organisation_id=organisation_id))
