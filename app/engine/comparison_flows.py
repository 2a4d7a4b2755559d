"""What differs between the arrows of two versions: where they lead, under which condition, and what stands on them."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.text import Text, say
from app.engine.comparison_conditions import condition_words
from app.engine.comparison_naming import BY_NAMES, Drawn, joined
from app.engine.comparison_steps import Found
from app.engine.diagram import Flow
from app.engine.meta import ProcessMeta

Way = tuple[str, str]


def flow_differences(old: Drawn, new: Drawn) -> Iterator[Found]:
    """Ways between steps that stayed, the conditions of all ways, and their names."""
    stayed = old.elements.keys() & new.elements.keys()
    gone = [
        way for way in old.ways if way not in new.ways and stayed.issuperset(way) and not _through(new, way, stayed)
    ]
    come = [
        way for way in new.ways if way not in old.ways and stayed.issuperset(way) and not _through(old, way, stayed)
    ]
    for source in (name for name in new.elements if any(way[0] == name for way in (*gone, *come))):
        yield from _led_elsewhere(old, new, *([way for way in ways if way[0] == source] for ways in (gone, come)))
    for way in new.ways:
        if way in old.ways:
            yield from _same_way(old, new, way)
        elif way[0] in stayed and _rule(new, way, BY_NAMES) is not None:
            yield from _new_rule(new, way)


def _led_elsewhere(old: Drawn, new: Drawn, gone: list[Way], come: list[Way]) -> Iterator[Found]:
    if len(gone) == len(come) == 1:
        yield (
            _element(new, come[0]), "changed", True,
            say("Na %(source)s komt nu %(after)s in plaats van %(before)s.", source=new.name(come[0][0]),
                after=new.name(come[0][1], 1), before=old.name(gone[0][1], 1)),
        )  # fmt: skip
        return
    for way in gone:
        yield (
            _element(old, way), "removed", True,
            say("Na %(source)s komt niet meer meteen %(target)s.", source=old.name(way[0]), target=old.name(way[1], 1)),
        )  # fmt: skip
    for way in come:
        yield (
            _element(new, way), "added", True,
            say("Na %(source)s komt nu %(target)s.", source=new.name(way[0]), target=new.name(way[1], 1)),
        )  # fmt: skip


def _same_way(old: Drawn, new: Drawn, way: Way) -> Iterator[Found]:
    ends = {"source": new.name(way[0]), "target": new.name(way[1], 1)}
    if str(_rule(old, way, BY_NAMES)) != str(_rule(new, way, BY_NAMES)):
        rules = [_rule(version, way, version.bundle.meta) or say("altijd") for version in (old, new)]
        yield (
            _element(new, way), "changed", True,
            say("Van %(source)s gaat het nu naar %(target)s: %(after)s, in plaats van: %(before)s.", **ends,
                after=rules[1], before=rules[0]),
        )  # fmt: skip
    labels = _labels(old, way), _labels(new, way)
    if labels[0] != labels[1]:
        yield (
            _element(new, way), "changed", False,
            say("Bij de pijl van %(source)s naar %(target)s staat nu «%(after)s» in plaats van «%(before)s».", **ends,
                after=labels[1], before=labels[0]),
        )  # fmt: skip


def _new_rule(new: Drawn, way: Way) -> Iterator[Found]:
    text = say("Van %(source)s gaat het naar %(target)s: %(after)s.", source=new.name(way[0]),
               target=new.name(way[1], 1), after=_rule(new, way, new.bundle.meta))  # fmt: skip
    yield _element(new, way), "added", True, text


def _rule(version: Drawn, way: Way, meta: ProcessMeta) -> Text | None:
    """When this way is taken; None when it always is."""
    rules = [_condition(version, flow, meta) for flow in version.ways[way]]
    return joined([rule for rule in rules if rule]) if all(rules) else None


def _condition(version: Drawn, flow: Flow, meta: ProcessMeta) -> Text | None:
    source = version.process.nodes.get(flow.source)
    if source is not None and source.attribute("default") == flow.id:
        return say("als niets anders past")
    return say("als %(condition)s", condition=condition_words(meta, flow.condition)) if flow.condition else None


def _labels(version: Drawn, way: Way) -> str:
    names = {each.get("id"): each.get("name") or "" for each in version.diagram.root.iter("{*}sequenceFlow")}
    return ", ".join(" ".join(names.get(flow.id, "").split()) for flow in version.ways[way])


def _through(version: Drawn, way: Way, stayed: set[str]) -> bool:
    """Whether a way leads through steps that only this version has: then their own sentence says so."""
    seen, waiting = set[str](), [way[0]]
    while waiting:
        for target in version.after(waiting.pop()):
            if target == way[1]:
                return True
            if target not in stayed and target not in seen:
                seen.add(target)
                waiting.append(target)
    return False


def _element(version: Drawn, way: Way) -> str:
    """The arrow where it is drawn, else the step it leaves."""
    flow = version.ways[way][0]
    return flow.id if flow.id in version.diagram.drawn else flow.source
