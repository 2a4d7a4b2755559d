"""Versions by the API: published, listed, and running cases moved to one (contract §4)."""

from __future__ import annotations

import pytest

from app.domain.access import Role
from tests.support.versions import BENCHMARKS

DIAGRAM = (BENCHMARKS / "workflows" / "simple" / "simple.bpmn").read_text()
RENAMED = DIAGRAM.replace("Aanvraag invullen", "Vraag invullen")


@pytest.fixture
def admin(api, world, simple):
    return api(world.actor("ann@platform.example", Role.ADMINISTRATOR, "platform", "platform"))


def test_a_version_is_published_and_listed(admin) -> None:
    answer = admin("POST", "/processes/simple/versions", {"bpmn": RENAMED, "note": "Andere naam"})
    assert answer.status_code == 201, answer.text
    assert (answer.json["version"], answer.json["note"], answer.json["published_by"]) == (2, "Andere naam", "Ann")
    assert [row["version"] for row in admin("GET", "/processes/simple/versions").json["items"]] == [2, 1]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"bpmn": RENAMED.replace('camunda:candidateGroups="coach"', ""), "note": "x"}, 422, "simple.bpmn#task_a"),
        ({"bpmn": "<!DOCTYPE x><x/>", "note": "x"}, 422, "bpmn"),
        ({"bpmn": "geen xml", "note": "x"}, 422, "bpmn"),
        ({"bpmn": RENAMED, "note": " "}, 422, "note"),
        ({"bpmn": RENAMED, "dmn": {"../x": "<x/>"}, "note": "x"}, 422, "dmn.../x"),
        ({"bpmn": RENAMED, "forms": {"task_a": {"components": 1}}, "note": "x"}, 422, "forms/simple/task_a.json"),
        ({"bpmn": DIAGRAM, "note": "x"}, 409, None),
    ],
)
def test_what_is_wrong_is_told_by_element_and_nothing_is_published(admin, body, status, field) -> None:
    answer = admin("POST", "/processes/simple/versions", body)
    assert answer.status_code == status, answer.text
    assert field is None or any(name.startswith(field) for name in answer.json["errors"]), answer.text
    assert len(admin("GET", "/processes/simple/versions").json["items"]) == 1


def test_cases_are_tried_and_moved_page_by_page(admin, api, coach) -> None:
    els = api(coach)
    ids = [els("POST", "/cases", {"process": "simple"}).json["id"] for _ in range(3)]
    renamed = DIAGRAM.replace("task_a", "task_x")
    forms = {"task_x": {"components": []}, "task_b": {"components": []}}
    body = {"bpmn": renamed, "forms": forms, "note": "Ander element"}
    assert admin("POST", "/processes/simple/versions", body).status_code == 201
    tried = admin("POST", "/processes/simple/versions/2/migration", {"dry_run": True, "limit": 2}).json
    assert [(item["case_id"], item["verdict"]) for item in tried["items"]] == [(id, "needs_mapping") for id in ids[:2]]
    assert tried["items"][0]["unplaced"][0]["candidates"][0] == "task_x"
    rest = {"dry_run": True, "limit": 2, "cursor": tried["next"]}
    assert [
        item["case_id"] for item in admin("POST", "/processes/simple/versions/2/migration", rest).json["items"]
    ] == ids[2:]
    wish = {"mapping": {"task_a": "task_x"}, "cases": [ids[1]]}
    moved = admin("POST", "/processes/simple/versions/2/migration", {"dry_run": False, **wish}).json["items"]
    assert [(item["case_id"], item["version"], item["verdict"]) for item in moved] == [(ids[1], 1, "moved")]
    assert els("GET", f"/cases/{ids[1]}").json["open_tasks"][0]["element"] == "task_x"
    assert [els("GET", f"/cases/{id}").json["version"] for id in ids] == [1, 2, 1]


def test_a_mapping_that_leads_nowhere_and_a_version_that_is_not_there(admin, api, coach) -> None:
    api(coach)("POST", "/cases", {"process": "simple"})
    admin("POST", "/processes/simple/versions", {"bpmn": RENAMED, "note": "x"})
    path = "/processes/simple/versions/2/migration"
    nowhere = admin("POST", path, {"dry_run": True, "mapping": {"task_a": "nergens"}})
    assert (nowhere.status_code, list(nowhere.json["errors"])) == (422, ["mapping.task_a"])
    assert admin("POST", path.replace("2", "7"), {"dry_run": True}).status_code == 404
    assert admin("POST", path.replace("simple", "none"), {"dry_run": True}).status_code == 404


def test_s14__moving_by_the_api_needs_its_permission(api, coach, simple) -> None:
    """A coach who sees the case may not move it (security row 14)."""
    answer = api(coach)("POST", "/processes/simple/versions/1/migration", {"dry_run": True})
    assert answer.status_code == 403
