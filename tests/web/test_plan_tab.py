"""The plans of an employee on his case."""

from __future__ import annotations

from datetime import date

from app import db
from app.models.plan import Plan
from app.models.trajectory import Trajectory
from tests.web.page_client import PageClient
from tests.web.world import World


def test_a_plan_that_replaces_one_of_the_same_year_says_so(coach: PageClient, world: World) -> None:
    with db.transaction() as session:
        trajectory = Trajectory(
            person_id=world.person, case_id=world.case, organisation_id=world.organisations["schakel"], status="LOPEND",
            anchor_on=date(2026, 1, 5), clock_start=date(2026, 1, 5), max_years=5,
        )  # fmt: skip
        session.add(trajectory)
        session.flush()
        replaced = None
        for year in (1, 2, 2):
            plan = Plan(
                case_id=world.case, person_id=world.person, trajectory_id=trajectory.id, year=year, state="ACTIEF",
                due_on=date(2026 + year, 1, 5), replaces_id=replaced,
            )  # fmt: skip
            session.add(plan)
            session.flush()
            replaced = plan.id
    page = coach.get(f"/cases/{world.case}/plan")
    headings = [" ".join(heading.get_text().split()).partition(" (")[0] for heading in page.all("summary h2")]
    assert headings == ["Herzien plan van jaar 2", "Plan van jaar 2", "Plan van jaar 1"]


def test_what_is_only_there_in_dutch_says_so_on_an_english_page(coach: PageClient, world: World) -> None:
    address = f"/start/visit?subject={world.person}"
    assert not coach.get(address).all("main p[lang]")
    coach.post("/language", {"language": "en"})
    page = coach.get(address)
    assert page.one("html")["lang"] == "en"
    assert [text["lang"] for text in page.all("main p.govuk-body-l")] == ["nl"]
