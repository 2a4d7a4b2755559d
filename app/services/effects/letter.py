"""Letters: rendered once as an accessible, printable HTML document and kept on the case as they are.

A letter is written in Dutch, the language of the administration (domain.md §8), whatever the screen speaks.
Its PDF is made of it afterwards, by a job (app/services/document_pdfs.py).
Who can make which letter registers it with `@letter(name)`; the operation `letter` of a diagram names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.services import document_pdfs, documents
from app.services.effects.registry import effect
from app.services.work import Work

_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "letters"
_environment = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


class Subject(Protocol):
    """The row a letter is about; it remembers its letter."""

    letter_id: int | None


@dataclass(frozen=True)
class Letter:
    """What a letter says: its kind and title as a document, the template's values, and the row it is about."""

    kind: str
    title: str
    template: str
    values: Mapping[str, Any]
    about: Subject


LetterFunction = Callable[[Work], Letter]
LETTERS: dict[str, LetterFunction] = {}


def letter(name: str) -> Callable[[LetterFunction], LetterFunction]:
    """Register the function that gathers what letter `name` says."""

    def add(function: LetterFunction) -> LetterFunction:
        if name in LETTERS:
            raise ValueError(f"letter {name} is registered twice")
        LETTERS[name] = function
        return function

    return add


@effect("letter", asks_cases=False)
def write_letter(work: Work, payload: dict[str, Any]) -> None:
    """Write the letter `{template}` and keep it as a document of the case."""
    found = LETTERS[payload["template"]](work)
    document = documents.store(work, found.kind, found.title, render(found))
    work.session.flush()  # the row that remembers the letter points at it
    found.about.letter_id = document.id
    document_pdfs.have_made(work.session, document, new=True)


def render(found: Letter) -> str:
    """The letter as a whole HTML page."""
    return _environment.get_template(found.template).render(title=found.title, **found.values)


def _number(value: Decimal | float | int) -> str:
    return f"{value:g}".replace(".", ",")


def in_words(day: date | None) -> str:
    """A date as a letter writes it: 28 februari 2026."""
    return format_date(day, "d MMMM yyyy", locale="nl") if day else ""


_environment.filters |= {"day": in_words, "number": _number}
