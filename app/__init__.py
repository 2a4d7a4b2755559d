"""Traject: case management for the Flemish local services economy, on a BPMN engine.

`create_app` is the table of contents: settings, database, what diagrams may name, then the doors.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask as FlaskApp

    from config import Settings


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """What is loaded stays: looking for garbage in it again and again took a sixth of the time of a start."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


@_nothing_to_collect()
def create_app(settings: Settings) -> FlaskApp:
    """The application, ready to serve. SettingsError where production would start on a database of the demo."""
    # Imported here, so that `import app.domain…` loads neither Flask nor the rest.
    from flask import Flask

    from app import api, db, web
    from app.cli import commands
    from app.models.base import configure_keys
    from app.services import definitions, mail, registries

    app = Flask(__name__)
    app.config.update(SECRET_KEY=settings.secret_key, TRAJECT=settings)
    configure_keys(settings.secret_key)
    db.configure(settings.database_url, simulated_clock=settings.simulated_clock)
    if settings.production:
        _ensure_fit_for_production()
    mail.configure(on=settings.mail_url is not None)
    definitions.forget()
    registries.load()
    web.register(app)
    api.register(app)
    for command in commands():
        app.cli.add_command(command)
    return app


def _ensure_fit_for_production() -> None:
    from app import db
    from app.queries.production import why_not_in_production
    from config import SettingsError

    with db.reading() as session:
        reason = why_not_in_production(session)
    if reason is not None:
        raise SettingsError(reason)
