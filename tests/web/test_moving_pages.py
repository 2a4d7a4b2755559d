"""Moving running cases in the pages: tried, mapped, moved in the background, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app import db
from app.models.case import Case
from app.models.task import Task
from app.queries import migration
from tests.services.test_migration import run_job
from tests.support.versions import publish_next
from tests.web.page_client import PageClient
from tests.web.world import HERE, World

ADDRESS = "/processes/visit/2/cases"


@pytest.fixture
def editor(signed_in: Callable[[str], PageClient]) -> PageClient:
    return signed_in("process_editor")


def publish_visit(changes: dict[str, str]) -> int:
    return publish_next(HERE, "visit", changes)


def version_of(case_id: int) -> int:
    with db.reading() as session:
        return session.get_one(Case, case_id).definition_id


def test_cases_are_tried_chosen_moved_and_put_back(editor: PageClient, world: World) -> None:
    publish_visit({'name="Gesprek voorbereiden"': 'name="Bezoek voorbereiden"', "'P7D'": "'P3D'"})
    assert ADDRESS in editor.get("/processes/visit/2").links()
    page = editor.get(ADDRESS)
    assert "Gaat mee, met verschillen" in page.main
    assert "De taak «Gesprek voorbereiden» heet nu «Bezoek voorbereiden»." in page.main
    assert "blijft aflopen op" in page.main
    assert "Bewaking «Na een week» gaat nu af na 3 dagen in plaats van na 7 dagen." in page.main
    assert "Yildiz" not in page.text, "a process editor sees where cases stand, not whose they are"
    page = editor.get(f"{ADDRESS}?due=recompute")
    assert "in plaats van" in page.main
    before = version_of(world.case)
    nothing = editor.follow(editor.post(ADDRESS, {"which": "chosen"}))
    assert "Vink eerst dossiers aan" in nothing.text
    sent = editor.post(ADDRESS, {"which": "chosen", "case": str(world.case), "due": "recompute"})
    assert "Bezig" in editor.get(sent.location).main
    run_job(int(sent.location.rpartition("/")[2]))
    page = editor.get(sent.location)
    assert "1 verplaatst, 0 niet" in page.main
    assert version_of(world.case) != before
    assert version_of(world.other_case) == before
    back = editor.follow(editor.post(f"{sent.location}/undo", {"case": str(world.case)}))
    assert "Teruggezet" in back.main
    assert version_of(world.case) == before


def test_a_step_without_a_place_is_asked_for(editor: PageClient, world: World) -> None:
    publish_visit({'"prepare"': '"prepare_visit"', ">prepare<": ">prepare_visit<"})
    page = editor.get(ADDRESS)
    assert "Wie bij «Gesprek voorbereiden» staat, gaat verder bij" in page.main
    select_ = page.one("select[name='go.visit/prepare']")
    assert [option["value"] for option in select_.select("option")][:2] == ["", "prepare_visit"]
    (told,) = json.loads(str(page.one("#mapping-1").string))["steps"]
    assert (told["field"], told["element"]) == ("go.visit/prepare", "prepare")
    assert told["refused"]["done"] == "«Gesprek voorbereiden» en «Verslag klaar» zijn niet van dezelfde soort."
    assert not told["refused"].keys() & {"prepare_visit", "talk", "sign"}
    assert len(page.all("[data-mapping] [data-diagram]")) == 2
    mapped = editor.get(f"{ADDRESS}?go.visit/prepare=prepare_visit")
    assert "Kies waar het verdergaat" not in mapped.main
    chosen = mapped.one("select[name='go.visit/prepare']")
    assert "Wie bij «Gesprek voorbereiden» staat" in mapped.main, "not by its name in programs"
    assert chosen.select_one("option[selected]")["value"] == "prepare_visit"
    assert len(chosen.select("option")) == len(select_.select("option")), "another step can still be chosen"
    sent = editor.post(ADDRESS, {"which": "all", "go.visit/prepare": "prepare_visit"})
    run_job(int(sent.location.rpartition("/")[2]))
    with db.reading() as session:
        found = set(session.scalars(select(Task.element).where(Task.status == "open", Task.process == "visit")))
    assert found == {"prepare_visit"}


def test_cases_are_listed_by_outcome(editor: PageClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when none of those that are looked through for one page has it: the rest is a page further."""
    publish_visit({'"prepare"': '"prepare_visit"', ">prepare<": ">prepare_visit<"})
    kinds = [address for address in editor.get(ADDRESS).links() if "kind=" in address]
    assert kinds == [f"{ADDRESS}?kind=needs_mapping"], "an outcome nobody has is no choice"
    assert len(editor.get(kinds[0]).all("tbody tr")) == 2
    assert "Geen dossiers met deze uitkomst." in editor.get(f"{ADDRESS}?kind=refused").main
    monkeypatch.setattr(migration, "_MOST_SEARCHED", 1)
    page = editor.get(f"{ADDRESS}?kind=refused")
    assert "Niet alle dossiers zijn bekeken." in page.main
    (onward,) = [address for address in page.links() if "cursor=" in address]
    assert "kind=refused" in onward
    assert "Geen dossiers met deze uitkomst." in editor.get(onward).main


def test_outcomes_beyond_the_count_can_be_asked_for_too(
    editor: PageClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where only the first cases are counted, an outcome that only later ones have is a choice all the same, and the
    steps those wait for are asked about where they are listed."""
    publish_visit({'"prepare"': '"prepare_visit"', ">prepare<": ">prepare_visit<"})
    monkeypatch.setattr(migration, "MOST_COUNTED", 0)
    page = editor.get(ADDRESS)
    assert "Geteld over de eerste 0 dossiers; er zijn er meer." in page.main
    kinds = [address for address in page.links() if "kind=" in address]
    assert len(kinds) == 4
    assert page.one("select[name='go.visit/prepare']")


def test_a_mapping_that_leads_nowhere_is_told_at_the_step(editor: PageClient, world: World) -> None:
    publish_visit({'"prepare"': '"prepare_visit"', ">prepare<": ">prepare_visit<"})
    page = editor.get(f"{ADDRESS}?go.visit/prepare=nergens", status=422)
    assert "De nieuwe versie heeft geen stap «nergens»." in page.one(".govuk-error-message").get_text()


def test_a_mapping_of_a_step_that_no_case_needs_is_told_and_let_go_of(editor: PageClient, world: World) -> None:
    """The list of that step is not on the page (any more): the sentence stands above, and moving goes on without it."""
    publish_visit({'name="Gesprek voorbereiden"': 'name="Bezoek voorbereiden"'})
    page = editor.get(f"{ADDRESS}?go.visit/nowhere=talk&due=recompute", status=422)
    assert "Geen enkel lopend dossier kent de stap «nowhere»." in page.one(".govuk-error-summary").get_text()
    assert not page.all("input[name='go.visit/nowhere']")
    assert page.one("input[type=hidden][name=due]")["value"] == "recompute"


def test_a_move_is_stopped_and_goes_on(editor: PageClient, world: World) -> None:
    publish_visit({'name="Gesprek voorbereiden"': 'name="Bezoek voorbereiden"'})
    assert "Alleen woorden en uitleg zijn anders." in editor.get(ADDRESS).main
    sent = editor.post(ADDRESS, {"which": "all"})
    stopped = editor.follow(editor.post(f"{sent.location}/stop", {}))
    assert "Gestopt" in stopped.main
    assert "Bezig" in editor.follow(editor.post(f"{sent.location}/resume", {})).main


def test_s14__the_pages_for_moving_are_for_who_may_move(coach: PageClient, world: World) -> None:
    """A coach gets neither the trial nor the move (security row 14)."""
    publish_visit({'name="Gesprek voorbereiden"': 'name="Bezoek voorbereiden"'})
    coach.get(ADDRESS, status=403)
    assert ADDRESS not in coach.get("/processes/visit").links()
