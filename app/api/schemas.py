"""What comes out of the API, by the names of contract §4. Identifiers are strings, moments ISO 8601."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Json = Any


class Out(BaseModel):
    """An answer."""

    model_config = ConfigDict(extra="forbid")


class Organisation(Out):
    """An organisation somebody has a role in."""

    id: str
    key: str
    name: str


class Me(Out):
    """Who asks."""

    id: str
    email: str
    name: str
    roles: list[str]
    organisations: list[Organisation]


class Process(Out):
    """A process one may see."""

    key: str
    title: str
    version: int


class Processes(Out):
    """All processes in force."""

    items: list[Process]
    next: str | None


class Version(Out):
    """A published version of a process."""

    process: str
    version: int
    note: str
    published_at: datetime
    published_by: str | None
    effective_from: datetime
    open_cases: int


class Versions(Out):
    """The versions of a process, newest first."""

    items: list[Version]
    next: str | None


class UnplacedStep(Out):
    """A step a case stands at that the version does not have; `candidates` are where it could go on."""

    process: str
    element: str
    name: str
    candidates: list[str]


class CaseMigration(Out):
    """What moving means, or meant, for one case. `version` is the one it comes from."""

    case_id: str
    version: int
    verdict: Literal["moves", "moves_with_changes", "needs_mapping", "refused", "moved"]
    reasons: list[str]
    changes: list[str]
    unplaced: list[UnplacedStep]


class Migrated(Out):
    """A page of cases; `next` goes in the `cursor` of the next request."""

    items: list[CaseMigration]
    next: str | None


class Subject(Out):
    """Who or what a case is about."""

    kind: Literal["person", "organisation"]
    id: str
    name: str


class Task(Out):
    """A piece of work."""

    id: str
    case_id: str
    process: str
    element: str
    name: str
    role: str
    organisation: str | None
    assignee: str | None
    subject: str
    due_at: datetime | None
    revision: int
    status: str


class TaskWithForm(Task):
    """A task with its form-js schema and the values it opens with (draft over what is known)."""

    form: dict[str, Json]
    values: dict[str, Json]
    choices: dict[str, list[list[str]]]


class Tasks(Out):
    """A page of tasks."""

    items: list[Task]
    next: str | None


class TimerOut(Out):
    """A moment at which the case goes on by itself."""

    element: str
    due_at: datetime


class Case(Out):
    """A case with what is open in it."""

    id: str
    process: str
    version: int
    status: str
    revision: int
    subject: Subject | None
    facts: dict[str, Json]
    open_tasks: list[Task]
    timers: list[TimerOut]


class CaseListed(Out):
    """A case in a list."""

    id: str
    process: str
    version: int
    status: str
    revision: int
    subject: Subject | None


class Cases(Out):
    """A page of cases."""

    items: list[CaseListed]
    next: str | None


class Event(Out):
    """An entry of the audit trail."""

    number: int
    at: datetime
    actor: str | None
    tag: str
    text: str
    payload: dict[str, Json]


class Events(Out):
    """A page of a case's timeline, oldest first."""

    items: list[Event]
    next: str | None


class Completed(Out):
    """What completing a task led to."""

    case: Case
    next_tasks: list[Task]
