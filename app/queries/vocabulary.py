"""What somebody who draws can choose from: roles, forms, operations, processes, tables, variables, records."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import engine
from app.domain.access import Role
from app.domain.text import Text
from app.queries import processes, record_titles
from app.services.draft_parts import Part


@dataclass(frozen=True)
class Vocabulary:
    """The names there are. Pairs are (key, words); `titles` say what variables are called in sentences."""

    roles: list[Role]
    forms: list[str]
    has_start_form: bool
    operations: list[engine.Operation]
    processes: list[tuple[str, str]]
    decisions: list[tuple[str, str]]
    records: list[tuple[str, Text | str]]
    variables: dict[str, str]
    titles: dict[str, str]
    dates: list[str]


def of_draft(session: Session, process: str, parts: dict[Part, str]) -> Vocabulary:
    """What can be named in the draft with these parts."""
    meta = readable_meta(parts[Part("meta")])
    variables: dict[str, str] = dict(meta.variables)
    return Vocabulary(
        roles=list(Role),
        forms=sorted(part.name for part in parts if part.kind == "form" and part.name != "start"),
        has_start_form=Part("form", "start") in parts,
        operations=engine.operations(),
        processes=[(key, title) for key, title in processes.titles(session) if key != process],
        decisions=[found for part, content in parts.items() if part.kind == "dmn" for found in _decisions(content)],
        records=record_titles.of_process(session, process),
        variables=variables,
        titles={name: meta.called(name) for name in meta.variable_titles},
        dates=[name for name, kind in variables.items() if kind == "date"],
    )


def readable_meta(written: str) -> engine.ProcessMeta:
    """The settings of a draft; empty ones where they cannot be read."""
    try:
        return engine.read_meta(written)
    except engine.BundleError:
        return engine.ProcessMeta("")


def _decisions(content: str) -> list[tuple[str, str]]:
    try:
        root = engine.read_xml(content.encode())
    except engine.XmlRefused:
        return []
    found = [node for node in root if str(node.tag).endswith("}decision")]
    return [(node.get("id") or "", node.get("name") or node.get("id") or "") for node in found]
