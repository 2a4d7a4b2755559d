"""What goes into the API, by the names of contract §4. Identifiers are strings, moments ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

Json = Any
Answers = Annotated[dict[str, Json], Field(description="answers by field key")]
Limit = Annotated[int, Field(ge=1, le=200)]


def _storable(value: str) -> str:
    """A text every database takes: PostgreSQL has no place for NUL."""
    if "\x00" in value:
        raise ValueError("NUL")
    return value


def _known_size(value: str) -> str:
    if value.isdigit() and int(value) >= 2**63:
        raise ValueError("no identifier is larger than 63 bits")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("outside the calendar") from None


Line = Annotated[str, AfterValidator(_storable)]
Key = Annotated[str, Field(max_length=120), AfterValidator(_storable)]
IdText = Annotated[str, Field(pattern=r"^[0-9]{1,19}$"), AfterValidator(_known_size)]


class In(BaseModel):
    """A request: exact types, no unknown members."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Query(BaseModel):
    """Query parameters: text, converted."""

    model_config = ConfigDict(extra="forbid")


class StartCase(In):
    """Start a case; `data` are the answers of the start form, or the process's variables where it has no form."""

    process: Key
    subject: Annotated[Line | None, Field(max_length=40)] = None
    data: dict[str, Json] | None = None


class SendMessage(In):
    """A message to a case."""

    name: Key
    data: dict[str, Json] | None = None


class PublishVersion(In):
    """A next version of a process; tables and forms that are left out stay as they are."""

    bpmn: Annotated[str, Field(max_length=1_048_576)]
    dmn: dict[Key, str] | None = None
    forms: dict[Key, dict[str, Json]] | None = None
    note: Annotated[Line, Field(max_length=2_000)]


class Migration(In):
    """Which cases (all on other versions when left out), which element goes on as which, and what of due dates."""

    dry_run: bool
    cases: Annotated[list[IdText], Field(max_length=200)] | None = None
    mapping: dict[Key, Key] | None = None
    due_dates: Literal["keep", "recompute"] = "keep"
    limit: Limit = 100
    cursor: str | None = Field(default=None, max_length=500)


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


class CaseQuery(Query):
    """Which cases."""

    process: Key | None = None
    status: Literal["open", "ended"] | None = None
    q: Line = Field(default="", max_length=200)
    limit: Limit = 50
    cursor: str | None = Field(default=None, max_length=500)


class TaskQuery(Query):
    """Which tasks."""

    status: Literal["open", "done", "cancelled"] = "open"
    process: Key | None = None
    case: IdText | None = None
    element: Key | None = None
    role: Key | None = None
    assignee: Annotated[str, Field(pattern=r"^(me|[0-9]{1,19})$"), AfterValidator(_known_size)] | None = None
    due_before: Annotated[AwareDatetime, AfterValidator(_in_utc)] | None = None
    q: Line = Field(default="", max_length=200)
    sort: Literal["due_at", "-created_at"] = "due_at"
    limit: Limit = 50
    cursor: str | None = Field(default=None, max_length=500)


class PageQuery(Query):
    """Which page."""

    limit: Limit = 100
    cursor: str | None = Field(default=None, max_length=500)
