"""A file of employees as people hand it in: CSV in, rows out; and rows out to CSV again. Pure: no tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.errors import AnswersInvalid
from app.domain.staff_columns import NAMES, REASON, REQUIRED
from app.domain.text import Text, say

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
_LONGEST_CELL = 5_000
_SHOWN = 10
_DELIMITERS = ";,"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: What a spreadsheet takes for a formula when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class StaffRow:
    """One row: where it begins in the file, and its cells in the order of the headings."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class StaffFile:
    """What was read: the headings as this page names them, and the rows that hold anything."""

    headings: tuple[str, ...]
    rows: tuple[StaffRow, ...]


def read(content: bytes) -> StaffFile:
    """Read a file. AnswersInvalid (field `file`) says what to do about one that cannot be read."""
    text = _text(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[StaffRow] = []
    headings: tuple[str, ...] | None = None
    line = 1
    try:
        for cells in reader:
            found, line = StaffRow(line, tuple(_plain(cell) for cell in cells)), reader.line_num + 1
            if not any(found.cells):
                continue
            if headings is None:
                headings = _headings(found.cells)
            elif len(rows) == MOST_ROWS:
                raise _refused(say("Meer dan %(most)s rijen lezen we niet. Splits het bestand.", most=MOST_ROWS))
            else:
                rows.append(_checked(found))
    except csv.Error:
        raise _refused(
            say("Regel %(line)s is niet te lezen. Staat er een aanhalingsteken dat niet gesloten is?", line=line)
        ) from None
    if headings is None or not rows:
        raise _refused(say("Er staan geen werknemers in dit bestand."))
    return StaffFile(headings, tuple(rows))


def write(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A file that Excel in Belgium opens as it is: semicolons, UTF-8 with its mark. A formula becomes text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headings)
    writer.writerows([_escaped(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _refused(say("Het bestand is te groot. Meer dan 5 MB lezen we niet."))
    if content.startswith(_WORKBOOKS):
        raise _refused(say("Dit is een rekenblad, geen CSV. Kies in Excel «Opslaan als» en dan «CSV UTF-8»."))
    if content.startswith(_UTF_16) or b"\x00" in content:
        raise _refused(say("Dit is geen gewone tekst. Kies in Excel «Opslaan als» en dan «CSV UTF-8»."))
    for encoding in ("utf-8-sig", "cp1252"):  # the second is what Excel writes as plain «CSV» in Belgium
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(say("De letters van dit bestand zijn niet te lezen. Kies in Excel «CSV UTF-8»."))


def _headings(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The headings by the names of the columns. Refused: what is unknown, there twice, or missing."""
    found = tuple("_".join(cell.casefold().replace("-", " ").split()) for cell in cells)
    while found and not found[-1]:
        found = found[:-1]
    if not set(found) & set(NAMES):
        raise _refused(
            say("De eerste regel moet de namen van de kolommen bevatten. Begin met het voorbeeldbestand hieronder.")
        )
    missing = [name for name in REQUIRED if name not in found]
    unknown = [name[:40] or "–" for name in found if name not in (*NAMES, REASON)]
    twice = sorted({name for name in found if found.count(name) > 1 and name in NAMES})
    for names, text in (
        (missing, say("Deze kolommen ontbreken: %(names)s.", names=_listed(missing))),
        (
            unknown,
            say("Deze kolommen kennen we niet: %(names)s. Verbeter de naam of haal ze weg.", names=_listed(unknown)),
        ),
        (twice, say("Deze kolommen staan er twee keer: %(names)s.", names=_listed(twice))),
    ):
        if names:
            raise _refused(text)
    return found


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _checked(row: StaffRow) -> StaffRow:
    if any(len(cell) > _LONGEST_CELL for cell in row.cells):
        raise _refused(say("Op regel %(line)s staat een vak dat veel te lang is.", line=row.line))
    return row


def _plain(cell: str) -> str:
    """A cell without the spaces around it, and without the apostrophe that `write` puts before a formula."""
    stripped = cell.strip()
    return stripped[1:].strip() if stripped.startswith("'") and stripped[1:].startswith(_FORMULA) else stripped


def _escaped(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _refused(text: Text) -> AnswersInvalid:
    return AnswersInvalid({"file": [text]})
