"""Answers at random within what a form's own definition allows: every way through a process is walked some time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from app.domain.identifiers import (
    synthetic_enterprise_number,
    synthetic_establishment_number,
    synthetic_iban,
    synthetic_national_number,
)
from app.forms.sampling import Context, answer_form, options_of

_REMARK = "Dat hebben we met iedereen besproken en zo afgesproken."
_FIRST = 0.6  # how often the first option is chosen, which mostly is the usual way
_OPTIONAL = 0.4  # how often a question that may stay open is answered


def varied_answers(
    schema: dict[str, Any],
    *,
    today: date,
    rng: Random,
    known: dict[str, Any],
    context: Context,
    decided: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """JSON answers for a form-js schema, another draw each time. What is known is kept; `decided` goes over it."""
    drawn: dict[str, Any] = {}
    _fill(schema["components"], drawn, today, rng, context)
    plain = answer_form(
        schema, today=today, rng=rng, known=known, context=context, decided={}, draw=_texts_with_a_check(rng)
    )
    return plain | {key: value for key, value in drawn.items() if not _is_known(known, key)} | dict(decided or {})


def _is_known(known: Mapping[str, Any], key: str) -> bool:
    return known.get(key) not in (None, "", [], False)


def _texts_with_a_check(rng: Random) -> Any:
    def draw(component: dict[str, Any]) -> str | None:
        return _checked((component.get("properties") or {}).get("check"), rng)

    return draw


def _fill(
    components: list[dict[str, Any]], answers: dict[str, Any], today: date, rng: Random, context: Context
) -> None:
    for component in components:
        if component["type"] == "group" and not component.get("path"):
            _fill(component["components"], answers, today, rng, context)
        elif "key" in component and (_is_required(component) or rng.random() < _OPTIONAL):
            value = _value(component, today, rng, context)
            if value is not None:
                answers[component["key"]] = value


def _is_required(component: dict[str, Any]) -> bool:
    return bool((component.get("validate") or {}).get("required"))


def _value(component: dict[str, Any], today: date, rng: Random, context: Context) -> Any:
    if component.get("readonly") or component.get("disabled"):
        return None
    limits = component.get("validate") or {}
    match component["type"]:
        case "textfield":
            return _checked((component.get("properties") or {}).get("check"), rng)
        case "textarea" if not _is_required(component):
            return _REMARK[: int(limits.get("maxLength") or 500)]
        case "number":
            return _number(component, limits, rng)
        case "datetime" if component.get("subtype", "date") == "date":
            return _day(component.get("properties") or {}, today, rng)
        case "checkbox":
            return True if _is_required(component) else rng.random() < 0.5
        case "radio" | "select":
            return _choice(options_of(component, context), rng)
        case "checklist" | "taglist":
            options = options_of(component, context)
            if not options:
                return None
            return sorted(rng.sample(options, rng.randint(1, min(3, len(options)))), key=options.index)
        case _:
            return None


def _choice(options: list[str], rng: Random) -> str | None:
    """Mostly the first, by which a case goes on; often enough another."""
    if not options:
        return None
    return options[0] if rng.random() < _FIRST else rng.choice(options)


def _number(component: dict[str, Any], limits: Mapping[str, Any], rng: Random) -> int | None:
    low, high = limits.get("min", 0), limits.get("max", 40)
    if not isinstance(low, int | float) or not isinstance(high, int | float) or high < low:
        return None
    step = component.get("increment")
    number = rng.randint(int(low), int(high))
    return number - number % int(step) if isinstance(step, int) and step > 1 else number


def _day(properties: Mapping[str, Any], today: date, rng: Random) -> str:
    """A day near today, on the right side of it where the form says."""
    earliest = 0 if properties.get("notBefore") else -30
    latest = 0 if properties.get("notAfter") else 30
    return (today + timedelta(days=rng.randint(min(earliest, latest), max(earliest, latest)))).isoformat()


def _checked(check: object, rng: Random) -> str | None:
    nth = rng.randint(1, 900)
    match check:
        case "national_number":
            return synthetic_national_number(date(rng.randint(1970, 2000), rng.randint(1, 12), 15), nth % 48)
        case "enterprise_number":
            return synthetic_enterprise_number(nth)
        case "establishment_number":
            return synthetic_establishment_number(nth)
        case "iban":
            return synthetic_iban(nth)
        case "email":
            return f"iemand{nth}@demo.example"
        case "phone":
            return "016 12 34 56"
        case _:
            return None
