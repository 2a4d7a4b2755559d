"""The processes: what there is, and each version drawn and in words. Read only."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app.domain.access import Permission
from app.queries import outline, process_drafts, processes
from app.services.definitions import bundle_of, compiled
from app.web import current
from app.web.access import requires

blueprint = Blueprint("processes", __name__, url_prefix="/processes")


@blueprint.get("")
@requires(Permission.PROCESS_READ)
def list_processes() -> str:
    """Every process in force."""
    return render_template("processes/list.html", processes=processes.in_force(current.session()))


@blueprint.get("/<key:process>")
@requires(Permission.PROCESS_READ)
def show(process: str) -> str:
    """The version in force."""
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
    return render_template(
        "processes/process.html",
        key=process,
        number=number,
        definition_id=definition_id,
        meta=compiled(session, definition_id).meta,
        steps=outline.of_definition(session, definition_id),
        versions=processes.versions(session, process),
        draft=process_drafts.live(session, current.actor(), process),
    )


@blueprint.get("/diagrams/<id:definition_id>")
@requires(Permission.PROCESS_READ, Permission.CASE_READ)
def diagram_xml(definition_id: int) -> Response:
    """The diagram of a version, for the viewer. It holds no person's data."""
    bundle = bundle_of(current.session(), processes.existing(current.session(), definition_id))
    return Response(bundle.bpmn, content_type="application/xml; charset=utf-8")
