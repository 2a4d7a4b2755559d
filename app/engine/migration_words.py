"""What a move changes for a case, in sentences: its tasks, its timers and the messages it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from app.domain.access import Role
from app.domain.calendar import BRUSSELS
from app.domain.text import Text, say
from app.engine.comparison_forms import form_changes
from app.engine.definition import Definition
from app.engine.migration_joins import scopes_of
from app.engine.snapshot import DueTimer, OpenTask, Snapshot
from app.engine.xml import local_name, text_of

Form = Mapping[str, Any] | None


def changes_between(
    old: Definition, new: Definition, before: Snapshot, after: Snapshot, renamed: Iterable[tuple[str, str, str]]
) -> tuple[Text, ...]:
    """What is different for the people of a case once it has moved."""
    tasks = {task.key: task for task in after.tasks}
    changes = [_gone_on(old, new, *each) for each in renamed]
    for task in before.tasks:
        if task.key in tasks:
            changes += _task(old, new, task, tasks[task.key])
    changes += _timers(old, new, before.timers, after.timers)
    changes += _messages(before, after)
    if after.steps:
        changes.append(say("Het dossier gaat meteen verder: een poort hoeft op niets meer te wachten."))
    return tuple(changes)


def _gone_on(old: Definition, new: Definition, process: str, element: str, onward: str) -> Text:
    before, after = old.elements[process, element], new.elements[process, onward]
    names = {"before": before.name or element, "after": after.name or onward}
    if names["before"] == names["after"]:
        return say("«%(name)s» gaat verder onder een andere naam in programma’s.", name=names["after"])
    return say("«%(before)s» gaat verder als «%(after)s».", **names)


def _task(old: Definition, new: Definition, before: OpenTask, after: OpenTask) -> Iterator[Text]:
    name = after.name or after.element
    if before.element == after.element and before.name != after.name:
        yield _only_words(say("De taak «%(before)s» heet nu «%(after)s».", before=before.name, after=after.name))
    if before.role != after.role:
        yield say(
            "De taak «%(name)s» gaat naar %(after)s in plaats van %(before)s.",
            name=name,
            after=_role(after.role),
            before=_role(before.role),
        )
    yield from _asked(_form(old, before), _form(new, after), name)
    drawn, redrawn = old.elements[before.process, before.element], new.elements[after.process, after.element]
    if drawn.documentation != redrawn.documentation:
        yield _only_words(say("De uitleg bij de taak «%(name)s» is anders.", name=name))
    if before.priority != after.priority:
        yield say("De taak «%(name)s» krijgt een andere voorrang.", name=name)
    if before.due_at != after.due_at:
        yield _deadline(name, before.due_at, after.due_at)
    elif drawn.due != redrawn.due:
        yield say("De taak «%(name)s» behoudt haar uiterste datum.", name=name)


def _asked(before: Form, after: Form, name: str) -> Iterator[Text]:
    if before == after:
        return
    if before is None or after is None or any(meaning for meaning, _ in form_changes(before, after)):
        yield say("De taak «%(name)s» krijgt een ander formulier. Wat al is ingevuld, blijft bewaard.", name=name)
    else:
        yield _only_words(say("De vragen van de taak «%(name)s» zijn anders verwoord.", name=name))


def _only_words(change: Text) -> Text:
    """What people read otherwise while the work stays the same: it is no reason to move a case."""
    return say("Alleen woorden: %(change)s", change=change)


def _deadline(name: str, before: datetime | None, after: datetime | None) -> Text:
    if after is None:
        return say("De taak «%(name)s» heeft geen uiterste datum meer.", name=name)
    if before is None:
        return say("De taak «%(name)s» moet nu af zijn op %(after)s.", name=name, after=_local(after).date())
    moments = {"after": _local(after), "before": _local(before)}
    days = {word: moment.date() for word, moment in moments.items()}
    told = days if days["after"] != days["before"] else moments
    return say("De taak «%(name)s» moet af zijn op %(after)s in plaats van %(before)s.", name=name, **told)


def _timers(old: Definition, new: Definition, before: Iterable[DueTimer], after: Iterable[DueTimer]) -> Iterator[Text]:
    armed = {timer.key: timer for timer in after}
    for timer in before:
        now = armed.pop(timer.key, None)
        name = timer.name or timer.element
        if now is None:
            yield say("De termijn «%(name)s» vervalt.", name=name)
        elif now.due_at != timer.due_at:
            yield say(
                "De termijn «%(name)s» loopt af op %(after)s in plaats van %(before)s.",
                name=now.name or now.element,
                after=_day(now.due_at),
                before=_day(timer.due_at),
            )
        elif timing(old, timer.process, timer.element) != timing(new, now.process, now.element):
            yield say(
                "De termijn «%(name)s» blijft aflopen op %(at)s.", name=now.name or now.element, at=_day(now.due_at)
            )
    for timer in armed.values():
        yield say(
            "De termijn «%(name)s» komt erbij en loopt af op %(at)s.",
            name=timer.name or timer.element,
            at=_day(timer.due_at),
        )


@lru_cache(maxsize=5_000)
def timing(definition: Definition, process: str, element: str) -> tuple[tuple[str, str], ...]:
    """How the diagram says when a timer goes off: pairs such as ("timeDuration", "'P14D'")."""
    nodes = [scope.nodes.get(element) for name, scope in scopes_of(definition).items() if _belongs(name, process)]
    found = [part for node in nodes if node is not None for event in node.events for part in event]
    return tuple((local_name(part), text_of(part)) for part in found)


def _belongs(scope_name: str, process: str) -> bool:
    return scope_name == process or scope_name.startswith(f"{process}/")


def _messages(before: Snapshot, after: Snapshot) -> Iterator[Text]:
    for name in sorted(set(before.messages) - set(after.messages)):
        yield say("Het dossier wacht niet meer op het bericht «%(name)s».", name=name)
    for name in sorted(set(after.messages) - set(before.messages)):
        yield say("Het dossier wacht nu ook op het bericht «%(name)s».", name=name)


def _form(definition: Definition, task: OpenTask) -> Form:
    try:
        return definition.form(task.process, task.element)
    except KeyError:
        return None


def _role(key: str) -> Text | str:
    role = Role.by_key(key)
    return role.text if role else key


def _local(moment: datetime) -> datetime:
    """In the calendar people live by; `Text` shows the moment as it is given."""
    return moment.astimezone(BRUSSELS)


def _day(moment: datetime) -> datetime | date:
    """A moment; what begins with its day is that day."""
    local = _local(moment)
    return local.date() if local.time() == time.min else local
