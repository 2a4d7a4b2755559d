"""The words and names the editors in the studio show, in the language of the page, as JSON in the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.domain.text import Text
from app.engine.operation_inputs import Input
from app.queries.vocabulary import Vocabulary
from app.web import process_titles
from app.web.studio import panel_words
from app.web.wording import readable, translate


def known(vocabulary: Vocabulary, process: str) -> dict[str, Any]:
    """What can be chosen: pairs of a key and its words."""
    return {
        "roles": by_words((role.value, role.text) for role in vocabulary.roles),
        "forms": vocabulary.forms,
        "formAddress": url_for("studio.form", process=process, part="NAME"),
        "startForm": vocabulary.has_start_form,
        "operations": [
            {
                "name": row.name,
                "title": translate(row.title) or row.name,
                "does": translate(row.does),
                "inputs": [_input(name, given) for name, given in row.inputs.items()],
                "optional": [_input(name, given) for name, given in row.optional.items()],
            }
            for row in vocabulary.operations
        ],
        "processes": [(key, process_titles.plain(title)) for key, title in vocabulary.processes],
        "decisions": vocabulary.decisions,
        "records": by_words(vocabulary.records),
        "variables": vocabulary.variables,
        "titles": {name: readable(title) for name, title in vocabulary.titles.items()},
        "dates": vocabulary.dates,
    }


def by_words(pairs: Iterable[tuple[str, Text | str]]) -> list[tuple[str, str]]:
    """Keys with their words in the language of the page, in the order of the words."""
    return sorted(((key, translate(words)) for key, words in pairs), key=lambda pair: pair[1].lower())


def _input(name: str, given: Input) -> dict[str, Any]:
    """What the panel asks of an input: a text, one of `options` in the order of their words, or a variable."""
    return {
        "name": name,
        "what": translate(given.what),
        "options": by_words(given.options.items()) or None,
        "isVariable": given.is_variable,
    }


def sentences() -> dict[str, Any]:
    """Every sentence of the drawing page that its script shows."""
    return {
        "failed": _("Dit kan niet getoond worden zoals het nu is. De controle hieronder zegt waarom."),
        "undrawn": _(
            "In dit bestand staan stappen, maar niet waar ze op de tekening staan. Lees een bestand in dat getekend "
            "is. Onder «In woorden» staan de stappen."
        ),
        "firstTable": _(
            "In dit bestand staan meer tabellen. Hier staat alleen de eerste: zet de andere elk in een eigen bestand."
        ),
        "asText": _("Verbeter het als tekst"),
        "unknownComponent": _("Een onderdeel dat we niet kennen: %(kind)s", kind="%s"),
        "nothing": _("Niets gekozen"),
        "choose": _("Kies een element in de tekening. Met Ctrl+F zoekt u er een; met A voegt u er een toe."),
        "undo": _("Ongedaan maken"),
        "redo": _("Opnieuw doen"),
        **panel_words.panel(),
        "kinds": _kinds(),
        "tests": {
            "==": _("is gelijk aan"),
            "!=": _("is niet gelijk aan"),
            "<": _("is kleiner dan"),
            "<=": _("is kleiner dan of gelijk aan"),
            ">": _("is groter dan"),
            ">=": _("is groter dan of gelijk aan"),
            "in": _("is een van"),
            "filled": _("is ingevuld"),
            "empty": _("is niet ingevuld"),
        },
        "check": {
            "found": _("Controle (fouten: %(errors)s, waarschuwingen: %(warnings)s)", errors="%e", warnings="%w"),
            "none": _("Niets gevonden. Dit concept kan gepubliceerd worden."),
            "error": _("fout"),
            "warning": _("waarschuwing"),
        },
        "states": {
            "dirty": _("Nog niet bewaard"),
            "saving": _("Bewaren…"),
            "saved": _("Bewaard"),
            "refused": _("Dit kon niet bewaard worden."),
            "out": _(
                "U bent hier niet meer aangemeld. Uw werk staat in deze browser en wordt bewaard als u weer bent "
                "aangemeld."
            ),
            "signIn": _("Aanmelden in een nieuw tabblad"),
            "large": _("Dit is te groot om te bewaren. Meer dan 1 MB lezen we niet."),
            "unwritable": _("Deze tekening kan niet bewaard worden. Maak uw laatste wijziging ongedaan met Ctrl+Z."),
            "offline": _("Geen verbinding. Uw werk staat in deze browser en wordt straks bewaard."),
        },
        "choice": _("Keuze"),
        "lost": {
            "told": _(
                "Dit staat in het bestand maar is hier niet te tonen. Als u iets wijzigt en bewaart, valt het weg:"
            ),
            "element": _("regel %(line)s: het element %(name)s", line="%l", name="%n"),
            "twice": _("regel %(line)s: een tweede element met de naam %(name)s", line="%l", name="%n"),
            "undrawn": _("%(name)s: dit kan niet getekend worden", name="%n"),
            "reference": _("een verwijzing naar %(name)s, dat er niet is", name="%n"),
        },
        "conflict": {"theirs": _("Verder met die van de ander"), "mine": _("Verder met de mijne")},
        "left": {
            "found": _("In deze browser staat nog werk dat niet bewaard raakte."),
            "back": _("Terughalen"),
            "away": _("Weggooien"),
        },
    }


def _kinds() -> dict[str, str]:
    return {
        "UserTask": _("Taak"),
        "ServiceTask": _("Doet Traject zelf"),
        "BusinessRuleTask": _("Beslistabel"),
        "SendTask": _("Bericht sturen"),
        "ReceiveTask": _("Op een bericht wachten"),
        "CallActivity": _("Ander proces"),
        "SubProcess": _("Deelproces"),
        "ExclusiveGateway": _("Keuze"),
        "ParallelGateway": _("Samen verder"),
        "InclusiveGateway": _("Een of meer wegen"),
        "EventBasedGateway": _("Wat eerst komt"),
        "StartEvent": _("Begin"),
        "EndEvent": _("Einde"),
        "IntermediateCatchEvent": _("Wachten"),
        "IntermediateThrowEvent": _("Melden"),
        "BoundaryEvent": _("Bewaking"),
        "SequenceFlow": _("Pijl"),
        "Lane": _("Baan"),
        "Participant": _("Deelnemer"),
        "Process": _("Proces"),
        "TextAnnotation": _("Opmerking"),
        "Other": _("Element"),
    }
