"""The OpenAPI 3.1 document, made from the endpoints themselves, so that it cannot say something else than they do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.api.blueprint import Endpoint

Json = dict[str, Any]
_REF = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"<(number|process):(\w+)>")
_PATTERNS = {"number": "^[0-9]{1,19}$", "process": "^[A-Za-z][A-Za-z0-9_]{0,63}$"}
_REFUSALS = {
    400: "The request cannot be read",
    401: "No or bad token",
    403: "Not allowed",
    404: "Not there, or not visible",
    405: "Not this method",
    409: "Somebody was first, or the state does not allow it",
    413: "Too large",
    422: "Answers not valid",
    500: "Failure",
}
_PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "by": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
        "reference": {"type": "string"},
    },
}


def document(endpoints: Sequence[Endpoint]) -> Json:
    """The whole document."""
    models: list[tuple[type[BaseModel], str]] = []
    for endpoint in endpoints:
        models += [(endpoint.returns, "serialization")]
        models += [(model, "validation") for model in (endpoint.body, endpoint.query) if model is not None]
    refs, definitions = models_json_schema(models, ref_template=_REF)  # type: ignore[arg-type]  # modes are literals
    schemas = definitions.get("$defs", {}) | {"Problem": _PROBLEM}
    paths: Json = {}
    for endpoint in endpoints:
        path = _PARAMETER.sub(r"{\2}", endpoint.path)
        paths.setdefault(path, {})[endpoint.method.lower()] = _operation(endpoint, refs, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Traject",
            "version": "1",
            "description": "Case management for the Flemish local services economy.",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(endpoint: Endpoint, refs: Any, schemas: Json) -> Json:
    operation: Json = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint, schemas),
        "responses": _responses(endpoint, refs),
    }
    if endpoint.body is not None:
        schema = refs[(endpoint.body, "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _parameters(endpoint: Endpoint, schemas: Json) -> list[Json]:
    found: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": _PATTERNS[kind]}}
        for kind, name in _PARAMETER.findall(endpoint.path)
    ]
    found += [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string", "maxLength": 200}}
        for name in endpoint.headers
    ]
    if endpoint.query is not None:
        schema = schemas[endpoint.query.__name__]
        found += [
            {"name": name, "in": "query", "required": name in schema.get("required", []), "schema": part}
            for name, part in schema["properties"].items()
        ]
    return found


def _responses(endpoint: Endpoint, refs: Any) -> Json:
    schema = refs[(endpoint.returns, "serialization")]
    answers: Json = {str(endpoint.status): {"description": "Done", "content": {"application/json": {"schema": schema}}}}
    statuses = {401, 403, 500, *endpoint.refusals}
    if endpoint.body is not None:
        statuses |= {400, 413, 422}
    if endpoint.query is not None:
        statuses |= {422}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in sorted(statuses):
        answers[str(status)] = {"description": _REFUSALS[status], "content": problem}
    return answers
