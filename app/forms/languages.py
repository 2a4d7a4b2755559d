"""The texts of a component in other languages, out of its `properties`: ``label_en``, ``text_en`` and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from app.domain.text import OTHER_LANGUAGES, Text, say, worded
from app.forms.extras import Report
from app.forms.nodes import ChoiceQuestion, FormTree, Group, Passage, Question, Rows, every_node
from app.forms.problems import SchemaProblem

MOST_LETTERS = 20_000
#: What has words of its own, by the name its translations begin with.
NAMES = ("label", "description", "phrase", "hint", "text", "patternErrorMessage", "prefix", "suffix")

_NAME = re.compile(rf"({'|'.join(NAMES)})_(\w{{1,20}})", re.ASCII)


class Wordings:
    """What a component says in other languages; what is wrong with it is reported."""

    def __init__(self, part: dict[str, Any], path: str, report: Report) -> None:
        self.texts: dict[str, dict[str, str]] = {}
        properties = part.get("properties")
        for name, value in properties.items() if isinstance(properties, dict) else ():
            match = _NAME.fullmatch(name)
            if match and (text := read_words(value, match[2], name, f"{path}.properties.{name}", report)):
                self.texts.setdefault(match[1], {})[match[2]] = text

    def of(self, name: str, dutch: str) -> str:
        """A Dutch text of the component with its other languages."""
        return worded(dutch, self.texts.get(name, {}))


def option_words(option: dict[str, Any], dutch: str, path: str, report: Report) -> str:
    """The label of an option with its other languages, which stand beside it: ``label_en``."""
    found = {
        name.removeprefix("label_"): read_words(value, name.removeprefix("label_"), name, f"{path}.{name}", report)
        for name, value in option.items()
        if name.startswith("label_")
    }
    return worded(dutch, found)


def read_words(value: Any, language: str, name: str, path: str, report: Report) -> str:
    """One text in another language; "" when it is not given or cannot be used."""
    problem = _problem(value, language, name)
    if problem:
        report(path, *problem)
        return ""
    return str(value or "").strip()


def _problem(value: Any, language: str, name: str) -> tuple[str, Text] | None:
    if language not in OTHER_LANGUAGES:
        known = ", ".join(OTHER_LANGUAGES)
        message = say(
            "‘%(name)s’: in de taal ‘%(language)s’ kan een formulier niet. Wel: %(known)s.",
            name=name[:40],
            language=language[:20],
            known=known,
        )
        return "unknown_language", message
    if value is not None and not isinstance(value, str):
        return "wrong_words", say("‘%(label)s’ moet tekst zijn.", label=name)
    if value and len(value) > MOST_LETTERS:
        return "too_long", say("Deze tekst is te lang.")
    if name.startswith("text_") and value and value.lstrip().startswith("="):
        return "not_supported", say("Een tekst kan geen formule zijn.")
    return None


def untranslated(tree: FormTree) -> list[SchemaProblem]:
    """Warnings: the components that lack a language which others of the form have."""
    found = []
    said = {node.path: tuple(_words(node)) for node in every_node(tree)}
    for language in OTHER_LANGUAGES:
        given = {path: [language in getattr(text, "others", {}) for text in texts] for path, texts in said.items()}
        if any(map(any, given.values())):
            message = say("Hier ontbreekt nog tekst in de taal ‘%(language)s’, elders niet.", language=language)
            found += [SchemaProblem(path, "untranslated", message) for path, all_ in given.items() if not all(all_)]
    return found


def _words(node: object) -> Iterator[object]:
    """Every text of a component that a reader of another language would miss."""
    if isinstance(node, Passage):
        yield node
    elif isinstance(node, Question | Rows | Group):
        yield node.label
        yield from [node.hint] if not isinstance(node, Group) and node.hint else []
    if isinstance(node, ChoiceQuestion) and not node.options.coded:
        yield from (label for _, label in node.options.fixed)
