"""FEEL cut into its words and signs, and the error that says what is not known of it."""

from __future__ import annotations

import re

from app.domain.text import Text, say

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?!\.\d|\w))|(?P<int>\d+(?=\.\.))|(?P<text>"(?:[^"\\]|\\["\\])*")"""
    r"""|(?P<name>list\s+contains\b|[^\W\d]\w*(?:\.[^\W\d]\w*)*)|(?P<sign>\.\.|!=|<=|>=|[-+*/=<>()\[\],]))"""
)


class FeelError(ValueError):
    """The formula is outside the part of FEEL that Traject knows; `text` says where."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def tokens_of(text: str) -> list[tuple[str, str]]:
    """The tokens of a formula, each with its kind: number, text, name or sign."""
    tokens, at = [], 0
    while at < len(text):
        if text[at:].isspace():
            break
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise FeelError(say("onverwacht teken bij «%(part)s»", part=text[at : at + 10].strip()))
        kind = "number" if match.lastgroup == "int" else match.lastgroup
        tokens.append((kind, match[match.lastgroup]))
        at = match.end()
    return tokens
