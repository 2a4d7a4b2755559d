"""Accounts: find, create, roles, password, closing; and the refusals in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.domain.access import SYSTEM, Role
from app.services import memberships, users
from tests.web.page_client import PageClient
from tests.web.world import PASSWORD, World

NEW = 'form[action="/accounts/new"]'


@pytest.fixture
def administrator(signed_in: Callable[[str], PageClient]) -> PageClient:
    return signed_in("administrator")


def test_creating_an_account_with_a_role(administrator: PageClient, app: Flask, world: World) -> None:
    values = {
        "name": "Lotte Maes",
        "email": "Lotte@test.example",
        "role": "coach",
        "organisation_id": str(world.organisations["schakel"]),
        "password": PASSWORD,
    }
    shown = administrator.follow(administrator.submit(administrator.get("/accounts/new"), NEW, **values))
    assert shown.h1 == "Lotte Maes"
    assert "Jobcoach De Fietsschakel" in shown.main
    assert PageClient(app.test_client()).sign_in("lotte").get("/tasks").status == 200


def test_mistakes_are_told_at_their_field_and_the_rest_stays(administrator: PageClient) -> None:
    page = administrator.get("/accounts/new")
    page = administrator.submit(page, NEW, status=422, name="Lotte Maes", email="geen adres", password="kort")
    wrong = {link["href"] for link in page.all(".govuk-error-summary__list a")}
    assert wrong == {"#email", "#role", "#organisation_id", "#password"}
    assert page.one("#name")["value"] == "Lotte Maes"
    assert page.one("#password")["value"] == ""


def test_an_address_that_has_an_account_gets_no_second(administrator: PageClient, world: World) -> None:
    place = str(world.organisations["groen"])
    values = {"email": "COACH@test.example", "role": "coach", "organisation_id": place}
    page = administrator.submit(administrator.get("/accounts/new"), NEW, status=422, **values)
    assert "Er is al een account met dit adres" in page.one("#email-error").get_text()


def test_an_employee_gets_his_account_from_his_own_page(administrator: PageClient, world: World) -> None:
    place = str(world.organisations["groen"])
    page = administrator.get("/accounts/new")
    assert "worker" not in [option["value"] for option in page.all("#role option")]
    values = {"email": "tom@test.example", "role": "worker", "organisation_id": place}
    administrator.post("/accounts/new", values, status=422)
    link = f"/accounts/new?person={world.other_person}"
    assert link in administrator.get(f"/people/{world.other_person}").links()
    shown = administrator.follow(administrator.submit(administrator.get(link), NEW, email="tom@test.example"))
    assert "Doelgroepwerknemer Groen en Co" in shown.main
    assert f"/people/{world.other_person}" in shown.links()


def test_giving_a_role_and_taking_it_back(administrator: PageClient, world: World) -> None:
    address = f"/accounts/{world.users['coach']}"
    place = str(world.organisations["groen"])
    form = f'form[action="{address}/roles"]'
    page = administrator.submit(administrator.get(address), form, status=422)
    assert {link["href"] for link in page.all(".govuk-error-summary__list a")} == {"#role", "#organisation_id"}
    shown = administrator.follow(administrator.submit(page, form, role="employer", organisation_id=place))
    assert "Leiding van de onderneming Groen en Co" in shown.one("ul.app-list").get_text(" ", strip=True)
    role = {"role": "employer", "organisation_id": place}
    shown = administrator.follow(administrator.post(f"{address}/roles/withdrawal", role))
    assert "Groen en Co" not in shown.one("ul.app-list").get_text()
    page = administrator.post(f"{address}/roles/withdrawal", role, status=409)
    assert "Dit account heeft die rol niet meer." in page.main
    administrator.submit(page, form, status=422, role="worker", organisation_id=place)


def test_the_role_of_an_employee_is_not_for_who_has_no_file(administrator: PageClient, world: World) -> None:
    values = {"role": "worker", "organisation_id": str(world.organisations["groen"])}
    page = administrator.post(f"/accounts/{world.users['coach']}/roles", values, status=422)
    assert page.one("#role-error")


def test_s12_the_last_administrator_stays(administrator: PageClient, world: World) -> None:
    address = f"/accounts/{world.users['administrator']}"
    role = {"role": "administrator", "organisation_id": str(world.organisations["platform"])}
    for path, data in ((f"{address}/closing", {}), (f"{address}/roles/withdrawal", role)):
        page = administrator.post(path, data, status=409)
        assert "Dit is de laatste beheerder. Maak eerst iemand anders beheerder." in page.main
    assert not administrator.get(address).all("#password")


def test_closing_and_opening_again(administrator: PageClient, app: Flask, world: World) -> None:
    address = f"/accounts/{world.users['coach2']}"
    page = administrator.get(address)
    shown = administrator.follow(administrator.submit(page, f'form[action="{address}/closing"]'))
    assert "Het account is gesloten." in shown.main
    browser = PageClient(app.test_client())
    values = {"email": "coach2@test.example", "password": PASSWORD}
    browser.submit(browser.get("/login"), 'form[action="/login"]', status=422, **values)
    administrator.follow(administrator.submit(shown, f'form[action="{address}/opening"]'))
    assert PageClient(app.test_client()).sign_in("coach2").get("/tasks").status == 200


def test_a_new_password_ends_the_sessions_of_the_account(
    administrator: PageClient, signed_in: Callable[[str], PageClient], world: World
) -> None:
    coach2 = signed_in("coach2")
    address = f"/accounts/{world.users['coach2']}"
    form = f'form[action="{address}/password"]'
    page = administrator.submit(administrator.get(address), form, status=422, password="te kort")
    assert page.one("#password-error")
    assert "te kort" not in page.text
    administrator.follow(administrator.submit(page, form, password="een-heel-ander-wachtwoord"))
    assert coach2.get("/tasks", status=302).location.startswith("/login")


def test_who_gives_his_own_role_away_goes_home(administrator: PageClient, world: World) -> None:
    platform = world.organisations["platform"]
    memberships.grant(SYSTEM, world.users["coach2"], Role.ADMINISTRATOR.value, platform)
    role = {"role": "administrator", "organisation_id": str(platform)}
    path = f"/accounts/{world.users['administrator']}/roles/withdrawal"
    assert administrator.post(path, role).location == "/"
    administrator.get("/accounts", status=403)


def test_searching_and_paging(administrator: PageClient, world: World, statements: Callable[[], object]) -> None:
    for nth in range(55):
        new = users.NewUser(f"host{nth:02d}@test.example", "host_employer", world.organisations["host"], f"Gast {nth}")
        users.create(SYSTEM, new)
    page = administrator.get("/accounts", query_string={"q": "gast"})
    assert len(page.all("tbody tr")) == 50
    last = administrator.get(str(page.one("a[rel=next]")["href"]))
    assert len(last.all("tbody tr")) == 5
    assert not last.all("a[rel=next]")
    assert "Geen account gevonden" in administrator.get("/accounts", query_string={"q": "niemand%"}).main
    administrator.get("/accounts", query_string={"cursor": "onzin"}, status=422)
    for path in ("/accounts", f"/accounts/{world.users['coach']}", "/accounts/new"):
        with statements() as seen:  # type: ignore[attr-defined]  # the fixture's own type is a context manager
            administrator.client.get(path)
        assert len(seen) <= 8, f"{path}\n{seen}"


def test_s07_names_of_accounts_are_only_text(administrator: PageClient, world: World) -> None:
    name = '"><script>alert(1)</script>{{ 7*7 }}'
    user = users.create(SYSTEM, users.NewUser("raar@test.example", "coach", world.organisations["schakel"], name))
    for path in ("/accounts?q=raar", f"/accounts/{user}"):
        assert name in administrator.get(path).main


def test_two_accounts_of_one_person(administrator: PageClient, world: World) -> None:
    path = f"/accounts/{world.users['coach']}"
    form = f'form[action="{path}/same-person"]'
    for typed in ("nobody@test.example", "a\0b", "", "coach@test.example"):
        page = administrator.submit(administrator.get(path), form, other=typed, status=422)
        assert page.all("#other-error"), typed
    administrator.submit(administrator.get(path), form, other="Coach2@test.example", status=302)
    assert f"/accounts/{world.users['coach2']}" in administrator.get(path).links()
    assert path in administrator.get(f"/accounts/{world.users['coach2']}").links()
