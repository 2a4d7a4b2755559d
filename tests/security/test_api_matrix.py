"""Every endpoint of the API × every role × an object of one's own field and of others (security.md 9, 10, 13, 20).

Made from the table of endpoints: a new one is in here by itself, and one about another kind of object fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app import db
from app.api.blueprint import ENDPOINTS, Endpoint
from app.domain.access import Actor, Membership, Role
from app.models.case import CaseParty
from app.models.clock import now
from app.models.organisation import Organisation
from app.models.task import Task
from app.models.user import Membership as MembershipRow
from app.models.user import User
from tests.security.doors import Doors, nothing_changes
from tests.support.stage import Stage

SEES_ALL = {Role.INSPECTOR, Role.ADMINISTRATOR}
BODIES: dict[str, dict[str, object]] = {
    "start_case": {"process": "trajectory", "data": {}},
    "send_message": {"name": "nothing"},
    "assign_task": {"user": "1"},
    "save_draft": {"answers": {}},
    "complete_task": {"answers": {}},
    "publish": {"bpmn": "<x/>", "note": "x"},
    "migrate": {"dry_run": True},
}
#: Who takes part in a trajectory that begins; of them, an organisation's own people and VDAB of the region.
PARTIES = {Role.COACH, Role.EMPLOYER, Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT}


@dataclass(frozen=True)
class Objects:
    """A case and its task in this field."""

    case_id: int
    task_id: int


@pytest.fixture
def mine(stage: Stage) -> Objects:
    """A trajectory of «schakel» that begins."""
    case_id = stage.register()
    return Objects(case_id, stage.tasks(case_id)[0].id)


def somebody(role: Role, organisation_id: int) -> Actor:
    """A person with one role in an organisation."""
    with db.transaction() as session:
        user = User(email=f"{role}@{organisation_id}.example", name=role.label, created_at=now(session))
        session.add(user)
        session.flush()
        session.add(MembershipRow(user_id=user.id, role=role.value, organisation_id=organisation_id))
        return Actor(user.id, user.name, frozenset({Membership(role, organisation_id)}))


def elsewhere(kind: str) -> int:
    """Another organisation of a kind."""
    with db.transaction() as session:
        row = Organisation(key=f"other-{kind}", name="Elders", kind=kind)
        session.add(row)
        session.flush()
        return row.id


def requests(objects: Objects) -> Iterator[tuple[Endpoint, str]]:
    """Every endpoint with its address about these objects."""
    for endpoint in ENDPOINTS:
        path = endpoint.path.replace("<number:case_id>", str(objects.case_id))
        path = path.replace("<number:task_id>", str(objects.task_id))
        path = path.replace("<process:process>", "trajectory").replace("<number:number>", "1")
        assert "<" not in path, f"{endpoint.path} is about something this test does not know: add it to Objects"
        yield endpoint, path


def expected(endpoint: Endpoint, actor: Actor, sees: bool) -> set[int]:
    """What this actor must get: refused by his role, not there, or let in to be told what is wrong."""
    if endpoint.permission is not None and not actor.may(endpoint.permission):
        return {403}
    if "_id>" in endpoint.path and not sees:
        return {404}
    return {200, 403, 409, 422} if endpoint.body or endpoint.method != "GET" else {200}


@pytest.mark.parametrize("place", ["here", "elsewhere"])
def test_s09__every_role_gets_from_the_api_what_is_its_own_and_nothing_else(
    stage: Stage, doors: Doors, mine: Objects, place: str
) -> None:
    wrong = []
    for role in Role:
        kind = "vdab" if role in {Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT} else "enterprise"
        here = stage.organisations["vdab" if kind == "vdab" else "schakel"]
        actor = somebody(role, here if place == "here" else elsewhere(f"{kind}-{role}"))
        sees = role in SEES_ALL or (place == "here" and role in PARTIES)
        doors.token(actor)
        for endpoint, path in requests(mine):
            answer = doors.call(actor, endpoint.method, path, BODIES.get(endpoint.name))
            if answer.status_code not in expected(endpoint, actor, sees):
                wrong.append(f"{role} {place}: {endpoint.method} {path}: {answer.status_code} {answer.text[:200]}")
        for path in ("/cases", "/tasks"):
            answer = doors.call(actor, "GET", path)
            if answer.status_code == 200 and bool(answer.get_json()["items"]) != sees:
                wrong.append(f"{role} {place}: {path} lists {answer.text[:200]}")
    assert not wrong, "\n".join(wrong)


def test_s09__without_a_token_there_is_nothing(doors: Doors, mine: Objects) -> None:
    client = doors.app.test_client()
    for endpoint, path in requests(mine):
        for headers in ({}, {"Authorization": "Bearer tj_nothing"}, {"Authorization": "Bearer "}):
            answer = client.open(
                f"/api/v1{path}", method=endpoint.method, json=BODIES.get(endpoint.name), headers=headers
            )
            assert answer.status_code == 401, path


def test_s09__a_browser_that_is_signed_in_is_nobody_to_the_api(doors: Doors, stage: Stage, mine: Objects) -> None:
    """Else a form from elsewhere could act through it (security.md 22)."""
    for endpoint, path in requests(mine):
        answer = doors.browser(stage.coach).client.open(
            f"/api/v1{path}", method=endpoint.method, json=BODIES.get(endpoint.name)
        )
        assert answer.status_code == 401, path


def test_s10__a_task_without_a_party_is_nobodys_work_and_seen_by_who_sees_all(
    stage: Stage, doors: Doors, mine: Objects
) -> None:
    with db.transaction() as session:
        session.get_one(Task, mine.task_id).organisation_id = None
        for party in session.scalars(select(CaseParty).where(CaseParty.case_id == mine.case_id)):
            session.delete(party)
    administrator = somebody(Role.ADMINISTRATOR, stage.organisations["department"])
    for actor, status in ((stage.coach, 404), (stage.employer, 404), (administrator, 200)):
        assert doors.call(actor, "GET", f"/tasks/{mine.task_id}").status_code == status
        assert doors.call(actor, "POST", f"/tasks/{mine.task_id}/claim").status_code == (404 if status == 404 else 403)
        doors.browser(actor).get(f"/tasks/{mine.task_id}", status=status)
    assert doors.call(stage.coach, "GET", "/tasks").get_json()["items"] == []


# messages


@pytest.fixture
def running(stage: Stage) -> int:
    """A trajectory that waits for «early_end»; coach and employer may send it."""
    return stage.hire(stage.today)


def test_s13__a_message_needs_a_role_that_may_send_it_and_sight_of_the_case(
    stage: Stage, doors: Doors, running: int
) -> None:
    strangers = elsewhere("enterprise")
    nobody = [
        (somebody(Role.COACH, strangers), 404),
        (somebody(Role.EMPLOYER, strangers), 404),
        (stage.worker, 404),  # Amina, and this is the trajectory of somebody else
        (stage.counsellor, 403),
        (stage.expert, 403),
        (somebody(Role.ADMINISTRATOR, stage.organisations["department"]), 403),
        (somebody(Role.INSPECTOR, stage.organisations["department"]), 403),
    ]
    for actor, status in nobody:
        doors.token(actor)
        browser = doors.browser(actor)
        with nothing_changes():
            answer = doors.call(actor, "POST", f"/cases/{running}/messages", {"name": "early_end"})
            assert answer.status_code == status, actor.name
            browser.post(f"/cases/{running}/messages/early_end", status=status)
    assert stage.open(running) == ["prepare"]
    assert doors.call(stage.coach, "POST", f"/cases/{running}/messages", {"name": "early_end"}).status_code == 200


NO_MESSAGES = [
    ({"name": "term_changed"}, 409),  # between cases, nobody's to send
    ({"name": "plan_changed"}, 409),
    ({"name": ""}, 409),
    ({"name": "early_end\x00"}, 422),
    ({"name": "early_end", "data": {"watch_at": "2050-01-01"}}, 422),
    ({"name": "early_end", "data": {"evaluation_outcome": "ready"}}, 422),
    ({"name": "early_end", "data": {"anders": 1}}, 422),
]


def test_s13__a_message_carries_nothing_that_its_process_does_not_name(
    stage: Stage, doors: Doors, running: int
) -> None:
    doors.token(stage.coach)
    before = stage.case(running).variables
    with nothing_changes():
        for body, status in NO_MESSAGES:
            answer = doors.call(stage.coach, "POST", f"/cases/{running}/messages", body)
            assert answer.status_code == status, answer.text
            assert answer.get_json()["detail"]
    assert stage.case(running).variables == before


# addresses


TRICKS = [
    "/api/v1/cases;x=1", "/api/v1/;x/cases", "/api/v1/../v1/cases", "/api/v1/%2e%2e/v1/cases", "/api/v1//cases",
    "/API/v1/cases", "/api/v1/Cases", "/api/v1/cases.", "/api/v1/cases/", "/api/v1/cases/%2e", "/api/v1/cases%00",
    "/api/v1/openapi.json/../cases", "/api/v1/openapi.json;/cases", "/static/../api/v1/cases", "/api/v2/cases",
]  # fmt: skip
OVERRIDES = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]


def test_s11__tricks_with_the_path_open_no_list(doors: Doors, mine: Objects) -> None:
    for path in TRICKS:
        answer = doors.app.test_client().get(path)
        assert answer.status_code in (308, 401, 404), path
        assert b"Janssens" not in answer.data
        assert str(mine.case_id).encode() not in answer.data


def test_s11__a_header_changes_neither_the_method_nor_the_address(stage: Stage, doors: Doors, mine: Objects) -> None:
    doors.token(stage.coach)
    with nothing_changes():
        for header in OVERRIDES:
            assert doors.call(stage.coach, "GET", f"/tasks/{mine.task_id}", headers={header: "POST"}).status_code == 200
            answer = doors.call(stage.coach, "GET", f"/tasks/{mine.task_id}/claim", headers={header: "POST"})
            assert answer.status_code == 405
        for header in ("X-Original-URL", "X-Rewrite-URL"):
            assert doors.call(stage.coach, "GET", "/me", headers={header: "/api/v1/cases"}).get_json()["email"]
