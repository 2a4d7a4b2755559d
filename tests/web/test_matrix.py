"""Every route × every role × an object of one's own and of others: generated from the URL map (security.md 9, 10).

A new route is in here by itself; one without a rule, or about a kind of object this file does not know, fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule as Route

from app import create_app, db
from app.domain.access import Permission, Role
from app.models.case import Case
from app.models.task import Task
from app.web import access
from config import Settings
from tests.web.objects import incident_in, job_about, takeover_at, webhook_about
from tests.web.page_client import PageClient
from tests.web.world import PLACES, World

EVERYBODY = frozenset(Role)
ALL_SEEING = {Role.INSPECTOR, Role.ADMINISTRATOR}
AROUND_THE_CASE = {Role.WORKER, Role.COACH, Role.EMPLOYER} | ALL_SEEING
ACROSS = {
    Role.VDAB_COUNSELLOR,
    Role.VDAB_EXPERT,
    Role.WSE_OFFICIAL,
    Role.WSE_PAYMENTS,
    Role.TRANSITION_COACH,
} | ALL_SEEING

#: Who sees the object of the first enterprise; the one of the other enterprise is seen by the second set.
SEES = {
    "case_id": (AROUND_THE_CASE, ALL_SEEING),
    "task_id": (AROUND_THE_CASE - {Role.WORKER}, ALL_SEEING),  # the task is the coach's
    "document_id": (AROUND_THE_CASE, ALL_SEEING),
    "incident_id": (AROUND_THE_CASE, ALL_SEEING),
    "job_id": ({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "person_id": (AROUND_THE_CASE, ALL_SEEING),
    "user_id": ({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "webhook_id": ({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR}),
    "organisation_id": ({Role.COACH, Role.EMPLOYER} | ACROSS, ACROSS),
    "takeover_id": ({Role.EMPLOYER, Role.WSE_OFFICIAL, Role.ADMINISTRATOR}, {Role.WSE_OFFICIAL, Role.ADMINISTRATOR}),
}
#: Parts of an address that are not somebody's: what process, which version, which message.
PLAIN = {
    "process",
    "number",
    "name",
    "definition_id",
    "key",
    "move_id",
    "trial_id",
    "rehearsal_id",
    "rehearsed_task_id",
    "scenario_id",
    "kind",
    "part",
    "save_id",
    "secret",
    "delivery_id",
    "establishment_id",
}
OPEN_TO_ALL = {"account.login", "account.enter", "account.set_language", "account.sso", "account.sso_return"} | {
    "calendar_feed.fetch"
}
#: Pages that ask more than the rule says; the reason is in the view.
OUTSIDE = {Role.HOST_EMPLOYER, Role.COMMISSIONER, Role.WSE_PAYMENTS}
WHOLE_FILE = {"overview.show", "documents.show", "documents.pdf", "documents.ask_for_pdf"} | {
    f"cases.{tab}"
    for tab in (
        "term_sum", "plan", "transition_tab", "evaluation", "documents", "notes", "timeline_tab", "diagram", "access"
    )
}  # fmt: skip
NOTES = {"cases.notes": lambda role: role in ALL_SEEING or Permission.NOTE_WRITE in _grants(role)}
DOCUMENTS = {"cases.documents": lambda role: Permission.DOCUMENT_READ in _grants(role)}


def _grants(role: Role) -> frozenset[Permission]:
    from app.domain.access import GRANTS

    return GRANTS[role]


@dataclass(frozen=True)
class Cell:
    """One request of the matrix: a method on an address about an object, and whose object it is."""

    endpoint: str
    method: str
    path: str
    kind: str | None
    mine: bool


def routes(app: Flask) -> list[Route]:
    """The routes of the pages: what the API guards by token is tested there."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if not access.guards_itself(rule.endpoint) and rule.endpoint not in access.OPEN_ENDPOINTS
    ]


def cells(app: Flask, world: World, method: str) -> Iterator[Cell]:
    """Every request to make."""
    objects = {True: objects_of(world.case, world, True), False: objects_of(world.other_case, world, False)}
    adapter = app.url_map.bind("localhost")
    for route in routes(app):
        if method not in (route.methods or ()):
            continue
        unknown = route.arguments - SEES.keys() - PLAIN
        assert not unknown, f"{route.endpoint} is about {unknown}: say in SEES who may see that"
        kind = next(iter(route.arguments & SEES.keys()), None)
        for mine in (True, False) if kind else (True,):
            values = {name: objects[mine][name] for name in route.arguments} | dict(route.defaults or {})
            yield Cell(route.endpoint, method, adapter.build(route.endpoint, values, method=method), kind, mine)


def objects_of(case_id: int, world: World, mine: bool) -> dict[str, object]:
    """The object that stands for each part of an address."""
    with db.reading() as session:
        task = session.scalar(select(Task.id).where(Task.case_id == case_id))
        definition = session.scalar(select(Case.definition_id).where(Case.id == case_id))
    return {
        "case_id": case_id,
        "task_id": task,
        "person_id": world.person if mine else world.other_person,
        "organisation_id": world.organisations["schakel" if mine else "groen"],
        "user_id": world.users["coach" if mine else "stranger"],
        "document_id": world.document if mine else world.other_document,
        "definition_id": definition,
        "incident_id": incident_in(case_id),
        "job_id": job_about(case_id),
        "takeover_id": takeover_at(world.organisations["schakel" if mine else "groen"], world.users["employer"]),
        "webhook_id": webhook_about(case_id),
        "delivery_id": 1,
        "establishment_id": 1,
        "process": "visit",
        "number": 1,
        "name": "stop_visit",
        "key": "traject.maxJaren",
        "kind": "bpmn",
        "part": "task_a",
        "save_id": 1,
        "secret": "s" * 43,
        "trial_id": 1,
        "rehearsal_id": 1,
        "rehearsed_task_id": 1,
        "scenario_id": 1,
        "move_id": 1,
    }


def expected(app: Flask, role: Role, cell: Cell) -> str:
    """What this role must meet: "in", "403" or "404"."""
    rule = access.rule_of(app, cell.endpoint)
    assert rule is not None, f"{cell.endpoint} has no access rule"
    if rule.any_of and not rule.any_of & _grants(role):
        return "403"
    if cell.kind and role not in SEES[cell.kind][0 if cell.mine else 1]:
        return "404"
    if cell.endpoint in WHOLE_FILE and role in OUTSIDE:
        return "404"
    if cell.endpoint in EMPLOYEE and role is not Role.WORKER:
        return "404"
    extra = {**NOTES, **DOCUMENTS}.get(cell.endpoint)
    return "404" if extra and not extra(role) else "in"


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_s09_every_role_opens_what_it_may_and_nothing_else(
    app: Flask, world: World, signed_in: Callable[[str], PageClient], role: Role
) -> None:
    browser = signed_in(role.value)
    wrong = []
    for cell in cells(app, world, "GET"):
        status = browser.client.get(cell.path).status_code
        allowed = {"in": {200, 302}, "403": {403}, "404": {404}}[expected(app, role, cell)]
        if 200 in allowed:
            allowed = allowed | aside(cell)
        if status not in allowed:
            wrong.append(f"{cell.path} ({cell.endpoint}): {status}, not {sorted(allowed)}")
    assert not wrong, "\n".join(wrong)


#: Only for who has a file himself.
EMPLOYEE = {"own_page.show"}
#: What a page may also answer to somebody it lets in: a message nobody waits for, a process of another role.
STEPS_ASIDE = {
    "cases.message": {409, 403},
    "start.fill": {403},
    "account.sso": {404},
    "webhooks.send_again": {404},  # there is no such message
    "account.sso_return": {404},
    "calendar_feed.fetch": {404},  # nobody has that secret
    "people.transfer": {403},
    "people.edit": {403},
    "people.change": {403},
    "establishments.edit": {404},  # there is none yet
    "establishments.change": {404},
    "moving.progress": {404},
    "moving.stop": {404},
    "moving.resume": {404},
    "moving.undo": {404},
}


def aside(cell: Cell) -> set[int]:
    """What else a page may answer to somebody it lets in. There is no draft in the studio until somebody begins one."""
    if cell.endpoint == "processes.picture":
        return {404}  # what comes from disk has no picture
    return {400, 404} if cell.endpoint.startswith("studio.") else STEPS_ASIDE.get(cell.endpoint, set())


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_s09_every_role_changes_nothing_that_is_not_its_own(
    app: Flask, world: World, signed_in: Callable[[str], PageClient], role: Role
) -> None:
    browser = signed_in(role.value)
    data = {"csrf_token": browser.token(), "purpose": "CONTROLE"}
    wrong = []
    for cell in cells(app, world, "POST"):
        if cell.endpoint in {"account.logout", "account.enter"}:
            continue
        response = browser.client.post(cell.path, data=data)
        wanted = expected(app, role, cell)
        allowed = {"in": {200, 302, 403, 409, 422}, "403": {403}, "404": {404}}[wanted]
        if wanted == "in":
            allowed = allowed | aside(cell)
        if cell.kind == "task_id" and role is Role.WORKER and cell.mine:
            allowed = {403, 404}  # he sees that there is such a task, and that it is not his
        if response.status_code not in allowed:
            wrong.append(f"{cell.path} ({cell.endpoint}): {response.status_code}, not {sorted(allowed)}")
    assert not wrong, "\n".join(wrong)


def test_every_route_has_a_rule(app: Flask) -> None:
    without = [route.endpoint for route in routes(app) if access.rule_of(app, route.endpoint) is None]
    assert not without


def test_only_these_routes_are_open_to_everybody(app: Flask) -> None:
    public = {route.endpoint for route in routes(app) if access.rule_of(app, route.endpoint) == access.PUBLIC}
    assert {endpoint for endpoint in public if not endpoint.startswith("health.")} == OPEN_TO_ALL


def test_a_route_somebody_forgot_to_guard_is_refused(settings: Settings, world: World) -> None:
    app = create_app(settings)
    app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    page = PageClient(app.test_client()).sign_in("administrator").get("/forgotten", status=403)
    assert "secret" not in page.text


def test_nobody_gets_in_without_signing_in(app: Flask, world: World, anonymous: PageClient) -> None:
    for method in ("GET", "POST"):
        for cell in cells(app, world, method):
            if cell.endpoint in OPEN_TO_ALL or cell.endpoint.startswith("health."):
                continue
            response = anonymous.client.open(cell.path, method=method)
            assert response.status_code == (302 if method == "GET" else 401), cell
            assert method == "POST" or response.headers["Location"].startswith("/login?next="), cell


def test_every_role_has_an_account_here() -> None:
    assert set(PLACES) == EVERYBODY
