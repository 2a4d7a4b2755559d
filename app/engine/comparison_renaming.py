"""Steps that only have another name in programs: the same step for people, though its id is another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from app.engine.bundle import Bundle
from app.engine.comparison_naming import Drawn
from app.engine.xml import local_name, read_xml, text_of

_REFERENCES = ("id", "sourceRef", "targetRef", "attachedToRef", "bpmnElement")


def renamed_steps(old: Drawn, new: Drawn) -> dict[str, str]:
    """Old id -> new id of the steps that went and came with the same kind and the same name, where that is no guess:
    nothing else is called so."""
    gone, come = (
        {
            (element.kind, element.name): name
            for name, element in one.elements.items()
            if element.name and name not in other.elements and _names(one)[element.kind, element.name] == 1
        }
        for one, other in ((old, new), (new, old))
    )
    return {gone[called]: come[called] for called in gone if called in come}


def with_names(bundle: Bundle, renamed: Mapping[str, str]) -> Bundle:
    """The bundle as if its steps had been called so from the beginning, their forms too."""
    root = read_xml(bundle.bpmn)
    for part in root.iter():
        for attribute in _REFERENCES:
            if (name := part.get(attribute)) in renamed:
                part.set(attribute, renamed[name or ""])
        if local_name(part) == "flowNodeRef" and text_of(part) in renamed:
            part.text = renamed[text_of(part)]
        if local_name(part) == "property" and part.get("name") == "not_by" and part.get("value") in renamed:
            part.set("value", renamed[part.get("value") or ""])
    forms = {renamed.get(name, name): form for name, form in bundle.forms.items()}
    return replace(bundle, bpmn=etree.tostring(root), forms=forms)


def _names(version: Drawn) -> Counter[tuple[str, str]]:
    return Counter((element.kind, element.name) for element in version.elements.values())
