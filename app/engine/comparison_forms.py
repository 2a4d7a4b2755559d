"""What differs between the forms of two versions: questions, lists, parts and texts that came, went or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.text import Text, say
from app.engine.comparison_formulas import FormulaWords
from app.engine.comparison_naming import Drawn, quoted
from app.engine.comparison_questions import Json, answered, called, part_differences

_START = "start"
_BLOCKS = frozenset({"validate", "properties", "conditional", "appearance"})


def form_differences(old: Drawn, new: Drawn) -> Iterator[tuple[str, bool, Text]]:
    """(element, whether what is asked changes, sentence) for every form. That of a step that came or went is told with
    the step."""
    before, after = old.bundle.forms, new.bundle.forms
    for form in sorted(before.keys() | after.keys()):
        element, name = _used(new if form in after else old, form)
        if form not in after:
            if element in new.elements:
                yield element, True, say("Het formulier %(form)s valt weg.", form=name)
        elif form not in before:
            yield element, True, _added(name, after[form])
        elif before[form] != after[form]:
            for meaning, text in form_changes(before[form], after[form]):
                yield element, meaning, say("Formulier %(form)s: %(change)s", form=name, change=text)


def _used(version: Drawn, form: str) -> tuple[str, Text]:
    """The first step that asks a form, and what the form is called: after that step, or the start."""
    users = [name for name, element in version.elements.items() if element.form == form]
    if users:
        return users[0], version.named(users) or quoted(form)
    starts = [node.id for node in version.process.scope.nodes.values() if node.kind == "startEvent"]
    return (starts[0], say("bij het begin")) if form == _START and starts else ("", quoted(form))


def _added(name: Text, form: Json) -> Text:
    asked = [called(part) for part in parts_of(form).values() if answered(part)]
    told = say("Het formulier %(form)s komt erbij.", form=name)
    if not asked:
        return told
    whole: Text = quoted(asked[0])
    for question in asked[1:]:
        whole = say("%(first)s, %(second)s", first=whole, second=quoted(question))
    return say("%(told)s Het vraagt: %(questions)s.", told=told, questions=whole)


def form_changes(old: Json, new: Json) -> Iterator[tuple[bool, Text]]:
    """(whether what is asked changes, sentence) of one form in two versions, to come after «Formulier X:»."""
    before, after = parts_of(old), parts_of(new)
    renamed = _renamed(before, after)
    told = False
    formulas = FormulaWords(after)
    for name in before:
        called_now = renamed.get(name, name)
        now, place = after.get(called_now), _list_of(called_now)
        for meaning, text in (
            _gone(before[name]) if now is None else part_differences(before[name], now, formulas, place)
        ):
            told = True
            yield meaning, text
    for name in after.keys() - before.keys() - set(renamed.values()):
        told = True
        yield _come(after[name])
    stayed = [name for name in before if name in after]
    if stayed != [name for name in after if name in before]:
        yield False, say("de volgorde is anders.")
    elif not told:
        yield False, say("alleen de schikking is anders.")


def _list_of(name: str) -> str:
    """The list in which a component stands: "visits." of "visits.day"."""
    around, dot, _ = name.rpartition(".")
    return around + dot if not name.startswith("#") else ""


def _gone(part: Json) -> Iterator[tuple[bool, Text]]:
    if answered(part):
        yield True, say("de vraag «%(question)s» valt weg.", question=called(part))
    elif called(part):
        yield False, say("«%(part)s» valt weg.", part=called(part))


def _come(part: Json) -> tuple[bool, Text]:
    if not answered(part):
        return False, say("«%(part)s» komt erbij.", part=called(part))
    if (part.get("validate") or {}).get("required"):
        return True, say("de vraag «%(question)s» komt erbij en moet ingevuld worden.", question=called(part))
    return True, say("de vraag «%(question)s» komt erbij.", question=called(part))


def parts_of(form: Json) -> dict[str, Json]:
    """The components of a form that say or ask something, those inside parts and lists too, in order; by where their
    answers go, else by their id."""
    found: dict[str, Json] = {}
    todo = [("", part) for part in reversed(_inside(form))]
    while todo:
        place, part = todo.pop()
        own = part.get("key") or part.get("path")
        if own or called(part):
            found[f"{place}{own}" if own else f"#{part.get('id') or called(part)}"] = part
        within = f"{place}{part['path']}." if part.get("path") else place
        todo += [(within, each) for each in reversed(_inside(part))]
    return found


def _sound(part: Json) -> Json:
    """A component as it should be made; what is not is left out here, and is for the check to name."""
    blocks = {name: part[name] if isinstance(part.get(name), Mapping) else {} for name in _BLOCKS & part.keys()}
    if isinstance(part.get("conditional"), str):
        blocks["conditional"] = {"hide": part["conditional"]}
    return {**part, **blocks, "id": str(part.get("id") or ""), "type": str(part.get("type") or "")}


def _inside(part: Json) -> list[Json]:
    inside = part.get("components")
    return [_sound(each) for each in inside if isinstance(each, Mapping)] if isinstance(inside, list) else []


def _renamed(before: Mapping[str, Json], after: Mapping[str, Json]) -> dict[str, str]:
    """Where answers go elsewhere now: the same component, by its id, under another name."""
    left = {after[name].get("id"): name for name in after if name not in before and after[name].get("id")}
    gone = (name for name in before if name not in after)
    return {name: left[before[name]["id"]] for name in gone if before[name].get("id") in left}
