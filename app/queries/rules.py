"""The configurable rules: what holds on a day, and the list an administrator sees, with what was set before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import NotAllowed, NotVisible
from app.domain.rules import DECLARED, RuleDefinition, Rules, RulesOnDay, RuleValue
from app.models.clock import today
from app.models.rule import Rule
from app.models.user import User

CACHE = "rules"  # in session.info: read once, dropped by whoever sets a rule


@dataclass(frozen=True)
class RuleOverride:
    """A value that was set: from when, by whom, on what ground. `shown` is empty where the rule was taken back."""

    id: int
    shown: str
    valid_from: date
    source: str
    confirmed: bool
    set_by: str | None
    set_at: datetime


@dataclass(frozen=True)
class RuleView:
    """A declared rule, what holds today, and everything that was ever set (newest date of effect first)."""

    rule: RuleDefinition
    now: RuleValue
    overrides: list[RuleOverride]


def rules(session: Session) -> Rules:
    """Every stored value, to ask what held on any day. One statement for everything a session asks."""
    found = session.info.get(CACHE)
    if not isinstance(found, Rules):
        found = session.info[CACHE] = Rules(session.scalars(select(Rule).order_by(Rule.id)))
    return found


def at(session: Session, day: date) -> RulesOnDay:
    """The rules as they hold on a day (a case follows those of its own reference date)."""
    return rules(session).at(day)


def listing(session: Session, actor: Actor) -> list[RuleView]:
    """Every declared rule, in the order of the sheet, with what holds today and its history."""
    if not actor.may(Permission.RULE_READ):
        raise NotAllowed()
    rows = session.execute(
        select(Rule, User.name).join(User, User.id == Rule.set_by, isouter=True).order_by(Rule.id)
    ).all()
    holds = Rules([row.Rule for row in rows]).at(today(session))
    overrides: dict[str, list[RuleOverride]] = {}
    for row, name in rows:
        overrides.setdefault(row.key, []).append(_override(row, name))
    return [
        RuleView(rule, holds.of(key), sorted(overrides.get(key, []), key=lambda o: (o.valid_from, o.id), reverse=True))
        for key, rule in DECLARED.items()
    ]


def one(session: Session, actor: Actor, key: str) -> RuleView:
    """One rule with its history. NotVisible when no rule was declared with this key."""
    for view in listing(session, actor):
        if view.rule.key == key:
            return view
    raise NotVisible()


def _override(row: Rule, name: str | None) -> RuleOverride:
    rule = DECLARED.get(row.key)
    shown = "" if row.value is None else str(row.value)
    if rule is not None and row.value is not None:
        shown = rule.write(rule.parse(row.value))
    return RuleOverride(row.id, shown, row.valid_from, row.source, row.confirmed, name, row.set_at)
