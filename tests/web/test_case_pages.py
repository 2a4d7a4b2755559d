"""One case, tab by tab; who sees which."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import Role
from app.models.case import CaseParty
from app.services import case_in_hand, parties, tasks
from tests.support.clock import TestClock
from tests.web.objects import case_of, open_task
from tests.web.page_client import PageClient
from tests.web.world import World

ANSWERS = {"topic": "Werk", "day": "2027-01-11", "place": "work", "remark": "", "points": []}


def test_the_overview_says_who_has_what_and_what_comes(coach: PageClient, world: World) -> None:
    page = coach.get(f"/cases/{world.case}")
    assert page.h1 == "Amina Yildiz"
    assert "bij Coach Test" in page.main
    assert "Na een week" in page.main
    assert "11 januari 2027" in page.main


def test_a_late_task_is_late_in_words_everywhere(coach: PageClient, world: World, clock: TestClock) -> None:
    clock.advance(days=20)
    assert "Te laat" in coach.get(f"/cases/{world.case}").main
    worklist = coach.get("/tasks")
    assert worklist.h1 == "Mijn taken (1 te laat)"
    assert "6 dagen te laat" in worklist.main
    assert worklist.one("title").get_text().startswith("Mijn taken (1 te laat)")


def test_every_tab_opens_and_is_marked(coach: PageClient, world: World) -> None:
    page = coach.get(f"/cases/{world.case}")
    tabs = [link["href"] for link in page.all(".app-tabs a")]
    assert len(tabs) == 10
    for tab in tabs:
        here = coach.get(str(tab))
        assert here.one('.app-tabs a[aria-current="page"]')["href"] == tab


def test_the_timeline_names_the_steps(coach: PageClient, world: World) -> None:
    tasks.complete(world.actor("coach"), open_task(world.case).id, ANSWERS)
    page = coach.get(f"/cases/{world.case}/timeline")
    assert "Taak afgewerkt : Gesprek voorbereiden" in page.main.replace("afgewerkt:", "afgewerkt :")
    assert "door Coach Test" in page.main


def test_the_diagram_has_the_same_as_a_list(coach: PageClient, world: World) -> None:
    """users-ask 41: where it stands and the way it came, without seeing the drawing."""
    tasks.complete(world.actor("coach"), open_task(world.case).id, ANSWERS)
    page = coach.get(f"/cases/{world.case}/diagram")
    steps = [" ".join(step.get_text(" ").split()) for step in page.all(".app-outline li")]
    assert steps[0].startswith("Begin gedaan op 4 januari 2027")
    assert any(step.startswith("Gesprek voorbereiden gedaan op 4 januari 2027") for step in steps)
    assert next(step for step in steps if "hier staat het dossier" in step).startswith("Gesprek voeren")
    xml = coach.client.get(str(page.one("[data-diagram]")["data-src"]))
    assert xml.mimetype == "application/xml"
    assert b"<bpmn:process" in xml.data


def test_a_message_asks_first_and_then_moves_the_case(coach: PageClient, world: World) -> None:
    tasks.complete(world.actor("coach"), open_task(world.case).id, ANSWERS)
    overview = coach.get(f"/cases/{world.case}")
    assert f"/cases/{world.case}/messages/stop_visit" in overview.links()
    page = coach.get(f"/cases/{world.case}/messages/stop_visit")
    assert page.h1 == "Bezoek stoppen"
    assert case_of(world.case).status == "open"
    after = coach.follow(coach.submit(page, f'form[action="/cases/{world.case}/messages/stop_visit"]'))
    assert "Afgelopen" in after.main
    assert case_of(world.case).end_event == "stopped"


def test_s13_a_message_nobody_waits_for_moves_nothing(coach: PageClient, world: World) -> None:
    page = coach.post(f"/cases/{world.case}/messages/stop_visit", status=409)
    assert "wacht nu" in page.main
    assert case_of(world.case).status == "open"


def test_a_note_is_added_and_stays(coach: PageClient, world: World) -> None:
    page = coach.get(f"/cases/{world.case}/notes")
    after = coach.follow(coach.submit(page, f'form[action="/cases/{world.case}/notes"]', text="Belde even."))
    assert "Belde even." in after.main


@pytest.mark.parametrize("text", ["", "x" * 5001])
def test_a_note_that_cannot_be_kept_says_why(coach: PageClient, world: World, text: str) -> None:
    page = coach.get(f"/cases/{world.case}/notes")
    page = coach.submit(page, f'form[action="/cases/{world.case}/notes"]', text=text, status=422)
    assert page.one("#text-error")
    assert page.one("textarea[name=text]").get_text().strip() == text


def test_only_an_outside_party_sees_its_own_step_alone(signed_in: Callable[[str], PageClient], world: World) -> None:
    """domain.md §8: a host employer takes part in one step and does not read the whole file."""
    with db.transaction() as session:
        work = case_in_hand.locked_work(session, world.actor("coach"), world.case)
        parties.set_party(session, work.case, Role.HOST_EMPLOYER, world.organisations["host"])
    host = signed_in("host_employer")
    page = host.get(f"/cases/{world.case}")
    assert [link["href"].rsplit("/", 1)[1] for link in page.all(".app-tabs a")] == [str(world.case), "tasks"]
    assert "Gesprek voorbereiden" not in page.main, "the coach's task is not the host's business"
    for tab in ("plan", "evaluation", "transition", "documents", "notes", "timeline", "diagram", "access", "term"):
        host.get(f"/cases/{world.case}/{tab}", status=404)
    host.get(f"/documents/{world.document}", status=404)


def test_who_can_see_a_case_is_listed(coach: PageClient, world: World) -> None:
    page = coach.get(f"/cases/{world.case}/access")
    with db.reading() as session:
        roles = session.scalars(select(CaseParty.role).where(CaseParty.case_id == world.case)).all()
    assert len(page.all("tbody tr")) == len(roles)
    assert "Jobcoach" in page.main


def test_the_list_of_cases_filters(coach: PageClient, signed_in: Callable[[str], PageClient], world: World) -> None:
    everything = signed_in("administrator").get("/cases")
    assert len(everything.all("tbody tr")) == 2
    found = signed_in("administrator").get("/cases?q=yildiz")
    assert len(found.all("tbody tr")) == 1
    assert "past bij wat u zoekt" in coach.get("/cases?status=ended").main
