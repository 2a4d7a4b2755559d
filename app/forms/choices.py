"""The answers one can choose from: written in the form, or a list that Traject knows."""

from __future__ import annotations

from app.domain.text import say
from app.forms.extras import Extras
from app.forms.languages import option_words
from app.forms.options import Options, named_list

MOST_OPTIONS = 500


def options_of(extras: Extras) -> Options:
    """What a component offers to choose from; what is wrong with it is reported."""
    key = extras.part.get("valuesKey")
    if extras.part.get("valuesExpression"):
        message = say("Antwoorden kunnen niet uit een formule komen. Gebruik een lijst.")
        extras.report(f"{extras.path}.valuesExpression", "not_supported", message)
        return Options()
    if key:
        try:
            return named_list(str(key))
        except LookupError:
            message = say("De lijst ‘%(key)s’ bestaat niet.", key=str(key)[:60])
            extras.report(f"{extras.path}.valuesKey", "unknown_list", message)
            return Options()
    return Options(fixed=_values(extras))


def _values(extras: Extras) -> tuple[tuple[str, str], ...]:
    path = f"{extras.path}.values"
    values = extras.part.get("values")
    if not isinstance(values, list) or not values or len(values) > MOST_OPTIONS:
        extras.report(path, "no_values", say("Dit veld heeft geen antwoorden om uit te kiezen."))
        return ()
    pairs = []
    for index, each in enumerate(values):
        value = each.get("value") if isinstance(each, dict) else None
        label = each.get("label") if isinstance(each, dict) else None
        if not (
            isinstance(value, str) and value.strip() == value and value and isinstance(label, str) and label.strip()
        ):
            extras.report(path, "bad_value", say("Elk antwoord heeft een waarde en een opschrift nodig, als tekst."))
            return ()
        pairs.append((value, option_words(each, label.strip(), f"{path}[{index}]", extras.report)))
    if len({value for value, _ in pairs}) < len(pairs):
        extras.report(path, "duplicate_value", say("Twee antwoorden hebben dezelfde waarde."))
    return tuple(pairs)
