"""The blueprint of the API and the table of its endpoints, from which the OpenAPI document is made."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest
from werkzeug.routing import BaseConverter, IntegerConverter

from app.api.token import actor_of_request
from app.domain.access import Permission
from app.domain.errors import AnswersInvalid, NotAllowed
from app.domain.text import Text, say

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


class NumberConverter(IntegerConverter):
    """An identifier in a path. One beyond 63 bits, which no database takes, is 0: the identifier of nothing."""

    regex = r"[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """The number, or 0."""
        return int(value) if int(value) < 2**63 else 0


class ProcessConverter(BaseConverter):
    """The key of a process."""

    regex = r"[A-Za-z][A-Za-z0-9_]{0,63}"


@blueprint.record_once
def _know_parameters(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["number"] = NumberConverter
    state.app.url_map.converters["process"] = ProcessConverter


@dataclass(frozen=True)
class Endpoint:
    """One method on one path: who may, what goes in, what comes out."""

    method: str
    path: str
    name: str
    summary: str
    permission: Permission | None
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    returns: type[BaseModel]
    status: int
    refusals: tuple[int, ...]
    headers: tuple[str, ...] = ()


ENDPOINTS: list[Endpoint] = []
View = Callable[..., Any]
_MOST_NAMES = 200


def endpoint(
    method: str,
    path: str,
    *,
    permission: Permission | None,
    returns: type[BaseModel],
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    status: int = 200,
    refusals: tuple[int, ...] = (),
    headers: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Register a view. It is called with `actor`, the path's parameters, and `body` and `query` where declared;
    what it returns (a dict, or a model) becomes the JSON answer. Needs the actor to have `permission`."""

    def register(view: View) -> View:
        summary = (view.__doc__ or "").strip().splitlines()[0]
        ENDPOINTS.append(
            Endpoint(method, path, view.__name__, summary, permission, body, query, returns, status, refusals, headers)
        )

        @functools.wraps(view)
        def answer(**path_parameters: Any) -> Response:
            actor = actor_of_request()
            if permission is not None and not actor.may(permission):
                raise NotAllowed()
            arguments: dict[str, Any] = dict(path_parameters)
            if body is not None:
                arguments["body"] = _parsed(body, _json_body())
            if query is not None:
                arguments["query"] = _parsed(query, request.args.to_dict())
            return as_json(view(actor=actor, **arguments), status)

        blueprint.add_url_rule(path, view.__name__, answer, methods=[method])
        return view

    return register


def as_json(content: Any, status: int = 200) -> Response:
    """A JSON answer; models by their JSON names, moments in ISO 8601."""
    if isinstance(content, BaseModel):
        return Response(content.model_dump_json(), status, mimetype="application/json")
    return Response(orjson.dumps(content), status, mimetype="application/json")


def _json_body() -> Any:
    raw = request.get_data(cache=False)
    if not raw:
        return {}
    try:
        content = orjson.loads(raw)
    except (orjson.JSONDecodeError, RecursionError):
        raise BadRequest("The body is not valid JSON.") from None
    if not isinstance(content, dict):
        raise BadRequest("The body must be a JSON object.")
    return content


def _parsed(model: type[BaseModel], given: dict[str, Any]) -> BaseModel:
    try:
        # No request has so many names: some are wrong, and to say so these are enough.
        return model.model_validate(dict(islice(given.items(), _MOST_NAMES)))
    except ValidationError as error:
        errors: dict[str, list[Text]] = {}
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            field = ".".join(str(part) for part in problem["loc"])
            errors.setdefault(field, []).append(_sentence(problem["type"]))
        raise AnswersInvalid(errors) from None


def _sentence(kind: str) -> Text:
    """A sentence for a kind of pydantic error; never repeats what was sent."""
    if kind == "missing":
        return say("Dit ontbreekt.")
    if kind == "extra_forbidden":
        return say("Dit veld kennen we hier niet.")
    return say("Dit heeft niet de juiste vorm.")
