"""What differs in a column of a decision table: what it is called, reads or gives, its kind and the values it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from app.domain.text import Text, say
from app.engine.comparison_naming import quoted
from app.engine.xml import child_of, local_name, text_of


@dataclass(frozen=True)
class Column:
    """A column. `reads`: the expression of an input, the name of an outcome; `default`: what an outcome is when no rule
    matches."""

    name: str
    is_input: bool
    reads: str
    kind: str
    values: str
    default: str


def column_of(head: etree._Element) -> Column:
    """A column as it stands in the table. One without a label goes by what it reads."""
    is_input = local_name(head) == "input"
    asked = child_of(head, "inputExpression") if is_input else head
    reads = _written(head, "inputExpression") if is_input else head.get("name") or ""
    kind = (asked.get("typeRef") or "" if asked is not None else "").rpartition(":")[2].strip()
    values = _written(head, "inputValues" if is_input else "outputValues")
    return Column(head.get("label") or reads, is_input, reads, kind, values, _written(head, "defaultOutputEntry"))


def column_differences(old: Column, new: Column) -> Iterator[tuple[bool, Text]]:
    """(whether the work changes, sentence) of all that differs."""
    name, reads_other = new.name, (old.is_input, old.reads) != (new.is_input, new.reads)
    says_it = reads_other and (old.name, name) == (old.reads, new.reads)
    if old.name != name:
        yield says_it, say("de kolom «%(before)s» heet nu «%(after)s».", before=old.name, after=name)
    if reads_other and not says_it:
        reads = {"after": new.reads, "before": old.reads}
        yield (
            True,
            (
                say("de kolom «%(column)s» leest nu %(after)s in plaats van %(before)s.", column=name, **reads)
                if new.is_input
                else say(
                    "de uitkomst «%(column)s» heet in programma’s nu %(after)s in plaats van %(before)s.",
                    column=name,
                    **reads,
                )
            ),
        )
    if old.kind != new.kind:
        kinds = {"after": _kind(new.kind), "before": _kind(old.kind)}
        yield True, say("de kolom «%(column)s» is nu %(after)s in plaats van %(before)s.", column=name, **kinds)
    if old.values != new.values:
        known = {"after": new.values or say("alle"), "before": old.values or say("alle")}
        yield (
            True,
            say(
                "de waarden van de kolom «%(column)s» zijn nu %(after)s in plaats van %(before)s.", column=name, **known
            ),
        )
    if old.default != new.default:
        given = {"after": new.default or say("niets"), "before": old.default or say("niets")}
        yield True, say("past er geen regel, dan is «%(column)s» nu %(after)s in plaats van %(before)s.", column=name,
                        **given)  # fmt: skip


def _written(head: etree._Element, part: str) -> str:
    found = child_of(head, part)
    return " ".join(" ".join(text_of(each) for each in found.iter()).split()) if found is not None else ""


def _kind(written: str) -> Text:
    return _KINDS.get(written, quoted(written))


_NUMBER, _WHOLE = say("een getal"), say("een geheel getal")
_KINDS: Mapping[str, Text] = {
    "": say("van elke soort"),
    "string": say("een tekst"),
    "boolean": say("ja of nee"),
    "date": say("een datum"),
    "number": _NUMBER,
    "double": _NUMBER,
    "integer": _WHOLE,
    "long": _WHOLE,
}
