"""Cases: the list, and one case tab by tab."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from app.domain.access import Permission
from app.models.case import OPEN
from app.queries import (
    case_outline,
    cases,
    document_pdfs,
    done_tasks,
    evaluations,
    incidents,
    outline,
    plans,
    processes,
    term,
    timeline,
    trajectory_status,
    transition,
)
from app.queries import start as starting
from app.queries.cases import CaseFilter, CaseView
from app.web import case_tabs, case_words, current, paging
from app.web.access import requires
from app.web.parameters import one_of, optional_id, text

MAIN_PROCESS = "trajectory"  # started from the start page: it registers its person
blueprint = Blueprint("cases", __name__, url_prefix="/cases")


@blueprint.get("")
@requires(Permission.CASE_READ)
def list_cases() -> str:
    """The cases this person sees, newest first."""
    session = current.session()
    wanted = CaseFilter(
        q=text("q") or "",
        process=text("process"),
        status=one_of("status", ("open", "ended", "all")).replace("all", "") or None,
        person_id=optional_id("person"),
        organisation_id=optional_id("organisation"),
    )
    page = cases.page(session, current.actor(), wanted, request.args.get("cursor"), paging.PAGE)
    return render_template(
        "cases/list.html",
        page=page,
        next=paging.next_address(page.next),
        filter=wanted,
        processes=processes.titles(session),
    )


def open_tab(case_id: int) -> CaseView:
    """The case, if this actor sees it and the tab asked for."""
    case_tabs.ensure_tab(current.actor(), request.endpoint or "")
    return cases.one(current.session(), current.actor(), case_id)


def show_tab(template: str, view: CaseView, **more: object) -> str:
    """A tab, with what every tab shows above it."""
    actor, person_id = current.actor(), view.row.person_id
    whole_file = actor.sees_whole_file
    told = trajectory_status.of_person(current.session(), person_id) if person_id and whole_file else None
    return render_template(
        f"cases/{template}.html",
        view=view,
        tabs=case_tabs.visible_tabs(actor, person_id is not None),
        whole_file=whole_file,
        incidents=incidents.open_of(current.session(), view.row.id) if whole_file else [],
        status=case_words.standing(view, told),
        **more,
    )


def starts_beside(view: CaseView) -> list[starting.Startable]:
    """What this actor may start for the same employee, besides another case of the same kind."""
    if view.row.person_id is None or view.row.status != OPEN:
        return []
    found = starting.startable(current.session(), current.actor())
    return [row for row in found if row.subject == "person" and row.key not in (view.row.process, MAIN_PROCESS)]


def term_of(view: CaseView) -> term.TermView | None:
    """The legal term of the employee, for who sees the whole file."""
    if view.row.person_id is None or not current.actor().sees_whole_file:
        return None
    return term.of_person(current.session(), view.row.person_id)


@blueprint.get("/<id:case_id>")
@requires(Permission.CASE_READ)
def show(case_id: int) -> str:
    """What is open and with whom, what comes when, the term as a bar."""
    view = open_tab(case_id)
    return show_tab(
        "overview",
        view,
        term=term_of(view),
        starts=starts_beside(view),
        notices=case_words.told(view),
        after=case_outline.after(current.session(), view),
    )


@blueprint.get("/<id:case_id>/term")
@requires(Permission.CASE_READ)
def term_sum(case_id: int) -> str:
    """How the legal term was computed, step by step, with the source of each."""
    case_tabs.ensure_tab(current.actor(), "cases.timeline_tab")
    view = cases.one(current.session(), current.actor(), case_id)
    return show_tab("term", view, term=term_of(view))


@blueprint.get("/<id:case_id>/tasks")
@requires(Permission.CASE_READ)
def tasks(case_id: int) -> str:
    """Every open task, and what was done."""
    view = open_tab(case_id)
    return show_tab("tasks", view, done=done_tasks.of_case(current.session(), case_id))


@blueprint.get("/<id:case_id>/plan")
@requires(Permission.CASE_READ)
def plan(case_id: int) -> str:
    """The personal development plans of the employee."""
    view = open_tab(case_id)
    found = plans.of_person(current.session(), view.row.person_id) if view.row.person_id else []
    return show_tab("plan", view, plans=found)


@blueprint.get("/<id:case_id>/transition")
@requires(Permission.CASE_READ)
def transition_tab(case_id: int) -> str:
    """Tracks, internships, referrals and the new job."""
    view = open_tab(case_id)
    found = transition.of_person(current.session(), view.row.person_id) if view.row.person_id else None
    return show_tab("transition", view, found=found)


@blueprint.get("/<id:case_id>/evaluation")
@requires(Permission.CASE_READ)
def evaluation(case_id: int) -> str:
    """The evaluations by VDAB."""
    view = open_tab(case_id)
    found = evaluations.of_person(current.session(), view.row.person_id) if view.row.person_id else []
    return show_tab("evaluation", view, evaluations=found, sees_proposals=case_tabs.sees_proposals(current.actor()))


@blueprint.get("/<id:case_id>/documents")
@requires(Permission.DOCUMENT_READ)
def documents(case_id: int) -> str:
    """Letters and reports."""
    view = open_tab(case_id)
    return show_tab("documents", view, pdfs=document_pdfs.of_case(current.session(), case_id))


@blueprint.get("/<id:case_id>/timeline")
@requires(Permission.CASE_READ)
def timeline_tab(case_id: int) -> str:
    """What happened, oldest first."""
    view = open_tab(case_id)
    page = timeline.page(current.session(), current.actor(), case_id, request.args.get("cursor"))
    names = outline.names(
        current.session(), processes.version_id(current.session(), view.row.process, view.row.version)
    )
    return show_tab("timeline", view, page=page, names=names, next=paging.next_address(page.next))


@blueprint.get("/<id:case_id>/diagram")
@requires(Permission.CASE_READ)
def diagram(case_id: int) -> str:
    """Where the case stands and the way it came: drawn, and as a list beside it."""
    view = open_tab(case_id)
    found = case_outline.of_case(current.session(), current.actor(), view, request.args.get("process"))
    inside = {key: url_for("cases.diagram", case_id=case_id, process=key) for key, _ in found.processes}
    return show_tab("diagram", view, outline=found, inside=inside)


@blueprint.get("/<id:case_id>/access")
@requires(Permission.CASE_READ)
def access(case_id: int) -> str:
    """Who can see this case, and why."""
    return show_tab("access", open_tab(case_id))
