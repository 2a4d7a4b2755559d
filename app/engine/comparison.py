"""Two versions of a process compared, in words: what was added, removed or changed, and whether it changes the work.

Changes of wording (labels, explanations, titles) leave what running cases do as it is; `meaning` tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.domain.text import Text, say
from app.engine.bundle import Bundle
from app.engine.comparison_forms import form_differences
from app.engine.comparison_steps import flow_differences, step_differences
from app.engine.comparison_tables import table_differences
from app.engine.diagram import Process
from app.engine.diagram_reading import read_diagram
from app.engine.meta import ProcessMeta
from app.engine.xml import read_xml

Mark = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Difference:
    """One difference. `element` is where to mark it on the diagram; empty for what is not drawn."""

    process: str
    element: str
    mark: Mark
    meaning: bool
    text: Text


def compare(old: Bundle, new: Bundle) -> tuple[Difference, ...]:
    """Everything that differs between two bundles and those they call. XmlRefused when a diagram cannot be read."""
    before, after = old.all(), new.all()
    found: list[Difference] = []
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            text = say("Het deelproces «%(name)s» wordt niet meer opgeroepen.", name=before[key].meta.title)
            found.append(Difference(key, "", "removed", True, text))
        elif key not in before:
            text = say("Het deelproces «%(name)s» wordt nu ook opgeroepen.", name=after[key].meta.title)
            found.append(Difference(key, "", "added", True, text))
        elif before[key].content_hash != after[key].content_hash:
            found += _within(key, before[key], after[key])
    return tuple(found)


def changes_meaning(differences: tuple[Difference, ...]) -> bool:
    """Whether running cases would go on otherwise; if not, moving them only changes what they read."""
    return any(difference.meaning for difference in differences)


def _within(key: str, old: Bundle, new: Bundle) -> Iterator[Difference]:
    drawn, redrawn = read_diagram(read_xml(old.bpmn)), read_diagram(read_xml(new.bpmn))
    before, after = drawn.process(key), redrawn.process(key)
    if before is not None and after is not None:
        for element, mark, meaning, text in (*step_differences(before, after), *flow_differences(before, after)):
            yield Difference(key, element, mark, meaning, text)
    for text in _messages(drawn.messages, redrawn.messages):
        yield Difference(key, "", "changed", True, text)
    for element, meaning, text in form_differences(_names(after), old.forms, new.forms):
        yield Difference(key, element, "changed", meaning, text)
    for text in table_differences(old.dmn, new.dmn):
        yield Difference(key, "", "changed", True, text)
    for meaning, text in _settings(old.meta, new.meta):
        yield Difference(key, "", "changed", meaning, text)


def _messages(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Text]:
    for reference in sorted(old.keys() & new.keys()):
        if old[reference] != new[reference]:
            yield say("Het bericht «%(before)s» heet nu «%(after)s».", before=old[reference], after=new[reference])


def _names(process: Process | None) -> Mapping[str, str]:
    """What the steps are called, by the key of their form."""
    nodes = process.nodes.values() if process is not None else ()
    return {(node.camunda("formKey") or node.id): node.attribute("name") or node.id for node in nodes}


def _settings(old: ProcessMeta, new: ProcessMeta) -> Iterator[tuple[bool, Text]]:
    if old.title != new.title:
        yield (
            False,
            say("Het proces heet nu «%(after)s» in plaats van «%(before)s».", after=new.title, before=old.title),
        )
    if old.description != new.description:
        yield False, say("De beschrijving van het proces is anders.")
    if old.starters != new.starters:
        yield True, say("Andere rollen kunnen het proces starten.")
    for name in sorted(old.variables.keys() | new.variables.keys()):
        if name not in new.variables:
            yield True, say("Het gegeven %(name)s valt weg.", name=name)
        elif name not in old.variables:
            yield True, say("Het gegeven %(name)s komt erbij.", name=name)
        elif old.variables[name] != new.variables[name]:
            yield True, say("Het gegeven %(name)s is van een andere soort.", name=name)
    if dict(old.messages) != dict(new.messages):
        yield True, say("Wie welke berichten kan sturen, is anders.")
    if (old.subject, old.case_title, old.start) != (new.subject, new.case_title, new.start):
        yield True, say("Waarover een dossier gaat of hoe het begint, is anders.")
