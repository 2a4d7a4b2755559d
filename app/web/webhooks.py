"""Webhooks, for who manages them: the receivers of other programs, and what is delivered to each."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.domain.webhooks import CHOICES
from app.queries import organisations, processes
from app.queries import webhooks as queries
from app.services import deliveries, webhooks
from app.services.webhooks import Wish
from app.web import current, kept, paging, process_titles, webhook_words
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import number, one_line, one_of
from app.web.wording import Errors

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")
_ALL = "all"


@blueprint.get("")
@requires(Permission.WEBHOOK_MANAGE)
def list_webhooks() -> str:
    """The receivers, newest first."""
    page = queries.page(current.session(), current.actor(), request.args.get("cursor"), paging.PAGE)
    return render_template("webhooks/list.html", page=page, next=paging.next_address(page.next), words=webhook_words)


@blueprint.get("/new")
@requires(Permission.WEBHOOK_MANAGE)
def new() -> str:
    """The form to register a receiver."""
    return _form({}, [], {})


@blueprint.post("/new")
@requires(Permission.WEBHOOK_MANAGE)
@keeps_answers
def register() -> str | tuple[str, int]:
    """Register a receiver; its page shows the secret, this once."""
    values, events = _typed()
    if kept.asked():
        return _form(values, events, {})
    try:
        webhook_id, secret = webhooks.register(current.actor(), _wish(values, events), local=_local())
    except AnswersInvalid as refusal:
        return _form(values, events, refusal.errors), 422
    current.refresh()
    return _page(webhook_id, secret=secret)


@blueprint.get("/<id:webhook_id>")
@requires(Permission.WEBHOOK_MANAGE)
def show(webhook_id: int) -> str:
    """One receiver, and what was or is to be delivered to it."""
    return _page(webhook_id)


@blueprint.get("/<id:webhook_id>/details")
@requires(Permission.WEBHOOK_MANAGE)
def edit(webhook_id: int) -> str:
    """The form to change a receiver."""
    row = queries.one(current.session(), current.actor(), webhook_id)
    values = {
        "name": row.name, "address": row.address, "process": row.process or "",
        "organisation_id": str(row.organisation_id or ""),
    }  # fmt: skip
    return _form(values, [event.value for event in row.events], {}, webhook_id)


@blueprint.post("/<id:webhook_id>/details")
@requires(Permission.WEBHOOK_MANAGE)
@keeps_answers
def change(webhook_id: int) -> str | Response | tuple[str, int]:
    """Change a receiver."""
    values, events = _typed()
    if kept.asked():
        return _form(values, events, {}, webhook_id)
    try:
        webhooks.change(current.actor(), webhook_id, _wish(values, events), local=_local())
    except AnswersInvalid as refusal:
        return _form(values, events, refusal.errors, webhook_id), 422
    return _said(webhook_id, gettext("De webhook is gewijzigd."))


@blueprint.post("/<id:webhook_id>/secret")
@requires(Permission.WEBHOOK_MANAGE)
def renew_secret(webhook_id: int) -> str:
    """A new secret, shown this once."""
    secret = webhooks.renew_secret(current.actor(), webhook_id)
    current.refresh()
    return _page(webhook_id, secret=secret)


@blueprint.post("/<id:webhook_id>/pause")
@requires(Permission.WEBHOOK_MANAGE)
def pause(webhook_id: int) -> Response:
    """Deliver nothing for a while."""
    webhooks.pause(current.actor(), webhook_id)
    return _said(webhook_id, gettext("De webhook staat op pauze."))


@blueprint.post("/<id:webhook_id>/resume")
@requires(Permission.WEBHOOK_MANAGE)
def resume(webhook_id: int) -> Response:
    """Deliver again, with or without what happened meanwhile."""
    webhooks.resume(current.actor(), webhook_id, skip=request.form.get("skip") == "yes")
    return _said(webhook_id, gettext("De webhook gaat verder."))


@blueprint.post("/<id:webhook_id>/test")
@requires(Permission.WEBHOOK_MANAGE)
def send_test(webhook_id: int) -> Response:
    """Send a message that says nothing."""
    deliveries.send_test(current.actor(), webhook_id)
    return _said(webhook_id, gettext("Het proefbericht vertrekt. Herlaad deze pagina om te zien wat ervan komt."))


@blueprint.post("/<id:webhook_id>/deliveries/<id:delivery_id>/repeat")
@requires(Permission.WEBHOOK_MANAGE)
def send_again(webhook_id: int, delivery_id: int) -> Response:
    """Send a message once more."""
    deliveries.send_again(current.actor(), webhook_id, delivery_id)
    return _said(webhook_id, gettext("Het bericht vertrekt opnieuw, met hetzelfde nummer."))


@blueprint.post("/<id:webhook_id>/removal")
@requires(Permission.WEBHOOK_MANAGE)
def remove(webhook_id: int) -> Response | tuple[str, int]:
    """Forget the receiver."""
    try:
        webhooks.remove(current.actor(), webhook_id, sure=request.form.get("sure") == "yes")
    except AnswersInvalid as refusal:
        return _page(webhook_id, errors=refusal.errors), 422
    flash(gettext("De webhook is verwijderd."), "success")
    return redirect(url_for("webhooks.list_webhooks"))


def _page(webhook_id: int, *, secret: str = "", errors: Errors | None = None) -> str:
    session, actor = current.session(), current.actor()
    row = queries.one(session, actor, webhook_id)
    chosen = one_of("state", (_ALL, *webhook_words.DELIVERIES))
    state = None if chosen == _ALL else chosen
    page = queries.deliveries(session, actor, webhook_id, state, request.args.get("cursor"), paging.PAGE)
    return render_template(
        "webhooks/webhook.html",
        row=row,
        title_of=dict(processes.titles(session)),
        page=page,
        next=paging.next_address(page.next) if request.method == "GET" else None,
        chosen=chosen,
        secret=secret,
        errors=errors or {},
        words=webhook_words,
    )


def _form(values: dict[str, str], events: list[str], errors: Errors, webhook_id: int | None = None) -> str:
    return render_template(
        "webhooks/form.html",
        values=values,
        chosen=events,
        errors=errors,
        webhook_id=webhook_id,
        events=CHOICES,
        processes=[(key, process_titles.plain(title)) for key, title in processes.titles(current.session())],
        organisations=organisations.choices(current.session(), current.actor()),
    )


def _typed() -> tuple[dict[str, str], list[str]]:
    values = {key: one_line(key) for key in ("name", "process", "organisation_id")}
    return {**values, "address": request.form.get("address", "").strip()[:2000]}, request.form.getlist("event")


def _wish(values: dict[str, str], events: list[str]) -> Wish:
    place = (number("organisation_id") or 0) if values["organisation_id"] else None
    return Wish(values["name"], values["address"], events, values["process"] or None, place)


def _local() -> bool:
    """Whether this very machine may receive: anywhere but in production."""
    return not current_app.config["TRAJECT"].production


def _said(webhook_id: int, words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("webhooks.show", webhook_id=webhook_id))
