"""Changing contract hours on the page: first the sums, then the change; refusals at their field (T07)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app import db
from app.models.employment import Employment
from app.models.trajectory import Trajectory
from tests.web.page_client import PageClient
from tests.web.world import World

TYPED = {"starts_on": "2027-04-01", "hours_week": "30,4", "reason": "Amina vroeg meer uren."}


def hire(world: World) -> str:
    """A half-time contract since March 2026; gives the address of the page."""
    with db.transaction() as session:
        schakel = world.organisations["schakel"]
        trajectory = Trajectory(
            person_id=world.person, case_id=world.case, organisation_id=schakel, status="LOPEND",
            clock_start=date(2026, 3, 2), max_years=5,
        )  # fmt: skip
        session.add(trajectory)
        session.flush()
        session.add(
            Employment(
                person_id=world.person, trajectory_id=trajectory.id, organisation_id=schakel, contract_type="ONBEPAALD",
                starts_on=date(2026, 3, 2), hours_week=Decimal(19), fulltime_hours=Decimal(38), fraction=Decimal("0.5"),
            )
        )  # fmt: skip
    return f"/people/{world.person}/hours"


def test_the_sums_are_shown_first_and_only_then_the_hours_change(coach: PageClient, world: World) -> None:
    address = hire(world)
    assert address in coach.get(f"/people/{world.person}").links()
    form = f'form[action="{address}"]'
    shown = coach.submit(coach.get(address), form, status=200, **TYPED)
    assert "de termijn telt jaren" in shown.main and "1 maart 2031" in shown.main
    rows = [row.get_text(" ", strip=True) for row in shown.all("tbody tr")]
    assert "Tewerkstellingsbreuk (VTE) 0,5 0,8" in rows
    assert "Gemiddeld in kwartaal 2 van 2027 (VTE) 0,5 0,8" in rows
    after = coach.follow(coach.submit(shown, form, button="step=save"))
    assert "1 april 2027 – loopt" in after.main and "31 maart 2027" in after.main
    assert "Amina vroeg meer uren." in coach.get(f"/cases/{world.case}/notes").main


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(coach: PageClient, world: World) -> None:
    address = hire(world)
    page = coach.submit(
        coach.get(address), f'form[action="{address}"]', status=422, **{**TYPED, "hours_week": "45", "reason": ""}
    )
    assert {link["href"] for link in page.all(".govuk-error-summary__list a")} == {"#hours_week", "#reason"}
    assert page.one("#starts_on")["value"] == "2027-04-01"


def test_without_a_contract_the_page_says_so(coach: PageClient, world: World) -> None:
    assert "geen contract in een lopend traject" in coach.get(f"/people/{world.person}/hours").main
