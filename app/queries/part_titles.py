"""What the forms and decision tables of a draft are called: the task a form belongs to, the decision of a table."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from sqlalchemy.orm import Session

from app import engine
from app.domain.text import Text, say
from app.engine.xml import CAMUNDA
from app.models.process_draft import DIAGRAM, FORM, TABLE, ProcessDraft
from app.services.draft_parts import Part, contents

#: The form that a process starts with; no task has it.
START = "start"


def of_draft(session: Session, draft_id: int) -> dict[Part, Text | str]:
    """A title for each form and table that has one."""
    parts = contents(session, session.get_one(ProcessDraft, draft_id))
    tasks = {
        node.get(f"{CAMUNDA}formKey") or node.get("id"): node.get("name")
        for node in _nodes(parts[Part(DIAGRAM)], "userTask")
    }
    titles: dict[Part, Text | str] = {}
    for part, content in parts.items():
        if part.kind == FORM:
            titles[part] = say("Bij het begin") if part.name == START else tasks.get(part.name) or ""
        if part.kind == TABLE:
            titles[part] = ", ".join(name for node in _nodes(content, "decision") if (name := node.get("name")))
    return {part: title for part, title in titles.items() if title}


def _nodes(content: str, name: str) -> Iterator[etree._Element]:
    try:
        yield from engine.read_xml(content.encode()).iter(f"{{*}}{name}")
    except engine.XmlRefused:
        return
