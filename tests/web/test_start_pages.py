"""Starting something."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from app import db
from app.models.case import Case
from tests.web.page_client import PageClient
from tests.web.world import World


def cases_there_are() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def test_only_what_one_may_start_is_offered(coach: PageClient, signed_in: Callable[[str], PageClient]) -> None:
    offered = [link["href"] for link in coach.get("/start").all("main a")]
    assert offered == ["/start/visit", "/start/simple", "/start/lifecycle"]
    assert "kunt u niets starten" in signed_in("employer").get("/start").main
    signed_in("employer").get("/start/visit", status=403)


def test_first_about_whom_then_start(coach: PageClient, world: World) -> None:
    page = coach.get("/start/visit?q=yildiz")
    address = f"/start/visit?subject={world.person}"
    assert address in page.links()
    form = coach.get(address)
    assert form.h1 == "Bezoek: Amina Yildiz"
    started = coach.follow(coach.submit(form, 'form[action="/start/visit"]'))
    assert started.h1 == "Gestart"
    assert "Gesprek voorbereiden" in started.main


def test_the_same_form_sent_twice_starts_one_case(coach: PageClient, world: World) -> None:
    before = cases_there_are()
    form = coach.get(f"/start/visit?subject={world.person}")
    first = coach.submit(form, 'form[action="/start/visit"]', status=302)
    second = coach.submit(form, 'form[action="/start/visit"]', status=302)
    assert first.location == second.location
    assert cases_there_are() == before + 1


def test_s09_nothing_is_started_about_somebody_one_cannot_see(coach: PageClient, world: World) -> None:
    before = cases_there_are()
    coach.get(f"/start/visit?subject={world.other_person}", status=422)
    coach.post("/start/visit", {"subject": str(world.other_person)}, status=422)
    assert cases_there_are() == before


def test_a_process_there_is_not(coach: PageClient) -> None:
    coach.get("/start/nothing", status=404)
    coach.get("/start/not%20a%20key", status=404)
