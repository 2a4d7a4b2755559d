"""Rules that the law left open: added from a date on, never edited, unconfirmed until somebody confirms."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import Actor, Role
from app.domain.audit import Tag
from app.domain.duration import parse_duration
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.models.audit import Audit
from app.models.rule import Rule
from app.queries import rules as found
from app.services import rules
from app.services.rules import NewValue

SPRING, SUMMER = date(2027, 3, 1), date(2027, 7, 1)


@pytest.fixture
def official(world) -> Actor:
    return world.actor("wim@wse.example", Role.WSE_OFFICIAL, "wse", "department")


def value(key: str, day: date) -> object:
    with db.reading() as session:
        return found.at(session, day).of(key).value


def test_a_value_holds_from_its_date_and_the_past_keeps_its_own(official) -> None:
    rules.set_value(official, "stop.waarschuwing", NewValue("P60D", SUMMER, "Brief van 1 februari 2027"))
    rules.set_value(official, "stop.waarschuwing", NewValue("P45D", SPRING, "Brief van 3 januari 2027"))
    assert value("stop.waarschuwing", date(2027, 2, 28)) == parse_duration("P30D")
    assert value("stop.waarschuwing", SPRING) == parse_duration("P45D")
    assert value("stop.waarschuwing", SUMMER) == parse_duration("P60D")
    rules.set_value(official, "stop.waarschuwing", NewValue("P90D", SPRING, "Rechtzetting"))
    assert value("stop.waarschuwing", SPRING) == parse_duration("P90D")
    with db.reading() as session:
        assert len(session.scalars(select(Rule)).all()) == 3


def test_an_empty_value_takes_the_rule_back_to_unset(official) -> None:
    rules.set_value(official, "geld.jaarbedragPerVte", NewValue("12500,50", SPRING, "Besluit"))
    rules.set_value(official, "geld.jaarbedragPerVte", NewValue(" ", SUMMER, "Besluit ingetrokken"))
    assert value("geld.jaarbedragPerVte", date(2027, 1, 1)) is None
    assert str(value("geld.jaarbedragPerVte", SPRING)) == "12500.50"
    assert value("geld.jaarbedragPerVte", SUMMER) is None


def test_a_value_is_unconfirmed_until_somebody_says_the_law_was_read(official) -> None:
    rules.set_value(official, "arbeidsongeschiktheid.stopKlok", NewValue("ja", date(2026, 1, 1), "Telefoon met WSE"))
    with db.reading() as session:
        assert not found.one(session, official, "arbeidsongeschiktheid.stopKlok").now.confirmed
    confirmed = NewValue("ja", date(2026, 1, 1), "MB van 20 juli 2015, artikel 2", True)
    rules.set_value(official, "arbeidsongeschiktheid.stopKlok", confirmed)
    with db.reading() as session:
        view = found.one(session, official, "arbeidsongeschiktheid.stopKlok")
        assert (view.now.value, view.now.confirmed) == (True, True)
        assert [(each.shown, each.confirmed, each.set_by) for each in view.overrides] == [
            ("ja", True, "Wim"),
            ("ja", False, "Wim"),
        ]


@pytest.mark.parametrize(
    ("key", "new", "field"),
    [
        ("stop.waarschuwing", NewValue("30", SPRING, "x"), "value"),
        ("traject.maxJaren", NewValue("-1", SPRING, "x"), "value"),
        ("arbeidsongeschiktheid.stopKlok", NewValue("misschien", SPRING, "x"), "value"),
        ("stop.waarschuwing", NewValue("P1M", SPRING, " "), "source"),
    ],
)
def test_what_a_rule_cannot_be_is_refused_at_the_field(official, key, new, field) -> None:
    with pytest.raises(AnswersInvalid) as refused:
        rules.set_value(official, key, new)
    assert set(refused.value.errors) == {field}
    with db.reading() as session:
        assert session.scalars(select(Rule)).all() == []


def test_setting_needs_the_right_and_leaves_an_entry_without_the_reason(official, coach, world) -> None:
    counsellor = world.actor("vera@vdab.example", Role.VDAB_COUNSELLOR, "vdab", "vdab")
    for actor in (coach, counsellor):
        with pytest.raises(NotAllowed):
            rules.set_value(actor, "stop.waarschuwing", NewValue("P1M", SPRING, "x"))
    with db.reading() as session:
        assert len(found.listing(session, counsellor)) > 30
        with pytest.raises(NotAllowed):
            found.listing(session, coach)
    with pytest.raises(NotVisible):
        rules.set_value(official, "bestaat.niet", NewValue("1", SPRING, "x"))
    rules.set_value(official, "stop.waarschuwing", NewValue("P1M", SPRING, "Geheime reden"))
    with db.reading() as session:
        payload = session.scalars(select(Audit.payload).where(Audit.tag == Tag.RULE_SET.value)).one()
    assert '"value":"P1M"' in payload
    assert '"valid_from":"2027-03-01"' in payload
    assert "Geheime" not in payload


def test_asking_many_rules_in_one_session_costs_one_statement(official, statements) -> None:
    with db.reading() as session, statements() as used:
        for day in (SPRING, SUMMER):
            found.at(session, day).of("lde.minVte")
    assert len(used) == 1, used


def test_a_rule_counts_for_the_next_question(official) -> None:
    assert value("lde.minVte", SUMMER) == 5
    rules.set_value(official, "lde.minVte", NewValue("6", SPRING, "x"))
    assert value("lde.minVte", SUMMER) == 6
