"""One form with everything in it, for tests and to look at; and a plain way to render forms without the application."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from app.forms import BoundForm

TEMPLATES = Path(__file__).parents[2] / "app" / "templates"

YES_NO = [{"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}]


def schema(*components: dict[str, Any], **root: Any) -> dict[str, Any]:
    """A form-js schema of these components."""
    return {"type": "default", "schemaVersion": 19, "id": "test", "components": list(components), **root}


def text(key: str = "naam", label: str = "Naam", **more: Any) -> dict[str, Any]:
    """A textfield."""
    return {"type": "textfield", "key": key, "label": label, **more}


EXAMPLE = schema(
    {"type": "text", "text": "# Gesprek\nVul dit **samen** in.\n\n- eerst wat goed gaat\n- dan [de regels](/regels)"},
    text(validate={"required": True, "maxLength": 60}, description="Zoals op de identiteitskaart."),
    text("rijksregister", "Rijksregisternummer", properties={"check": "national_number"}),
    text("mail", "E-mailadres", validate={"validationType": "email"}),
    text("dossier", "Dossiernummer", readonly=True),
    {"type": "textarea", "key": "situatie", "label": "Hoe gaat het nu?", "validate": {"required": True}},
    {
        "type": "number",
        "key": "uren",
        "label": "Uren per week",
        "decimalDigits": 1,
        "increment": 0.5,
        "validate": {"required": True, "min": 1, "max": 38},
        "appearance": {"suffixAdorner": "uur"},
    },
    {"type": "number", "key": "weken", "label": "Weken", "decimalDigits": 0},
    {"type": "expression", "key": "totaal", "expression": "=uren * weken", "computeOn": "change"},
    {
        "type": "datetime",
        "subtype": "date",
        "key": "gesprek",
        "dateLabel": "Datum van het gesprek",
        "validate": {"required": True},
        "properties": {"phrase": "de datum van het gesprek", "notAfter": "today"},
    },
    {"type": "datetime", "subtype": "time", "key": "uur", "timeLabel": "Uur van het gesprek"},
    {
        "type": "datetime",
        "subtype": "datetime",
        "key": "volgend",
        "dateLabel": "Volgend gesprek",
        "properties": {"notBefore": "gesprek"},
    },
    {"type": "separator"},
    {"type": "radio", "key": "akkoord", "label": "Gaat u akkoord?", "values": YES_NO, "validate": {"required": True}},
    {
        "type": "textarea",
        "key": "reden",
        "label": "Waarom niet?",
        "validate": {"required": True},
        "conditional": {"hide": '=akkoord != "nee"'},
    },
    {"type": "select", "key": "contract", "label": "Contract", "valuesKey": "codes.contract_type"},
    {"type": "select", "key": "collega", "label": "Wie neemt het over?", "valuesKey": "context.colleagues"},
    {
        "type": "checklist",
        "key": "noden",
        "label": "Wat is nodig?",
        "values": [{"value": "taal", "label": "Taalles"}, {"value": "vervoer", "label": "Vervoer"}],
    },
    {
        "type": "group",
        "label": "Werkgever",
        "path": "werkgever",
        "components": [
            text("naam", "Naam van de onderneming"),
            text("nummer", "Ondernemingsnummer", properties={"check": "enterprise_number"}),
        ],
    },
    {
        "type": "dynamiclist",
        "path": "acties",
        "label": "Acties",
        "description": "Wat spreken jullie af?",
        "properties": {"minRows": "1", "maxRows": "4"},
        "components": [
            text("wat", "Wat", validate={"required": True}),
            {"type": "radio", "key": "wie", "label": "Wie doet het?", "valuesKey": "codes.action_owner"},
            {
                "type": "datetime",
                "subtype": "date",
                "key": "tegen",
                "dateLabel": "Tegen wanneer",
                "properties": {"notBefore": "gesprek"},
            },
            {"type": "checkbox", "key": "hulp", "label": "Hier is hulp bij nodig"},
            {
                "type": "textfield",
                "key": "welke",
                "label": "Welke hulp?",
                "conditional": {"hide": "=hulp != true"},
                "validate": {"required": True},
            },
        ],
    },
    {"type": "checkbox", "key": "klaar", "label": "Wij hebben dit samen nagelezen", "validate": {"required": True}},
)

CONTEXT = {"colleagues": [("11", "Els Peeters"), ("12", "Jan De Smet")]}


@cache
def environment() -> Environment:
    """The templates as the application loads them, in Dutch."""
    name = "govuk_frontend_jinja"
    found = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), PrefixLoader({name: PackageLoader(name)})]),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_gettext_callables(lambda msgid: msgid, lambda one, many, n: one if n == 1 else many, newstyle=True)
    return found


def render(bound: BoundForm, body: str = "{{ error_summary(bound) }}<form>{{ fields(bound) }}</form>") -> str:
    """The HTML of a form."""
    source = '{% from "forms/form.html" import error_summary, fields, answers %}' + body
    return environment().from_string(source).render(bound=bound)


def page(bound: BoundForm, **more: Any) -> BeautifulSoup:
    """The HTML of a form, parsed."""
    return BeautifulSoup(render(bound, **more), "html5lib")
