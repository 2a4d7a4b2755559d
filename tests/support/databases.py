"""Fresh databases for tests, on both products: a template is built once per process, a test gets a copy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

import app.models  # noqa: F401 -- makes every table known to Base.metadata
from app import db
from app.cli.database import MIGRATIONS, upgrade_schema
from app.models.base import Base
from tests.support import postgres

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Database:
    """A database of one test. `kind` is sqlite or postgresql; `url` is what DATABASE_URL would be."""

    kind: str
    url: str
    holds: Any = None  # what was built in it before the test began


class Databases:
    """Makes and removes the databases of one test process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._label = f"traject_{os.getpid()}"
        self._prepared: dict[tuple[str, str], Database] = {}

    def create(self, kind: str) -> Database:
        """A database with the schema and nothing in it."""
        return self._copy(kind, str(self._sqlite_template) if kind == "sqlite" else self._postgresql_template)

    def prepared(self, kind: str, name: str, build: Callable[[], Any]) -> Database:
        """A copy of a database in which `build` made something, once in this process; `holds` is a copy of that.

        Traject is left connected to nothing.
        """
        if (kind, name) not in self._prepared:
            self._prepared[kind, name] = self._build(kind, build)
        template = self._prepared[kind, name]
        made = self._copy(kind, make_url(template.url).database or "")
        return Database(kind, made.url, deepcopy(template.holds))

    def _build(self, kind: str, build: Callable[[], Any]) -> Database:
        made = self.create(kind)
        db.configure(made.url, simulated_clock=True)
        holds = build()
        db.dispose()
        if kind == "postgresql":
            return Database(kind, made.url, holds)
        path = self._folder / f"prepared_{next(self._numbers)}.db"  # one file without its log: a copy of it is whole
        with closing(sqlite3.connect(make_url(made.url).database or "")) as connection:
            connection.execute("VACUUM INTO ?", (str(path),))
        self.remove(made)
        return Database(kind, f"sqlite:///{path}", holds)

    def _copy(self, kind: str, template: str) -> Database:
        if kind == "postgresql":
            return self._on_the_server(template)
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(template, path)
        return Database(kind, f"sqlite:///{path}")

    def create_empty(self, kind: str) -> Database:
        """A database without a schema: for tests of how one comes about."""
        if kind == "sqlite":
            return Database(kind, f"sqlite:///{self._folder / f'{next(self._numbers)}.db'}")
        return self._on_the_server("template0")

    def _on_the_server(self, template: str) -> Database:
        url = postgres.create_database(f"{self._label}_{next(self._numbers)}", template=template)
        return Database("postgresql", url.render_as_string(hide_password=False))

    def remove(self, database: Database) -> None:
        """Close what Traject has open to it and throw it away."""
        db.dispose()
        location = make_url(database.url).database or ""
        if database.kind == "sqlite":
            for path in self._folder.glob(f"{Path(location).name}*"):
                path.unlink()
        else:
            postgres.drop_database(location)
        assert not _was_at_work(), "a test left its executor running, on a database that is gone"

    def close(self) -> None:
        """Remove the PostgreSQL templates, which a server of TEST_DATABASE_URL would otherwise keep."""
        for template in self._prepared.values():
            if template.kind == "postgresql":
                postgres.drop_database(make_url(template.url).database or "")
        if "_postgresql_template" in self.__dict__:
            postgres.drop_database(self._postgresql_template)

    @cached_property
    def _sqlite_template(self) -> Path:
        path = self._folder / "template.db"
        create_schema(f"sqlite:///{path}")
        return path

    @cached_property
    def _postgresql_template(self) -> str:
        name = f"{self._label}_template"
        create_schema(postgres.create_database(name).render_as_string(hide_password=False))
        return name


def _was_at_work() -> bool:
    """Whether an executor was left running in this process; it is not any more, so that no other test meets it."""
    module: Any = sys.modules.get("dbos._dbos")
    if module is None or module._dbos_global_instance is None:
        return False
    module.DBOS.destroy(destroy_registry=True)
    return True


def create_schema(url: str) -> None:
    """The schema in the empty database at `url`, as `flask db upgrade` makes it."""
    db.configure(url, simulated_clock=True)
    if any(MIGRATIONS.glob("versions/*.py")):
        upgrade_schema()
    else:  # until the first migration is written
        Base.metadata.create_all(db.engine())
    db.dispose()
