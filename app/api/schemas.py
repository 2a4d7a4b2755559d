"""What goes in and out of the API, by the names of contract §4. Identifiers are strings, moments ISO 8601."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Json = Any
Answers = Annotated[dict[str, Json], Field(description="answers by field key")]
Limit = Annotated[int, Field(ge=1, le=200)]
IdText = Annotated[str, Field(pattern=r"^[0-9]{1,19}$")]


class In(BaseModel):
    """A request: exact types, no unknown members."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Query(BaseModel):
    """Query parameters: text, converted."""

    model_config = ConfigDict(extra="forbid")


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


class StartCase(In):
    """Start a case; `data` are the answers of the start form, or the process's variables where it has no form."""

    process: str = Field(max_length=60)
    subject: str | None = Field(default=None, max_length=40)
    data: dict[str, Json] | None = None


class SendMessage(In):
    """A message to a case."""

    name: str = Field(max_length=100)
    data: dict[str, Json] | None = None


class Draft(In):
    """Answers to keep, valid or not."""

    answers: Answers


class Complete(In):
    """Answers that complete a task; `revision` is the case's as it was when the form was opened."""

    answers: Answers
    revision: int | None = None


class Assign(In):
    """The user who gets the task."""

    user: IdText


class Nothing(In):
    """An empty body."""


class CaseQuery(Query):
    """Which cases."""

    process: str | None = None
    status: Literal["open", "ended"] | None = None
    q: str = Field(default="", max_length=200)
    limit: Limit = 50
    cursor: str | None = Field(default=None, max_length=500)


class TaskQuery(Query):
    """Which tasks."""

    status: Literal["open", "done", "cancelled"] = "open"
    process: str | None = None
    case: IdText | None = None
    element: str | None = None
    role: str | None = None
    assignee: str | None = Field(default=None, pattern=r"^(me|[0-9]{1,19})$")
    due_before: AwareDatetime | None = None
    q: str = Field(default="", max_length=200)
    sort: Literal["due_at", "-created_at"] = "due_at"
    limit: Limit = 50
    cursor: str | None = Field(default=None, max_length=500)


class PageQuery(Query):
    """Which page."""

    limit: Limit = 100
    cursor: str | None = Field(default=None, max_length=500)
