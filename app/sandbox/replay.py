"""Playing a script again: the same people, days and answers, in another version; and where it goes otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from app import db, engine
from app.domain.access import SYSTEM
from app.domain.text import Text, say
from app.sandbox.answering import complete_again
from app.sandbox.expected import Expected, Passed, expected_of
from app.sandbox.expected_words import Name
from app.sandbox.names import step_name
from app.sandbox.script import COMPLETE, Line, Script
from app.sandbox.standing import open_at
from app.sandbox.starting import start_again
from app.sandbox.world import World, throw_away
from app.services import clock, publishing


@dataclass(frozen=True)
class Otherwise:
    """Where a scenario went otherwise: the step (process and element, empty when it is the whole) and why, in words.

    `line`: the place in its script, from 0; None when all of it could be done and led to something else.
    """

    process: str
    element: str
    text: Text
    line: int | None = None


def differs(bundles: Mapping[str, engine.Bundle], script: Script, expected: Expected) -> Otherwise | None:
    """Play a script in sound bundles; None when it leads to what is expected."""
    with throw_away(script.begin) as world:
        publishing.publish(SYSTEM, bundles)
        _, stopped = again(world, script)
        if stopped is not None:
            return stopped
        with db.reading() as session:
            found = expected_of(session, script.process)
    return _compared(expected, found, script.process, lambda process, element: step_name(process, element, bundles))


def again(world: World, script: Script) -> tuple[Script, Otherwise | None]:
    """Do in this world all that a script says. Returns what could be done of it, and why the next could not."""
    begun = replace(script, start=None, lines=())
    if script.start is None:
        return begun, None
    began = start_again(world, script.process, script.begin, script.start)
    if began.case_id is None:
        return begun, cannot_begin(script.process, began.said)
    done = replace(begun, start=script.start)
    for number, line in enumerate(script.lines):
        stopped = _do(world, line)
        if stopped is not None:
            return done, replace(stopped, line=number)
        done = done.then(line)
    return done, None


def cannot_begin(process: str, said: Iterable[Text]) -> Otherwise:
    """A case that could not even start, and what stood in the way."""
    told = " ".join(str(text) for text in said)
    return Otherwise(process, "", say("Het dossier kan zo niet beginnen: %(why)s", why=told))


def _do(world: World, line: Line) -> Otherwise | None:
    clock.travel(line.at)
    if line.do != COMPLETE:
        return None
    with db.reading() as session:
        there = open_at(session, line.process, line.element)
    if line.nth >= len(there):
        return Otherwise(line.process, line.element, say("Op %(day)s stond deze taak niet open.", day=line.at.date()))
    done = complete_again(world, there[line.nth].id, line.answers)
    if done.ok:
        return None
    said = " ".join(str(text) for text in done.said)
    return Otherwise(line.process, line.element, say("Het formulier neemt de antwoorden niet aan: %(why)s", why=said))


def _compared(expected: Expected, found: Expected, process: str, name: Name) -> Otherwise | None:
    for wanted, came in zip_longest(expected.steps, found.steps):
        different = _step_differs(wanted, came, name)
        if different is not None:
            return different
    if expected.end != found.end:
        none = say("geen einde")
        return Otherwise(
            "",
            "",
            say(
                "Het einde is anders: verwacht was «%(wanted)s», het werd «%(came)s».",
                wanted=name(process, expected.end) if expected.end else none,
                came=name(process, found.end) if found.end else none,
            ),
        )
    return None


def _step_differs(wanted: Passed | None, came: Passed | None, name: Name) -> Otherwise | None:
    if wanted is None and came is not None:
        return Otherwise(came.process, came.element, say("Deze stap werd gedaan en was niet verwacht."))
    if wanted is None or came is None or (wanted.process, wanted.element) != (came.process, came.element):
        assert wanted is not None  # both missing cannot be: one of the two lists is the longest
        other = name(came.process, came.element) if came else say("niets")
        return Otherwise(
            wanted.process, wanted.element, say("Deze stap was verwacht; in de plaats kwam «%(other)s».", other=other)
        )
    if wanted.due is not None and wanted.due != came.due:
        found = came.due or say("geen dag")
        return Otherwise(
            wanted.process,
            wanted.element,
            say("Klaar tegen %(wanted)s was verwacht; het werd %(found)s.", wanted=wanted.due, found=found),
        )
    return None
