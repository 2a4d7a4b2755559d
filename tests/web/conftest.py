"""Page tests run on SQLite, on a copy of one world that is built once: services are tested on both products elsewhere."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from app import create_app, db
from app.models.base import configure_keys
from config import Environment, Settings
from tests.conftest import SECRET_KEY
from tests.support.clock import TestClock
from tests.support.databases import Database, Databases
from tests.web import world as worlds
from tests.web.page_client import PageClient
from tests.web.world import World


@dataclass(frozen=True)
class Template:
    """The finished world as a file, to copy."""

    path: Path
    world: World


@pytest.fixture(scope="session")
def template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The world, built once through the real services."""
    made = databases.create("sqlite")
    configure_keys(SECRET_KEY)
    db.configure(made.url, simulated_clock=True)
    TestClock()
    world = worlds.build()
    db.dispose()
    kept = tmp_path_factory.mktemp("pages") / "world.db"
    with closing(sqlite3.connect(make_url(made.url).database or "")) as connection:
        connection.execute("VACUUM INTO ?", (str(kept),))
    databases.remove(made)
    return Template(kept, world)


@pytest.fixture
def database(template: Template, tmp_path: Path) -> Iterator[Database]:
    """A copy of the world that Traject is connected to."""
    path = tmp_path / "traject.db"
    shutil.copyfile(template.path, path)
    url = f"sqlite:///{path}"
    configure_keys(SECRET_KEY)
    db.configure(url, simulated_clock=True)
    yield Database("sqlite", url)
    db.dispose()


@pytest.fixture(scope="session")
def shared_app(template: Template) -> Flask:
    """The application, made once: compiling every template anew is most of what a page test would cost."""
    settings = Settings(f"sqlite:///{template.path}", secret_key=SECRET_KEY, environment=Environment.TESTING)
    app = create_app(settings)
    db.dispose()
    return app


@pytest.fixture
def app(shared_app: Flask, database: Database) -> Flask:
    """The application on this test's copy of the world."""
    return shared_app


@pytest.fixture
def world(template: Template, database: Database) -> World:
    """Who and what there is."""
    return template.world


@pytest.fixture
def anonymous(app: Flask, world: World) -> PageClient:
    """A browser in which nobody signed in."""
    return PageClient(app.test_client())


@pytest.fixture
def signed_in(app: Flask, world: World) -> Callable[[str], PageClient]:
    """A browser for somebody of the world: ``signed_in("coach")``."""
    return lambda name: PageClient(app.test_client()).sign_in(name)


@pytest.fixture
def coach(signed_in: Callable[[str], PageClient]) -> PageClient:
    """A browser in which the coach signed in."""
    return signed_in("coach")
