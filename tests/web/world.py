"""The small world the page tests look at: two enterprises that must not see each other, and everybody with a role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.identifiers import synthetic_enterprise_number, synthetic_national_number
from app.queries import signed_in
from app.services import cases, definitions, documents, notes, organisations, people, publishing, registries, users
from app.services.case_in_hand import locked_work

HERE = Path(__file__).parent
BENCHMARKS = HERE.parents[1] / "benchmarks"
PASSWORD = "een-lang-wachtwoord-voor-tests"

_ORGANISATIONS = {
    "schakel": ("De Fietsschakel", "enterprise"),
    "groen": ("Groen en Co", "enterprise"),
    "vdab": ("VDAB Leuven", "vdab"),
    "department": ("Departement WSE", "department"),
    "provider": ("Springplank", "provider"),
    "host": ("Bakkerij Claes", "host"),
    "authority": ("Stad Leuven", "authority"),
    "platform": ("Beheer van Traject", "platform"),
}
#: Where each role works. Every role of contract §7 has one account, `<role>@test.example`.
PLACES = {
    Role.WORKER: "schakel",
    Role.COACH: "schakel",
    Role.EMPLOYER: "schakel",
    Role.VDAB_COUNSELLOR: "vdab",
    Role.VDAB_EXPERT: "vdab",
    Role.WSE_OFFICIAL: "department",
    Role.WSE_PAYMENTS: "department",
    Role.TRANSITION_COACH: "provider",
    Role.HOST_EMPLOYER: "host",
    Role.COMMISSIONER: "authority",
    Role.INSPECTOR: "department",
    Role.APPEALS_SECRETARY: "vdab",
    Role.PRIVACY_OFFICER: "platform",
    Role.PROCESS_EDITOR: "platform",
    Role.ADMINISTRATOR: "platform",
}
_MORE = {"coach2": (Role.COACH, "schakel"), "stranger": (Role.COACH, "groen"), "boss2": (Role.EMPLOYER, "groen")}


@dataclass
class World:
    """Ids by name: organisations, accounts, the employee of the first enterprise, and what hangs on him."""

    organisations: dict[str, int] = field(default_factory=dict)
    users: dict[str, int] = field(default_factory=dict)
    person: int = 0
    other_person: int = 0
    case: int = 0
    other_case: int = 0
    document: int = 0
    other_document: int = 0

    def actor(self, name: str) -> Actor:
        """An account as the services see it."""
        with db.reading() as session:
            account = signed_in.account(session, self.users[name])
        assert account is not None
        return account.actor


def build() -> World:
    """Make the world in the connected database, through the services themselves."""
    definitions.forget()
    registries.load()
    world = World()
    for number, (key, (name, kind)) in enumerate(_ORGANISATIONS.items()):
        new = organisations.NewOrganisation(key, name, kind, number=synthetic_enterprise_number(number))
        world.organisations[key] = organisations.register(SYSTEM, new)
    publishing.sync(SYSTEM, BENCHMARKS / "workflows", BENCHMARKS / "forms")
    publishing.sync(SYSTEM, HERE / "workflows", HERE / "forms")
    everybody = {role.value: (role, place) for role, place in PLACES.items()} | _MORE
    for name, (role, place) in everybody.items():
        if role is not Role.WORKER:
            world.users[name] = _account(world, name, role, place, None)
    world.person = _person(world, "Amina", "Yildiz", "schakel", world.users["coach"], 1)
    world.other_person = _person(world, "Tom", "Janssens", "groen", world.users["stranger"], 2)
    world.users["worker"] = _account(world, "worker", Role.WORKER, "schakel", world.person)
    world.case = cases.start(world.actor("coach"), "visit", str(world.person))
    world.other_case = cases.start(world.actor("stranger"), "visit", str(world.other_person))
    notes.add(world.actor("coach"), world.case, "Amina komt elke dag met de fiets.")
    world.document = _document(world, "coach", world.case)
    world.other_document = _document(world, "stranger", world.other_case)
    return world


def _account(world: World, name: str, role: Role, place: str, person_id: int | None) -> int:
    new = users.NewUser(
        f"{name}@test.example",
        role.value,
        world.organisations[place],
        name=f"{name.replace('_', ' ').title()} Test",
        password=PASSWORD,
        person_id=person_id,
    )
    return users.create(SYSTEM, new)


def _person(world: World, first: str, last: str, place: str, coach: int, nth: int) -> int:
    new = people.NewPerson(
        first_name=first,
        last_name=last,
        national_number=synthetic_national_number(date(1990, 1, nth)),
        organisation_id=world.organisations[place],
        coach_id=coach,
    )
    return people.register(SYSTEM, new)


def _document(world: World, author: str, case_id: int) -> int:
    with db.transaction() as session:
        work = locked_work(session, world.actor(author), case_id)
        return documents.store(work, "letter", "Brief over het bezoek", "<h1>Brief</h1><p>Beste lezer</p>").id
