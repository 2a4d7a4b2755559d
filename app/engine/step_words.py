"""What a step says of itself, in words: by when it is due, and what Traject does there with which inputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from app.domain.duration_words import in_words
from app.domain.text import Text, say
from app.engine.comparison_naming import seen_as, variable
from app.engine.diagram import Process
from app.engine.drawn_elements import Element
from app.engine.meta import ProcessMeta
from app.engine.operations import registered


@dataclass(frozen=True)
class Work:
    """What Traject does at a step: the operation, and what each of its inputs is."""

    operation: Text
    inputs: tuple[tuple[Text, Text | str], ...]


def due_words(meta: ProcessMeta, written: str) -> Text | str:
    """A duration in words, or the date of the case that it is; empty for a step without one."""
    told = in_words(written)
    return told if isinstance(told, Text) or not told else say("de datum %(name)s", name=variable(meta, written))


def work_words(meta: ProcessMeta, process: Process, element: Element) -> Work | None:
    """What Traject does at a step, its inputs in the order the operation names them; None where it does nothing."""
    operation = registered(element.topic) if element.topic else None
    if operation is None:
        return None
    told = [
        (given.what, given.told(element.properties[name], partial(seen_as, meta, process, element.id)))
        for name, given in {**operation.inputs, **operation.optional}.items()
        if element.properties.get(name)
    ]
    return Work(operation.title, tuple(told))
