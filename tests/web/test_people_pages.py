"""Employees and organisations: find, register, hand over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app import db
from app.domain.identifiers import synthetic_establishment_number, synthetic_national_number
from app.models.person import Person
from tests.web.objects import open_task
from tests.web.page_client import PageClient
from tests.web.world import World

NEW = {
    "first_name": "Lotte",
    "last_name": "Maes",
    "national_number": synthetic_national_number(date(1985, 5, 5), 3),
    "language": "nl",
}


def test_registering_somebody(coach: PageClient, world: World) -> None:
    page = coach.get("/people/new")
    values = {**NEW, "organisation_id": str(world.organisations["schakel"]), "coach_id": str(world.users["coach"])}
    shown = coach.follow(coach.submit(page, 'form[action="/people/new"]', **values))
    assert shown.h1 == "Lotte Maes"
    assert NEW["national_number"] not in shown.text
    assert "85.05.05-***.**" in shown.main


def test_a_coach_sees_his_own_people_alone(signed_in: Callable[[str], PageClient], world: World) -> None:
    def mine(name: str) -> int:
        browser = signed_in(name)
        return len(browser.get(str(browser.get("/people").one('a[href*="coach="]')["href"])).all("tbody tr"))

    assert (mine("coach"), mine("coach2")) == (1, 0)


def test_a_wrong_check_digit_is_told_at_its_field_and_nothing_is_lost(coach: PageClient, world: World) -> None:
    wrong = NEW["national_number"][:-2] + f"{(int(NEW['national_number'][-2:]) + 1) % 98:02d}"
    page = coach.get("/people/new")
    page = coach.submit(page, 'form[action="/people/new"]', status=422, **{**NEW, "national_number": wrong})
    assert page.one("#national_number-error")
    assert page.one("#last_name")["value"] == "Maes"


def test_s09_nobody_is_registered_with_another_enterprise(coach: PageClient, world: World) -> None:
    values = {**NEW, "organisation_id": str(world.organisations["groen"])}
    coach.post("/people/new", values, status=403)


def test_a_new_address_and_a_name_written_wrong_are_corrected(coach: PageClient, world: World) -> None:
    page = coach.get(f"/people/{world.person}")
    assert page.one(f'a[href="/people/{world.person}/details"]')
    page = coach.get(f"/people/{world.person}/details")
    form = f'form[action="/people/{world.person}/details"]'
    page = coach.submit(page, form, status=422, first_name="", phone="0470 12 34 56")
    assert page.one("#first_name-error")
    assert page.one("#phone")["value"] == "0470 12 34 56"
    shown = coach.follow(coach.submit(page, form, first_name="Amina-Sofie"))
    assert shown.h1.startswith("Amina-Sofie ")
    assert "0470 12 34 56" in shown.main


def test_what_runs_already_is_not_offered_to_be_started(coach: PageClient, world: World) -> None:
    assert not coach.get(f"/people/{world.person}").all('a[href^="/start/visit"]')
    values = {**NEW, "organisation_id": str(world.organisations["schakel"])}
    shown = coach.follow(coach.submit(coach.get("/people/new"), 'form[action="/people/new"]', **values))
    assert shown.one('a[href^="/start/visit"]')


def test_the_whole_number_is_shown_for_a_reason(coach: PageClient, world: World) -> None:
    page = coach.get(f"/people/{world.person}")
    shown = coach.submit(page, f'form[action="/people/{world.person}/national-number"]', purpose="CONTRACT", status=200)
    with db.reading() as session:
        digits = session.get_one(Person, world.person).national_number
    assert digits[:2] + "." in shown.main
    assert digits[-2:] in shown.main
    assert shown.response.headers["Cache-Control"] == "no-store"


def test_handing_over_moves_the_work(coach: PageClient, world: World) -> None:
    page = coach.get(f"/people/{world.person}/transfer")
    values = {"coach_id": str(world.users["coach2"]), "reason": "Els is met verlof."}
    after = coach.follow(coach.submit(page, f'form[action="/people/{world.person}/transfer"]', **values))
    assert "Coach2 Test" in after.main
    assert open_task(world.case).assignee_id == world.users["coach2"]
    assert "Els is met verlof." in coach.get(f"/cases/{world.case}/notes").main


def test_handing_over_needs_a_reason(coach: PageClient, world: World) -> None:
    page = coach.get(f"/people/{world.person}/transfer")
    page = coach.submit(page, f'form[action="/people/{world.person}/transfer"]', status=422, coach_id="", reason="")
    assert {link["href"] for link in page.all(".govuk-error-summary__list a")} == {"#coach_id", "#reason"}


def test_searching_by_name_or_by_whole_number(signed_in: Callable[[str], PageClient], world: World) -> None:
    browser = signed_in("administrator")
    with db.reading() as session:
        digits = session.get_one(Person, world.person).national_number
    for q in ("yildiz", "YILDIZ amina", digits):
        page = browser.get("/people", query_string={"q": q})
        assert [row.get_text(strip=True) for row in page.all("tbody th")] == ["Amina Yildiz"], q


def test_registering_and_changing_an_organisation(signed_in: Callable[[str], PageClient]) -> None:
    browser = signed_in("wse_official")
    values = {"name": "Nieuwe Stagegever", "key": "nieuw", "kind": "host"}
    shown = browser.follow(
        browser.submit(browser.get("/organisations/new"), 'form[action="/organisations/new"]', **values)
    )
    assert shown.h1 == "Nieuwe Stagegever"
    address = f"{shown.response.request.path}/details"
    page = browser.submit(browser.get(address), f'form[action="{address}"]', status=422, number="0123456789")
    assert page.one("#number-error")
    after = browser.follow(browser.submit(browser.get(address), f'form[action="{address}"]', region="Leuven"))
    assert "Leuven" in after.main


def test_an_establishment_is_added_and_given_up(signed_in: Callable[[str], PageClient], world: World) -> None:
    browser, here = signed_in("wse_official"), f"/organisations/{world.organisations['schakel']}"
    page = browser.get(str(browser.get(here).one('a[href$="/establishments/new"]')["href"]))
    form = f'form[action="{here}/establishments/new"]'
    page = browser.submit(page, form, status=422, number="123", name="Fietspunt station")
    assert page.one("#number-error")
    assert page.one("#name")["value"] == "Fietspunt station"
    shown = browser.follow(browser.submit(page, form, number=synthetic_establishment_number(7)))
    assert "De vestiging is toegevoegd." in shown.text
    page = browser.get(str(shown.one('.app-list a[href*="/establishments/"]')["href"]))
    shown = browser.follow(browser.submit(page, f'form[action^="{here}/establishments/"]', active="no"))
    assert "Fietspunt station" in shown.main
    assert "er wordt niet meer gewerkt" in shown.main
    assert not signed_in("coach").get(here).all('a[href*="/establishments/"]')
