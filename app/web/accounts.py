"""Accounts, for who manages them: find, roles, password, closing and opening again (making one: new_accounts.py)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission, Role
from app.domain.errors import AnswersInvalid, Conflict, NotVisible, Refusal
from app.domain.text import say
from app.queries import organisations, users
from app.services import memberships, new_passwords
from app.services import users as services
from app.web import current, kept, paging
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number, one_line, text
from app.web.wording import Errors, translate_label

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")
NO_FILE = say("Een account voor een werknemer maakt u vanaf de pagina van die werknemer.")


@blueprint.get("")
@requires(Permission.USER_MANAGE)
def list_accounts() -> str:
    """The accounts, by address."""
    q = text("q") or ""
    page = users.page(current.session(), current.actor(), q=q, after=request.args.get("cursor"), limit=paging.PAGE)
    return render_template("accounts/list.html", page=page, q=q, next=paging.next_address(page.next))


@blueprint.get("/<id:user_id>")
@requires(Permission.USER_MANAGE)
def show(user_id: int) -> str:
    """One account: who, which roles, and what can be changed."""
    return account_page(user_id, {}, {})


def account_page(user_id: int, values: dict[str, str], errors: Errors) -> str:
    """The page of an account, with what was typed."""
    user = users.one(current.session(), current.actor(), user_id)
    others = users.same_person(current.session(), user_id)
    return render_template(
        "accounts/account.html",
        user=user,
        others=others,
        values=values,
        errors=errors,
        **choices(user.person_id is not None),
    )


@blueprint.post("/<id:user_id>/roles")
@requires(Permission.USER_MANAGE)
@keeps_answers
def grant(user_id: int) -> str | Response | tuple[str, int]:
    """Give one more role."""
    values = {"role": one_line("role"), "organisation_id": one_line("organisation_id")}
    if kept.asked():
        return account_page(user_id, values, {})

    def give() -> None:
        user = users.one(current.session(), current.actor(), user_id)
        if values["role"] == Role.WORKER and user.person_id is None:
            raise AnswersInvalid({"role": [NO_FILE]})
        memberships.grant(current.actor(), user_id, values["role"], number("organisation_id") or 0)
        current.refresh()

    return _done(user_id, give, gettext("De rol is gegeven."), values)


@blueprint.post("/<id:user_id>/roles/withdrawal")
@requires(Permission.USER_MANAGE)
def withdraw(user_id: int) -> str | Response | tuple[str, int]:
    """Take a role away."""
    users.one(current.session(), current.actor(), user_id)

    def take() -> None:
        try:
            memberships.withdraw(current.actor(), user_id, one_line("role"), number("organisation_id") or 0)
        except NotVisible:
            raise Conflict(say("Dit account heeft die rol niet meer.")) from None

    return _done(user_id, take, gettext("De rol is ingetrokken. Open taken gingen terug naar het team."))


@blueprint.post("/<id:user_id>/same-person")
@requires(Permission.USER_MANAGE)
@keeps_answers
def join(user_id: int) -> str | Response | tuple[str, int]:
    """Note that another account is the same human being, so that the two never count as four eyes."""
    values = {"other": one_line("other")}
    if kept.asked():
        return account_page(user_id, values, {})

    def note() -> None:
        other = users.id_of(current.session(), values["other"])
        if other is None:
            raise AnswersInvalid({"other": [say("Er is geen account met dit adres.")]})
        services.mark_same_person(current.actor(), user_id, other)

    return _done(user_id, note, gettext("De twee accounts tellen voortaan als één persoon."), values)


@blueprint.post("/<id:user_id>/closing")
@requires(Permission.USER_MANAGE)
def close(user_id: int) -> str | Response | tuple[str, int]:
    """Close the account."""
    action = partial(services.deactivate, current.actor(), user_id)
    return _done(user_id, action, gettext("Het account is gesloten. Open taken gingen terug naar het team."))


@blueprint.post("/<id:user_id>/opening")
@requires(Permission.USER_MANAGE)
def reopen(user_id: int) -> str | Response | tuple[str, int]:
    """Open a closed account again."""
    return _done(user_id, partial(services.reactivate, current.actor(), user_id), gettext("Het account is weer open."))


@blueprint.post("/<id:user_id>/password")
@requires(Permission.USER_MANAGE)
def set_password(user_id: int) -> str | Response | tuple[str, int]:
    """Give the account a new password."""

    def change() -> None:
        try:
            new_passwords.set_password(current.actor(), user_id, request.form.get("password", ""))
        except AnswersInvalid as refusal:
            raise AnswersInvalid({"password": refusal.errors.get("new", [refusal.text])}) from None

    done = gettext("Het wachtwoord is ingesteld. Geef het zelf door, niet per mail.")
    return _done(user_id, change, done)


def _done(
    user_id: int, action: Callable[[], None], said: str, values: dict[str, str] | None = None
) -> str | Response | tuple[str, int]:
    """Do it and say so; a refusal is said on the account's own page, with what was typed."""
    try:
        action()
    except (AnswersInvalid, Conflict) as refusal:
        return account_page(user_id, values or {}, _errors(refusal)), refusal.status
    flash(said, "success")
    own = user_id == current.actor().user_id  # who took his own role away may no longer look here
    return redirect(url_for("worklist.home") if own else url_for("accounts.show", user_id=user_id))


def _errors(refusal: Refusal) -> Errors:
    return refusal.errors if isinstance(refusal, AnswersInvalid) else {"": [refusal.text]}


def choices(employee: bool) -> dict[str, list[tuple[str, str]] | list[tuple[int, str]]]:
    """The roles and organisations to choose from; the role of an employee only for who has a file."""
    roles = [(role.value, translate_label(role.label)) for role in Role if employee or role is not Role.WORKER]
    return {
        "roles": roles,
        "organisations": organisations.choices(current.session(), current.actor()),
    }
