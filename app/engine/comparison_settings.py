"""What differs in the settings of two versions (process.toml) and in the names the diagram gives to messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.access import Role
from app.domain.text import Text, say
from app.engine.comparison_naming import Drawn, joined, variable
from app.engine.meta import MessageMeta, ProcessMeta, VariableTitle
from app.engine.xml import BPMN, text_of

Told = Iterator[tuple[bool, Text]]


def settings_differences(old: Drawn, new: Drawn) -> Told:
    """(whether the work changes, sentence) for every setting and every name."""
    was, now = old.bundle.meta, new.bundle.meta
    renamed = {
        before: new.diagram.messages[key]
        for key, before in old.diagram.messages.items()
        if new.diagram.messages.get(key, before) != before
    }
    yield from _titles(was, now)
    yield from _process_texts(old, new)
    if was.starters != now.starters:
        roles = {"after": _roles(now.starters), "before": _roles(was.starters)}
        yield True, say("Wie het proces kan starten: %(after)s, in plaats van: %(before)s.", **roles)
    if was.subject != now.subject:
        subjects = {"after": _subject(now.subject), "before": _subject(was.subject)}
        yield True, say("Een dossier gaat nu over %(after)s in plaats van over %(before)s.", **subjects)
    if was.case_title != now.case_title:
        names = {"after": now.case_title, "before": was.case_title}
        yield False, say("Nieuwe dossiers heten nu «%(after)s» in plaats van «%(before)s».", **names)
    if was.start != now.start:
        records = {"after": now.start.record if now.start else "–", "before": was.start.record if was.start else "–"}
        yield True, say("Wat Traject met de antwoorden bij het begin doet, is nu %(after)s in plaats van %(before)s.",
                        **records)  # fmt: skip
    yield from _variables(was, now)
    yield from _messages(was.messages, now.messages, renamed)


def _titles(was: ProcessMeta, now: ProcessMeta) -> Told:
    if was.title != now.title:
        titles = {"after": now.title, "before": was.title}
        yield False, say("Het proces heet nu «%(after)s» in plaats van «%(before)s».", **titles)
    if was.title_en != now.title_en:
        titles = {"after": now.title_en or "–", "before": was.title_en or "–"}
        yield False, say("In het Engels heet het proces nu «%(after)s» in plaats van «%(before)s».", **titles)
    if was.description != now.description:
        yield False, say("De beschrijving van het proces is anders.")


def _process_texts(old: Drawn, new: Drawn) -> Told:
    was, now = old.process.scope.xml, new.process.scope.xml
    if was.get("name") != now.get("name"):
        yield False, say("In de tekening heet het proces nu «%(after)s».", after=now.get("name") or "–")
    if text_of(was.find(BPMN + "documentation")) != text_of(now.find(BPMN + "documentation")):
        yield False, say("De uitleg bij het proces is anders.")


def _variables(was: ProcessMeta, now: ProcessMeta) -> Told:
    for name in sorted(was.variables.keys() | now.variables.keys()):
        before, after = was.variables.get(name), now.variables.get(name)
        if after is None:
            yield True, say("Het gegeven %(name)s valt weg.", name=variable(was, name))
        elif before is None:
            yield True, say("Het gegeven %(name)s komt erbij: %(kind)s.", name=variable(now, name), kind=_KINDS[after])
        else:
            if before != after:
                kinds = {"after": _KINDS[after], "before": _KINDS[before]}
                yield True, say("Het gegeven %(name)s is nu %(after)s in plaats van %(before)s.",
                                name=variable(now, name), **kinds)  # fmt: skip
            yield from _called(was, now, name)


def _called(was: ProcessMeta, now: ProcessMeta, name: str) -> Told:
    """What a variable that stayed is called in sentences."""
    before, after = (meta.variable_titles.get(name, _NO_TITLE) for meta in (was, now))
    if before.title != after.title:
        titles = {"after": after.title or "–", "before": before.title or "–"}
        yield False, say("Het gegeven %(name)s heet in zinnen nu «%(after)s» in plaats van «%(before)s».", name=name,
                         **titles)  # fmt: skip
    if before.title_en != after.title_en:
        titles = {"after": after.title_en or "–", "before": before.title_en or "–"}
        yield False, say("In het Engels heet het gegeven %(name)s nu «%(after)s» in plaats van «%(before)s».",
                         name=name, **titles)  # fmt: skip


_NO_TITLE = VariableTitle("")
_KINDS: Mapping[str, Text] = {
    "text": say("een tekst"),
    "number": say("een getal"),
    "boolean": say("ja of nee"),
    "date": say("een datum"),
    "list": say("een lijst"),
}


def _messages(old: Mapping[str, MessageMeta], new: Mapping[str, MessageMeta], renamed: Mapping[str, str]) -> Told:
    """Messages by their title; one that only has another name in programs stays the same message."""
    for before, after in sorted(renamed.items()):
        yield True, say("Het bericht %(before)s heet in programma’s nu %(after)s.", before=before, after=after)
    kept = {renamed.get(name, name): message for name, message in old.items()}
    for name in sorted(kept.keys() | new.keys()):
        if name not in new:
            yield True, say("Het bericht «%(title)s» kan niemand meer sturen.", title=kept[name].title)
        elif name not in kept:
            roles = _roles(new[name].roles)
            yield True, say("Het bericht «%(title)s» komt erbij, te sturen door: %(roles)s.", title=new[name].title,
                            roles=roles)  # fmt: skip
        else:
            yield from _message(kept[name], new[name])


def _message(was: MessageMeta, now: MessageMeta) -> Told:
    if was.title != now.title:
        titles = {"after": now.title, "before": was.title}
        yield False, say("Het bericht «%(before)s» heet nu «%(after)s».", **titles)
    if was.roles != now.roles:
        roles = {"after": _roles(now.roles), "before": _roles(was.roles)}
        yield True, say("Het bericht «%(title)s» sturen kan nu: %(after)s, in plaats van: %(before)s.", title=now.title,
                        **roles)  # fmt: skip
    if was.takes != now.takes:
        values = {"after": ", ".join(now.takes) or "–", "before": ", ".join(was.takes) or "–"}
        yield True, say("Het bericht «%(title)s» brengt nu mee: %(after)s, in plaats van: %(before)s.", title=now.title,
                        **values)  # fmt: skip


def _roles(keys: tuple[str, ...]) -> Text:
    roles = [Role.by_key(key) for key in keys]
    return joined([role.text for role in roles if role]) or say("niemand")


def _subject(key: str) -> Text:
    subjects = {"person": say("een persoon"), "organisation": say("een organisatie")}
    return subjects.get(key, say("niemand in het bijzonder"))
