"""What differs between the decision tables of two versions: columns, rules and how rules together decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from lxml import etree

from app.domain.text import Text, say
from app.engine.comparison_columns import column_differences, column_of
from app.engine.xml import local_name, read_xml, text_of

Cells = tuple[str, ...]


def table_differences(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[tuple[str, bool, Text]]:
    """(decision, whether the work changes, sentence) for all that differs. XmlRefused when a file cannot be read."""
    before, after = _tables(old), _tables(new)
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield key, True, say("De beslistabel «%(table)s» valt weg.", table=before[key].name)
        elif key not in before:
            yield key, True, say("De beslistabel «%(table)s» komt erbij.", table=after[key].name)
        else:
            for meaning, text in _within(before[key], after[key]):
                yield key, meaning, say("Beslistabel «%(table)s»: %(change)s", table=after[key].name, change=text)


class _Table:
    def __init__(self, decision: etree._Element) -> None:
        self.name = decision.get("name") or decision.get("id") or ""
        tables = [part for part in decision if local_name(part) == "decisionTable"]
        inside = [part for table in tables for part in table]
        self.policy = next((_policy_of(table) for table in tables), "UNIQUE")
        self.heads = [column_of(part) for part in inside if local_name(part) in ("input", "output")]
        self.columns = [head.name for head in self.heads]
        rules = [part for part in inside if local_name(part) == "rule"]
        self.rules: list[Cells] = [
            tuple(_text(cell) for cell in rule if local_name(cell) in ("inputEntry", "outputEntry")) for rule in rules
        ]
        self.remarks = [
            tuple(_text(cell) for cell in rule if local_name(cell) in ("description", "annotationEntry"))
            for rule in rules
        ]


def _policy_of(table: etree._Element) -> str:
    policy = " ".join((table.get("hitPolicy") or "UNIQUE").upper().split())
    return f"{policy} {(table.get('aggregation') or '').upper()}".strip() if policy == "COLLECT" else policy


def _tables(files: Mapping[str, bytes]) -> dict[str, _Table]:
    roots = [read_xml(content) for content in files.values()]
    decisions = [part for root in roots for part in root if local_name(part) == "decision"]
    return {decision.get("id") or "": _Table(decision) for decision in decisions}


def _within(old: _Table, new: _Table) -> Iterator[tuple[bool, Text]]:
    if old.name != new.name:
        yield False, say("heette «%(before)s».", before=old.name)
    if old.policy != new.policy:
        policies = {"after": _policy(new.policy), "before": _policy(old.policy)}
        yield True, say("nu geldt: %(after)s, in plaats van: %(before)s.", **policies)
    if len(old.columns) == len(new.columns):
        for pair in zip(old.heads, new.heads, strict=True):
            yield from column_differences(*pair)
        yield from _rules(old.rules, new.rules, new.columns)
        before = dict(zip(old.rules, old.remarks, strict=True))
        if any(before.get(rule, remark) != remark for rule, remark in zip(new.rules, new.remarks, strict=True)):
            yield False, say("de toelichting bij de regels is anders.")
        return
    for column in (name for name in old.columns if name not in new.columns):
        yield True, say("de kolom «%(column)s» valt weg.", column=column)
    for column in (name for name in new.columns if name not in old.columns):
        yield True, say("de kolom «%(column)s» komt erbij.", column=column)
    for head in old.heads:
        for same in (each for each in new.heads if each.name == head.name):
            yield from column_differences(head, same)
    shared = [name for name in new.columns if name in old.columns]
    yield from _rules(_only(old, shared), _only(new, shared), shared)


def _only(table: _Table, columns: list[str]) -> list[Cells]:
    kept = [at for at, name in enumerate(table.columns) if name in columns]
    return [tuple(rule[at] for at in kept if at < len(rule)) for rule in table.rules]


def _rules(old: list[Cells], new: list[Cells], columns: list[str]) -> Iterator[tuple[bool, Text]]:
    if old != new and sorted(old) == sorted(new):
        yield True, say("de regels staan in een andere volgorde.")
        return
    for change, begin, end, to_begin, to_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if change == "replace" and end - begin == to_end - to_begin:
            for number in range(to_begin, to_end):
                yield True, _changed(number + 1, old[begin + number - to_begin], new[number], columns)
        elif change != "equal":
            for number in range(begin, end):
                yield True, say("regel %(number)s van vroeger valt weg: %(rule)s.", number=number + 1,
                                rule=_rule(old[number], columns))  # fmt: skip
            for number in range(to_begin, to_end):
                yield True, say("regel %(number)s komt erbij: %(rule)s.", number=number + 1,
                                rule=_rule(new[number], columns))  # fmt: skip


def _changed(number: int, old: Cells, new: Cells, columns: list[str]) -> Text:
    cells = [
        say("%(column)s %(after)s in plaats van %(before)s", column=name, after=after or "–", before=before or "–")
        for name, before, after in zip(columns, old, new, strict=False)
        if before != after
    ]
    return say("regel %(number)s: %(cells)s.", number=number, cells=_listed(cells))


def _rule(cells: Cells, columns: list[str]) -> Text:
    told = zip(columns, cells, strict=False)
    return _listed([say("%(column)s %(cell)s", column=name, cell=cell or "–") for name, cell in told])


def _listed(parts: list[Text]) -> Text:
    whole = parts[0] if parts else say("leeg")
    for part in parts[1:]:
        whole = say("%(first)s, %(second)s", first=whole, second=part)
    return whole


def _policy(written: str) -> Text:
    return _POLICIES.get(written, say("een andere afspraak"))


_POLICIES: Mapping[str, Text] = {
    "UNIQUE": say("hoogstens één regel past"),
    "FIRST": say("de eerste regel die past, beslist"),
    "ANY": say("regels die passen, zeggen hetzelfde"),
    "COLLECT": say("alle regels die passen, tellen mee"),
    "COLLECT SUM": say("de uitkomsten van alle regels die passen, samengeteld"),
    "COLLECT MIN": say("de kleinste uitkomst van alle regels die passen"),
    "COLLECT MAX": say("de grootste uitkomst van alle regels die passen"),
    "COLLECT COUNT": say("hoeveel regels er passen"),
    "RULE ORDER": say("alle regels die passen, in hun volgorde"),
    "PRIORITY": say("de belangrijkste uitkomst beslist"),
    "OUTPUT ORDER": say("alle uitkomsten, de belangrijkste eerst"),
}


def _text(part: etree._Element) -> str:
    return " ".join(" ".join(text_of(each) for each in part.iter()).split())
