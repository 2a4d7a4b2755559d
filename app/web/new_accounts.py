"""Making an account: of a colleague, or of an employee from the page about him. Routes of accounts.py."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission, Role
from app.domain.errors import AnswersInvalid
from app.domain.text import say
from app.queries import people, users
from app.services import users as services
from app.web import current, kept
from app.web.access import requires
from app.web.accounts import NO_FILE, blueprint, choices
from app.web.kept import keeps_answers
from app.web.parameters import number, one_line, optional_id
from app.web.wording import Errors

__all__ = ["blueprint"]

_NEW = ("name", "email", "role", "organisation_id", "person_id")


@blueprint.get("/new")
@requires(Permission.USER_MANAGE)
def new() -> str:
    """The form to create an account; with `person`, the account of that employee."""
    person_id = optional_id("person")
    if person_id is None:
        return new_page({}, {})
    row = people.one(current.session(), current.actor(), person_id).row
    values = {"name": row.name, "role": Role.WORKER.value, "organisation_id": str(row.organisation_id)}
    return new_page({**values, "person_id": str(person_id)}, {})


def new_page(values: dict[str, str], errors: Errors) -> str:
    """The form to create an account, with what was typed."""
    return render_template("accounts/new.html", values=values, errors=errors, **choices(bool(values.get("person_id"))))


@blueprint.post("/new")
@requires(Permission.USER_MANAGE)
@keeps_answers
def create() -> str | Response | tuple[str, int]:
    """Create an account with its first role."""
    values = {key: one_line(key) for key in _NEW}
    if kept.asked():
        return new_page(values, {})
    try:
        user_id = _make(values, request.form.get("password") or None)
    except AnswersInvalid as refusal:
        return new_page(values, refusal.errors), 422
    flash(gettext("Het account is gemaakt."), "success")
    return redirect(url_for("accounts.show", user_id=user_id))


def _make(values: dict[str, str], password: str | None) -> int:
    person_id = number("person_id")
    if users.id_of(current.session(), values["email"]) is not None:
        raise AnswersInvalid({"email": [say("Er is al een account met dit adres. Zoek het op en geef het een rol.")]})
    if values["role"] == Role.WORKER and person_id is None:
        raise AnswersInvalid({"role": [NO_FILE]})
    organisation_id = number("organisation_id") or 0
    account = services.NewUser(
        values["email"], values["role"], organisation_id, values["name"], password, person_id=person_id
    )
    return services.create(current.actor(), account)
