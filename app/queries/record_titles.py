"""What the records that tasks and starts may name are called: by the step, in use now, whose answers they are.

`plan_talk` says nothing to who draws; "as at «Plan bespreken» (Jaarlijks plan)" does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.domain.text import Text, say
from app.services.callers import newest_in_use
from app.services.checking import record_names
from app.services.definitions import compiled


def of_process(session: Session, process: str) -> list[tuple[str, Text | str]]:
    """Every record with what it is called, first by a step of `process` itself; by its name where none has it."""
    newest = newest_in_use(session)
    found: dict[str, Text | str] = {}
    for key in sorted(newest, key=lambda other: other != process):
        for record, title in _uses(session, key, newest[key]):
            found.setdefault(record, title)
    return [(name, found.get(name, name)) for name in sorted(record_names())]


def _uses(session: Session, process: str, definition_id: int) -> Iterator[tuple[str, Text]]:
    definition = compiled(session, definition_id)
    title = definition.meta.title
    if definition.meta.start:
        yield definition.meta.start.record, say("zoals bij het begin van %(process)s", process=title)
    for (key, _), element in definition.elements.items():
        if key == process and "record" in element.properties:
            yield (
                element.properties["record"],
                say("zoals bij «%(step)s» (%(process)s)", step=element.name or element.id, process=title),
            )
