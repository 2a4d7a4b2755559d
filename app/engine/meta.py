"""process.toml: what a diagram cannot say about its process (titles, starters, variables, messages)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.domain.text import worded

VariableType = Literal["text", "number", "boolean", "date", "list"]
SUBJECTS = ("person", "organisation", "none")
VARIABLE_TYPES = ("text", "number", "boolean", "date", "list")
#: What a process.toml may say at its top.
META_KEYS = frozenset(
    {"title", "title_en", "description", "starters", "subject", "case_title", "start", "variables", "messages"}
)
FILE = "process.toml"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
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
class VariableTitle:
    """What a variable is called where people read of it, such as "dag waarop het plan getekend is"."""

    title: str
    title_en: str = ""


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
    variable_titles: Mapping[str, VariableTitle] = field(default_factory=dict)

    def called(self, variable: str) -> str:
        """What people read for a variable: its title, in their language where it has one; else its name."""
        found = self.variable_titles.get(variable)
        return worded(found.title, {"en": found.title_en}) if found else variable


def is_variable_name(name: str) -> bool:
    """May a process variable be called this? Names starting with `_` and a few others never may (engine.md S3)."""
    return bool(_NAME.fullmatch(name)) and name not in _RESERVED
