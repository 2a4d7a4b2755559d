"""``python -m app.cli.serve``: everything in one process. What `make run` starts.

Brings the database to the newest schema, publishes the processes on disk, loads the demo the first time, then serves
with the background worker beside it until it is interrupted. What stands in the way is told in a few lines, and the
exit status is 1 (2 for a wrong setting).
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import NoReturn
from wsgiref.types import WSGIApplication

import click
from sqlalchemy import select
from sqlalchemy.engine import make_url
from waitress.server import BaseWSGIServer, create_server

from app import create_app, db, sqlite
from app.cli import demo
from app.cli.database import upgrade_schema
from app.domain.access import SYSTEM, Role
from app.engine import BundleError
from app.jobs import runner
from app.models.organisation import Organisation
from app.services import publishing, scenario_files
from app.turnstile import Turnstile
from config import ROOT, Environment, Settings, SettingsError, read_settings

_HOST = "127.0.0.1"  # a demo is for the one who starts it; behind a proxy Traject runs under a WSGI server
_THREADS = 8
_LONGEST_STOP = 20  # seconds for the case that is being worked on when somebody presses Ctrl-C


def main() -> None:
    """Start, serve until interrupted, stop."""
    for name in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell that starts us with `&` lets us ignore it
        signal.signal(name, _interrupt)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = read_settings(os.environ)
        app = create_app(settings)
    except SettingsError as error:
        _stop(f"Traject cannot start: {error}", status=2)
    server = _listen(app, settings)
    try:
        _prepare(settings)
    except BundleError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        _stop(f"Traject cannot start: a process on disk is not right.\n{problems}")
    except (KeyboardInterrupt, click.Abort):
        _stop("Interrupted before Traject was ready; the next start does what is left.", status=130)
    except click.ClickException as error:
        _stop(f"Traject cannot start: {error.format_message()}")
    _serve(server, settings)


def _listen(app: WSGIApplication, settings: Settings) -> BaseWSGIServer:
    """Take the port before anything takes time. Nobody is answered yet."""
    try:
        return create_server(Turnstile(app), host=_HOST, port=settings.port, threads=_THREADS, ident="Traject")
    except OSError as error:
        _stop(
            f"Port {settings.port} cannot be used ({error.strerror}). Choose another one: "
            f"PORT={settings.port % 65535 + 1} make run"
        )


def _prepare(settings: Settings) -> None:
    upgrade_schema()
    if settings.environment is Environment.DEMO and _is_empty():
        _load_demo(settings)
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    scenario_files.sync(SYSTEM, ROOT / "workflows")


def _is_empty() -> bool:
    with db.reading() as session:
        return session.scalar(select(Organisation.id).limit(1)) is None


def _load_demo(settings: Settings) -> None:
    """Load the demo. In SQLite into a file beside the database, which then takes its place: a load that is
    interrupted leaves nothing half done, and the next start begins again."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        demo.load.main([], standalone_mode=False)
        return
    database = Path(url.database or "")
    beside = database.with_name(f"{database.name}.loading")
    sqlite.remove(beside)
    db.configure(f"sqlite:///{beside}", simulated_clock=settings.simulated_clock)
    try:
        upgrade_schema()
        demo.load.main([], standalone_mode=False)
        db.dispose()
        sqlite.remove(database)
        beside.rename(database)
    finally:
        db.dispose()
        sqlite.remove(beside)
    db.configure(settings.database_url, simulated_clock=settings.simulated_clock)


def _serve(server: BaseWSGIServer, settings: Settings) -> None:
    stopping = threading.Event()
    worker = threading.Thread(target=runner.run_forever, args=(stopping, settings, "web"), name="worker", daemon=True)
    worker.start()
    try:
        print(f"\nTraject op http://{_HOST}:{settings.port}", flush=True)
        if settings.environment is Environment.DEMO:
            print(_sign_ins(), flush=True)
        server.run()  # returns when it is interrupted
    except KeyboardInterrupt:
        pass  # interrupted just before that: the same end
    print("\nTraject stopt …", flush=True)
    stopping.set()
    server.close()
    worker.join(_LONGEST_STOP)
    db.dispose()


def _sign_ins() -> str:
    """The demo accounts (contract §2), one of each role."""
    width = max(len(role) for role in Role) + len("@demo.example")
    accounts = "\n".join(f"  {f'{role}@demo.example'.ljust(width)}  {role.label}" for role in Role)
    return f"\nAanmelden kan als (wachtwoord: traject-demo)\n{accounts}\n\nStoppen: Ctrl-C"


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _stop(sentence: str, status: int = 1) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
