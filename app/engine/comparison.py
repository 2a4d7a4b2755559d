"""Two versions of a process compared, in words: what was added, removed or changed, and whether it changes the work.

Changes of wording (labels, explanations, titles) leave what running cases do as it is; `meaning` tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.text import Text, say
from app.engine.bundle import Bundle
from app.engine.comparison_flows import flow_differences
from app.engine.comparison_forms import form_differences
from app.engine.comparison_naming import Drawn, drawn
from app.engine.comparison_renaming import renamed_steps, with_names
from app.engine.comparison_settings import settings_differences
from app.engine.comparison_steps import Mark, step_differences
from app.engine.comparison_tables import table_differences
from app.engine.xml import DI


@dataclass(frozen=True)
class Difference:
    """One difference. `element` is where to mark it on the diagram; empty for what is not drawn."""

    process: str
    element: str
    mark: Mark
    meaning: bool
    text: Text


def compare(old: Bundle, new: Bundle) -> tuple[Difference, ...]:
    """Everything that differs between two bundles and those both call, what changes the work first. That another
    process is called, or none any more, is told of the step that calls it. XmlRefused when a diagram cannot be read."""
    before, after = old.all(), new.all()
    found: list[Difference] = []
    for key in [new.process, *sorted(before.keys() & after.keys() - {new.process})]:
        if key in before and _own_hash(before[key]) != _own_hash(after[key]):
            found += _within(key, before[key], after[key])
    return tuple(found)


def changes_meaning(differences: tuple[Difference, ...]) -> bool:
    """Whether running cases would go on otherwise; if not, moving them only changes what they read."""
    return any(difference.meaning for difference in differences)


def _own_hash(bundle: Bundle) -> str:
    """Of a bundle without what it calls, which has sentences of its own."""
    return replace(bundle, calls={}).content_hash


def _within(key: str, old: Bundle, new: Bundle) -> list[Difference]:
    before, after = drawn(key, old), drawn(key, new)
    if before is None or after is None:
        return [Difference(key, "", "changed", True, say("Het proces is niet meer te lezen in de tekening."))]
    renamed = renamed_steps(before, after)
    as_now = drawn(key, with_names(old, renamed)) if renamed else before
    found = [_renamed(key, onward, after) for onward in renamed.values()]
    found += _told(key, as_now or before, after)
    return found or [Difference(key, "", "changed", False, _unsaid(before, after))]


def _renamed(key: str, element: str, new: Drawn) -> Difference:
    text = say(
        "%(step)s heeft een andere naam in programma’s. Bij lopende dossiers wijst u aan dat het dezelfde stap is.",
        step=new.step(element),
    )
    return Difference(key, element, "changed", True, text)


def _told(key: str, old: Drawn, new: Drawn) -> Iterator[Difference]:
    for element, mark, meaning, text in (*step_differences(old, new), *flow_differences(old, new)):
        yield Difference(key, element, mark, meaning, text)
    for element, meaning, text in form_differences(old, new):
        yield Difference(key, element, "changed", meaning, text)
    for decision, meaning, text in table_differences(old.bundle.dmn, new.bundle.dmn):
        yield Difference(key, _decided_at(new, decision), "changed", meaning, text)
    for meaning, text in settings_differences(old, new):
        yield Difference(key, "", "changed", meaning, text)


def _decided_at(version: Drawn, decision: str) -> str:
    """The step that uses a table."""
    nodes = version.process.nodes.values()
    return next((node.id for node in nodes if node.camunda("decisionRef") == decision), "")


def _unsaid(old: Drawn, new: Drawn) -> Text:
    """What people do not read as a difference, said all the same: nothing that differs goes unmentioned."""
    if _layout(old) != _layout(new):
        return say("Alleen de tekening is anders geschikt.")
    return say("Alleen iets wat geen stap is, is anders: een opmerking in de tekening of iets technisch.")


def _layout(version: Drawn) -> list[tuple[str, str]]:
    return [(str(each.tag), str(sorted(each.attrib.items()))) for plane in version.diagram.root.iter(DI + "BPMNPlane")
            for each in plane.iter()]  # fmt: skip
