"""What differs between the drawn steps of two versions, in words: what came, what went, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from app.domain.text import Text, say
from app.engine.comparison_doing import doing_differences
from app.engine.comparison_events import event_differences, moment
from app.engine.comparison_naming import Drawn, kind_name, quoted, role_name
from app.engine.drawn_elements import Element
from app.engine.step_words import due_words

Mark = Literal["added", "removed", "changed"]
Found = tuple[str, Mark, bool, Text]


def step_differences(old: Drawn, new: Drawn) -> Iterator[Found]:
    """Steps that were added, changed or removed, in drawn order: (element, mark, whether the work changes, words)."""
    for name in [*new.elements, *(name for name in old.elements if name not in new.elements)]:
        if name not in new.elements:
            if not _goes_without_saying(old, name, new):
                yield name, "removed", True, say("%(step)s valt weg.", step=old.step(name))
        elif name not in old.elements:
            if not _goes_without_saying(new, name, old):
                yield name, "added", True, _added(new, name)
        else:
            for meaning, text in _changes(old, new, name):
                yield name, "changed", meaning, text
    yield from _lanes(old, new)


def _goes_without_saying(version: Drawn, name: str, other: Drawn) -> bool:
    """What has no name of its own inside a subprocess that comes or goes as a whole."""
    around = version.process.around.get(name, ())
    return bool(around) and around[-1].id not in other.elements and not version.elements[name].name


def _added(new: Drawn, name: str) -> Text:
    told = _placed(new, name)
    element = new.elements[name]
    if element.role:
        told = say("%(told)s Voor: %(role)s.", told=told, role=role_name(element.role))
    if element.due:
        told = say("%(told)s Termijn: %(due)s.", told=told, due=due_words(new.bundle.meta, element.due))
    if element.calls:
        told = say("%(told)s Het proces %(called)s loopt daar.", told=told, called=_called(new, element.calls))
    return told


def _placed(new: Drawn, name: str) -> Text:
    step, node = new.step(name), new.process.nodes[name]
    if node.kind == "boundaryEvent":
        told = say("%(step)s komt erbij, bij %(on)s.", step=step, on=new.name(node.attribute("attachedToRef")))
        goes_off = moment(new.bundle.meta, node)
        return say("%(told)s Gaat af %(moment)s.", told=told, moment=goes_off) if goes_off else told
    before, after = new.named(new.before(name)), new.named(new.after(name), 1)
    if before is None:
        return say("%(step)s komt erbij.", step=step)
    if after is None:
        return say("%(step)s komt erbij, na %(before)s.", step=step, before=before)
    return say("%(step)s komt erbij, na %(before)s en voor %(after)s.", step=step, before=before, after=after)


def _changes(old: Drawn, new: Drawn, name: str) -> Iterator[tuple[bool, Text]]:
    was, now = old.elements[name], new.elements[name]
    step = new.step(name)
    if was.name != now.name:
        yield False, say("%(before)s heet nu %(after)s.", before=old.step(name), after=quoted(now.name or now.id))
    if was.kind != now.kind:
        kinds = {"after": kind_name(now.kind), "before": kind_name(was.kind)}
        yield True, say("%(step)s is nu %(after)s, in plaats van %(before)s.", step=step, **kinds)
        return
    if was.role != now.role:
        yield (
            True,
            say("%(step)s gaat nu naar: %(after)s, in plaats van: %(before)s.", step=step,
                after=role_name(now.role) or "–", before=role_name(was.role) or "–"),
        )  # fmt: skip
    if was.due != now.due:
        yield True, _deadline(old, new, step, was.due, now.due)
    if was.priority != now.priority:
        numbers = {"after": now.priority, "before": was.priority}
        yield True, say("%(step)s heeft nu voorrang %(after)s in plaats van %(before)s.", step=step, **numbers)
    if was.form != now.form:
        yield True, say("%(step)s gebruikt nu een ander formulier: %(form)s.", step=step, form=_form(new, now))
    yield from _explained(step, was, now)
    if was.calls != now.calls:
        called = {"after": _called(new, now.calls), "before": _called(old, was.calls)}
        yield True, say("%(step)s roept nu het proces %(after)s op in plaats van %(before)s.", step=step, **called)
    yield from event_differences(old, new, name)
    yield from doing_differences(old, new, name)
    yield from _whereabouts(old, new, name)


def _explained(step: Text, was: Element, now: Element) -> Iterator[tuple[bool, Text]]:
    """The explanation, and the ground in it («Grond: …») apart: a jurist reads for the second."""
    rest, ground = zip(_ground(was), _ground(now), strict=True)
    if rest[0] != rest[1]:
        yield False, say("%(step)s: de uitleg is anders.", step=step)
    if ground[0] != ground[1]:
        yield False, say("%(step)s heeft als grond: «%(after)s», in plaats van: «%(before)s».", step=step,
                         after=ground[1] or "–", before=ground[0] or "–")  # fmt: skip


def _ground(element: Element) -> tuple[str, str]:
    lines = element.documentation.splitlines()
    grounds = [line.removeprefix("Grond:").strip() for line in lines if line.startswith("Grond:")]
    return "\n".join(line for line in lines if not line.startswith("Grond:")), " ".join(grounds)


def _form(version: Drawn, element: Element) -> Text:
    """A form goes by the step it was made for."""
    return version.name(element.form)


def _called(version: Drawn, key: str) -> Text:
    bundle = version.bundle.calls.get(key)
    return quoted(bundle.meta.title if bundle else key)


def _deadline(old: Drawn, new: Drawn, step: Text, before: str, after: str) -> Text:
    if not after:
        return say("%(step)s heeft geen termijn meer.", step=step)
    if not before:
        return say("%(step)s krijgt een termijn: %(after)s.", step=step, after=due_words(new.bundle.meta, after))
    terms = {"after": due_words(new.bundle.meta, after), "before": due_words(old.bundle.meta, before)}
    return say("%(step)s heeft als termijn: %(after)s, in plaats van: %(before)s.", step=step, **terms)


def _whereabouts(old: Drawn, new: Drawn, name: str) -> Iterator[tuple[bool, Text]]:
    """In another lane, or in another subprocess. A lane that only has another name is told once, of the lane."""
    step, inside = new.step(name), [version.process.around.get(name, ()) for version in (old, new)]
    scopes = [around[-1].id if around else "" for around in inside]
    if scopes[0] != scopes[1]:
        yield (
            True,
            (
                say("%(step)s staat nu in het deelproces %(inside)s.", step=step, inside=new.name(scopes[1]))
                if scopes[1]
                else say(
                    "%(step)s staat niet meer in het deelproces %(inside)s.", step=step, inside=old.name(scopes[0])
                )
            ),
        )
    lanes = [version.process.lanes.get(name) for version in (old, new)]
    was, now = lanes
    same_role = old.elements[name].role == new.elements[name].role
    if was and now and was.id != now.id and was.name != now.name and same_role and new.elements[name].name:
        yield False, say("%(step)s staat nu in de baan «%(after)s» in plaats van «%(before)s».", step=step,
                         after=now.name, before=was.name)  # fmt: skip


def _lanes(old: Drawn, new: Drawn) -> Iterator[Found]:
    before, after = ({lane.id: lane.name for lane in one.process.lanes.values()} for one in (old, new))
    for lane in sorted(before.keys() & after.keys()):
        if before[lane] != after[lane]:
            names = {"after": after[lane], "before": before[lane]}
            yield lane, "changed", False, say("De baan «%(before)s» heet nu «%(after)s».", **names)
