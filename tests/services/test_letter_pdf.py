"""A letter as PDF: the words of the kept letter and no others, as PDF/A-2a and PDF/UA-1, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
import pytest
import typst
from bs4 import BeautifulSoup

from app.services import letter_pdf, letter_words
from app.services.effects.letter import _FOLDER
from config import ROOT
from tests.support.letters import KINDS, LINES, TYPED, kept, words_of_pdf

WRITTEN = datetime(2026, 2, 28, 9, 30, 0, 561_189, tzinfo=UTC)  # as a real clock tells it
TITLE = f"Brief {TYPED}"


def typeset(body: str) -> bytes:
    return letter_pdf.typeset(TITLE, body, WRITTEN)


def words_of_html(body: str) -> str:
    """What a browser shows of it."""
    return " ".join(BeautifulSoup(body, "html5lib").body.get_text(" ").split())


def in_one(text: str) -> str:
    """Without spaces: where a line ends is up to the page."""
    return "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_s04__the_pdf_says_what_the_letter_says(kind: str) -> None:
    """Every kind of letter, with texts in all its places that Typst, a shell or a template would act upon."""
    body = kept(kind)
    said = words_of_pdf(typeset(body))
    assert in_one(said) == in_one(words_of_html(body))
    assert TYPED in said and "49" not in said


def test_every_kind_of_letter_was_looked_at() -> None:
    assert {kind.partition(",")[0] for kind in KINDS} == {path.stem for path in _FOLDER.glob("*.html")} - {"letter"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_is_what_it_claims_to_be(kind: str) -> None:
    """As far as its structure tells. Typst itself refuses to write what breaks these standards."""
    with pikepdf.open(io.BytesIO(typeset(kept(kind)))) as pdf:
        assert pdf.check_pdf_syntax() == [] and not pdf.is_encrypted
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert (metadata["pdfuaid:part"], metadata["dc:title"]) == ("1", TITLE)
            assert metadata["xmp:CreateDate"] == "2026-02-28T09:30:00+00:00"
        root = pdf.Root
        assert (root.Lang, root.MarkInfo.Marked, root.ViewerPreferences.DisplayDocTitle) == ("nl", True, True)
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(root.keys())
        assert root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert all("/StructParents" in page and "/Annots" not in page for page in pdf.pages)
        assert all(_is_embedded(font) for page in pdf.pages for font in page.Resources.Font.values())


def _is_embedded(font: pikepdf.Object) -> bool:
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return "/ToUnicode" in font and any(f"/FontFile{kind}" in described.FontDescriptor for kind in ("", "2", "3"))


def test_who_listens_to_it_hears_its_structure() -> None:
    """Headings, a quote, facts with their names, emphasis: by their tags, in the order of the letter."""
    with pikepdf.open(io.BytesIO(typeset(kept("evaluation_decision")))) as pdf:
        told = [str(part.S)[1:] for part in _parts(pdf.Root.StructTreeRoot.K)]
    assert [tag for tag in told if tag[0] == "H"] == ["H1", "H2", "H2", "H2", "H2"]
    assert (told.count("BlockQuote"), told.count("L"), told.count("LI"), told.count("LBody")) == (2, 1, 3, 3)
    assert told.index("H1") < told.index("Strong") < told.index("BlockQuote") < told.index("L")


def _parts(children: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _parts(child.get("/K", pikepdf.Array()))


def test_the_same_letter_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.services import test_letter_pdf as here; "
        "print(hashlib.sha256(here.typeset(here.kept('stop_accepted'))).hexdigest())"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said.strip() == hashlib.sha256(typeset(kept("stop_accepted"))).hexdigest()


def test_a_long_letter_goes_on_on_the_next_page() -> None:
    body = kept("referral_request", reasons="\n".join(f"Reden {number}, uitgelegd." for number in range(400)))
    content = typeset(body)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) > 5
    assert in_one(words_of_pdf(content)) == in_one(words_of_html(body))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ünïcode Łódź ğ ș € – — … “”", "Ünïcode Łódź ğ ș € – — … “”"),
        ("Привет Ελληνικά", "Привет Ελληνικά"),
        ("a\x01b\ufeffc\x7fd", "abcd"),  # no page shows these either
        ("a\uf0b7b", "a�b"),  # a bullet of Word: nobody else knows what it means
    ],
)
def test_what_people_paste_is_shown(typed: str, shown: str) -> None:
    assert shown in words_of_pdf(typeset(kept("referral_request", worker_view=typed)))


def test_what_no_font_shows_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without fonts of its own."""
    monkeypatch.setattr(letter_pdf, "_fonts", lambda: typst.Fonts(include_system_fonts=False))
    with pytest.raises(letter_pdf.NotTypeset, match=r"^no font here shows U\+1F44D$"):
        typeset(kept("referral_request", worker_view="Amina 👍"))


def test_a_quote_keeps_its_lines_and_all_else_runs_on() -> None:
    read = letter_words.read(f"<p>Een\n <strong>twee </strong>\n<br>\n drie<br></p><blockquote>{LINES}\n</blockquote>")
    paragraph, quote = read.parts
    assert [(run.text, run.style) for run in paragraph.runs] == [("Een", ""), (" twee", "strong"), ("\ndrie", "")]
    assert [run.text for run in quote.runs] == [
        "Eerste regel\nTweede regel, met dubbele spaties\n\n- derde regel\n+ vierde\n= vijfde"
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<p>Een</p><table><tr><td>Twee</table>", "<table> in <letter>"),
        ("<p>Een<p>Twee", "<p> in <p>"),
        ("<div>Een</div>", "words in <div>"),
        ("<main><p>Een</p>", "<main> has no end"),
        ("<p>Een</strong></p>", "</strong> in <p>"),
        ("<p><strong>Een</p><p>Twee</p>", "</p> in <p>"),
        ("<p>Een</p><style>p { color: red }</style>", "<style> in <letter>"),
    ],
)
def test_better_no_pdf_than_one_without_some_of_the_words(body: str, why: str) -> None:
    with pytest.raises(letter_pdf.NotTypeset, match=why):
        typeset(body)
