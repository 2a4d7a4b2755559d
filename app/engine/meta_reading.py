"""Reading a process.toml, and naming everything in it that cannot be."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from app.domain.access import Role
from app.domain.text import Text, say
from app.engine.errors import BundleError, Problem
from app.engine.meta import (
    FILE,
    META_KEYS,
    SUBJECTS,
    VARIABLE_TYPES,
    MessageMeta,
    ProcessMeta,
    StartMeta,
    VariableTitle,
    VariableType,
    is_variable_name,
)

_AT_LINE = re.compile(r"\(at line (\d+),")  # else at the end of the document


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


_OF_A_VARIABLE = frozenset({"kind", "title", "title_en"})


def _problem(key: str, code: str, text: Text) -> Problem:
    return Problem(FILE, key, "error", code, text)


class _Reader:
    """Takes the content apart, collecting what is wrong."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.titles: dict[str, VariableTitle] = {}

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
            variable_titles=self.titles,
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
        """The kind of each variable, said alone or in a block with its titles."""
        declared: dict[str, VariableType] = {}
        for name, entry in self.table("variables").items():
            told = entry if isinstance(entry, dict) else {"kind": entry}
            kind: Any = told.get("kind")
            if not is_variable_name(name):
                self.add(name, "variable.name", say("Gebruik kleine letters, cijfers en _, met een letter vooraan."))
            elif kind not in VARIABLE_TYPES:
                self.add(name, "variable.type", say("Kies text, number, boolean, date of list."))
            elif set(told) - _OF_A_VARIABLE or not all(isinstance(each, str) for each in told.values()):
                text = say("Een gegeven heeft een kind, en als u wilt een title en een title_en, alle drie een tekst.")
                self.add(name, "variable.unknown_key", text)
            else:
                declared[name] = kind
                if title := told.get("title", "").strip():
                    self.titles[name] = VariableTitle(title, told.get("title_en", "").strip())
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
