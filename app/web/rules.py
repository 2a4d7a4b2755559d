"""The rules of the field: what holds now and on what ground, and setting one from a day on."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from app.domain.access import Permission
from app.domain.calendar import parse_date
from app.domain.errors import AnswersInvalid
from app.domain.rule_list import GROUPS
from app.domain.rules import RuleDefinition, RuleKind, RuleValue
from app.domain.text import Text
from app.queries import rules
from app.queries.rules import RuleOverride, RuleView
from app.services import rules as services
from app.web import current, dates, kept
from app.web.access import requires
from app.web.kept import keeps_answers
from app.web.parameters import one_line
from app.web.status import Status
from app.web.wording import Errors, readable

blueprint = Blueprint("rules", __name__, url_prefix="/rules")
_CONFIRMED = Status(lazy_gettext("Bevestigd"), "ok")
_UNCONFIRMED = Status(lazy_gettext("Niet bevestigd"), "soon")
_NOT_SET = Status(lazy_gettext("Niet ingesteld"), "late")
_HINTS = {
    RuleKind.WHOLE: lazy_gettext("Een geheel getal, zoals 5."),
    RuleKind.NUMBER: lazy_gettext("Een getal, zoals 12500 of 0,7."),
    RuleKind.SHARE: lazy_gettext("Een percentage, zoals 75 %."),
    RuleKind.DURATION: lazy_gettext("Een duur, zoals 10 dagen, 8 weken, 6 maanden of 5 jaar."),
    RuleKind.DAY: lazy_gettext("Een dag als jaar-maand-dag, zoals 2027-01-31."),
}


@blueprint.get("")
@requires(Permission.RULE_READ)
def list_rules() -> str:
    """Every rule that was declared, in its group, with what holds today."""
    views = rules.listing(current.session(), current.actor())
    states = [status(view.now) for view in views]
    return render_template(
        "rules/list.html",
        groups=_groups(views),
        status=status,
        words=words,
        unset=states.count(_NOT_SET),
        unconfirmed=states.count(_UNCONFIRMED),
    )


@blueprint.get("/<rule:key>")
@requires(Permission.RULE_READ)
def show(key: str) -> str:
    """One rule with its history, and the form to set it for who may."""
    view = rules.one(current.session(), current.actor(), key)
    value = dates.duration(view.now.shown) if view.rule.kind is RuleKind.DURATION else view.now.shown
    return rule_page(view, {"value": value, "valid_from": current.today().isoformat()}, {})


@blueprint.post("/<rule:key>")
@requires(Permission.RULE_SET)
@keeps_answers
def set_rule(key: str) -> str | Response | tuple[str, int]:
    """Let the rule have a value from a day on."""
    values = {name: one_line(name) for name in ("value", "valid_from", "confirmed")}
    values["source"] = request.form.get("source", "")
    if kept.asked():
        return rule_page(rules.one(current.session(), current.actor(), key), values, {})
    new = services.NewValue(values["value"], values["valid_from"], values["source"], values["confirmed"] == "yes")
    try:
        services.set_value(current.actor(), key, new)
    except AnswersInvalid as refusal:
        return rule_page(rules.one(current.session(), current.actor(), key), values, refusal.errors), 422
    day = dates.long_date(parse_date(values["valid_from"]))
    flash(gettext("De regel is ingesteld. Dit geldt vanaf %(day)s.", day=day), "success")
    return redirect(url_for("rules.show", key=key))


def rule_page(view: RuleView, values: dict[str, str], errors: Errors) -> str:
    """The page of one rule, with what was typed."""
    return render_template(
        "rules/rule.html",
        view=view,
        values=values,
        errors=errors,
        status=status,
        words=words,
        holds=_holds_now(view),
        start=RuleValue(view.rule, view.rule.default, view.rule.source, view.rule.confirmed),
        hint=_HINTS.get(view.rule.kind, ""),
        options=_options(view.rule),
        today=current.today(),
    )


def status(value: RuleValue | RuleOverride) -> Status:
    """How sure the value is."""
    if not value.shown:
        return _NOT_SET
    return _CONFIRMED if value.confirmed else _UNCONFIRMED


def words(rule: RuleDefinition, shown: str) -> str:
    """A value as people read it: a duration and a day in words; a dash where there is none."""
    if not shown:
        return "–"
    if rule.kind is RuleKind.DURATION:
        return dates.duration(shown)
    value = rule.parse(shown)
    return shown.replace(".", ",") if rule.kind is RuleKind.SHARE else readable(value)


def _groups(views: Iterable[RuleView]) -> list[tuple[Text, list[RuleView]]]:
    groups: list[tuple[Text, list[RuleView]]] = []
    for view in views:
        if view.rule.key in GROUPS:
            groups.append((GROUPS[view.rule.key], []))
        groups[-1][1].append(view)
    return groups


def _holds_now(view: RuleView) -> int | None:
    """The entry of the history that holds today; None where the declared default does."""
    today = current.today()
    return next((entry.id for entry in view.overrides if entry.valid_from <= today), None)


def _options(rule: RuleDefinition) -> list[tuple[str, str]]:
    """What can be chosen, for a rule that takes one of a few values."""
    if rule.kind is RuleKind.YES_NO:
        return [("ja", gettext("Ja")), ("nee", gettext("Nee"))]
    return [(choice, choice) for choice in rule.choices]
