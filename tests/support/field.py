"""A small world of the field: an enterprise with an employee, VDAB, a provider, a host employer; and how they work.

Tests say only the answers that matter to them; the rest of a form is filled the way the demo does it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Membership, Role
from app.domain.calendar import local_date, moment_at
from app.domain.errors import AnswersInvalid
from app.domain.identifiers import synthetic_enterprise_number
from app.domain.search import fold
from app.engine import Bundle, read_bundle
from app.forms.sampling import answer_form
from app.models import task as tasks
from app.models.base import search_digest
from app.models.case import Case
from app.models.clock import now
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.record import Document, Notice
from app.models.task import Task
from app.models.trajectory import Trajectory
from app.models.user import Membership as MembershipRow
from app.models.user import User
from app.queries import tasks as task_pages
from app.services import cases, checking, definitions, publishing, registries
from app.services import clock as clocks
from app.services import tasks as work
from app.services.parties import set_party
from tests.support.statements import few_statements

ROOT = Path(__file__).parents[2]
Row = TypeVar("Row")
_KINDS = {
    "schakel": "enterprise",
    "vdab": "vdab",
    "brug": "provider",
    "fietsen-verbist": "host",
    "department": "department",
}
_PEOPLE = {
    "coach": (Role.COACH, "schakel"),
    "employer": (Role.EMPLOYER, "schakel"),
    "worker": (Role.WORKER, "schakel"),
    "counsellor": (Role.VDAB_COUNSELLOR, "vdab"),
    "expert": (Role.VDAB_EXPERT, "vdab"),
    "transition_coach": (Role.TRANSITION_COACH, "brug"),
    "host": (Role.HOST_EMPLOYER, "fietsen-verbist"),
    "official": (Role.WSE_OFFICIAL, "department"),
}


@dataclass
class Field:
    """Organisations and people by short name; the employee is Amina Yildiz of «schakel»."""

    organisations: dict[str, int] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    person_id: int = 0

    @classmethod
    def with_everybody(cls) -> Field:
        """One person of every role."""
        made = cls()
        with db.transaction() as session:
            for number, (key, kind) in enumerate(_KINDS.items()):
                row = Organisation(
                    key=key, name=key.replace("-", " ").title(), kind=kind, number=synthetic_enterprise_number(number)
                )
                session.add(row)
                session.flush()
                made.organisations[key] = row.id
            person = Person(
                first_name="Amina",
                last_name="Yildiz",
                search_name=fold("Amina Yildiz"),
                national_number="90010199794",
                number_digest=search_digest("90010199794"),
                number_masked="90.01.01-***.**",
                organisation_id=made.organisations["schakel"],
                created_at=now(session),
            )
            session.add(person)
            session.flush()
            made.person_id = person.id
        for name, (role, organisation) in _PEOPLE.items():
            made.add(name, role, organisation, person_id=made.person_id if role is Role.WORKER else None)
        return made

    def add(self, name: str, role: Role, organisation: str, person_id: int | None = None) -> Actor:
        """Somebody more, with one role in one organisation."""
        organisation_id = self.organisations[organisation]
        with db.transaction() as session:
            user = User(
                email=f"{name}@{organisation}.example", name=name.title(), person_id=person_id, created_at=now(session)
            )
            session.add(user)
            session.flush()
            session.add(MembershipRow(user_id=user.id, role=role.value, organisation_id=organisation_id))
            self.people[name] = Actor(user.id, user.name, frozenset({Membership(role, organisation_id)}), person_id)
        return self.people[name]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    # cases

    def start(self, process: str, by: Actor, **answers: Any) -> int:
        """A case about Amina. Every organisation takes part in its role, as in a trajectory.

        Amina has no other case yet by which VDAB or a provider could see her: the starter sees everything this once.
        """
        case_id = cases.start(replace(by, system=True), process, str(self.person_id), answers)
        with db.transaction() as session:
            case = session.get_one(Case, case_id)
            for actor in self.people.values():
                (member,) = actor.memberships
                if member.role in {Role.VDAB_COUNSELLOR, Role.VDAB_EXPERT, Role.COACH, Role.EMPLOYER}:
                    set_party(session, case, member.role, member.organisation_id)
        return case_id

    def trajectory(self, case_id: int, start: date, **values: Any) -> int:
        """A running trajectory of Amina since `start`, as the case `case_id` would have it."""
        with db.transaction() as session:
            row = Trajectory(
                person_id=self.person_id,
                case_id=case_id,
                organisation_id=self.organisations["schakel"],
                status="LOPEND",
                anchor_on=start,
                clock_start=start,
                max_years=5,
                **values,
            )
            session.add(row)
            session.flush()
            return row.id

    def open(self, case_id: int) -> list[str]:
        """The elements of the open tasks."""
        return sorted(task.element for task in self.tasks(case_id))

    def tasks(self, case_id: int) -> list[Task]:
        """The open tasks."""
        with db.reading() as session:
            return list(session.scalars(select(Task).where(Task.case_id == case_id, Task.status == tasks.OPEN)))

    def task(self, case_id: int, element: str) -> Task:
        """The one open task of an element."""
        (found,) = [task for task in self.tasks(case_id) if task.element == element]
        return found

    def view(self, case_id: int, element: str, by: Actor | None = None) -> task_pages.TaskView:
        """A task as its page has it."""
        task = self.task(case_id, element)
        with db.reading() as session:
            return task_pages.one(session, by or self._whose(task), task.id)

    def do(self, case_id: int, element: str, by: Actor | None = None, **answers: Any) -> work.Completion:
        """Complete a task as the one whose work it is, with these answers and what fits for the rest."""
        task = self.task(case_id, element)
        actor = by or self._whose(task)
        with db.reading() as session:
            view = task_pages.one(session, actor, task.id)
        known = {key: float(value) if isinstance(value, Decimal) else value for key, value in view.values.items()}
        filled = answer_form(
            view.schema, today=self.today, rng=Random(1), known=known, context=view.context, decided={}
        )
        given = {key: value.isoformat() if isinstance(value, date) else value for key, value in answers.items()}
        with few_statements(task.process, task.element):
            return work.complete(actor, task.id, filled | given, view.revision)

    def refused(self, case_id: int, element: str, by: Actor | None = None, **answers: Any) -> dict[str, str]:
        """The sentences with which a task refuses these answers, by field; nothing has changed."""
        before = self.open(case_id)
        try:
            self.do(case_id, element, by, **answers)
        except AnswersInvalid as refusal:
            assert self.open(case_id) == before
            return {key: " ".join(str(text) for text in texts) for key, texts in refusal.errors.items()}
        raise AssertionError(f"{element} accepted {answers}")

    def _whose(self, task: Task) -> Actor:
        for actor in self.people.values():
            if actor.can_work(task.role, task.organisation_id, task.assignee_id) and task.assignee_id in (
                None,
                actor.user_id,
            ):
                return actor
        raise AssertionError(f"{task.element} is nobody's work ({task.role})")

    # time and rows

    @property
    def today(self) -> date:
        """Today in Brussels."""
        with db.reading() as session:
            return local_date(now(session))

    def travel(self, to: date | datetime, hour: int = 9) -> None:
        """Let time pass; what falls due on the way happens at its own moment."""
        clocks.travel(to if isinstance(to, datetime) else moment_at(to, time(hour)))

    def later(self, **span: int) -> date:
        """Let some days or weeks pass; gives the new day."""
        self.travel(self.today + timedelta(**span))
        return self.today

    def rows(self, model: type[Row]) -> list[Row]:
        """All rows of a table, oldest first."""
        with db.reading() as session:
            return list(session.scalars(select(model).order_by(model.id)))  # type: ignore[attr-defined]  # every table of ours has an id

    def row(self, model: type[Row]) -> Row:
        """The only row of a table."""
        (found,) = self.rows(model)
        return found

    def case(self, case_id: int) -> Case:
        """The case."""
        with db.reading() as session:
            return session.get_one(Case, case_id)

    def letter(self, case_id: int) -> str:
        """The last document of a case."""
        with db.reading() as session:
            bodies = select(Document.body).where(Document.case_id == case_id).order_by(Document.id.desc())
            return session.scalars(bodies).first() or ""

    def notices(self, case_id: int) -> list[tuple[str, str]]:
        """Role and subject of every reminder so far."""
        with db.reading() as session:
            return [
                (row.role, row.subject)
                for row in session.scalars(select(Notice).where(Notice.case_id == case_id).order_by(Notice.id))
            ]


def publish(_folder: Path, *processes: str) -> None:
    """Publish these processes (and only these) as they stand in workflows/ and forms/; read and checked once."""
    definitions.forget()
    registries.load()
    publishing.publish(SYSTEM, {process: sound_bundle(process) for process in processes})


@lru_cache
def sound_bundle(process: str) -> Bundle:
    """A bundle of the tree; reading and checking it for every test would take most of the time."""
    bundle = read_bundle(ROOT / "workflows", ROOT / "forms", process)
    checking.ensure_sound({process: bundle})
    return bundle
