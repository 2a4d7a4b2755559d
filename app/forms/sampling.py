"""Answers that a form accepts: drawn from its own definition, with what a story decides put over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from app.domain import codes
from app.forms import CarriedOver

Context = dict[str, list[tuple[str, str]]]
Draw = Callable[[dict[str, Any]], str | None]
_SENTENCES = (
    "Dit hebben we samen besproken.",
    "Het gaat goed op de werkvloer en met de collega's.",
    "We spreken elke maand af om te kijken hoe het loopt.",
    "Er is vooruitgang; de volgende stap is afgesproken.",
)


def answer_form(
    schema: dict[str, Any],
    *,
    today: date,
    rng: Random,
    known: dict[str, Any],
    context: Context,
    decided: dict[str, Any],
    draw: Draw | None = None,
) -> dict[str, Any]:
    """JSON answers for a form-js schema: the story's, else what is known, else what fits the field.

    `draw` gives the text of a field that takes no plain one (a number with a check digit); without it that is an error.
    Optional fields nobody decided stay empty, so that stories and tests say just what matters to them.
    """
    answers: dict[str, Any] = {}
    _fill(schema["components"], answers, today, rng, known, context, draw)
    answers |= {
        key: _json(value) for key, value in known.items() if value not in (None, "", [], False) and _asked(schema, key)
    }
    return answers | decided


def explanations(schema: dict[str, Any], errors: Iterable[str]) -> dict[str, Any]:
    """What people write when a form asks them to explain something after all («Zeg waarom het later kwam»)."""
    open_texts = {
        component["key"]
        for component in _flat(schema["components"])
        if component["type"] == "textarea" and "key" in component
    }
    wanted = list(errors)
    return dict.fromkeys(wanted, "Dat was zo afgesproken met iedereen.") if set(wanted) <= open_texts else {}


def _fill(
    components: list[dict[str, Any]],
    answers: dict[str, Any],
    today: date,
    rng: Random,
    known: dict[str, Any],
    context: Context,
    draw: Draw | None = None,
) -> None:
    for component in components:
        kind = component["type"]
        if kind == "group":
            inner = answers
            for part in [part for part in str(component.get("path") or "").split(".") if part]:
                inner = inner.setdefault(part, {})
            _fill(component["components"], inner, today, rng, known, context, draw)
        elif kind == "dynamiclist":
            answers[component["path"]] = _rows(component, today, rng, known, context, draw)
        elif "key" in component and _required(component):
            value = _value(component, today, rng, context, draw)
            if value is not None:
                answers[component["key"]] = value


def _rows(
    component: dict[str, Any],
    today: date,
    rng: Random,
    known: dict[str, Any],
    context: Context,
    draw: Draw | None,
) -> list[dict[str, Any]]:
    """Rows of a list: as many as are known where none may be added, else as many as the form begins with."""
    given = known.get(component["path"]) or []
    fixed = component.get("allowAddRemove") is False
    rows: list[dict[str, Any]] = []
    for _ in range(len(given) if fixed else max(1, int(component.get("defaultRepetitions", 1)))):
        row: dict[str, Any] = {}
        _fill(component["components"], row, today, rng, {}, context, draw)
        rows.append(row)
    return rows


def _required(component: dict[str, Any]) -> bool:
    return (
        bool((component.get("validate") or {}).get("required"))
        and not component.get("readonly")
        and not component.get("disabled")
    )


def _value(component: dict[str, Any], today: date, rng: Random, context: Context, draw: Draw | None) -> Any:
    limits = component.get("validate") or {}
    match component["type"]:
        case "textfield" | "textarea":
            return _text(component, limits, rng, draw)
        case "number":
            return limits.get("min", 1)
        case "datetime":
            return _moment(component.get("subtype", "date"), today)
        case "checkbox":
            return True
        case "radio" | "select":
            options = options_of(component, context)
            return options[0] if options else None
        case "checklist" | "taglist":
            return options_of(component, context)[:1]
        case _:
            return None


def _text(component: dict[str, Any], limits: dict[str, Any], rng: Random, draw: Draw | None) -> str:
    check = (component.get("properties") or {}).get("check")
    drawn = draw(component) if draw else None
    if drawn is not None:
        return drawn
    if check or limits.get("pattern"):
        raise ValueError(f"field {component['key']} needs a value of its own")
    if limits.get("validationType") == "email":
        return "iemand@demo.example"
    if limits.get("validationType") == "phone":
        return "016 12 34 56"
    text = rng.choice(_SENTENCES)
    while len(text) < int(limits.get("minLength") or 0):
        text = f"{text} {rng.choice(_SENTENCES)}"
    return text[: int(limits.get("maxLength") or 500)]


def _moment(subtype: str, today: date) -> str:
    return {"date": today.isoformat(), "time": "09:00", "datetime": f"{today.isoformat()}T09:00"}[subtype]


def options_of(component: dict[str, Any], context: Context) -> list[str]:
    """The values somebody can choose from."""
    source = str(component.get("valuesKey") or "")
    if source.startswith("codes."):
        return [value for value, _ in codes.by_name(source.removeprefix("codes."))]
    if source.startswith("context."):
        return [value for value, _ in context.get(source.removeprefix("context."), [])]
    return [str(option["value"]) for option in component.get("values", [])]


def _asked(schema: dict[str, Any], key: str) -> bool:
    """Whether the form asks for this key and lets it be answered; rows of a fixed list are made above."""
    return any(
        component.get("key") == key and not component.get("readonly") for component in _flat(schema["components"])
    )


def _flat(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for component in components:
        found.append(component)
        if component["type"] == "group" and not component.get("path"):
            found.extend(_flat(component["components"]))
    return found


def _json(value: Any) -> Any:
    if isinstance(value, CarriedOver):
        return _json(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    return value


def later(day: date, **span: int) -> str:
    """An ISO date some days after `day`: `later(today, days=14)`."""
    return (day + timedelta(**span)).isoformat()
