"""What the API does not have: a problem document too, not a page. And the OpenAPI document."""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import MethodNotAllowed, NotFound

from app.api.blueprint import ENDPOINTS, as_json, blueprint
from app.api.openapi import document

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The OpenAPI 3.1 document; for everybody."""
    return as_json(document(ENDPOINTS))


@blueprint.route("/", defaults={"rest": ""}, methods=_METHODS)
@blueprint.route("/<path:rest>", methods=_METHODS)
def unknown(rest: str) -> Response:
    """404, or 405 where the path knows other methods."""
    allowed = _methods_of(rest)
    if allowed and request.method not in allowed:
        raise MethodNotAllowed(valid_methods=sorted(allowed))
    raise NotFound("There is nothing at this address.")


def _methods_of(rest: str) -> set[str]:
    parts = rest.strip("/").split("/")
    return {endpoint.method for endpoint in ENDPOINTS if _fits(endpoint.path.strip("/").split("/"), parts)}


def _fits(pattern: list[str], parts: list[str]) -> bool:
    return len(pattern) == len(parts) and all(
        _stands_for(wanted, part) if wanted.startswith("<") else wanted == part
        for wanted, part in zip(pattern, parts, strict=True)
    )


def _stands_for(wanted: str, part: str) -> bool:
    return part.isascii() and (part.isdigit() if wanted.startswith("<number:") else part.isidentifier())
