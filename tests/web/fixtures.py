"""Fixtures of the page tests and the browser tests: copies of worlds that are built once per run, on SQLite.

The services behind the pages are tested on both products elsewhere.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from app import db
from app.domain.access import SYSTEM
from app.models.base import configure_keys
from app.services import definitions, new_passwords
from tests.conftest import SECRET_KEY
from tests.support.clock import TestClock
from tests.support.databases import Database, Databases
from tests.support.stage import Stage
from tests.web import world as worlds
from tests.web.page_client import PageClient
from tests.web.world import PASSWORD, World

__all__ = [
    "anonymous",
    "coach",
    "database",
    "played",
    "played_template",
    "signed_in",
    "template",
    "world",
]


@dataclass(frozen=True)
class Template:
    """The finished world as a file, to copy."""

    path: Path
    world: World


@dataclass(frozen=True)
class Played:
    """A world in which one trajectory ran for a while, and the case of that trajectory."""

    path: Path
    case: int


def as_template(databases: Databases, kept: Path, build: Callable[[], object]) -> object:
    """Build something in a fresh database and keep the whole of it as one file."""
    made = databases.create("sqlite")
    configure_keys(SECRET_KEY)
    db.configure(made.url, simulated_clock=True)
    TestClock()
    built = build()
    db.dispose()
    with closing(sqlite3.connect(make_url(made.url).database or "")) as connection:
        connection.execute("VACUUM INTO ?", (str(kept),))
    databases.remove(made)
    return built


@pytest.fixture(scope="session")
def template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The world, built once through the real services."""
    kept = tmp_path_factory.mktemp("pages") / "world.db"
    world = as_template(databases, kept, worlds.build)
    assert isinstance(world, World)
    return Template(kept, world)


@pytest.fixture
def database(template: Template, tmp_path: Path) -> Iterator[Database]:
    """A copy of the world that Traject is connected to."""
    yield from copy_of(template.path, tmp_path / "traject.db")


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


@pytest.fixture(scope="session")
def played_template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """One trajectory of the real diagrams: hired two years ago, with plans, suspended for a while."""
    folder = tmp_path_factory.mktemp("played")
    case_id = as_template(databases, folder / "played.db", lambda: play(folder))
    assert isinstance(case_id, int)
    return Played(folder / "played.db", case_id)


@pytest.fixture
def played(played_template: Played, shared_app: Flask, tmp_path: Path) -> Iterator[Played]:
    """A copy of it that Traject is connected to; accounts as `coach@schakel.example`, all with PASSWORD."""
    for _ in copy_of(played_template.path, tmp_path / "played.db"):
        yield played_template


def play(folder: Path) -> int:
    """Play it; the case."""
    TestClock().set(datetime(2025, 3, 3, 8, tzinfo=UTC))
    stage = Stage.set_up(folder)
    for actor in stage.people.values():
        new_passwords.set_password(SYSTEM, actor.user_id or 0, PASSWORD)
    case_id = stage.hire(date(2025, 3, 3))
    stage.make_plan(case_id)
    stage.travel(date(2027, 1, 4))
    return case_id


def copy_of(template: Path, path: Path) -> Iterator[Database]:
    """Connect Traject to a copy, until the test is over."""
    shutil.copyfile(template, path)
    url = f"sqlite:///{path}"
    configure_keys(SECRET_KEY)
    definitions.forget()  # in the world and on the stage the same number is another version
    db.configure(url, simulated_clock=True)
    yield Database("sqlite", url)
    db.dispose()
