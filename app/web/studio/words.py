"""The words and names the editors in the studio show, in the language of the page, as JSON in the page."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.queries.vocabulary import Vocabulary
from app.web.wording import translate


def known(vocabulary: Vocabulary, process: str) -> dict[str, Any]:
    """What can be chosen: pairs of a key and its words."""
    return {
        "roles": sorted(((role.value, translate(role.text)) for role in vocabulary.roles), key=lambda pair: pair[1]),
        "forms": vocabulary.forms,
        "formAddress": url_for("studio.draw", process=process),
        "operations": [
            {"name": row.name, "inputs": list(row.inputs), "optional": list(row.optional)}
            for row in vocabulary.operations
        ],
        "processes": vocabulary.processes,
        "decisions": vocabulary.decisions,
        "records": vocabulary.records,
        "variables": vocabulary.variables,
        "dates": vocabulary.dates,
    }


def sentences() -> dict[str, Any]:
    """Every sentence of the drawing page that its script shows."""
    return {
        "failed": _("De tekening kan niet getoond worden. De stappen staan onder «In woorden»."),
        "nothing": _("Niets gekozen"),
        "choose": _("Kies een element in de tekening. Met Ctrl+F zoekt u er een; met A voegt u er een toe."),
        **_panel(),
        "kinds": _kinds(),
        "tests": {
            "==": _("is gelijk aan"),
            "!=": _("is niet gelijk aan"),
            "<": _("is kleiner dan"),
            "<=": _("is kleiner dan of gelijk aan"),
            ">": _("is groter dan"),
            ">=": _("is groter dan of gelijk aan"),
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
            "offline": _("Geen verbinding. Uw werk staat in deze browser en wordt straks bewaard."),
        },
        "conflict": {"theirs": _("Verder met die van de ander"), "mine": _("Verder met de mijne")},
        "left": {
            "found": _("In deze browser staat nog werk dat niet bewaard raakte."),
            "back": _("Terughalen"),
            "away": _("Weggooien"),
        },
    }


def _panel() -> dict[str, str]:
    return {
        "general": _("Algemeen"),
        "name": _("Naam"),
        "documentation": _("Uitleg"),
        "documentationHint": _("Wat te doen, en op welke grond. Wie de taak doet, leest dit."),
        "task": _("Wie en tegen wanneer"),
        "role": _("Wie"),
        "roleHint": _("De rol die deze taak doet."),
        "form": _("Formulier"),
        "formMissing": _("Deze taak heeft nog geen formulier."),
        "openForm": _("Formulier openen"),
        "makeForm": _("Nieuw formulier maken"),
        "due": _("Klaar binnen"),
        "dueHint": _("Een duur zoals P14D (14 dagen) of P1M (een maand), of de naam van een datum."),
        "priority": _("Voorrang"),
        "priorityHint": _("0 tot 100; 50 is gewoon."),
        "record": _("Wat Traject met de antwoorden doet"),
        "recordHint": _("Leeg: de antwoorden worden alleen bewaard."),
        "notBy": _("Niet door wie deze stap deed"),
        "notByHint": _("Voor een beslissing door een tweede persoon."),
        "operationGroup": _("Wat Traject zelf doet"),
        "operation": _("Operatie"),
        "operationHint": _("Operaties komen met Traject mee; u kiest er een."),
        "inputHint": _("Een naam van een gegeven, of een tekst tussen aanhalingstekens."),
        "decisionGroup": _("Beslistabel"),
        "decision": _("Tabel"),
        "result": _("Naam van het resultaat"),
        "callGroup": _("Ander proces"),
        "called": _("Proces"),
        "condition": _("Voorwaarde"),
        "isDefault": _("De gewone weg: als geen andere voorwaarde geldt"),
        "variable": _("Gegeven"),
        "test": _("Vergelijking"),
        "value": _("Waarde"),
        "yes": _("ja"),
        "no": _("nee"),
        "conditionText": _("Voorwaarde als tekst"),
        "conditionHint": _("Voor wie de schrijfwijze kent, bijvoorbeeld plan_agreed == True and uren > 10."),
        "event": _("Gebeurtenis"),
        "timerKind": _("Wanneer"),
        "timeDuration": _("na een duur"),
        "timeDate": _("op een datum"),
        "timeDurationValue": _("Duur"),
        "timeDurationHint": _("Zoals P14D (14 dagen), P1M (een maand) of P1Y (een jaar)."),
        "timeDateValue": _("Datum"),
        "timeDateHint": _("De naam van een datum van dit proces."),
        "message": _("Bericht"),
        "signal": _("Signaal"),
        "messageHint": _("De naam waaronder het gestuurd wordt: kleine letters, cijfers en _."),
        "interrupts": _("Stopt de taak waar het op staat"),
        "technical": _("Technisch"),
        "id": _("Naam in programma’s"),
        "idHint": _("Letters, cijfers en _. Wie dit wijzigt, moet bij lopende dossiers zeggen welke stap dit was."),
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
