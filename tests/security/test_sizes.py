"""Bodies that are too deep, too long or too many: bounded in time, memory and answer (security.md 24)."""

from __future__ import annotations

import json
import time

import pytest

from tests.security.doors import Doors, nothing_changes
from tests.support.stage import Stage

MOST_SECONDS = 2
LONGEST_ANSWER = 100_000
MEGABYTE = 1_000_000

BODIES: dict[str, tuple[bytes, set[int]]] = {
    "deep lists": (b"[" * MEGABYTE + b"]" * MEGABYTE, {400, 413}),
    "deep objects": (b'{"answers":' * 100_000 + b"1" + b"}" * 100_000, {400}),
    "deep answers": (b'{"answers":{"job":' + b"[" * 900 + b"]" * 900 + b"}}", {400, 422}),
    "3 MB": (json.dumps({"answers": {"job": "x" * 3 * MEGABYTE}}).encode(), {413}),
    "one long text": (json.dumps({"answers": {"job": "x" * (2 * MEGABYTE - 100)}}).encode(), {422}),
    "one long key": (json.dumps({"answers": {"x" * MEGABYTE: 1}}).encode(), {422}),
    "one long key outside": (json.dumps({"x" * MEGABYTE: 1}).encode(), {422}),
    "many keys": (json.dumps({"answers": {f"k{n}": 1 for n in range(100_000)}}).encode(), {422}),
    "many keys outside": (json.dumps({f"k{n}": 1 for n in range(100_000)}).encode(), {422}),
    "many rows": (json.dumps({"answers": {"earlier": [{}] * 100_000}}).encode(), {422}),
    "a large number": (b'{"answers":{"hours_week":' + b"9" * 100_000 + b"}}", {400, 422}),
    "an endless fraction": (b'{"answers":{"hours_week":0.' + b"3" * 100_000 + b"}}", {400, 422}),
    "a large exponent": (b'{"answers":{"hours_week":1e400}}', {400, 422}),
    "NaN": (b'{"answers":{"hours_week":NaN}}', {400}),
    "the same key twice": (b'{"answers":{"job":"a"},"answers":{"job":"b"}}', {422}),
    "half a letter": (b'{"answers":{"job":"\\ud800"}}', {400, 422}),
    "no UTF-8": (b'{"answers":{"job":"\xff"}}', {400}),
    "UTF-16": (json.dumps({"answers": {}}).encode("utf-16"), {400}),
}


def test_s24__whatever_the_body_the_answer_is_short_and_soon(stage: Stage, doors: Doors) -> None:
    stage.travel(stage.today)
    case_id = stage.register()
    stage.do(case_id, "check_advice", advice_answer="valid", icf_result="JA")
    task = stage.task(case_id, "contract")
    token, client = doors.token(doors.whose(task)), doors.app.test_client()
    for name, (body, statuses) in BODIES.items():
        for path, method in ((f"/tasks/{task.id}/complete", "POST"), ("/cases", "POST")):
            began = time.process_time()
            with nothing_changes():
                answer = client.open(
                    f"/api/v1{path}",
                    method=method,
                    data=body,
                    content_type="application/json",
                    headers={"Authorization": f"Bearer {token}"},
                )
            where = f"{name} {path}: {answer.status_code} {answer.text[:200]}"
            assert answer.status_code in (statuses if "complete" in path else {400, 413, 422}), where
            assert answer.mimetype == "application/problem+json", where
            assert len(answer.data) < LONGEST_ANSWER, where
            assert time.process_time() - began < MOST_SECONDS, where


def test_s24__a_draft_is_kept_bounded(stage: Stage, doors: Doors) -> None:
    case_id = stage.register()
    task = stage.task(case_id, "check_advice")
    actor = doors.whose(task)
    for answers in ({"motive": "x" * 1_900_000}, {f"k{n}": "x" for n in range(100_000)}, {"motive": [["x"] * 9] * 9}):
        answer = doors.call(actor, "PUT", f"/tasks/{task.id}/draft", {"answers": answers})
        assert answer.status_code in (200, 422), answer.text[:300]
        opened = doors.call(actor, "GET", f"/tasks/{task.id}")
        assert len(opened.data) < 1_200_000


@pytest.mark.parametrize("path", ["/tasks", "/cases"])
def test_s24__long_and_many_query_parameters(stage: Stage, doors: Doors, path: str) -> None:
    doors.token(stage.coach)
    for query in ("q=" + "x" * 100_000, "&".join(f"k{n}=1" for n in range(20_000)), "limit=" + "9" * 5_000, "q=%00"):
        answer = doors.call(stage.coach, "GET", f"{path}?{query}")
        assert answer.status_code == 422, query[:20]
        assert len(answer.data) < LONGEST_ANSWER, query[:20]
        page = doors.browser(stage.coach).get(f"{path}?{query}", status=None)
        assert page.status in (200, 422), query[:20]
    for number in ("9" * 5_000, "9" * 19, "0" * 5_000 + "1"):
        assert doors.call(stage.coach, "GET", f"{path}/{number}").status_code == 404
        doors.browser(stage.coach).get(f"{path}/{number}", status=404)
