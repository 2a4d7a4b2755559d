"""A letter as PDF: the words of the kept letter, set by Typst as PDF/A-2a and PDF/UA-1 (docs/decisions/0027).

Typst is imported on first use, by the worker that makes PDFs: no page waits for it.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from app.services import letter_words

if TYPE_CHECKING:
    from typst import Fonts

_FOLDER = Path(__file__).resolve().parents[1] / "templates" / "letters"
_NO_FONT = re.compile(r'the text `"(.+?)"` could not be displayed')


class NotTypeset(ValueError):
    """No PDF can be made of this letter. The message says why, without words of the letter."""


def typeset(title: str, body: str, written_at: datetime) -> bytes:
    """The PDF of a letter that was kept as HTML. The same letter gives the same bytes, on machines with the same fonts.

    NotTypeset where it is not built as a letter, or no font shows one of its characters.
    """
    import typst

    try:
        words = letter_words.read(body)
        return typst.compile(
            _FOLDER / "letter.typ",
            root=_FOLDER,
            font_paths=_fonts(),
            sys_inputs={"letter": orjson.dumps({"title": title, **vars(words)}).decode()},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=written_at.replace(microsecond=0),  # a PDF counts seconds; Typst refuses more
        )
    except letter_words.NotReadable as error:
        raise NotTypeset(str(error)) from error
    except typst.TypstError as error:
        raise NotTypeset(_reason(str(error))) from None  # its message holds words of the letter


@cache
def _fonts() -> Fonts:
    """Those that come with Typst, and for characters they lack those of this machine; looked for once."""
    import typst

    return typst.Fonts()


def _reason(message: str) -> str:
    """Why Typst refused: without the letter's words, but for the number of a character."""
    lacking = _NO_FONT.search(message)
    if lacking is None:
        return "Typst refuses"
    return "no font here shows " + " ".join(f"U+{ord(sign):04X}" for sign in lacking[1])
