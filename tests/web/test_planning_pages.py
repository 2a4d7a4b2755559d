"""The planning pages, and the pages of cases that stand still."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from app import db
from app.models.definition import Definition
from app.services import cases, definitions, presence, tasks, waking
from tests.support import fragile
from tests.support.clock import TestClock
from tests.web.objects import open_task
from tests.web.page_client import PageClient
from tests.web.world import World


@pytest.fixture
def administrator(signed_in: Callable[[str], PageClient]) -> PageClient:
    return signed_in("administrator")


@pytest.fixture
def fragile_case(world: World) -> Callable[[int], int]:
    """`fragile_case(amount)`: a case that waits thirty days, then divides by its amount."""
    process = fragile.publish()

    def start(amount: int) -> int:
        coach = world.actor("coach")
        case_id = cases.start(coach, process, answers={"amount": amount})
        tasks.complete(coach, open_task(case_id).id, {"answer": "Ja"})
        return case_id

    return start


@pytest.fixture
def broken(fragile_case: Callable[[int], int], clock: TestClock) -> int:
    """A case that stands still."""
    case_id = fragile_case(0)
    clock.advance(days=31)
    waking.wake_due()
    return case_id


def test_what_comes_stands_by_day_and_in_a_list(
    coach: PageClient, fragile_case: Callable[[int], int], clock: TestClock
) -> None:
    case_id = fragile_case(5)
    page = coach.get("/planning?process=fragile")
    assert "1 februari 2027 tot en met 7 februari 2027 1 Breekbaar (1)" in page.main
    (week,) = [link for link in page.links() if "from=" in link and "/planning" in link]
    shown = coach.get(week.removesuffix("#list"))
    assert f"/cases/{case_id}" in shown.links() and "Breekbaar" in shown.main
    assert "gebeurt er niets vanzelf" in coach.get("/planning?process=simple").main


def test_an_outage_shows_and_then_shows_that_it_was_caught_up(
    coach: PageClient, administrator: PageClient, fragile_case: Callable[[int], int], clock: TestClock
) -> None:
    case_id = fragile_case(5)
    presence.beat()
    clock.advance(days=51)
    assert "het achtergrondwerk ligt stil" in administrator.get("/planning").main
    presence.beat()
    assert "Nog niet alles ingehaald" in administrator.get("/planning/outages").main
    waking.wake_due()
    proof = administrator.get("/planning/outages").main
    assert "(51 dagen) 3 0 44 dagen Alles ingehaald" in proof and "ligt stil" not in proof
    late = coach.get("/planning/late")
    assert "21 dagen" in late.main and f"/cases/{case_id}" in late.links()


def test_a_case_that_stands_still_says_so_and_is_listed(
    coach: PageClient, administrator: PageClient, broken: int
) -> None:
    told = coach.get(f"/cases/{broken}")
    assert "Dit dossier staat stil bij de stap" in told.main and "/incidents/" not in " ".join(told.links())
    page = administrator.get("/incidents")
    assert "De formule deelt door nul." in page.main and "Iemand moet kijken" in page.main
    assert "Geen enkel dossier" not in page.main
    assert "Niets past bij" in administrator.get("/incidents?status=resolved").main


def test_a_version_that_this_release_cannot_read_hides_no_other_page(
    administrator: PageClient, coach: PageClient, fragile_case: Callable[[int], int], clock: TestClock
) -> None:
    fragile_case(1)
    with db.transaction() as session:
        session.execute(update(Definition).where(Definition.process == "fragile").values(bpmn=b"<no-diagram/>"))
    definitions.forget()
    clock.advance(days=31)
    waking.wake_due()
    assert "BundleError" in administrator.get("/incidents").main
    page = administrator.get(incident_page(administrator))
    assert "Probeer opnieuw" in page.main and "De stap overslaan" not in page.main
    assert "Breekbaar" not in coach.get("/start").main


def incident_page(who: PageClient) -> str:
    """The address of the only incident."""
    (found,) = {link for link in who.get("/incidents").links() if link.removeprefix("/incidents/").isdigit()}
    return found


def test_a_value_is_corrected_and_the_case_goes_on(administrator: PageClient, broken: int) -> None:
    address = incident_page(administrator)
    form = f'form[action="{address}/correction"]'
    assert "aantal stuks (getal" in administrator.get(address).main, "by its title, not by its name"
    wrong = administrator.submit(administrator.get(address), form, status=422, name="amount", value="veel")
    assert "Dit is geen getal." in wrong.main and wrong.one("#value")["value"] == "veel"
    still = administrator.follow(administrator.submit(administrator.get(address), form, name="sure", value="ja"))
    assert "staat nog stil" in still.main and "2 keer" in still.main
    done = administrator.follow(administrator.submit(administrator.get(address), form, name="amount", value="2"))
    assert "Het dossier kan weer verder." in done.main and "Gegeven verbeterd" in done.main
    assert "Wat u kunt doen" not in done.main
    assert "staat stil" not in administrator.get(f"/cases/{broken}").main
    assert "Opgelost" in administrator.get("/incidents?status=resolved").one("tbody").get_text()
    assert "Gegeven verbeterd zodat het dossier verder kan" in administrator.get(f"/cases/{broken}/timeline").main


def test_a_step_is_passed_with_a_reason(administrator: PageClient, broken: int) -> None:
    address = incident_page(administrator)
    form = f'form[action="{address}/skip"]'
    wrong = administrator.submit(administrator.get(address), form, status=422, reason=" ")
    assert "Schrijf waarom" in wrong.main
    done = administrator.follow(administrator.submit(administrator.get(address), form, reason="Zie de <b>nota</b>."))
    assert "Het dossier kan weer verder." in done.main and "Zie de <b>nota</b>." in done.main
    assert open_task(broken).element == "look"


def test_who_only_watches_gets_no_buttons(signed_in: Callable[[str], PageClient], broken: int) -> None:
    inspector = signed_in("inspector")
    page = inspector.get(incident_page(inspector))
    assert "Wat u kunt doen" not in page.main and not page.all("main form")


def test_a_person_meets_the_number_and_his_answers(coach: PageClient, world: World) -> None:
    process = fragile.publish()
    case_id = cases.start(world.actor("coach"), process, answers={"amount": 1})
    address = f"/tasks/{open_task(case_id).id}"
    with fragile.failing("first"):
        page = coach.submit(coach.get(address), f'form[action="{address}"]', status=409, answer="Lang getypt")
    assert "een stap die hierop volgt, loopt mis" in page.main and "Lang getypt" in page.text
    assert "Amina Yildiz, 90" not in page.text
    assert "Lang getypt" in coach.get(address).text
