"""Setting a rule that the law left open or changed: added from a date on, never edited (domain.md §11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app import db
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.calendar import InvalidMoment, parse_date
from app.domain.errors import NotAllowed, NotVisible
from app.domain.rules import InvalidRule, RuleDefinition, UnknownRule, definition
from app.domain.text import say
from app.models.clock import now
from app.models.rule import Rule
from app.queries.rules import CACHE
from app.services import audit
from app.services.fields import Fields


@dataclass(frozen=True)
class NewValue:
    """A value for a rule, as typed. Empty takes the rule back to «not set». A typed day is year-month-day.

    `source` says on what ground: an article, a letter, a decision. `confirmed`: the law itself was read.
    """

    value: str
    valid_from: date | str
    source: str
    confirmed: bool = False


def set_value(actor: Actor, key: str, new: NewValue) -> int:
    """Let a rule have a value from a date on; returns the id of the entry. The date may lie in the past or the future.

    Refusals: NotVisible (no such rule), NotAllowed, AnswersInvalid.
    """
    with db.transaction() as session:
        rule = _declared(key)
        if not actor.may(Permission.RULE_SET):
            raise NotAllowed(say("U kunt geen regels instellen."))
        fields = Fields()
        stored = _stored(fields, rule, new.value)
        day = _day(fields, new.valid_from)
        source = fields.paragraphs("source", new.source, 1000)
        fields.ensure()
        row = Rule(
            key=key, value=stored, valid_from=day, source=source, confirmed=new.confirmed,
            set_by=actor.user_id, set_at=now(session),
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.info.pop(CACHE, None)
        audit.record(
            session, Tag.RULE_SET, actor=actor, key=key, value=stored, valid_from=day,
            confirmed=new.confirmed, rule=row.id,
        )  # fmt: skip
        return row.id


def _declared(key: str) -> RuleDefinition:
    try:
        return definition(key)
    except UnknownRule:
        raise NotVisible(say("Deze regel bestaat niet.")) from None


def _stored(fields: Fields, rule: RuleDefinition, typed: str) -> str | None:
    """The value as it is kept: checked and written the one way, or None for «not set»."""
    if not typed.strip():
        return None
    try:
        return rule.write(rule.parse(typed))
    except InvalidRule as problem:
        fields.refuse("value", problem.text)
        return None


def _day(fields: Fields, given: date | str) -> date:
    """The day it holds from; the earliest there is where what was typed is none, which is refused."""
    if isinstance(given, date):
        return given
    try:
        return parse_date(given)
    except InvalidMoment as problem:
        fields.refuse("valid_from", problem.text if given.strip() else say("Vul dit in."))
        return date.min
