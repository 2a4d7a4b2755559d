"""What differs between the decision tables of two versions, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from lxml import etree

from app.domain.text import Text, say
from app.engine.xml import local_name, read_xml, text_of

Cells = tuple[str, ...]


def table_differences(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Text]:
    """A sentence for every table, column and rule that differs. XmlRefused when a file cannot be read."""
    before, after = _tables(old), _tables(new)
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield say("De beslistabel «%(table)s» valt weg.", table=before[key].name)
        elif key not in before:
            yield say("De beslistabel «%(table)s» komt erbij.", table=after[key].name)
        else:
            yield from _within(before[key], after[key])


class _Table:
    def __init__(self, decision: etree._Element) -> None:
        self.name = decision.get("name") or decision.get("id") or ""
        self.head = [
            (local_name(part), part.get("name"), part.get("label"), _text(part))
            for part in decision.iter()
            if local_name(part) in ("input", "output")
        ]
        tables = [part for part in decision if local_name(part) == "decisionTable"]
        self.policy = [table.get("hitPolicy", "UNIQUE") for table in tables]
        self.rules: list[Cells] = [
            tuple(_text(cell) for cell in rule if local_name(cell) in ("inputEntry", "outputEntry"))
            for table in tables
            for rule in table
            if local_name(rule) == "rule"
        ]


def _tables(files: Mapping[str, bytes]) -> dict[str, _Table]:
    roots = [read_xml(content) for content in files.values()]
    decisions = [part for root in roots for part in root if local_name(part) == "decision"]
    return {decision.get("id") or "": _Table(decision) for decision in decisions}


def _within(old: _Table, new: _Table) -> Iterator[Text]:
    if old.head != new.head or old.policy != new.policy:
        yield say("Beslistabel «%(table)s»: de kolommen zijn anders.", table=new.name)
    for change, begin, end, to_begin, to_end in SequenceMatcher(None, old.rules, new.rules, False).get_opcodes():
        if change == "replace" and end - begin == to_end - to_begin:
            for number in range(to_begin, to_end):
                yield say("Beslistabel «%(table)s»: regel %(number)s is anders.", table=new.name, number=number + 1)
        elif change != "equal":
            for number in range(begin, end):
                yield say("Beslistabel «%(table)s»: regel %(number)s valt weg.", table=new.name, number=number + 1)
            for number in range(to_begin, to_end):
                yield say("Beslistabel «%(table)s»: regel %(number)s komt erbij.", table=new.name, number=number + 1)


def _text(part: etree._Element) -> str:
    return " ".join(" ".join(text_of(each) for each in part.iter()).split())
