"""Employees: the list, one employee, registering, correcting, handing over to another coach."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, NotAllowed
from app.queries import colleagues, people
from app.queries import start as starting
from app.queries.people import PersonView
from app.services import national_numbers, person_moves
from app.services import people as services
from app.web import current, kept, paging
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number, one_line, optional_id, text
from app.web.wording import Errors, code_choices

blueprint = Blueprint("people", __name__, url_prefix="/people")
_DETAILS = ("first_name", "last_name", "language", "address", "email", "phone")
_NEW = (*_DETAILS, "national_number", "organisation_id", "coach_id")


@blueprint.get("")
@requires(Permission.PERSON_READ)
def list_people() -> str:
    """The employees this person sees, by last name."""
    session, actor = current.session(), current.actor()
    q, organisation, coach = text("q") or "", optional_id("organisation"), optional_id("coach")
    page = people.page(
        session,
        actor,
        q=q,
        organisation_id=organisation,
        coach_id=coach,
        after=request.args.get("cursor"),
        limit=paging.PAGE,
    )
    wanted = {"q": q, "organisation_id": organisation, "coach_id": coach}
    return render_template("people/list.html", page=page, filter=wanted, next=paging.next_address(page.next))


@blueprint.get("/<id:person_id>")
@requires(Permission.PERSON_READ, Permission.CASE_READ)
def show(person_id: int) -> str:
    """One employee: contact details, employment, cases, what can be started for him."""
    session, actor = current.session(), current.actor()
    view = people.one(session, actor, person_id)
    running = {case.process for case in view.cases if case.ended_at is None}
    startable = starting.startable(session, actor)
    starts = [row for row in startable if row.subject == "person" and row.key not in running]
    return render_template("people/person.html", view=view, starts=starts, purposes=code_choices("reveal_purpose"))


@blueprint.get("/new")
@requires(Permission.PERSON_REGISTER)
def new() -> str:
    """The form to register somebody."""
    return new_page({}, {})


def new_page(values: dict[str, str], errors: Errors) -> str:
    """The form to register somebody, with what was typed."""
    session, actor = current.session(), current.actor()
    enterprises = colleagues.enterprises(session, actor)
    return render_template(
        "people/form.html",
        values=values,
        errors=errors,
        enterprises=enterprises,
        coaches=colleagues.coaches(session, [key for key, _ in enterprises]),
        codes_language=code_choices("language"),
    )


@blueprint.post("/new")
@requires(Permission.PERSON_REGISTER)
@keeps_answers
def register() -> str | Response | tuple[str, int]:
    """Register an employee."""
    values = {name: one_line(name) for name in _NEW}
    if kept.asked():
        return new_page(values, {})
    places = {"organisation_id": number("organisation_id") or 0, "coach_id": number("coach_id")}
    try:
        new = services.NewPerson(**{**values, **places})  # type: ignore[arg-type]  # its fields by name
        person_id = services.register(current.actor(), new)
    except AnswersInvalid as refusal:
        return new_page(values, refusal.errors), 422
    flash(gettext("De werknemer is geregistreerd. U kunt nu een traject starten."), "success")
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.get("/<id:person_id>/details")
@requires(Permission.PERSON_REGISTER)
def edit(person_id: int) -> str:
    """The form to correct the name and the contact details of an employee."""
    view = people.one(current.session(), current.actor(), person_id)
    if not current.actor().may_in(Permission.PERSON_REGISTER, view.row.organisation_id):
        raise NotAllowed
    return details_page(view, {name: str(getattr(view, name) or "") for name in _DETAILS}, {})


def details_page(view: PersonView, values: dict[str, str], errors: Errors) -> str:
    """The form to correct somebody's details, with what was typed."""
    return render_template(
        "people/form.html",
        person_id=view.row.id,
        name=view.row.name,
        values=values,
        errors=errors,
        codes_language=code_choices("language"),
    )


@blueprint.post("/<id:person_id>/details")
@requires(Permission.PERSON_REGISTER)
@keeps_answers
def change(person_id: int) -> str | Response | tuple[str, int]:
    """Correct the name or the contact details of an employee."""
    values = {name: one_line(name) for name in _DETAILS}
    view = people.one(current.session(), current.actor(), person_id)
    if kept.asked():
        return details_page(view, values, {})
    try:
        services.change(current.actor(), person_id, **values)
    except AnswersInvalid as refusal:
        return details_page(view, values, refusal.errors), 422
    flash(gettext("De gegevens zijn gewijzigd."), "success")
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.get("/<id:person_id>/transfer")
@requires(Permission.PERSON_TRANSFER)
def transfer(person_id: int) -> str:
    """The form to hand an employee over to another coach."""
    return transfer_page(person_id, {}, {})


def transfer_page(person_id: int, values: dict[str, str], errors: Errors) -> str:
    """The form to hand over, with what was typed."""
    view = people.one(current.session(), current.actor(), person_id)
    coaches = colleagues.coaches(current.session(), [view.row.organisation_id])
    others = [coach for coach in coaches if coach[0] != view.row.coach_id]
    return render_template("people/transfer.html", view=view, coaches=others, values=values, errors=errors)


@blueprint.post("/<id:person_id>/transfer")
@requires(Permission.PERSON_TRANSFER)
@keeps_answers
def hand_over(person_id: int) -> str | Response | tuple[str, int]:
    """Hand an employee over; his open cases and the coach's tasks in them move along."""
    values = {"coach_id": one_line("coach_id"), "reason": request.form.get("reason", "")}
    if kept.asked():
        return transfer_page(person_id, values, {})
    try:
        moved = person_moves.transfer(current.actor(), person_id, number("coach_id") or 0, values["reason"])
    except AnswersInvalid as refusal:
        return transfer_page(person_id, values, refusal.errors), 422
    flash(gettext("De andere coach heeft het nu over. Open taken die meegingen: %(number)s.", number=moved), "success")
    return redirect(url_for("people.show", person_id=person_id))


@blueprint.post("/<id:person_id>/national-number")
@requires(Permission.PERSON_REVEAL)
def national_number(person_id: int) -> str:
    """Show the whole national number, once, for a reason that goes into the audit trail."""
    shown = national_numbers.reveal_national_number(current.actor(), person_id, one_line("purpose"))
    view = people.one(current.session(), current.actor(), person_id)
    return render_template("people/number.html", view=view, shown=shown)
