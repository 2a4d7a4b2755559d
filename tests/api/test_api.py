"""The contract of the API (contract.md §4)."""

from __future__ import annotations

import pytest
from openapi_spec_validator import validate

from app import db
from app.domain.access import Role
from app.models.case import Case
from app.services import parties

A = {"name": "Amina", "approved": True, "amount": 12}


@pytest.fixture
def els(api, coach, simple):
    return api(coach)


def started(els) -> dict:
    answer = els("POST", "/cases", {"process": "simple"})
    assert answer.status_code == 201, answer.text
    return answer.json


def test_me_says_who_asks(els, coach) -> None:
    me = els("GET", "/me").json
    assert (me["id"], me["roles"], me["organisations"][0]["key"]) == (str(coach.user_id), ["coach"], "schakel")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic abc"}])
def test_no_or_bad_token_is_401(client, simple, headers) -> None:
    answer = client.get("/api/v1/me", headers=headers)
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_program_is_given_no_cookie_and_a_person_s_cookie_is_no_token(els, client, simple) -> None:
    answer = els("GET", "/me")
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
    client.get("/login")  # leaves a cookie with a session in it
    assert client.get("/api/v1/me").status_code == 401


def test_processes(els) -> None:
    (simple,) = [item for item in els("GET", "/processes").json["items"] if item["key"] == "simple"]
    assert simple == {"key": "simple", "title": "Eenvoudige aanvraag", "version": 1}


def test_a_case_from_start_to_end(els) -> None:
    case = started(els)
    task = els("GET", f"/tasks/{case['open_tasks'][0]['id']}").json
    assert (task["form"]["components"][0]["key"], task["values"]) == ("name", {"approved": False})
    done = els("POST", f"/tasks/{task['id']}/complete", {"answers": A, "revision": task["revision"]})
    assert done.status_code == 200, done.text
    assert [row["element"] for row in done.json["next_tasks"]] == ["task_b"]
    last = els("POST", f"/tasks/{done.json['next_tasks'][0]['id']}/complete", {"answers": {"note": "klaar"}})
    assert last.json["case"]["status"] == "ended" and last.json["next_tasks"] == []
    events = els("GET", f"/cases/{case['id']}/timeline").json["items"]
    assert events == sorted(events, key=lambda event: event["number"])
    assert events[-1]["tag"] == "case:ended"


def test_the_same_idempotency_key_gives_the_same_case(els) -> None:
    first = els("POST", "/cases", {"process": "simple"}, {"Idempotency-Key": "a"}).json["id"]
    assert els("POST", "/cases", {"process": "simple"}, {"Idempotency-Key": "a"}).json["id"] == first
    other = els("POST", "/cases", {"process": "simple", "data": {"amount": 2}}, {"Idempotency-Key": "a"})
    assert other.status_code == 409
    assert els("POST", "/cases", {"process": "simple"}, {"Idempotency-Key": "b"}).json["id"] != first


def test_answers_that_are_not_valid_are_422_per_field(els) -> None:
    task_id = started(els)["open_tasks"][0]["id"]
    answer = els("POST", f"/tasks/{task_id}/complete", {"answers": {"name": "", "amount": "veel", "anders": 1}})
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"name", "amount", "anders"}
    assert all(isinstance(text, str) for texts in answer.json["errors"].values() for text in texts)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"answers": []}, 422),
        ({"answers": {}, "revision": "1"}, 422),
        ({"answers": {}, "more": 1}, 422),
        ([], 400),
    ],
)
def test_bodies_of_the_wrong_shape(els, body, status) -> None:
    task_id = started(els)["open_tasks"][0]["id"]
    answer = els("POST", f"/tasks/{task_id}/complete", body)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_unreadable_json_is_400(els, client) -> None:
    answer = client.post("/api/v1/cases", data=b"{nonsense", headers=els.headers | {"Content-Type": "application/json"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_somebody_elses_is_404(api, els, outsider) -> None:
    case, mia = started(els), api(outsider)
    task_id = case["open_tasks"][0]["id"]
    paths = [("GET", f"/cases/{case['id']}"), ("GET", f"/cases/{case['id']}/timeline"), ("GET", f"/tasks/{task_id}")]
    paths += [("POST", f"/tasks/{task_id}/{act}") for act in ("claim", "release")]
    for method, path in paths:
        assert mia(method, path).status_code == 404, path
    assert mia("POST", f"/tasks/{task_id}/complete", {"answers": A}).status_code == 404
    assert mia("PUT", f"/tasks/{task_id}/draft", {"answers": A}).status_code == 404
    assert mia("GET", "/cases").json["items"] == [] == mia("GET", "/tasks").json["items"]


def test_done_twice_is_409_with_who_and_when(api, els, coach, colleague) -> None:
    task_id = started(els)["open_tasks"][0]["id"]
    els("POST", f"/tasks/{task_id}/complete", {"answers": A})
    again = api(colleague)("POST", f"/tasks/{task_id}/complete", {"answers": A})
    assert again.status_code == 409
    assert again.json["by"] == coach.name and "T" in again.json["at"]


def test_a_message_nothing_waits_for_is_409(els) -> None:
    case = started(els)
    assert els("POST", f"/cases/{case['id']}/messages", {"name": "early_end"}).status_code == 409


def test_claim_release_assign_draft(api, els, coach, colleague) -> None:
    task_id = started(els)["open_tasks"][0]["id"]
    assert els("POST", f"/tasks/{task_id}/claim").json["assignee"] == str(coach.user_id)
    assert els("POST", f"/tasks/{task_id}/release").json["assignee"] is None
    given = els("POST", f"/tasks/{task_id}/assign", {"user": str(colleague.user_id)})
    assert given.json["assignee"] == str(colleague.user_id)
    jan = api(colleague)
    assert jan("PUT", f"/tasks/{task_id}/draft", {"answers": {"amount": "weet niet"}}).status_code == 200
    assert jan("GET", f"/tasks/{task_id}").json["values"]["amount"] == "weet niet"


def test_lists_are_paged_by_key(els) -> None:
    cases = [started(els)["id"] for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = els("GET", "/cases", **({"limit": 2} | ({"cursor": cursor} if cursor else {}))).json
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == cases[::-1]
    tasks = els("GET", "/tasks", limit=3).json
    more = els("GET", "/tasks", limit=3, cursor=tasks["next"]).json
    assert len({row["id"] for row in tasks["items"] + more["items"]}) == 5 and more["next"] is None


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "nonsense"}, {"status": "x"}, {"offset": 1}]
)
def test_bad_queries_are_422(els, query) -> None:
    assert els("GET", "/tasks", **query).status_code == 422


def test_unknown_addresses_and_methods_are_problems_too(els) -> None:
    assert (els("GET", "/nothing").status_code, els("GET", "/cases/abc").status_code) == (404, 404)
    assert els("DELETE", "/cases").status_code == 405
    assert els("DELETE", "/cases").mimetype == "application/problem+json"


def test_the_openapi_document_is_valid_and_whole(client, simple) -> None:
    document = client.get("/api/v1/openapi.json").json
    validate(document)
    assert document["openapi"].startswith("3.1")
    paths = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    for wanted in [
        ("GET", "/me"), ("GET", "/processes"), ("POST", "/cases"), ("GET", "/cases"), ("GET", "/cases/{case_id}"),
        ("GET", "/cases/{case_id}/timeline"), ("POST", "/cases/{case_id}/messages"), ("GET", "/tasks"),
        ("GET", "/tasks/{task_id}"), ("POST", "/tasks/{task_id}/claim"), ("POST", "/tasks/{task_id}/release"),
        ("POST", "/tasks/{task_id}/assign"), ("PUT", "/tasks/{task_id}/draft"), ("POST", "/tasks/{task_id}/complete"),
    ]:  # fmt: skip
        assert wanted in paths


def test_completing_through_the_api_is_few_statements_and_one_commit(els, statements) -> None:
    warm, case = started(els), started(els)
    els("POST", f"/tasks/{warm['open_tasks'][0]['id']}/complete", {"answers": A})
    with statements() as seen:
        els("POST", f"/tasks/{case['open_tasks'][0]['id']}/complete", {"answers": A})
    assert len(seen) <= 12, str(seen)
    assert seen.commits == 1


def test_starting_is_few_statements_and_one_commit(els, statements) -> None:
    started(els)  # warm: the version is read and compiled
    with statements() as seen:
        started(els)
    assert len(seen) <= 12, str(seen)
    assert seen.commits == 1


def test_an_outside_party_sees_its_own_step_and_not_the_file(api, els, world, coach) -> None:
    case = started(els)
    host = world.actor("host@gast.example", Role.HOST_EMPLOYER, "gast", "host")
    with db.transaction() as session:
        found = session.get_one(Case, int(case["id"]))
        parties.set_party(session, found, Role.HOST_EMPLOYER, world.organisation("gast"))
    gast = api(host)
    seen = gast("GET", f"/cases/{case['id']}").json
    assert (seen["facts"], seen["open_tasks"], seen["timers"]) == ({}, [], [])
    assert gast("GET", f"/cases/{case['id']}/timeline").status_code == 404
    assert gast("GET", f"/tasks/{case['open_tasks'][0]['id']}").status_code == 404
    assert gast("GET", "/tasks").json["items"] == []


def test_an_employee_does_not_open_the_tasks_of_who_guides_him(api, els, world) -> None:
    case = started(els)
    worker = world.actor("amina@schakel.example", Role.WORKER, "schakel")
    with db.transaction() as session:
        found = session.get_one(Case, int(case["id"]))
        parties.set_party(session, found, Role.WORKER, world.organisation("schakel"), worker.user_id)
    amina = api(worker)
    assert amina("GET", f"/cases/{case['id']}").status_code == 200
    assert amina("GET", f"/tasks/{case['open_tasks'][0]['id']}").status_code == 404
