"""A file of employees as it comes from Excel, from a payroll package, from the wrong folder: rows, or one sentence."""

from __future__ import annotations

import csv
import io
import tracemalloc

import pytest

from app.domain import staff_file
from app.domain.errors import AnswersInvalid
from app.domain.staff_columns import COLUMNS, NAMES, REQUIRED

HEADER = ";".join(REQUIRED)
ROW = ";".join("x" * (place + 1) for place in range(len(REQUIRED)))


def refusal(content: bytes) -> str:
    """Why a file is not read: one sentence."""
    with pytest.raises(AnswersInvalid) as refused:
        staff_file.read(content)
    ((field, (text,)),) = refused.value.errors.items()
    assert field == "file"
    return str(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_excel_writes_in_belgium_is_read(encoding: str, delimiter: str, ending: str) -> None:
    lines = [delimiter.join(REQUIRED), "", delimiter.join(["Élodie – «ze»"] * len(REQUIRED)), delimiter * 5, ""]
    found = staff_file.read(ending.join(lines).encode(encoding))
    assert found.headings == REQUIRED
    assert [(row.line, set(row.cells)) for row in found.rows] == [(3, {"Élodie – «ze»"})]


def test_headings_are_known_however_they_are_spelled() -> None:
    header = HEADER.replace("eerste_werkdag", " Eerste  Werkdag ").replace("vdab_regio", "VDAB-regio")
    assert staff_file.read(f"{header};reden;\n{ROW}".encode()).headings == (*REQUIRED, "reden")


def test_a_line_break_in_a_cell_does_not_shift_the_numbers_of_the_lines() -> None:
    content = f'{HEADER}\n"a\nb"{";" * 15}\nc{";" * 15}'
    assert [row.line for row in staff_file.read(content.encode()).rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "geen werknemers"),
        (b"\n\n ; ;\n", "geen werknemers"),
        (HEADER.encode(), "geen werknemers"),
        (b"PK\x03\x04rest", "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0rest", "CSV UTF-8"),
        (HEADER.encode("utf-16"), "CSV UTF-8"),
        (f"{HEADER}\n\x00{ROW}".encode(), "CSV UTF-8"),
        (f"{HEADER}\n".encode() + b"\x81\x8d", "CSV UTF-8"),
        (b"%PDF-1.7 \xe2\xe3", "voorbeeldbestand"),
        (b"naam;loon\na;b", "voorbeeldbestand"),
        (HEADER.replace(";taal;", ";").encode() + b"\na;b", "ontbreken: taal"),
        (f"{HEADER};loon\n{ROW}".encode(), "kennen we niet: loon"),
        (f"{HEADER};taal\n{ROW}".encode(), "twee keer: taal"),
        (f'{HEADER}\n{ROW}\n"open{ROW}'.encode(), "Regel 3"),
        (f"{HEADER}\n{'x' * 200_000}".encode(), "Regel 2"),
        (f"{HEADER}\n{'x' * 6_000}".encode(), "regel 2"),
        (f"{HEADER}\n{'x' * staff_file.MOST_BYTES}".encode(), "5 MB"),
        (f"{HEADER}\n".encode() + b"a;b\n" * 10_000, "5000"),
    ],
)
def test_s18__what_cannot_be_read_is_one_sentence(content: bytes, told: str) -> None:
    assert told in refusal(content)


def test_the_largest_file_takes_little_memory() -> None:
    content = f"{HEADER}\n".encode() + (f"{'x' * 60};" * 16 + "\n").encode() * staff_file.MOST_ROWS
    tracemalloc.start()
    assert len(staff_file.read(content).rows) == staff_file.MOST_ROWS
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60 * 1024 * 1024


def test_s04__a_formula_stays_text_and_comes_back_as_it_was() -> None:
    row = ["=cmd|' /C calc'!A0", "+32 9 123", "-1", "@x", "\tx", "a;b", 'zei "ja"', "'s Gravenwezel", *[""] * 8]
    written = staff_file.write(REQUIRED, [row])
    assert written.startswith(b"\xef\xbb\xbf")
    (cells,) = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))[1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)
    (back,) = staff_file.read(written).rows
    assert list(back.cells) == [cell.strip() for cell in row]


def test_the_example_has_every_column() -> None:
    assert len(set(NAMES)) == len(COLUMNS)
    assert all(column.example for column in COLUMNS if column.required)
