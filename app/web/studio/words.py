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
        "formAddress": url_for("studio.form", process=process, part="NAME"),
        "startForm": vocabulary.has_start_form,
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
            "unwritable": _("Deze tekening kan niet bewaard worden. Maak uw laatste wijziging ongedaan met Ctrl+Z."),
            "offline": _("Geen verbinding. Uw werk staat in deze browser en wordt straks bewaard."),
        },
        "lost": _("Dit staat in het bestand maar niet in de tekening. Als u iets wijzigt en bewaart, valt het weg:"),
        "conflict": {"theirs": _("Verder met die van de ander"), "mine": _("Verder met de mijne")},
        "left": {
            "found": _("In deze browser staat nog werk dat niet bewaard raakte."),
            "back": _("Terughalen"),
            "away": _("Weggooien"),
        },
    }


def _panel() -> dict[str, Any]:
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
        "dueHint": _("Een duur zoals 14 dagen, 3 weken of 1 maand, of de naam van een datum."),
        "dueWrong": _("Schrijf een duur, zoals 14 dagen of P14D, of kies een datum van dit proces."),
        "units": _units(),
        "startForm": _("Bij het begin"),
        "startFormHint": _("Wie het proces start, vult eerst dit formulier in."),
        "startFormMissing": _("Wie het proces start, krijgt geen vragen."),
        "nameWrong": _("Gebruik kleine letters, cijfers en _, en begin met een letter."),
        "priority": _("Voorrang"),
        "priorityHint": _("0 tot 100; 50 is gewoon."),
        "priorityWrong": _("Schrijf een getal van 0 tot 100."),
        "record": _("Wat Traject met de antwoorden doet"),
        "recordHint": _("Leeg: de antwoorden worden alleen bewaard."),
        "notBy": _("Niet door wie deze stap deed"),
        "notByHint": _("Voor een beslissing door een tweede persoon."),
        "operationGroup": _("Wat Traject zelf doet"),
        "operation": _("Operatie"),
        "operationHint": _("Operaties komen met Traject mee; u kiest er een."),
        "inputHint": _("Een tekst, of = met een gegeven, zoals =plan_due. Dit moet ingevuld zijn."),
        "optionalHint": _("Een tekst, of = met een gegeven, zoals =plan_due. Mag leeg blijven."),
        "decisionGroup": _("Beslistabel"),
        "decision": _("Tabel"),
        "result": _("Naam van het resultaat"),
        "callGroup": _("Ander proces"),
        "called": _("Proces"),
        "calledHint": _("Het loopt binnen hetzelfde dossier, met dezelfde gegevens."),
        "oneByOne": _("Voor elk, na elkaar"),
        "allAtOnce": _("Voor elk, tegelijk"),
        "list": _("Lijst"),
        "listHint": _("Een gegeven van de soort list: een keer voor elk deel ervan."),
        "item": _("Naam van een deel"),
        "itemHint": _("Hoe een deel van de lijst in de stap heet."),
        "times": _("Of een aantal keren"),
        "timesHint": _("Een getal, of een gegeven met een getal."),
        "enough": _("Stopt als"),
        "enoughHint": _("Een voorwaarde na elke keer; leeg is: tot alle klaar zijn."),
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
        "timeDurationHint": _("Zoals 14 dagen, 1 maand of 1 jaar, of de naam van een gegeven."),
        "timeDurationWrong": _("Schrijf een duur, zoals 14 dagen of P14D."),
        "timeDateValue": _("Datum"),
        "timeDateHint": _("De naam van een datum van dit proces."),
        "timeDateWrong": _("Kies een datum van dit proces, of schrijf een dag zoals '2027-03-01'."),
        "message": _("Bericht"),
        "signal": _("Signaal"),
        "error": _("Fout"),
        "escalation": _("Escalatie"),
        "key": _("Voor welk dossier"),
        "keyHint": _("Leeg: het onderwerp van het dossier. Of person, organisation, case, of = met een gegeven."),
        "messageHint": _("De naam waaronder het gestuurd wordt: kleine letters, cijfers en _."),
        "interrupts": _("Stopt de taak waar het op staat"),
        "technical": _("Technisch"),
        "id": _("Naam in programma’s"),
        "idWrong": _("Gebruik letters, cijfers en _, en begin met een letter."),
        "idTaken": _("Er is al een element met die naam."),
        "idHint": _("Letters, cijfers en _. Wie dit wijzigt, moet bij lopende dossiers zeggen welke stap dit was."),
    }


def _units() -> list[tuple[str, str]]:
    return [
        (_("jaar"), _("jaar")),
        (_("maand"), _("maanden")),
        (_("week"), _("weken")),
        (_("dag"), _("dagen")),
        (_("uur"), _("uur")),
        (_("minuut"), _("minuten")),
        (_("seconde"), _("seconden")),
    ]


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
