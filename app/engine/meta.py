"""process.toml: what a diagram cannot say about its process (titles, starters, variables, messages)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.access import Role
from app.domain.text import Text, say
from app.engine.errors import BundleError, Problem

VariableType = Literal["text", "number", "boolean", "date", "list"]
SUBJECTS = ("person", "organisation", "none")
VARIABLE_TYPES = ("text", "number", "boolean", "date", "list")
#: What a process.toml may say at its top.
META_KEYS = frozenset(
    {"title", "title_en", "description", "starters", "subject", "case_title", "start", "variables", "messages"}
)
FILE = "process.toml"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_AT_LINE = re.compile(r"\(at line (\d+),")  # else at the end of the document
_RESERVED = frozenset({"typename", "true", "false", "null"})


@dataclass(frozen=True)
class MessageMeta:
    """A message a person may send to a running case; `takes` names the variables that may come with it."""

    name: str
    title: str
    roles: tuple[str, ...]
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class StartMeta:
    """The process starts with a form; `record` is what makes rows of its answers."""

    record: str


@dataclass(frozen=True)
class ProcessMeta:
    """The content of a process.toml."""

    title: str
    title_en: str = ""
    description: str = ""
    starters: tuple[str, ...] = ()
    subject: str = "none"
    case_title: str = "{subject}"
    start: StartMeta | None = None
    variables: Mapping[str, VariableType] = field(default_factory=dict)
    messages: Mapping[str, MessageMeta] = field(default_factory=dict)


def read_meta(text: str) -> ProcessMeta:
    """Read a process.toml. Raises BundleError with every problem found."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        named = _AT_LINE.search(str(error))
        line = int(named[1]) if named else text.count("\n") + 1
        told = say("Dit bestand is geen geldige TOML (regel %(line)s).", line=line)
        raise BundleError([_problem("", "meta.syntax", told)]) from None
    reader = _Reader(data)
    meta = reader.read()
    if reader.problems:
        raise BundleError(reader.problems)
    return meta


def is_variable_name(name: str) -> bool:
    """May a process variable be called this? Names starting with `_` and a few others never may (engine.md S3)."""
    return bool(_NAME.fullmatch(name)) and name not in _RESERVED


def _problem(key: str, code: str, text: Text) -> Problem:
    return Problem(FILE, key, "error", code, text)


class _Reader:
    """Takes the content apart, collecting what is wrong."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.problems: list[Problem] = []

    def read(self) -> ProcessMeta:
        for key in sorted(set(self.data) - META_KEYS):
            self.add(key, "meta.unknown_key", say("Deze instelling kennen we niet."))
        title = self.text("title")
        if not title:
            self.add("title", "meta.no_title", say("Het proces heeft geen titel."))
        subject = self.text("subject", "none")
        if subject not in SUBJECTS:
            self.add("subject", "meta.subject", say("Kies person, organisation of none."))
        return ProcessMeta(
            title=title,
            title_en=self.text("title_en"),
            description=self.text("description"),
            starters=self.roles("starters", self.data.get("starters", [])),
            subject=subject,
            case_title=self.text("case_title", "{subject}"),
            start=self.start(),
            variables=self.variables(),
            messages=self.messages(),
        )

    def add(self, key: str, code: str, text: Text) -> None:
        self.problems.append(_problem(key, code, text))

    def text(self, key: str, otherwise: str = "") -> str:
        value = self.data.get(key, otherwise)
        if isinstance(value, str):
            return value.strip()
        self.add(key, "meta.kind", say("Hier hoort een tekst."))
        return otherwise

    def table(self, key: str) -> dict[str, Any]:
        value = self.data.get(key, {})
        if isinstance(value, dict):
            return value
        self.add(key, "meta.kind", say("Hier hoort een blok met een titel tussen vierkante haken."))
        return {}

    def roles(self, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(role, str) for role in value):
            self.add(key, "meta.kind", say("Hier hoort een lijst van rollen."))
            return ()
        for role in value:
            if role not in set(Role):
                self.add(key, "role.unknown", say("De rol %(role)s bestaat niet.", role=role))
        return tuple(value)

    def start(self) -> StartMeta | None:
        if "start" not in self.data:
            return None
        table = self.table("start")
        if set(table) - {"record"} or not isinstance(table.get("record", ""), str):
            self.add("start", "meta.unknown_key", say("Onder [start] hoort alleen record, een tekst."))
            return None
        return StartMeta(table.get("record", ""))

    def variables(self) -> dict[str, VariableType]:
        declared: dict[str, VariableType] = {}
        for name, kind in self.table("variables").items():
            if not is_variable_name(name):
                self.add(name, "variable.name", say("Gebruik kleine letters, cijfers en _, met een letter vooraan."))
            elif kind not in VARIABLE_TYPES:
                self.add(name, "variable.type", say("Kies text, number, boolean, date of list."))
            else:
                declared[name] = kind
        return declared

    def messages(self) -> dict[str, MessageMeta]:
        found = {}
        for name, entry in self.table("messages").items():
            known = isinstance(entry, dict) and not set(entry) - {"title", "roles", "takes"}
            if not known or not isinstance(entry.get("title"), str):
                self.add(name, "meta.message", say("Een bericht heeft een title en roles."))
                continue
            roles, takes = self.roles(name, entry.get("roles", [])), self.takes(name, entry.get("takes", []))
            found[name] = MessageMeta(name, entry["title"], roles, takes)
        return found

    def takes(self, name: str, value: object) -> tuple[str, ...]:
        declared = self.data.get("variables", {})
        if isinstance(value, list) and all(isinstance(each, str) and each in declared for each in value):
            return tuple(value)
        self.add(name, "meta.message", say("Onder takes horen namen van [variables]."))
        return ()
