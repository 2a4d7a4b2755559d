"""The text of a file that was handed over: UTF-8, or what the file itself declares. Nothing is guessed."""

from __future__ import annotations

import codecs
import re

from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say

MOST_BYTES = 1 << 20
_DECLARED = re.compile(r"(?P<before>^\s*<\?xml\b[^>]*?\bencoding\s*=\s*[\"'])(?P<name>[\w.-]+)(?P<after>[\"'])")
# What XML itself tells by its first bytes.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Files of drawing tools come in these; the stranger ones of Python's codecs are no texts.
_READ = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16"})


def text_of(content: bytes) -> str:
    """The text of a file, declaring UTF-8 from now on. Raises AnswersInvalid (field `content`) with how to save it."""
    if len(content) > MOST_BYTES:
        raise _refused(say("Het bestand is te groot. Meer dan 1 MB lezen we niet."))
    try:
        return declared_utf8(content.decode(_encoding(content)))
    except (UnicodeDecodeError, LookupError):
        raise _refused(
            say("De letters van dit bestand zijn niet te lezen. Sla het op als UTF-8 en lees het opnieuw in.")
        ) from None


def declared_utf8(text: str) -> str:
    """The same text, declaring UTF-8: that is how it is kept, whatever it was before."""
    return _DECLARED.sub(r"\g<before>UTF-8\g<after>", text, count=1)


def _encoding(content: bytes) -> str:
    """What the first bytes say, else the declaration, else UTF-8. Raises LookupError for one we do not read."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    declared = _DECLARED.match(content[:200].decode("latin-1"))
    name = codecs.lookup(declared["name"]).name if declared else "utf-8"
    if name not in _READ:
        raise LookupError(name)
    return name


def _refused(text: Text) -> AnswersInvalid:
    return AnswersInvalid({"content": [text]})
