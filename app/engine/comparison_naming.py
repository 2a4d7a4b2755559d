"""How sentences about two versions call what is drawn: by its kind and its name, seldom by an identifier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from app.domain.access import Role
from app.domain.text import Text, say
from app.engine.bundle import Bundle
from app.engine.diagram import GATEWAYS, Diagram, Flow, Process
from app.engine.diagram_reading import read_diagram
from app.engine.drawn_elements import Element, elements_of
from app.engine.meta import ProcessMeta
from app.engine.xml import read_xml

Told = TypeVar("Told", bound=Text | str)


@dataclass(frozen=True)
class Drawn:
    """One of the two versions: its bundle, its diagram and the process in it."""

    bundle: Bundle
    diagram: Diagram
    process: Process

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        """What is drawn, by id."""
        return elements_of(self.process)

    @cached_property
    def ways(self) -> Mapping[tuple[str, str], list[Flow]]:
        """The arrows by where they come from and lead to; two steps may have more than one between them."""
        found: dict[tuple[str, str], list[Flow]] = {}
        for scope in self.process.scope.scopes():
            for flow in scope.flows:
                found.setdefault((flow.source, flow.target), []).append(flow)
        return found

    def before(self, element: str) -> list[str]:
        """The steps that lead to one."""
        return [source for source, target in self.ways if target == element]

    def after(self, element: str) -> list[str]:
        """The steps one leads to."""
        return [target for source, target in self.ways if source == element]

    def step(self, element: str) -> Text:
        """A step as the subject of a sentence: «Taak X», or by its neighbours when it has no name."""
        one = self.elements[element]
        if one.name:
            return _named(one.kind, one.name)
        told = ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway")
        if one.kind == "boundaryEvent":
            watched = self.process.nodes[element].attribute("attachedToRef")
            return say("De bewaking bij %(step)s", step=self.name(watched))
        beside = self._beside(element, 0)
        if beside is not None and one.kind in told:
            return say("De keuze na %(steps)s", steps=beside)
        if beside is not None and one.kind in GATEWAYS:
            return say("Het samen verdergaan na %(steps)s", steps=beside)
        return _named(one.kind, one.id)

    def name(self, element: str, end: int = 0) -> Text:
        """A step inside a sentence. One without a name, mostly a gateway, goes by the named steps nearest before it
        (`end` 0) or after it (1)."""
        one = self.elements.get(element)
        if one is not None and one.name:
            return quoted(one.name)
        return (self._beside(element, end) if one is not None else None) or quoted(element)

    def named(self, elements: Iterable[str], end: int = 0) -> Text | None:
        """Several steps inside a sentence, each name once; None when there are none."""
        return joined(_once(self.name(element, end) for element in elements))

    def _beside(self, element: str, end: int) -> Text | None:
        """The nearest steps with a name on one side of one that has none."""
        seen, waiting, found = {element}, [element], []
        while waiting:
            at = waiting.pop(0)
            for near in self.after(at) if end else self.before(at):
                if near in seen:
                    continue
                seen.add(near)
                if name := self.elements[near].name if near in self.elements else "":
                    found.append(quoted(name))
                else:
                    waiting.append(near)
        return joined(_once(found))


def drawn(key: str, bundle: Bundle) -> Drawn | None:
    """A version as it is drawn; None when its file has no such process. XmlRefused when it cannot be read."""
    diagram = read_diagram(read_xml(bundle.bpmn))
    process = diagram.process(key)
    return Drawn(bundle, diagram, process) if process is not None else None


#: Settings without titles: by their names variables are compared, for a title may change and two may have the same.
BY_NAMES = ProcessMeta("")


def variable(meta: ProcessMeta, name: str) -> Text | str:
    """A variable inside a sentence: by its title, else by its name in programs."""
    return quoted(meta.called(name)) if name in meta.variable_titles else name


def seen_as(meta: ProcessMeta, process: Process, element: str, name: str) -> Text | str:
    """What an element sees under a name: an item of a list it is repeated for, else a variable."""
    listed = process.lists(element).get(name)
    return say("elk van %(list)s", list=variable(meta, listed)) if listed else variable(meta, name)


def quoted(name: str) -> Text:
    """A name between the marks of the reader's language."""
    return say("«%(name)s»", name=name)


def joined(parts: Sequence[Told]) -> Told | Text | None:
    """A, B or C; None without any."""
    if not parts:
        return None
    whole: Told | Text = parts[0]
    more = parts[1:]
    for part in more[:-1]:
        whole = say("%(first)s, %(second)s", first=whole, second=part)
    return say("%(first)s of %(second)s", first=whole, second=more[-1]) if more else whole


def role_name(keys: str) -> Text | str:
    """The role, or roles, of a task."""
    roles = [Role.by_key(key.strip()) for key in keys.split(",")]
    return joined([role.text for role in roles if role]) or keys


def kind_name(kind: str) -> Text:
    """What kind of thing a step is, with its article."""
    return _KINDS.get(kind, say("een stap"))


_KINDS: Mapping[str, Text] = {
    "userTask": say("een taak van een mens"),
    "serviceTask": say("iets wat Traject zelf doet"),
    "businessRuleTask": say("een beslistabel"),
    "sendTask": say("een bericht sturen"),
    "receiveTask": say("op een bericht wachten"),
    "callActivity": say("een ander proces"),
    "subProcess": say("een deelproces"),
    "exclusiveGateway": say("een keuze van één weg"),
    "parallelGateway": say("alle wegen samen"),
    "inclusiveGateway": say("een keuze van een of meer wegen"),
    "eventBasedGateway": say("wachten op wat eerst komt"),
    "startEvent": say("een begin"),
    "endEvent": say("een einde"),
    "intermediateCatchEvent": say("onderweg wachten"),
    "intermediateThrowEvent": say("onderweg melden"),
    "boundaryEvent": say("een bewaking"),
}


def _named(kind: str, name: str) -> Text:
    if kind == "userTask":
        return say("Taak «%(name)s»", name=name)
    if kind in ("callActivity", "subProcess"):
        return say("Deelproces «%(name)s»", name=name)
    if kind == "boundaryEvent":
        return say("Bewaking «%(name)s»", name=name)
    if kind in GATEWAYS:
        return say("Keuze «%(name)s»", name=name)
    return say("Stap «%(name)s»", name=name)


def _once(parts: Iterable[Text]) -> list[Text]:
    return [part for _, part in sorted({str(part): part for part in parts}.items())]
