"""What can be wrong with a form schema, said to the person who publishes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.text import Text, say

# Components of form-js that Traject does not run, each with the reason.
REFUSED: dict[str, Text] = {
    "html": say("Vrije HTML kan niet in een formulier. Gebruik een tekst."),
    "iframe": say("Een ingesloten pagina kan niet in een formulier."),
    "image": say("Een afbeelding kan niet in een formulier."),
    "documentPreview": say("Een document tonen kan niet in een formulier."),
    "button": say("Knoppen staan al op de pagina. Laat deze knop weg."),
    "table": say("Een tabel kan niet in een formulier. Gebruik een lijst of een tekst."),
    "filepicker": say("Bestanden meegeven kan nog niet in een formulier."),
}


@dataclass(frozen=True)
class SchemaProblem:
    """One thing wrong: where in the JSON (``components[2].values``), a code for programs, a sentence for people."""

    path: str
    code: str
    message: Text


class SchemaInvalid(ValueError):
    """A form schema that cannot be used; `problems` says why."""

    def __init__(self, problems: Iterable[SchemaProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.path}: {problem.message}" for problem in self.problems))
