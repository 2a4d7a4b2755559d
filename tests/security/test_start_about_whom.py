"""A suspension, an evaluation or a reconsideration is about somebody: who, is asked first, at both doors."""

from __future__ import annotations

from datetime import date

import pytest

from app.models.case import Case
from tests.security.doors import Doors, nothing_changes
from tests.support.field import Field, publish
from tests.support.stage import Stage

SUSPENSION = {"kind": "ARBEIDSONGESCHIKT_LANGDURIG", "starts_on": "2024-05-10", "end_known": "no"}
EVALUATION = {"occasion": "EINDE_TERMIJN", "requested_on": "2024-05-10"}
ASKED = "Kies eerst over welke werknemer het gaat."


@pytest.mark.parametrize(
    ("process", "who", "answers"), [("suspension", "coach", SUSPENSION), ("vdab_evaluation", "counsellor", EVALUATION)]
)
def test_who_it_is_about_is_asked_first(stage: Stage, doors: Doors, process: str, who: str, answers: dict) -> None:
    stage.hire(date(2024, 2, 12))
    actor = stage.people[who]
    doors.token(actor)
    page = doors.browser(actor).get(f"/start/{process}")
    assert "Over wie gaat het?" in page.main
    assert not page.all(f"form[method=post][action='/start/{process}']")
    with nothing_changes():
        page = doors.browser(actor).post(f"/start/{process}", answers, status=422)
        assert ASKED in page.main
        refused = doors.start_by_api(actor, process, answers)
    assert refused.status_code == 422, refused.text
    address = next(link for link in page.links() if link.startswith(f"/start/{process}?subject="))
    assert doors.browser(actor).get(address).all(f"form[method=post][action='/start/{process}']")


def test_a_trajectory_registers_its_person_itself(stage: Stage, doors: Doors) -> None:
    page = doors.browser(stage.coach).get("/start/trajectory")
    assert page.all("form[method=post] [name=national_number]")


def test_an_employee_who_asks_for_reconsideration_means_himself(field: Field, doors_of_field: Doors) -> None:
    publish(None, "reconsideration")  # type: ignore[arg-type]  # no folder is needed
    page = doors_of_field.browser(field.worker).get("/start/reconsideration")
    assert page.all("form[method=post][action='/start/reconsideration']")
    assert not field.rows(Case)


@pytest.fixture
def doors_of_field(field: Field, app) -> Doors:
    return Doors(app, field)
