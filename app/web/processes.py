"""The processes: what there is, and each version drawn and in words, two compared; going back, and stopping."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Redirect

from app.domain.access import Permission
from app.queries import comparisons, outline, process_drafts, processes
from app.services import drafts, retiring
from app.services.definitions import bundle_of, compiled
from app.web import comparing, current
from app.web.access import requires

blueprint = Blueprint("processes", __name__, url_prefix="/processes")


@blueprint.get("")
@requires(Permission.PROCESS_READ)
def list_processes() -> str:
    """Every process in force."""
    session = current.session()
    drafts_of = process_drafts.waiting(session, current.actor())
    return render_template("processes/list.html", processes=processes.in_force(session), drafts=drafts_of)


@blueprint.get("/<key:process>")
@requires(Permission.PROCESS_READ)
def show(process: str) -> str:
    """The newest version, in force or about to be."""
    return version_page(process, processes.versions(current.session(), process)[0].number)


@blueprint.get("/<key:process>/<int:number>")
@requires(Permission.PROCESS_READ)
def show_version(process: str, number: int) -> str:
    """An earlier version."""
    return version_page(process, number)


def version_page(process: str, number: int) -> str:
    """One version: the drawing, and the same in words."""
    session = current.session()
    definition_id = processes.version_id(session, process, number)
    versions = processes.versions(session, process)
    return render_template(
        "processes/process.html",
        key=process,
        number=number,
        definition_id=definition_id,
        shown=next(version for version in versions if version.number == number),
        meta=compiled(session, definition_id).meta,
        steps=outline.of_definition(session, definition_id),
        versions=versions,
        draft=process_drafts.live(session, current.actor(), process),
        now=current.now(),
    )


@blueprint.get("/<key:process>/compare")
@requires(Permission.PROCESS_READ)
def compare(process: str) -> str:
    """Two versions beside each other; without a choice the newest two."""
    session = current.session()
    versions = processes.versions(session, process)
    numbered = {str(version.number): version for version in versions}
    new = numbered.get(request.args.get("new", ""), versions[0])
    old = numbered.get(request.args.get("old", ""), versions[min(1, len(versions) - 1)])
    found = comparisons.of_versions(session, process, old.number, new.number)
    address = partial(url_for, "processes.compare", process=process, old=old.number, new=new.number)
    return render_template(
        "processes/comparison.html",
        key=process,
        meta=compiled(session, new.id).meta,
        versions=versions,
        old=old,
        new=new,
        found=found,
        shown=comparing.shown(found, address),
    )


@blueprint.post("/<key:process>/<int:number>/again")
@requires(Permission.PROCESS_EDIT)
def draw_again(process: str, number: int) -> Redirect:
    """Begin a draft with the content of an earlier version: publishing it is going back to that version."""
    drafts.open_earlier(current.actor(), process, number)
    return redirect(url_for("studio.comparison", process=process))


@blueprint.post("/<key:process>/retire")
@requires(Permission.PROCESS_PUBLISH)
def retire(process: str) -> Redirect:
    """Nobody can start this process any more; cases that run go on."""
    retiring.retire(current.actor(), process)
    flash(gettext("Het proces is stopgezet. Wat loopt, loopt door op zijn eigen versie."), "success")
    return redirect(url_for("processes.list_processes"))


@blueprint.get("/diagrams/<id:definition_id>")
@requires(Permission.PROCESS_READ, Permission.CASE_READ)
def diagram_xml(definition_id: int) -> Response:
    """The diagram of a version, for the viewer. It holds no person's data."""
    bundle = bundle_of(current.session(), processes.existing(current.session(), definition_id))
    return Response(bundle.bpmn, content_type="application/xml; charset=utf-8")


@blueprint.get("/diagrams/<id:definition_id>/picture")
@requires(Permission.PROCESS_READ, Permission.CASE_READ)
def picture(definition_id: int) -> Response:
    """The same as a picture, for who has no JavaScript. It was cleaned when it was kept (services/pictures.py)."""
    found = Response(processes.picture(current.session(), definition_id), content_type="image/svg+xml; charset=utf-8")
    found.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return found
