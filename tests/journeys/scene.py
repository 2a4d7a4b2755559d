"""The stage of a browser journey: the demo's cast in a database of its own, served by a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from app import db, engine
from app.demo.cast import Cast, make_cast
from app.domain.access import SYSTEM, Actor, Role
from app.engine import Definition
from app.models.base import configure_keys
from app.models.organisation import Organisation
from app.models.user import User
from app.services import clock as clocks
from app.services import definitions, publishing, registries
from tests.conftest import SECRET_KEY
from tests.support.databases import Databases
from tests.support.served import served

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Scene:
    """Where Traject is served, and who plays."""

    address: str
    cast: Cast
    emails: dict[int, str]
    organisations: dict[int, str]

    def one(self, role: Role, organisation: str) -> Actor:
        """The first person of a role at an organisation."""
        return self.cast.of(role, self.cast.organisations[organisation])[0]

    @property
    def administrator(self) -> Actor:
        """Who moves the clock."""
        return self.one(Role.ADMINISTRATOR, "traject")


@contextmanager
def set_scene(
    databases: Databases, begin: datetime, log: Path, prepare: Callable[[Cast], None] = lambda cast: None
) -> Iterator[Scene]:
    """Everybody is there on the morning of `begin` and all processes are published; then it is served.

    What `prepare` does is done by the services before the first page is shown.
    """
    database = databases.create("sqlite")
    configure_keys(SECRET_KEY)
    db.configure(database.url, simulated_clock=True)
    registries.load()
    definitions.forget()
    clocks.travel(begin)
    publishing.sync(SYSTEM, ROOT / "workflows", ROOT / "forms")
    cast = make_cast(Random(1))
    prepare(cast)
    with db.reading() as session:
        emails = {user.id: user.email for user in session.scalars(select(User))}
        organisations = {row.id: row.name for row in session.scalars(select(Organisation))}
    db.dispose()
    try:
        with served(database.url, SECRET_KEY, log) as address:
            yield Scene(address, cast, emails, organisations)
    finally:
        databases.remove(database)


def definition_of(process: str) -> Definition:
    """The definition of a process on disk, with everything it calls."""
    registries.load()
    return engine.compile(engine.read_bundle(ROOT / "workflows", ROOT / "forms", process))
