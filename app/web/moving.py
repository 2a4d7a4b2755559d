"""Moving the running cases of a process to a version: tried first, then all or some of them, and taken back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.errors import AnswersInvalid
from app.domain.text import Text
from app.engine.comparison import changes_meaning
from app.engine.migration import Kind
from app.queries import migration as queries
from app.queries import move_target, moves, processes
from app.services import migration, moving
from app.services.definitions import compiled
from app.web import current, move_steps, parameters
from app.web.access import requires
from app.web.move_steps import FIELD
from app.web.paging import PAGE, next_address
from app.web.status import Status

blueprint = Blueprint("moving", __name__, url_prefix="/processes/<key:process>/<int:number>/cases")

KINDS = {
    Kind.MOVES: Status(lazy_gettext("Gaat mee, niets verandert"), "ok"),
    Kind.CHANGES: Status(lazy_gettext("Gaat mee, met verschillen"), "ok"),
    Kind.MAPPING: Status(lazy_gettext("Kies waar het verdergaat"), "soon"),
    Kind.REFUSED: Status(lazy_gettext("Kan niet mee"), "late"),
}
OUTCOMES = {
    "moved": Status(lazy_gettext("Verplaatst"), "ok"),
    "refused": Status(lazy_gettext("Niet verplaatst"), "late"),
    "undone": Status(lazy_gettext("Teruggezet"), "soon"),
}


@blueprint.get("")
@requires(Permission.CASE_MOVE)
def plan(process: str, number: int) -> str | tuple[str, int]:
    """What a move would mean, counted and case by case; nothing changes."""
    return _plan(process, number, request.args)


@blueprint.post("")
@requires(Permission.CASE_MOVE)
def begin(process: str, number: int) -> str | Response | tuple[str, int]:
    """Move all cases, or those that were ticked."""
    try:
        wanted = _target(process, number, request.form)
    except AnswersInvalid:
        return _plan(process, number, request.form)
    ticked = [int(case) for case in request.form.getlist("case") if case.isascii() and case.isdigit()]
    chosen = [case for case in ticked if case < 2**63] if request.form.get("which") == "chosen" else None
    if chosen == []:
        flash(gettext("Vink eerst dossiers aan."), "error")
        return redirect(url_for("moving.plan", process=process, number=number, **_asked(request.form)))  # type: ignore[arg-type]  # fields, no keywords of url_for
    move_id = moving.begin(current.actor(), wanted, chosen)
    return redirect(url_for("moving.progress", process=process, number=number, move_id=move_id))


@blueprint.get("/moves/<id:move_id>")
@requires(Permission.CASE_MOVE)
def progress(process: str, number: int, move_id: int) -> str:
    """How far a move is and what came of every case."""
    session = current.session()
    move = moves.one(session, process, number, move_id)
    page = moves.results(session, move_id, parameters.text("cursor"), PAGE)
    return render_template(
        "processes/move.html",
        process=process,
        number=number,
        name=_name(process, number),
        move=move,
        results=page.items,
        next=next_address(page.next),
        outcomes=OUTCOMES,
    )


@blueprint.post("/moves/<id:move_id>/stop")
@requires(Permission.CASE_MOVE)
def stop(process: str, number: int, move_id: int) -> Response:
    """Let a move go no further."""
    moving.stop(current.actor(), move_id)
    flash(gettext("Gestopt. Wat verplaatst is, blijft verplaatst."), "success")
    return redirect(url_for("moving.progress", process=process, number=number, move_id=move_id))


@blueprint.post("/moves/<id:move_id>/resume")
@requires(Permission.CASE_MOVE)
def resume(process: str, number: int, move_id: int) -> Response:
    """Let a stopped move go on."""
    moving.resume(current.actor(), move_id)
    return redirect(url_for("moving.progress", process=process, number=number, move_id=move_id))


@blueprint.post("/moves/<id:move_id>/undo")
@requires(Permission.CASE_MOVE)
def undo(process: str, number: int, move_id: int) -> Response:
    """Take the move of one case back."""
    migration.undo(current.actor(), parameters.number("case") or 0)
    flash(gettext("Teruggezet: het dossier staat weer zoals voor de verplaatsing."), "success")
    return redirect(url_for("moving.progress", process=process, number=number, move_id=move_id))


def _plan(process: str, number: int, given: Mapping[str, str]) -> str | tuple[str, int]:
    session, actor, asked = current.session(), current.actor(), _asked(given)
    errors: dict[str, list[Text]] = {}
    try:
        wanted = _target(process, number, given)
    except AnswersInvalid as refusal:
        errors = {field.removeprefix("mapping."): list(texts) for field, texts in refusal.errors.items()}
        wanted = move_target.target(session, process, number, {}, _recomputes(given))
    tally = queries.tally(session, actor, wanted)
    kind = parameters.one_of("kind", ["", *Kind])
    page = queries.page(session, actor, wanted, Kind(kind) if kind else None, None, parameters.text("cursor"), PAGE)
    differences = move_target.differences(session, wanted)
    steps = move_steps.steps(wanted, tally, page.items, asked)
    # A choice for a step that has no list here (any more) is told above, and let go of: nobody could change it.
    lost = errors.keys() - {step.key for step in steps}
    asked = {field: value for field, value in asked.items() if field.removeprefix(FIELD) not in lost}
    answer = render_template(
        "processes/moving.html",
        differences=differences,
        only_words=bool(differences) and not changes_meaning(differences),
        process=process,
        number=number,
        name=_name(process, number),
        tally=tally,
        kinds=KINDS,
        kind=kind,
        steps=steps,
        drawings=move_steps.drawings(wanted, steps),
        asked=asked,
        recompute=wanted.wish.recompute,
        cases=page.items,
        next=next_address(page.next),
        moves=moves.latest(session, process, number),
        callers=processes.callers(session, process),
        errors=errors,
        lost={"": [text for key in sorted(lost) for text in errors[key]]} if lost else {},
    )
    return (answer, 422) if errors else answer


def _target(process: str, number: int, given: Mapping[str, str]) -> move_target.Target:
    mapping = {name.removeprefix(FIELD): onward for name, onward in _asked(given).items() if name.startswith(FIELD)}
    return move_target.target(current.session(), process, number, mapping, _recomputes(given))


def _recomputes(given: Mapping[str, str]) -> bool:
    return given.get("due") == "recompute"


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    """What the mover chose, to be carried along in addresses and forms."""
    chosen = {name[:200]: value[:130] for name, value in given.items() if name.startswith(FIELD) and value}
    return chosen | ({"due": "recompute"} if _recomputes(given) else {})


def _name(process: str, number: int) -> str:
    session = current.session()
    return compiled(session, processes.version_id(session, process, number)).meta.title
