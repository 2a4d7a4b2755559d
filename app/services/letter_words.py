"""What a kept letter says: its words as parts (headings, paragraphs, quotes, facts), without its looks.

The kept HTML is the one source of a letter; other forms of it are made from what is read here. Only elements that
letters are written with are known. Another one is refused: better no second form than one without some of the words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

_AROUND = frozenset({"body", "header", "main", "footer", "dl", "div"})
_WITH_WORDS = frozenset({"h1", "h2", "p", "address", "blockquote", "dt", "dd"})
_EMPHASIS = frozenset({"strong", "small"})
_SPACE_OR_WORD = re.compile(r"[ \t\n\f]+|[^ \t\n\f]+")


class NotReadable(ValueError):
    """The text is not built as a letter. The message names elements, never words of the letter."""


@dataclass
class Run:
    """Words in one style; "\\n" is where a line ends."""

    text: str
    style: str = ""


@dataclass
class Part:
    """An element of a letter, by its HTML name: one that holds other parts, or one that holds words."""

    kind: str
    parts: list[Part] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


@dataclass(frozen=True)
class Words:
    """A whole letter: its language and its parts in order."""

    language: str
    parts: list[Part]


def read(body: str) -> Words:
    """The words of a letter that was kept as HTML. NotReadable where it holds what letters are not written with."""
    reader = _Reader()
    reader.feed(_visible(body.replace("\r\n", "\n").replace("\r", "\n")))
    reader.close()
    return reader.words()


def _visible(text: str) -> str:
    """Without what no page shows either (control characters), and «�» where a character means nothing to others."""
    return "".join(_seen(sign) for sign in text)


def _seen(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Co", "Cn", "Cs"):
        return "�"
    return "" if sign == "\ufeff" or (kind == "Cc" and sign not in "\t\n\f") else sign


class _Reader(HTMLParser):
    """Builds the parts, and sets spaces as a browser does: a quote keeps its lines, all else runs on."""

    def __init__(self) -> None:
        super().__init__()
        self._language = "nl"
        self._open = [Part("letter")]
        self._styles = [""]
        self._in_head = False
        self._gap = ""  # what stands between the last word and the next one

    def words(self) -> Words:
        """What was read."""
        if len(self._open) > 1:
            raise NotReadable(f"<{self._open[-1].kind}> has no end")
        return Words(self._language, self._open[0].parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag == "html":
            self._language = dict(attrs).get("lang") or self._language
        elif tag == "head":
            self._in_head = True
        elif not self._in_head:
            self._begin(tag)

    def _begin(self, tag: str) -> None:
        part = self._open[-1]
        holds_words = part.kind in _WITH_WORDS
        if tag == "br" and holds_words:
            self._gap = self._gap.strip(" ") + "\n"
        elif tag in _EMPHASIS and holds_words:
            self._styles.append(tag)
        elif tag in _AROUND | _WITH_WORDS and not holds_words:
            self._open.append(Part(tag))
            part.parts.append(self._open[-1])
            self._gap = ""
        else:
            raise NotReadable(f"<{tag}> in <{part.kind}>")

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag == "head":
            self._in_head = False
        elif self._in_head or tag in ("html", "br"):
            return
        elif tag in _EMPHASIS and self._styles[-1] == tag:
            self._styles.pop()
        elif tag == self._open[-1].kind and len(self._styles) == 1:
            self._close(self._open.pop())
        else:
            raise NotReadable(f"</{tag}> in <{self._open[-1].kind}>")

    def _close(self, part: Part) -> None:
        """A paragraph that says nothing is none."""
        if part.kind not in ("dt", "dd") and not (part.parts or part.runs):
            self._open[-1].parts.pop()

    def handle_data(self, data: str) -> None:
        """Words, and the space between them."""
        if self._in_head:
            return
        for piece in _SPACE_OR_WORD.findall(data):
            if not piece.strip(" \t\n\f"):
                self._leave(piece)
            elif self._open[-1].kind in _WITH_WORDS:
                self._add(piece)
            else:
                raise NotReadable(f"words in <{self._open[-1].kind}>")

    def _leave(self, space: str) -> None:
        if self._open[-1].kind == "blockquote" and "\n" in space:
            self._gap = self._gap.strip(" ") + "\n" * space.count("\n")
        else:
            self._gap = self._gap or " "

    def _add(self, word: str) -> None:
        runs = self._open[-1].runs
        text = self._gap + word if runs else word
        self._gap = ""
        if runs and runs[-1].style == self._styles[-1]:
            runs[-1].text += text
        else:
            runs.append(Run(text, self._styles[-1]))
