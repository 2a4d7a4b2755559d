"""The JSON API (contract §4): the same services as the pages, in JSON, with an OpenAPI document that is true to it."""

from __future__ import annotations

from flask import Flask

from app.api import cases, me, problem, processes, tasks, unknown, versions  # noqa: F401 -- imported for their routes
from app.api.blueprint import blueprint

problem.register(blueprint)  # once: a blueprint takes nothing more after an application has it


def register(app: Flask) -> None:
    """Put the API on the application. It guards itself by bearer token, so no browser can be tricked into using it."""
    app.register_blueprint(blueprint)
