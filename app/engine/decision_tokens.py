"""The words of a cell of a decision table: texts, numbers, dates, names and signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.calendar import InvalidMoment, parse_date
from app.domain.expressions import MAX_LENGTH, ExpressionError
from app.domain.text import Text, say

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))"""
    r"""|(?P<date>date\s*\(\s*"(?P<iso>[^"]*)"\s*\))|(?P<name>[a-zA-Z]\w*)"""
    r"""|(?P<sign>\.\.|<=|>=|[<>\[\](),-]))"""
)
_DATE = re.compile(r'"(?:[^"\\]|\\.)*"|date\s*\(\s*"([^"\\]*)"\s*\)')
_TIMED = re.compile(r"\b(?:date and time|time|duration)\s*\(")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}

# A kind and the text itself: text, number, date (the day as an ISO text), name or sign.
Token = tuple[str, str]


@dataclass(frozen=True)
class Literal:
    """A value as it stands in a cell, with its kind: number, text, boolean, date (an ISO text) or null."""

    kind: str
    value: object


def tokens_of(text: str) -> Iterator[Token]:
    """The words of a cell in their order. Raises ExpressionError for what is none."""
    if len(text) > MAX_LENGTH:
        raise refused(say("Deze cel is te lang."))
    refuse_times(text)
    at = 0
    while at < len(text):
        if text[at:].isspace():
            return
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise refused()
        kind = "date" if match["date"] else match.lastgroup
        yield kind, _date(match["iso"]) if kind == "date" else match[kind]
        at = match.end()


def refuse_times(text: str) -> None:
    """Raise ExpressionError where a cell has hours or durations: tables know days."""
    if _TIMED.search(re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)):
        raise ExpressionError(say('Een uur of een duur kan niet in een tabel. Schrijf een datum: date("2026-01-31").'))


def with_dates(text: str) -> str:
    """A formula with its dates as the texts that variables hold."""
    return _DATE.sub(_date_or_text, text)


def _date_or_text(match: re.Match[str]) -> str:
    return match[0] if match[1] is None else repr(_date(match[1]))


def _date(iso: str) -> str:
    """A date as the text that variables hold."""
    try:
        return parse_date(iso).isoformat()
    except InvalidMoment:
        raise ExpressionError(say('Dit is geen bestaande datum. Schrijf date("2026-01-31").')) from None


def refused(text: Text | None = None) -> ExpressionError:
    """What to raise for a cell that is not accepted, with the reason if there is one to give."""
    return ExpressionError(text or say("Deze cel van de tabel kunnen we niet lezen."))


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    if match[2] not in _ESCAPED:
        raise refused()
    return _ESCAPED[match[2]]


CONSTANTS: dict[str, Literal] = {
    "true": Literal("boolean", True),
    "false": Literal("boolean", False),
    "null": Literal("null", None),
}


def literal_at(kind: str, token: str) -> Literal:
    """The value a word stands for. Raises ExpressionError when it stands for none."""
    if kind == "text":
        return Literal("text", _ESCAPE.sub(_unescaped, token[1:-1]))
    if kind == "number":
        return Literal("number", float(token) if "." in token else int(token))
    if kind == "date":
        return Literal("date", token)
    if kind == "name":
        return CONSTANTS[token]
    raise refused()
