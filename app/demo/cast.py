"""Who plays in the demo: organisations and accounts of every role, made by the real services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from app import db
from app.demo.names import ENTERPRISES, FIRST_NAMES, HOSTS, LAST_NAMES, PROVIDERS, VDAB_REGIONS
from app.domain.access import SYSTEM, Actor, Role
from app.domain.identifiers import synthetic_enterprise_number
from app.queries import users as user_queries
from app.services import organisations, users

PASSWORD = "traject-demo"  # noqa: S105 -- the demo's password is public (contract §2)
DOMAIN = "demo.example"


@dataclass
class Cast:
    """The organisations by key and the people by role, as actors."""

    organisations: dict[str, int] = field(default_factory=dict)
    by_role: dict[tuple[Role, int], list[Actor]] = field(default_factory=dict)
    by_user: dict[int, Actor] = field(default_factory=dict)
    _numbers: dict[Role, int] = field(default_factory=dict)

    def of(self, role: Role, organisation_id: int | None) -> list[Actor]:
        """The people with a role at an organisation."""
        return self.by_role.get((role, organisation_id or 0), [])

    def actor(self, user_id: int) -> Actor:
        """The actor of an account."""
        return self.by_user[user_id]

    def add(self, role: Role, organisation: str, name: str, person_id: int | None = None) -> Actor:
        """An account: `<role>@demo.example`, the second one `<role>2@…`, and so on."""
        number = self._numbers[role] = self._numbers.get(role, 0) + 1
        email = f"{role.value}{number if number > 1 else ''}@{DOMAIN}"
        new = users.NewUser(
            email, role.value, self.organisations[organisation], name, password=PASSWORD, person_id=person_id
        )
        user_id = users.create(SYSTEM, new)
        with db.reading() as session:
            actor = user_queries.actor_for(session, user_id)
        if actor is None:
            raise RuntimeError(f"the account {email} was not made")
        self.by_user[user_id] = actor
        self.by_role.setdefault((role, self.organisations[organisation]), []).append(actor)
        return actor


def make_cast(rng: Random) -> Cast:
    """Register the organisations and accounts of the demo."""
    cast = Cast()
    names = _names(rng)
    _add_organisations(cast)
    for index, (key, *_rest) in enumerate(ENTERPRISES):
        for _ in range(2 if index < 5 else 1):
            cast.add(Role.COACH, key, next(names))
        cast.add(Role.EMPLOYER, key, next(names))
    for key, *_rest in VDAB_REGIONS:
        for role in (Role.VDAB_COUNSELLOR, Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT, Role.VDAB_EXPERT):
            cast.add(role, key, next(names))
    for key, *_rest in PROVIDERS:
        cast.add(Role.TRANSITION_COACH, key, next(names))
    for key, *_rest in HOSTS:
        cast.add(Role.HOST_EMPLOYER, key, next(names))
    for role in (Role.WSE_OFFICIAL, Role.WSE_OFFICIAL, Role.WSE_PAYMENTS, Role.INSPECTOR):
        cast.add(role, "departement-wse", next(names))
    cast.add(Role.COMMISSIONER, "stad-leuven", next(names))
    for _ in range(2):
        cast.add(Role.APPEALS_SECRETARY, "heroverwegingscommissie", next(names))
    for role in (Role.PRIVACY_OFFICER, Role.PROCESS_EDITOR, Role.PROCESS_EDITOR, Role.ADMINISTRATOR):
        cast.add(role, "traject", next(names))
    return cast


def _add_organisations(cast: Cast) -> None:
    rows: list[tuple[str, str, str, str | None]] = []
    rows += [(key, name, "enterprise", city) for key, name, city, _service in ENTERPRISES]
    rows += [(key, name, "vdab", region) for key, name, region in VDAB_REGIONS]
    rows += [(key, name, "provider", city) for key, name, city in PROVIDERS]
    rows += [(key, name, "host", city) for key, name, city in HOSTS]
    rows += [
        ("departement-wse", "Departement Werk en Sociale Economie", "department", None),
        ("stad-leuven", "Stad Leuven", "authority", "Leuven"),
        ("heroverwegingscommissie", "Heroverwegingscommissie VDAB", "vdab", None),
        ("traject", "Beheer Traject", "platform", None),
    ]
    for index, (key, name, kind, region) in enumerate(rows, start=1):
        new = organisations.NewOrganisation(
            key=key,
            name=name,
            kind=kind,
            number=synthetic_enterprise_number(index),
            region=region,
            legal_form="VZW" if kind == "enterprise" else None,
            email=f"info@{key}.example",
            quota_fte=(24.0 if index == 1 else 12.0) if kind == "enterprise" else None,  # the first is the largest
        )
        cast.organisations[key] = organisations.register(SYSTEM, new)


def _names(rng: Random) -> Iterator[str]:
    pairs = [(first, last) for first in FIRST_NAMES for last in LAST_NAMES]
    rng.shuffle(pairs)
    return (f"{first} {last}" for first, last in pairs)


def birth_date(rng: Random) -> date:
    """A date of birth of somebody of working age."""
    return date(rng.randint(1966, 2001), rng.randint(1, 12), rng.randint(1, 28))
