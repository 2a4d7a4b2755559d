"""The pages. `register` is the table of contents: guard, sign-in, words, errors, then a blueprint per kind of work."""

from __future__ import annotations

from flask import Flask

from app.web import (
    account,
    calendar_feed,
    case_actions,
    clock,
    contract_hours,
    converters,
    current,
    documents,
    errors,
    establishments,
    exports,
    guard,
    headers,
    health,
    heat,
    incidents,
    jobs,
    language,
    moving,
    new_accounts,
    oidc,
    organisations,
    overview,
    own_page,
    people,
    planning,
    processes,
    requests,
    rules,
    sign_in,
    start,
    studio,
    takeovers,
    tasks,
    templating,
    webhooks,
    worklist,
)
from config import Settings

BLUEPRINTS = (
    worklist.blueprint,
    own_page.blueprint,
    tasks.blueprint,
    case_actions.blueprint,  # the one of cases.py, with its own routes added
    documents.blueprint,
    people.blueprint,
    takeovers.blueprint,
    contract_hours.blueprint,
    organisations.blueprint,
    establishments.blueprint,
    start.blueprint,
    overview.blueprint,
    planning.blueprint,
    incidents.blueprint,
    processes.blueprint,
    heat.blueprint,
    moving.blueprint,
    studio.blueprint,
    rules.blueprint,
    new_accounts.blueprint,  # the one of accounts.py, with its own routes added
    jobs.blueprint,
    webhooks.blueprint,
    exports.blueprint,
    clock.blueprint,
    account.blueprint,
    calendar_feed.blueprint,
    health.blueprint,
)
_MOST_BYTES = 2 * 1024 * 1024
_MOST_PARTS = 2000


def register(app: Flask) -> None:
    """Add the pages to the application."""
    settings: Settings = app.config["TRAJECT"]
    app.config.update(MAX_CONTENT_LENGTH=_MOST_BYTES, MAX_FORM_MEMORY_SIZE=_MOST_BYTES, MAX_FORM_PARTS=_MOST_PARTS)
    requests.init(app)
    converters.init(app)
    language.init(app)
    current.init(app)
    sign_in.init(app, secure=settings.secure_cookies)
    guard.init(app)
    headers.init(app, secure=settings.secure_cookies)
    errors.init(app)
    templating.init(app)
    oidc.init(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
