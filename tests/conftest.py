"""Fixtures for every test: real databases of both products, the application, the clock, statement counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from app import db
from app.models.base import configure_keys
from app.services import definitions, mail, passwords
from config import Environment, Settings
from tests.support import postgres
from tests.support.clock import TestClock
from tests.support.databases import KINDS, Database, Databases
from tests.support.statements import Statements, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser

# Accounts by the hundred: each real hash costs 25 ms and 19 MB. Tests of the real ones take `strong_passwords`.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
SECRET_KEY = "a-secret-of-the-tests-and-of-nothing-else"

# A busy machine is no bug: examples may be slow to make and to try; the test as a whole has a limit (pyproject.toml).
hypothesis.register_profile("traject", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("traject")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=KINDS,
        help="run the tests that need a database on this product only (default: on both)",
    )
    parser.addoption(
        "--states",
        type=int,
        default=20_000,
        help="how many states of random lives to compare with SpiffWorkflow as it comes (tests/engine)",
    )
    parser.addoption(
        "--trials",
        type=int,
        default=2,
        help="how many random cases of each process to try (tests/sandbox/test_stuck.py)",
    )
    parser.addoption(
        "--kills",
        type=int,
        default=25,
        help="how often to kill a process at work, on each database (tests/services/test_crash.py)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config.option, "loadscopereorder"):  # pytest-xdist would keep the files of one long test for last,
        config.option.loadscopereorder = False  # and one worker would wait for the other's
    if not hasattr(config, "workerinput"):  # the process that controls the run, or its only one
        config.stash[_SERVER_FOLDER] = postgres.prepare_run()
    passwords.hash_with(CHEAP)


def pytest_unconfigure(config: pytest.Config) -> None:
    if folder := config.stash.get(_SERVER_FOLDER, None):
        postgres.stop(folder)


_SERVER_FOLDER = pytest.StashKey[Path]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with long tests first, so that all workers are done at about the same time."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        metafunc.parametrize("database_kind", [chosen] if chosen else KINDS)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Makes databases, for tests that need more than one or none prepared."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture
def database(databases: Databases, database_kind: str) -> Iterator[Database]:
    """A fresh database with the whole schema, which Traject is connected to. Runs on both products."""
    made = databases.create(database_kind)
    configure_keys(SECRET_KEY)
    db.configure(made.url, simulated_clock=True)
    yield made
    databases.remove(made)


@pytest.fixture
def clock(database: Database) -> TestClock:
    """The simulated clock, standing at a Monday morning until it is moved."""
    return TestClock()


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[Statements]]:
    """``with statements() as seen: …; assert len(seen) <= 20, seen; assert seen.commits == 1``"""
    return counted


@pytest.fixture
def strong_passwords() -> Iterator[None]:
    """Passwords are hashed as outside the tests."""
    passwords.hash_with(passwords.STRONG)
    yield
    passwords.hash_with(CHEAP)


@pytest.fixture
def settings(database: Database) -> Settings:
    """The settings of a Traject under test, on this test's database."""
    return Settings(database_url=database.url, secret_key=SECRET_KEY, environment=Environment.TESTING)


@pytest.fixture(scope="session")
def shared_app() -> Flask:
    """The application, made once: its routes, and compiling its templates, are most of what a page would cost.

    Which database it uses is up to the test.
    """
    from app import create_app

    made = create_app(Settings("sqlite://", secret_key=SECRET_KEY, environment=Environment.TESTING))
    db.dispose()
    return made


@pytest.fixture
def app(shared_app: Flask, database: Database) -> Flask:
    """The whole application, on this test's database."""
    definitions.forget()
    mail.configure(on=False)
    return shared_app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen: nobody is signed in."""
    return app.test_client()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium. A test opens its own context: ``browser.new_context(viewport=…, locale="nl-BE")``.

    One a module: while Playwright runs, an event loop runs in this thread, which DBOS in other tests refuses.
    """
    from tests.support.browser import chromium

    with chromium() as running:
        yield running
