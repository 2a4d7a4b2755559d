"""Words that come from a process are Dutch: an English page says so, for who listens to it (WCAG 3.1.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import Tag
from sqlalchemy import func, update

from app import db
from app.models.definition import Definition
from app.services import tasks
from tests.support.versions import publish_next
from tests.web.objects import open_task
from tests.web.page_client import PageClient
from tests.web.test_case_pages import ANSWERS
from tests.web.world import HERE, World

STEP = "Gesprek voorbereiden"


def languages_of(page_elements: list[Tag], words: str) -> list[str | None]:
    """The language in which each element that says just these words is read."""
    found = [each for each in page_elements if " ".join(each.get_text(" ").split()) == words]
    return [next((parent["lang"] for parent in (each, *each.parents) if parent.get("lang")), None) for each in found]


@pytest.mark.parametrize("address", ["/tasks", "/tasks/{task}", "/cases/{case}", "/cases/{case}/diagram"])
def test_the_name_of_a_step_is_read_as_dutch_on_an_english_page(coach: PageClient, world: World, address: str) -> None:
    path = address.format(case=world.case, task=open_task(world.case).id)
    coach.post("/language", {"language": "en"})
    page = coach.get(path)
    assert page.one("html")["lang"] == "en"
    found = languages_of(page.all("main a, main strong, main h1"), STEP)
    assert found and set(found) == {"nl"}
    coach.post("/language", {"language": "nl"})
    assert not coach.get(path).all("main [lang]")


def test_the_timeline_reads_the_steps_as_dutch(coach: PageClient, world: World) -> None:
    tasks.complete(world.actor("coach"), open_task(world.case).id, ANSWERS)
    coach.post("/language", {"language": "en"})
    assert set(languages_of(coach.get(f"/cases/{world.case}/timeline").all("main span"), STEP)) == {"nl"}


def test_a_form_speaks_english_on_an_english_page_where_it_can(coach: PageClient, world: World) -> None:
    path = f"/tasks/{open_task(world.case).id}"
    dutch = coach.get(path)
    assert languages_of(dutch.all("main label"), "Onderwerp") == ["nl"]  # that of the whole page
    assert not dutch.all("main [lang]") and "Subject" not in dutch.text
    coach.post("/language", {"language": "en"})
    page = coach.get(path)
    assert languages_of(page.all("main label"), "Subject") == ["en"]
    assert languages_of(page.all("main label"), "At home") == ["en"]
    assert languages_of(page.all("main label"), "Op het werk") == ["nl"]
    assert languages_of(page.all("main legend span"), "Waar") == ["nl"]
    wrong = coach.post(path, {"revision": "0"}, status=422)
    assert "‘Subject’" in wrong.one(".govuk-error-summary").text


def test_answers_given_are_read_in_english_where_the_form_can(coach: PageClient, world: World) -> None:
    task = open_task(world.case).id
    tasks.complete(world.actor("coach"), task, ANSWERS)
    coach.post("/language", {"language": "en"})
    page = coach.get(f"/tasks/{task}")
    assert languages_of(page.all("main dt"), "Subject") == ["en"]
    assert languages_of(page.all("main dt span"), "Waar") == ["nl"]


@pytest.mark.parametrize(
    "address", ["/tasks", "/tasks/{task}", "/cases/{case}", "/cases", "/start", "/processes", "/webhooks/new"]
)
def test_a_process_is_called_by_its_english_title_on_an_english_page(
    signed_in: Callable[[str], PageClient], world: World, address: str
) -> None:
    client = signed_in({"/processes": "process_editor", "/webhooks/new": "administrator"}.get(address, "coach"))
    path = address.format(case=world.case, task=open_task(world.case).id)
    told = "main td, main a, main span, main option"
    dutch = client.get(path)
    assert languages_of(dutch.all(told), "Bezoek") and not languages_of(dutch.all(told), "Visit")
    client.post("/language", {"language": "en"})
    page = client.get(path)
    assert set(languages_of(page.all(told), "Visit")) == {"en"}
    assert not languages_of(page.all(told), "Bezoek")


def test_a_title_in_dutch_only_is_read_as_dutch_on_an_english_page(coach: PageClient, world: World) -> None:
    with db.transaction() as session:
        session.execute(update(Definition).values(meta=func.replace(Definition.meta, 'title_en = "Visit"', "")))
    coach.post("/language", {"language": "en"})
    assert set(languages_of(coach.get("/start").all("main a span"), "Bezoek")) == {"nl"}


def test_where_running_cases_stand_is_read_as_dutch_on_an_english_page(
    signed_in: Callable[[str], PageClient], world: World
) -> None:
    publish_next(HERE, "visit", {'"prepare"': '"prepare_visit"', ">prepare<": ">prepare_visit<"})
    editor = signed_in("process_editor")
    editor.post("/language", {"language": "en"})
    page = editor.get("/processes/visit/2/cases")
    for element in ("main label span", "main td span", "main option", "main [data-mapping-step]"):
        assert set(languages_of(page.all(element), STEP)) == {"nl"}, element
    assert not languages_of(page.all("main h3 span, main p span, nav a span"), "Bezoek")
    assert "‘Visit’" in page.main
