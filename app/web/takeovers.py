"""Employees in service taken over from a file: handing it in, what was found, the go-ahead, what came of it."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from app.domain import staff_file
from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.domain.staff_columns import COLUMNS, NAMES, REASON
from app.models.takeover import RowState, TakeoverState
from app.queries import takeovers as queries
from app.services import takeovers
from app.web import current, parameters, refreshing
from app.web.access import requires
from app.web.paging import PAGE, next_address
from app.web.status import Status
from app.web.wording import Errors, translate

blueprint = Blueprint("takeovers", __name__, url_prefix="/take-overs")
# What a browser sends around a file of the largest size; other pages take less (app/web/__init__.py).
_MOST_BYTES = staff_file.MOST_BYTES + 1024 * 1024

STATES = {
    TakeoverState.CHECKING: Status(lazy_gettext("Wordt nagekeken"), "soon"),
    TakeoverState.CHECKED: Status(lazy_gettext("Nagekeken"), "waiting"),
    TakeoverState.RUNNING: Status(lazy_gettext("Bezig"), "soon"),
    TakeoverState.STOPPED: Status(lazy_gettext("Gestopt"), "paused"),
    TakeoverState.DONE: Status(lazy_gettext("Klaar"), "done"),
}
ROWS = {
    RowState.READY: Status(lazy_gettext("In orde"), "ok"),
    RowState.WARNED: Status(lazy_gettext("In orde, lees dit na"), "soon"),
    RowState.REFUSED: Status(lazy_gettext("Kan niet"), "late"),
    RowState.PRESENT: Status(lazy_gettext("Is er al"), "done"),
    RowState.DONE: Status(lazy_gettext("Overgenomen"), "ok"),
    RowState.FAILED: Status(lazy_gettext("Niet gelukt"), "late"),
    RowState.UNREAD: Status(lazy_gettext("Nog niet nagekeken"), "waiting"),
}


@blueprint.url_value_preprocessor
def let_the_file_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file may be larger than what other pages take; said before anybody reads the request."""
    if endpoint == "takeovers.hand_in":
        request.max_content_length = _MOST_BYTES


@blueprint.get("")
@requires(Permission.PERSON_TAKE_OVER)
def list_takeovers() -> str:
    """The files handed in, and how to hand one in."""
    return _page({})


@blueprint.post("")
@requires(Permission.PERSON_TAKE_OVER)
def hand_in() -> Response | tuple[str, int]:
    """Hand in a file; it is looked through in the background."""
    try:
        takeover_id = takeovers.hand_in(current.actor(), _given())
    except AnswersInvalid as refusal:
        return _page(refusal.errors), 422
    return redirect(url_for("takeovers.show", takeover_id=takeover_id))


@blueprint.get("/template")
@requires(Permission.PERSON_TAKE_OVER)
def template() -> Response:
    """An empty file with every column and one row to show how."""
    return _csv(staff_file.write(NAMES, [[column.example for column in COLUMNS]]), "medewerkers.csv")


@blueprint.get("/<id:takeover_id>")
@requires(Permission.PERSON_TAKE_OVER)
def show(takeover_id: int) -> Response:
    """One file: how far it is, and row by row what was found. While the background is at it, the page comes anew."""
    session = current.session()
    view = queries.one(session, current.actor(), takeover_id)
    chosen = parameters.one_of("state", ["", *RowState])
    page = queries.rows(session, takeover_id, RowState(chosen) if chosen else None, parameters.text("cursor"), PAGE)
    refreshes = view.going and refreshing.is_wanted()
    shown = render_template(
        "takeovers/takeover.html",
        view=view,
        refreshes=refreshes,
        rows=page.items,
        next=next_address(page.next),
        chosen=chosen,
        states=STATES,
        row_states=ROWS,
    )
    return refreshing.refreshed(shown, refreshes)


@blueprint.post("/<id:takeover_id>/refused-rows")
@requires(Permission.PERSON_TAKE_OVER)
def refused_rows(takeover_id: int) -> Response:
    """The rows that were not taken over as a file again, with why, to be mended and handed in."""
    takeovers.fetch(current.actor(), takeover_id)
    headings, rows = queries.not_taken(current.session(), takeover_id)
    wide = [name for name in headings if name != REASON]
    told = (
        [*(dict(zip(headings, cells, strict=False)).get(name, "") for name in wide), _reason(remarks)]
        for cells, remarks in rows
    )
    return _csv(staff_file.write([*wide, REASON], told), f"niet-overgenomen-{takeover_id}.csv")


@blueprint.post("/<id:takeover_id>/begin")
@requires(Permission.PERSON_TAKE_OVER)
def begin(takeover_id: int) -> Response:
    """Say go."""
    takeovers.begin(current.actor(), takeover_id)
    return redirect(url_for("takeovers.show", takeover_id=takeover_id))


@blueprint.post("/<id:takeover_id>/stop")
@requires(Permission.PERSON_TAKE_OVER)
def stop(takeover_id: int) -> Response:
    """Let it go no further."""
    takeovers.stop(current.actor(), takeover_id)
    flash(gettext("Gestopt. Wie overgenomen is, blijft overgenomen."), "success")
    return redirect(url_for("takeovers.show", takeover_id=takeover_id))


@blueprint.post("/<id:takeover_id>/resume")
@requires(Permission.PERSON_TAKE_OVER)
def resume(takeover_id: int) -> Response:
    """Let it go on."""
    takeovers.resume(current.actor(), takeover_id)
    return redirect(url_for("takeovers.show", takeover_id=takeover_id))


@blueprint.post("/<id:takeover_id>/forget")
@requires(Permission.PERSON_TAKE_OVER)
def forget(takeover_id: int) -> Response:
    """Delete the rows now."""
    takeovers.forget(current.actor(), takeover_id)
    flash(gettext("De rijen van het bestand zijn gewist. Wie overgenomen is, blijft overgenomen."), "success")
    return redirect(url_for("takeovers.show", takeover_id=takeover_id))


def _given() -> bytes:
    """What was handed in; empty where nothing was. A large one stands in a file of its own until it is closed."""
    given = request.files.get("file")
    if given is None:
        return b""
    with closing(given):
        content: bytes = given.read()
        return content


def _page(errors: Errors) -> str:
    page = queries.latest(current.session(), current.actor(), parameters.text("cursor"), PAGE)
    return render_template(
        "takeovers/list.html",
        rows=page.items,
        next=next_address(page.next),
        states=STATES,
        columns=COLUMNS,
        most_rows=staff_file.MOST_ROWS,
        errors=errors,
    )


def _reason(remarks: queries.Remarks) -> str:
    return " ".join(f"{column}: {translate(text)}" if column else translate(text) for column, text in remarks)


def _csv(content: bytes, filename: str) -> Response:
    response = make_response(content)
    response.content_type = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
