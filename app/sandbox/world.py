"""The small world of a trial: one organisation of each kind, somebody (twice, for four eyes) in every role, people."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

import app.models  # noqa: F401 -- makes every table known to Base.metadata
from app import db
from app.domain.access import Actor, Membership, Role
from app.domain.identifiers import synthetic_enterprise_number, synthetic_national_number
from app.domain.search import fold
from app.models.base import Base, search_digest
from app.models.clock import Clock, now
from app.models.definition import Definition
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.user import Membership as MembershipRow
from app.models.user import User
from app.services import definitions

_PLACES: dict[str, tuple[Role, ...]] = {
    "enterprise": (Role.WORKER, Role.COACH, Role.EMPLOYER),
    "vdab": (Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT, Role.APPEALS_SECRETARY),
    "provider": (Role.TRANSITION_COACH,),
    "host": (Role.HOST_EMPLOYER,),
    "department": (Role.WSE_OFFICIAL, Role.WSE_PAYMENTS, Role.INSPECTOR),
    "authority": (Role.COMMISSIONER,),
    "platform": (Role.PRIVACY_OFFICER, Role.PROCESS_EDITOR, Role.ADMINISTRATOR),
}
_BORN = date(1990, 1, 1)
_MADE, _PLAYED = "made.db", "trial.db"


@dataclass
class World:
    """Who there is: organisations by kind, actors by role."""

    organisations: dict[str, int] = field(default_factory=dict)
    actors: dict[Role, list[Actor]] = field(default_factory=dict)

    def somebody(self, role: Role) -> Actor:
        """The first of a role."""
        return self.actors[role][0]


@contextmanager
def throw_away(moment: datetime) -> Iterator[World]:
    """A world of its own, at `moment`; everything inside the block happens there and is gone after it."""
    with TemporaryDirectory(prefix="traject-trial-") as folder, within(Path(folder) / "trial.db"):
        yield made(moment)


@contextmanager
def within(file: Path) -> Iterator[None]:
    """Everything inside the block happens in the throw-away database in `file`."""
    with db.elsewhere(f"sqlite:///{file}"):
        try:
            yield
        finally:
            with db.reading() as session:
                versions = session.scalars(select(Definition.id)).all() if file.exists() else []
            definitions.forget(versions)


@dataclass(frozen=True)
class Stage:
    """A world that is made once, to begin any number of parts of a trial from; `folder` is thrown away with it."""

    folder: Path

    def world(self) -> World:
        """The world as it was made. What was done in it before is gone; the engine stays, and what it has compiled."""
        db.engine().dispose()  # closes the file
        for left in self.folder.glob(f"{_PLAYED}*"):
            left.unlink()
        shutil.copyfile(self.folder / _MADE, self.folder / _PLAYED)
        return found()


@contextmanager
def stage(moment: datetime, furnish: Callable[[], object]) -> Iterator[Stage]:
    """Everything inside the block happens in a world at `moment` in which `furnish` was done (the draft published)."""
    with TemporaryDirectory(prefix="traject-trial-") as name, within(Path(name) / _PLAYED):
        made(moment)
        furnish()
        db.engine().dispose()
        shutil.copyfile(Path(name) / _PLAYED, Path(name) / _MADE)
        yield Stage(Path(name))


def made(moment: datetime) -> World:
    """A new world in the empty database one is in."""
    Base.metadata.create_all(db.engine())
    return _populated(moment)


def found() -> World:
    """The world of the database one is in, made before."""
    world = World()
    with db.reading() as session:
        world.organisations = {row.key: row.id for row in session.execute(select(Organisation.key, Organisation.id))}
        rows = session.execute(
            select(User, MembershipRow)
            .join(MembershipRow, MembershipRow.user_id == User.id)
            .order_by(User.id, MembershipRow.id)
        )
        for user, membership in rows:
            role = Role(membership.role)
            actor = Actor(user.id, user.name, frozenset({Membership(role, membership.organisation_id)}), user.person_id)
            world.actors.setdefault(role, []).append(actor)
    return world


def employee(world: World, nth: int) -> tuple[int, dict[str, Any]]:
    """One more employee: his id, and his data as forms name them."""
    born = _BORN + timedelta(days=nth // 48)
    number = synthetic_national_number(born, nth % 48)
    data = {
        "national_number": number,
        "first_name": "Proef",
        "last_name": f"Persoon {nth}",
        "birth_date": born.isoformat(),
        "gender": "M",
    }
    with db.transaction() as session:
        row = Person(
            first_name=data["first_name"],
            last_name=data["last_name"],
            search_name=fold(f"{data['first_name']} {data['last_name']}"),
            national_number=number,
            number_digest=search_digest(number),
            number_masked="90.01.01-***.**",
            organisation_id=world.organisations["enterprise"],
            created_at=now(session),
        )
        session.add(row)
        session.flush()
        user = User(email=f"proef{nth}@trial.example", name=row.name, person_id=row.id, created_at=now(session))
        session.add(user)
        session.flush()
        place = world.organisations["enterprise"]
        session.add(MembershipRow(user_id=user.id, role=Role.WORKER.value, organisation_id=place))
        actor = Actor(user.id, user.name, frozenset({Membership(Role.WORKER, place)}), row.id)
        world.actors.setdefault(Role.WORKER, []).append(actor)
        return row.id, data


def _populated(moment: datetime) -> World:
    world = World()
    with db.transaction() as session:
        session.add(Clock(id=1, simulated_at=moment))
        for nth, (kind, roles) in enumerate(_PLACES.items(), 1):
            place = Organisation(key=kind, name=kind.title(), kind=kind, number=synthetic_enterprise_number(nth))
            session.add(place)
            session.flush()
            world.organisations[kind] = place.id
            for role in roles:
                world.actors[role] = []
                for number in range(0 if role is Role.WORKER else 2):
                    email = f"{role.value}{number}@trial.example"
                    user = User(email=email, name=f"{role.label} {number + 1}", created_at=moment)
                    session.add(user)
                    session.flush()
                    session.add(MembershipRow(user_id=user.id, role=role.value, organisation_id=place.id))
                    world.actors[role].append(Actor(user.id, user.name, frozenset({Membership(role, place.id)})))
    return world
