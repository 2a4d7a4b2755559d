"""Rules an administrator sets: dated, sourced, added to and never guessed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from app.domain import rules
from app.domain.duration import Duration
from app.domain.rules import DECLARED, InvalidRule, RuleKind, RuleNotSet, Rules, UnknownRule


@dataclass
class Row:
    key: str
    value: object
    valid_from: date
    source: str = "Staatsblad"
    confirmed: bool = True


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10 dagen", Duration(days=10)),
        ("1 maand", Duration(months=1)),
        ("2 jaar, 1 dag", Duration(years=2, days=1)),
        ("1 day and 8 weeks", Duration(weeks=8, days=1)),
        ("P5Y", Duration(years=5)),
    ],
)
def test_a_duration_is_written_as_people_say_it(written: str, read: Duration) -> None:
    assert DECLARED["advies.geldigheid"].parse(written) == read


@pytest.mark.parametrize(
    "written", ["tien dagen", "10", "10 dagen of zo", "-3 dagen", "0 dagen", "dagen", "3 uur", "1 dag 2 dagen"]
)
def test_what_is_no_duration_is_refused(written: str) -> None:
    with pytest.raises(InvalidRule):
        DECLARED["advies.geldigheid"].parse(written)


def test_unset_is_never_guessed() -> None:
    now = Rules().at(date(2025, 1, 1))
    for key in (
        "arbeidsongeschiktheid.minDuur",
        "verlenging.aanvraagVoorEinde",
        "stop.voorafmelding",
        "verslag.uiterlijk",
        "geld.jaarbedragPerVte",
        "geld.voorschotPct",
    ):
        assert not now.is_set(key)
        assert not now.of(key).confirmed
    with pytest.raises(RuleNotSet, match="Minimumduur van langdurige arbeidsongeschiktheid"):
        now.duration("arbeidsongeschiktheid.minDuur")


def test_the_defaults_of_the_field() -> None:
    now = Rules().at(date(2025, 1, 1))
    assert (now.whole("traject.maxJaren"), now.whole("traject.maxJarenUitz")) == (5, 6)
    assert now.yes("arbeidsongeschiktheid.stopKlok") is False
    assert now.duration("hwc.indienen") == Duration(days=45)
    assert now.number("track.doelDoorstroom") == Decimal("0.75")
    assert now.as_date("overgang.peildatum") == date(2023, 6, 30)
    assert now.of("traject.maxJaren").confirmed
    assert not now.of("evaluatie.vroegst").confirmed


def test_a_rule_holds_from_its_date_of_effect() -> None:
    history = Rules([Row("hwc.indienen", "P30D", date(2026, 1, 1)), Row("hwc.indienen", "P60D", date(2024, 1, 1))])
    asked = [history.at(date(year, 6, 1)).duration("hwc.indienen").days for year in (2023, 2024, 2025, 2026)]
    assert asked == [45, 60, 60, 30]
    assert history.at(date(2025, 12, 31)).of("hwc.indienen").valid_from == date(2024, 1, 1)
    assert history.at(date(2026, 1, 1)).of("hwc.indienen").valid_from == date(2026, 1, 1)


def test_of_two_with_the_same_date_the_last_recorded_holds_and_none_takes_it_back() -> None:
    day = date(2024, 1, 1)
    corrected = Rules([Row("hwc.indienen", "P30D", day), Row("hwc.indienen", "P40D", day)])
    assert corrected.at(day).duration("hwc.indienen").days == 40
    withdrawn = Rules(
        [Row("arbeidsongeschiktheid.minDuur", "P1M", day), Row("arbeidsongeschiktheid.minDuur", None, day)]
    )
    assert not withdrawn.at(day).is_set("arbeidsongeschiktheid.minDuur")


def test_a_stored_value_keeps_its_source() -> None:
    value = Rules([Row("lde.minVte", "4,5", date(2024, 1, 1))]).at(date(2024, 1, 1)).of("lde.minVte")
    assert (value.value, str(value.source), value.confirmed, value.shown) == (Decimal("4.5"), "Staatsblad", True, "4.5")


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("traject.maxJaren", "5", 5),
        ("traject.maxJaren", 5, 5),
        ("arbeidsongeschiktheid.stopKlok", "Ja", True),
        ("arbeidsongeschiktheid.stopKlok", False, False),
        ("track.doelDoorstroom", "75 %", Decimal("0.75")),
        ("track.doelDoorstroom", "75", Decimal("0.75")),
        ("overgang.ratioCMW.2023", "0,7", Decimal("0.7")),
        ("pop.eerste", "P1M", Duration(months=1)),
        ("overgang.peildatum", "2023-06-30", date(2023, 6, 30)),
        ("klok.telEerdereMaatregel", "handmatig", "handmatig"),
    ],
)
def test_values_are_read(key: str, given: object, value: object) -> None:
    assert rules.definition(key).parse(given) == value


@pytest.mark.parametrize(
    ("key", "given", "reason"),
    [
        ("traject.maxJaren", "vijf", "getal"),
        ("traject.maxJaren", "5,5", "geheel getal"),
        ("traject.maxJaren", "-5", "nul of meer"),
        ("traject.maxJaren", "9" * 40, "getal"),
        ("traject.maxJaren", True, "getal"),
        ("arbeidsongeschiktheid.stopKlok", "misschien", "ja of nee"),
        ("track.doelDoorstroom", "101 %", "100 %"),
        ("pop.eerste", "een maand", "geen duur"),
        ("pop.eerste", "P0D", "langer dan nul"),
        ("pop.eerste", "PT24H", "dagen, weken"),
        ("overgang.peildatum", "30/06/2023", "bestaande datum"),
        ("klok.telEerdereMaatregel", "automatisch", "handmatig"),
    ],
)
def test_values_that_cannot_be_say_why(key: str, given: object, reason: str) -> None:
    with pytest.raises(InvalidRule, match=reason):
        rules.definition(key).parse(given)


@pytest.mark.parametrize("key", sorted(DECLARED))
def test_every_default_is_written_as_it_is_read(key: str) -> None:
    rule = DECLARED[key]
    assert str(rule.title)
    assert str(rule.source)
    if rule.default is not None:
        assert rule.parse(rule.write(rule.default)) == rule.default
    assert rule.kind in RuleKind


def test_an_unknown_rule_and_the_wrong_kind_are_mistakes_of_the_caller() -> None:
    now = Rules().at(date(2025, 1, 1))
    with pytest.raises(UnknownRule):
        now.of("traject.onbekend")
    with pytest.raises(UnknownRule):
        rules.definition("traject.onbekend")
    with pytest.raises(TypeError, match=r"traject\.maxJaren"):
        now.duration("traject.maxJaren")


def test_a_row_of_a_rule_we_do_not_know_changes_nothing() -> None:
    now = Rules([Row("oud.regel", "x", date(2020, 1, 1))]).at(date(2025, 1, 1))
    assert now.whole("traject.maxJaren") == 5
