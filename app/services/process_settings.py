"""The settings of a process (process.toml) as answers of a form, and answers written back into the same text.

Whatever the answers do not speak of stays as it was: comments, order, blank lines, names this version does not know.
What a process variable is for stands behind it as a comment, and is an answer too.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Item, Table, Trivia

from app import engine
from app.domain.text import Text, say

Answers = dict[str, Any]
#: The document, a table of it, or one whose parts lie apart in the text.
Holder = MutableMapping[str, Any]

#: Plain texts: what a key means that is not there.
_TEXTS = {"title": "", "title_en": "", "description": "", "subject": "none", "case_title": "{subject}"}


def as_answers(text: str) -> Answers | None:
    """The settings as answers; None for a text that says other things than a form can show."""
    try:
        document = tomlkit.parse(text)
        meta = engine.read_meta(_known_part(document))
    except (TOMLKitError, engine.BundleError):
        return None
    variables = document.get("variables", {})
    return {
        **{name: getattr(meta, name) for name in _TEXTS},
        "title": document.get("title", ""),
        "starters": list(meta.starters),
        "with_form": meta.start is not None,
        "record": (meta.start.record or None) if meta.start else None,
        "variables": [
            {
                "name": name,
                "kind": meta.variables[name],
                **_titles(meta, name),
                "explanation": _explanation(variables, name),
            }
            for name in variables
        ],
        "messages": [
            {"name": one.name, "title": one.title, "roles": list(one.roles), "takes": ", ".join(one.takes)}
            for one in meta.messages.values()
        ],
    }


def with_answers(text: str, answers: Mapping[str, Any]) -> str:
    """The text with these answers in it; a new one where the text is no TOML."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError:
        document = tomlkit.document()
    for name, otherwise in _TEXTS.items():
        _put(document, name, answers.get(name) or "", otherwise)
    _put_all(document, "starters", answers.get("starters") or ())
    if answers.get("with_form"):
        _put(_table(document, "start"), "record", answers.get("record") or "", "")
    else:
        document.pop("start", None)
    _put_variables(document, answers.get("variables") or ())
    _put_messages(document, answers.get("messages") or ())
    return tomlkit.dumps(document)


def wrong(answers: Mapping[str, Any]) -> dict[str, list[Text]]:
    """What is wrong with answers that hang together, by the name of their field."""
    found: dict[str, list[Text]] = {}
    variables = [row["name"] for row in answers.get("variables") or ()]
    messages = [row["name"] for row in answers.get("messages") or ()]
    for name, names in (("variables", variables), ("messages", messages)):
        for at, one in enumerate(names):
            if one in names[:at]:
                found[f"{name}-{at}-name"] = [say("Deze naam staat er al.")]
            elif not engine.is_variable_name(one):
                found[f"{name}-{at}-name"] = [say("Deze naam kan niet: Traject gebruikt hem zelf.")]
    for at, row in enumerate(answers.get("messages") or ()):
        if unknown := [one for one in _names(row.get("takes")) if one not in variables]:
            found[f"messages-{at}-takes"] = [say("Bij de gegevens staat geen «%(name)s».", name=unknown[0])]
    return found


def _known_part(document: TOMLDocument) -> str:
    """The document without the names at its top that we do not know, and with a title: for the check to tell."""
    known = {name: value for name, value in document.unwrap().items() if name in engine.META_KEYS}
    return tomlkit.dumps({**known, "title": known.get("title") or "-"})


def _table(document: TOMLDocument, name: str) -> Holder:
    if name not in document:
        document[name] = tomlkit.table()
    found: Holder = document[name]
    return found


def _put(holder: Holder, name: str, value: str, otherwise: str) -> None:
    """A text, written only where it says something new; taken out where it says nothing."""
    if value == holder.get(name, otherwise):
        return
    if value:
        holder[name] = value
    else:
        holder.pop(name, None)


def _put_all(holder: Holder, name: str, values: Sequence[str]) -> None:
    """A list whose order says nothing: what stays keeps its place."""
    before = list(holder.get(name, ()))
    if set(before) != set(values):
        holder[name] = [one for one in before if one in values] + [one for one in values if one not in before]


def _put_variables(document: TOMLDocument, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows and "variables" not in document:
        return
    table = _table(document, "variables")
    for gone in set(table) - {row["name"] for row in rows}:
        del table[gone]
    for row in rows:
        name, explanation = row["name"], " ".join((row.get("explanation") or "").split())
        _put_variable(table, name, row)
        if explanation != _explanation(table, name):
            _explain(table, name, explanation)


def _put_variable(table: Holder, name: str, row: Mapping[str, Any]) -> None:
    """The kind alone where nothing else is said, as `due = "date"`; else a block of the kind and the titles."""
    titles = {key: " ".join((row.get(key) or "").split()) for key in ("title", "title_en")}
    if not isinstance(table.get(name), Mapping):
        if not any(titles.values()):
            _put(table, name, row["kind"], "")
            return
        table[name] = tomlkit.inline_table()
    for key, value in ({"kind": row["kind"]} | titles).items():
        _put(table[name], key, value, "")


def _put_messages(document: TOMLDocument, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        document.pop("messages", None)
        return
    table = _table(document, "messages")
    for gone in set(table) - {row["name"] for row in rows}:
        del table[gone]
    for row in rows:
        if row["name"] not in table:
            table[row["name"]] = tomlkit.table()
        message = table[row["name"]]
        _put(message, "title", row.get("title") or "", "")
        _put_all(message, "roles", row.get("roles") or ())
        _put_all(message, "takes", _names(row.get("takes")))


def _titles(meta: engine.ProcessMeta, name: str) -> Answers:
    found = meta.variable_titles.get(name)
    return {"title": found.title if found else "", "title_en": found.title_en if found else ""}


def _names(typed: str | None) -> list[str]:
    return list(dict.fromkeys((typed or "").replace(",", " ").split()))


def _explanation(table: Mapping[str, Any], name: str) -> str:
    """The comment behind a variable."""
    trivia = _trivia(table, name)
    return trivia.comment.lstrip("#").strip() if trivia else ""


def _explain(table: Mapping[str, Any], name: str, explanation: str) -> None:
    if trivia := _trivia(table, name):
        trivia.comment = f"# {explanation}" if explanation else ""
        trivia.comment_ws = (trivia.comment_ws or "  ") if explanation else ""


def _trivia(table: Mapping[str, Any], name: str) -> Trivia | None:
    """What stands around a value; None in a table on one line, which takes no comments."""
    item = table.value.item(name) if isinstance(table, Table) else None
    return item.trivia if isinstance(item, Item) else None
