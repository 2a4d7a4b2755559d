"""Whatever is sent to the API: never a failure, and never an answer that the OpenAPI document does not know.

The document itself says what to send (right, nearly right and wrong) and what may come back; security.md 24.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.domain.access import SYSTEM
from app.services import tokens
from tests.support.clock import TestClock
from tests.support.stage import ACTIONS, Stage

PROBLEM = "application/problem+json"
NASTY = [
    "", " ", "\x00", "a\x00b", "\ud7ff\ufffe", "\u202e", "0", "-1", "1e3", "٣", "9223372036854775807",
    "9223372036854775808", "9999999999999999999", "null", "true", "__proto__", "_x", "typename", "${7*7}", "{{7*7}}",
    "=7*7", "'; drop table", "%", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2027-01-04T08:00:00+01:00",
    "bm9uc2Vuc2U", "x" * 600, "W10", "WzFd", "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "trajectory", "suspension", "me",
    "open", "done", "due_at", "coach",
]  # fmt: skip
texts = st.sampled_from(NASTY) | st.text(max_size=30)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)


@dataclass(frozen=True)
class Ground:
    """What the fuzzer plays on: a client, its tokens, real ids to mix in, and the document."""

    client: FlaskClient
    tokens: list[str]
    ids: dict[str, list[str]]
    keys: list[str]
    examples: dict[str, list[dict[str, Any]]]
    document: dict[str, Any]

    @property
    def operations(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Method, path and description of every operation."""
        return [
            (method.upper(), path, operation)
            for path, methods in sorted(self.document["paths"].items())
            for method, operation in sorted(methods.items())
        ]

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A schema, or the one it refers to."""
        name = schema.get("$ref", "").rpartition("/")[2]
        return self.document["components"]["schemas"][name] if name else schema


@dataclass(frozen=True)
class Request:
    """One request, and the operation of the document it is for."""

    method: str
    path: str
    operation: dict[str, Any]
    headers: dict[str, str]
    query: list[tuple[str, str]]
    body: bytes | None


@pytest.fixture
def ground(client: FlaskClient, clock: TestClock, tmp_path: Path) -> Ground:
    """A field at work: one trajectory with a plan to talk about, one that begins, people of several roles."""
    stage = Stage.set_up(tmp_path)
    case_id, other_id = stage.hire(date(2027, 1, 4)), stage.register()
    stage.do(case_id, "prepare")
    talk = {"actions": ACTIONS, "talked_on": stage.today.isoformat(), "agreement_route": "VIA_BEGELEIDER"}
    people = [stage.coach, stage.coach, stage.counsellor, stage.worker]
    return Ground(
        client,
        [tokens.issue_token(SYSTEM, actor.user_id or 0) for actor in people],
        ids={
            "case_id": [str(case_id), str(other_id)],
            "task_id": [str(task.id) for task in stage.tasks(case_id) + stage.tasks(other_id)],
            "process": ["trajectory", "annual_pop"],
            "number": ["1", "2"],
            "user": [str(stage.coach.user_id), str(stage.counsellor.user_id)],
        },
        keys=["advice_answer", "answer", "motive", "actions", "legal_end", "first_name"],
        examples={
            "start_case": [
                {"process": "trajectory", "data": stage.registration()},
                {"process": "trajectory", "data": stage.registration()},
            ],
            "complete_task": [{"answers": talk}, {"answers": {"advice_answer": "valid", "icf_result": "JA"}}],
            "save_draft": [{"answers": talk}],
            "send_message": [{"name": "early_end"}, {"name": "early_end", "data": {"watch_at": "2050-01-01"}}],
            "assign_task": [{"user": str(stage.coach.user_id)}],
        },
        document=client.get("/api/v1/openapi.json").json,
    )


def values(ground: Ground, schema: dict[str, Any], name: str = "") -> st.SearchStrategy[Any]:
    """Values for a place of the document: mostly what it asks for, sometimes anything."""
    schema = ground.resolved(schema)
    real = ground.ids.get(name) or (["trajectory", "suspension", "early_end"] if name in ("process", "name") else [])
    fitting: st.SearchStrategy[Any] = st.sampled_from(real) if real else texts
    kind = schema.get("type")
    if "anyOf" in schema:
        fitting = st.one_of([values(ground, part, name) for part in schema["anyOf"]])
    elif "enum" in schema:
        fitting = st.sampled_from(schema["enum"])
    elif kind == "null":
        return st.none()
    elif kind == "integer":
        fitting = st.integers(schema.get("minimum", -5), schema.get("maximum", 5))
    elif kind == "object":
        fitting = objects(ground, schema)
    return fitting | fitting | anything


def objects(ground: Ground, schema: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects by a schema, with a member too many now and then; free ones by the names forms use."""
    known = schema.get("properties", {})
    if not known:
        return st.dictionaries(st.sampled_from(ground.keys) | texts, anything, max_size=4)
    required = {name: values(ground, part, name) for name, part in known.items() if name in schema.get("required", ())}
    optional = {name: values(ground, part, name) for name, part in known.items() if name not in required}
    whole = st.fixed_dictionaries(required, optional=optional)
    more = st.builds(lambda one, extra: one | extra, whole, st.dictionaries(texts, anything, max_size=2))
    return st.one_of(whole, whole, whole, more)


@st.composite
def nearly(draw: st.DrawFn, example: dict[str, Any]) -> dict[str, Any]:
    """A body that is right, with up to three of its answers changed, taken away or added."""
    body = {key: dict(part) if isinstance(part, dict) else part for key, part in example.items()}
    for _ in range(draw(st.integers(0, 3))):
        inner = next((part for part in body.values() if isinstance(part, dict)), body)
        place = draw(st.sampled_from([body, inner, inner, inner]))
        key = draw(st.sampled_from(sorted(place)) | texts) if place else draw(texts)
        if draw(st.booleans()):
            place[key] = draw(anything)
        else:
            place.pop(key, None)
    return body


@st.composite
def requests(draw: st.DrawFn, ground: Ground) -> Request:
    """A request for some operation of the document."""
    method, path, operation = draw(st.sampled_from(ground.operations))
    headers, query = {"Authorization": f"Bearer {draw(st.sampled_from(ground.tokens))}"}, []
    for parameter in operation["parameters"]:
        place, name = parameter["in"], parameter["name"]
        if place == "path":
            known = st.sampled_from(ground.ids[name])
            path = path.replace(f"{{{name}}}", draw(known | known | known | st.integers(0, 10**19 - 1).map(str)))
        elif draw(st.integers(0, 4)) == 0:
            value = draw(values(ground, parameter["schema"], name))
            plain = value if isinstance(value, str) else json.dumps(value, default=str)
            if place == "query":
                query.append((name, plain))
            else:
                headers[name] = "".join(letter for letter in plain if " " <= letter <= "~")
    if draw(st.integers(0, 9)) == 0:
        query.append((draw(texts), draw(texts)))
    return Request(method, path, operation, headers, query, draw(bodies(ground, operation)))


def bodies(ground: Ground, operation: dict[str, Any]) -> st.SearchStrategy[bytes | None]:
    """What to send along: nearly right, by the schema, any JSON, or no JSON at all."""
    if "requestBody" not in operation:
        return st.none()
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    right = [nearly(example) for example in ground.examples.get(operation["operationId"], [])]
    written = st.one_of(*right, *right, objects(ground, ground.resolved(schema)), anything)
    return st.one_of(*[written.map(lambda body: json.dumps(body).encode())] * 5, st.binary(max_size=20))


def the_usual(ground: Ground) -> Iterator[Request]:
    """What a program sends when all goes well, by everybody, twice, to cases that are there and to one that is not."""
    for method, path, operation in ground.operations * 2:
        known = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
        there = path.format(**{name: ground.ids[name][-1] for name in known})
        nowhere = path.format(**dict.fromkeys(known, "1"))
        bodies = [json.dumps(body).encode() for body in ground.examples.get(operation["operationId"], [])]
        for token in dict.fromkeys(ground.tokens):
            headers = {"Authorization": f"Bearer {token}"}
            for place, body in product((there, nowhere), (*bodies, b"{") if "requestBody" in operation else (None,)):
                yield Request(method, place, operation, headers, [], body)


def test_s24__nothing_that_is_sent_breaks_the_api_or_its_document(ground: Ground) -> None:
    check = checker(ground)
    seen: dict[tuple[str, int], int] = {}

    def send(request: Request) -> None:
        answer = ground.client.open(
            f"/api/v1{request.path}",
            method=request.method,
            headers=request.headers,
            query_string=request.query,
            data=request.body,
            content_type="application/json" if request.body is not None else None,
        )
        check(answer, request.operation)
        key = request.operation["operationId"], answer.status_code
        seen[key] = seen.get(key, 0) + 1

    for request in the_usual(ground):
        send(request)
    reached = {status for _, status in seen}  # chance may miss one, the usual does not
    assert {200, 201, 400, 403, 404, 409, 422} <= reached, seen

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(request=requests(ground))
    def play(request: Request) -> None:
        send(request)

    play()


def checker(ground: Ground) -> Callable[[Any, dict[str, Any]], None]:
    """Compares an answer with what the document says of its operation."""

    def check(answer: Any, operation: dict[str, Any]) -> None:
        assert answer.status_code != 500, answer.text
        declared = operation["responses"].get(str(answer.status_code))
        assert declared, f"{operation['operationId']} does not declare {answer.status_code}: {answer.text[:300]}"
        assert answer.mimetype in declared["content"], answer.mimetype
        assert (answer.mimetype == PROBLEM) == (answer.status_code >= 400)
        schema = declared["content"][answer.mimetype]["schema"]
        validator = Draft202012Validator({**schema, "components": ground.document["components"]})
        assert not [error.message for error in validator.iter_errors(answer.json)]
        if answer.mimetype == PROBLEM:
            assert answer.json["status"] == answer.status_code

    return check
