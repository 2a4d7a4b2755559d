"""The rules of the field: looking, and setting one with its ground."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.rule_list import GROUPS
from app.domain.rules import DECLARED
from app.services import rules
from tests.web.page_client import PageClient
from tests.web.world import World

KEY = "stop.waarschuwing"
FORM = f'form[action="/rules/{KEY}"]'


@pytest.fixture
def official(signed_in: Callable[[str], PageClient]) -> PageClient:
    return signed_in("wse_official")


def row(page: object, key: str) -> str:
    link = page.one(f'a[href="/rules/{key}"]')  # type: ignore[attr-defined]  # a Page
    return " ".join(link.find_parent("tr").get_text(" ").split())


def test_every_rule_is_listed_in_its_group_with_how_sure_it_is(official: PageClient) -> None:
    page = official.get("/rules")
    assert [link["href"] for link in page.all("tbody a")] == [f"/rules/{key}" for key in DECLARED]
    assert [heading.get_text() for heading in page.all("main h2")] == [str(text) for text in GROUPS.values()]
    assert "Bevestigd" in row(page, "traject.maxJaren")
    assert "30 dagen" in row(page, KEY)
    assert "Niet bevestigd" in row(page, KEY)
    assert "Niet ingesteld" in row(page, "geld.jaarbedragPerVte")


def test_setting_a_rule_says_so_and_keeps_what_was(official: PageClient) -> None:
    values = {"value": "45 dagen", "valid_from": "2025-01-01", "source": "Brief van 1 februari", "confirmed": "yes"}
    shown = official.follow(official.submit(official.get(f"/rules/{KEY}"), FORM, **values))
    assert "Dit geldt vanaf 1 januari 2025." in shown.main
    entries = [" ".join(entry.get_text(" ").split()) for entry in shown.all("tbody tr")]
    assert len(entries) == 2
    assert entries[0].startswith("1 januari 2025 (geldt nu) 45 dagen Brief van 1 februari Bevestigd")
    assert entries[1].startswith("Begin 30 dagen")
    assert shown.one("#value")["value"] == "45 dagen"


def test_everything_wrong_is_told_at_once_and_nothing_typed_is_lost(official: PageClient) -> None:
    values = {"value": "dertig", "valid_from": "2025-02-30", "source": " ", "confirmed": "yes"}
    page = official.submit(official.get(f"/rules/{KEY}"), FORM, status=422, **values)
    assert [link["href"] for link in page.all(".govuk-error-summary__list a")] == ["#value", "#valid_from", "#source"]
    assert page.one("#value")["value"] == "dertig"
    assert page.one("#valid_from")["value"] == "2025-02-30"
    assert page.one("#confirmed").has_attr("checked")
    assert page.one("title").get_text().endswith("er zijn fouten – Traject")


def test_an_empty_value_takes_the_rule_back(official: PageClient) -> None:
    values = {"value": "", "valid_from": "2025-01-01", "source": "Ingetrokken"}
    shown = official.follow(official.submit(official.get(f"/rules/{KEY}"), FORM, **values))
    assert "Niet ingesteld" in shown.one("main p.govuk-body-l").get_text()


def test_yes_or_no_is_chosen(official: PageClient) -> None:
    page = official.get("/rules/termijn.weekendVerschuift")
    assert [option.get_text() for option in page.all("#value option")] == ["Niet ingesteld", "Ja", "Nee"]
    assert page.one("#value option[selected]")["value"] == "nee"


def test_a_value_of_later_does_not_hold_yet(official: PageClient, world: World) -> None:
    rules.set_value(world.actor("wse_official"), KEY, rules.NewValue("P60D", date(2090, 1, 1), "Later"))
    page = official.get(f"/rules/{KEY}")
    assert "gaat nog in" in page.main
    assert "30 dagen" in page.one("main p.govuk-body-l").get_text()


def test_s09_who_may_only_look_gets_no_form(signed_in: Callable[[str], PageClient]) -> None:
    browser = signed_in("inspector")
    assert not browser.get(f"/rules/{KEY}").all(FORM)
    browser.post(f"/rules/{KEY}", {"value": "P1D", "valid_from": "2025-01-01", "source": "x"}, status=403)
    assert "/rules" not in signed_in("coach").get("/tasks").links()


@pytest.mark.parametrize("key", ["bestaat.niet", "stop", "stop..waarschuwing", "stop.%3Cb%3E", "stop/waarschuwing"])
def test_a_rule_nobody_declared_is_not_there(official: PageClient, key: str) -> None:
    official.get(f"/rules/{key}", status=404)


def test_what_was_typed_comes_back_after_signing_in_again(official: PageClient) -> None:
    values = {"value": "45 dagen", "valid_from": "2025-01-01", "source": "Brief", "confirmed": "yes"}
    page = official.post(f"/rules/{KEY}", values, token=False, status=400)
    page = official.submit(page, FORM, status=200)
    assert page.one("#value")["value"] == "45 dagen"
    assert "Brief" not in page.one("tbody").get_text()


def test_the_pages_ask_little_of_the_database(
    official: PageClient, world: World, statements: Callable[[], object]
) -> None:
    for number in range(1, 6):
        new = rules.NewValue(f"P{number}M", date(2025, number, 1), "Brief")
        rules.set_value(world.actor("wse_official"), KEY, new)
    for path in ("/rules", f"/rules/{KEY}"):
        official.client.get(path)
        with statements() as seen:  # type: ignore[attr-defined]  # the fixture's own type is a context manager
            official.client.get(path)
        assert len(seen) <= 6, f"{path}\n{seen}"
