"""What somebody typed is shown as he typed it: never run, never evaluated (security.md 4, 7, 15)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.services import notes, organisations, people, tasks
from tests.web.objects import open_task
from tests.web.page_client import PageClient
from tests.web.world import World

TEXTS = [
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "{{ 7*7 }} ${7*7} #{7*7} =7*7",
    "{% raw %}{{ config }}{% endraw %}",
    "%(name)s %s {0} __import__('os')",
    "javascript:alert(1)",
    "‮omgekeerd",
]


@pytest.mark.parametrize("text", TEXTS)
def test_s04_s07_answers_and_notes_are_only_text(coach: PageClient, world: World, text: str) -> None:
    task = open_task(world.case)
    notes.add(world.actor("coach"), world.case, f"Notitie {text}")
    answers = {"topic": text, "day": "2027-01-11", "place": "work", "remark": text, "points": [{"what": text}]}
    tasks.save_draft(world.actor("coach"), task.id, answers)
    page = coach.get(f"/tasks/{task.id}")
    assert page.one("input[name=topic]")["value"] == text
    tasks.complete(world.actor("coach"), task.id, answers)
    for path in (f"/tasks/{task.id}", f"/cases/{world.case}/notes"):
        page = coach.get(path)
        assert text in page.main.replace("\n", " "), path
        assert "49" not in page.main.replace(text, "")
        assert not page.all("img[src=x]")
        assert not page.all("main script:not([type])")


@pytest.mark.parametrize("text", TEXTS[:5])
def test_s07_names_are_only_text_everywhere(signed_in: Callable[[str], PageClient], world: World, text: str) -> None:
    administrator = world.actor("administrator")
    people.change(administrator, world.person, first_name=text[:90], last_name="Test")
    organisations.edit(administrator, world.organisations["schakel"], name=text)
    browser = signed_in("administrator")
    for path in (
        "/cases",
        f"/cases/{world.case}",
        f"/cases/{world.case}/access",
        "/people",
        f"/people/{world.person}",
        "/organisations",
        f"/organisations/{world.organisations['schakel']}",
        "/overview",
        f"/tasks/{open_task(world.case).id}",
    ):
        page = browser.get(path)  # the client refuses inline scripts and handlers on every page
        assert text[:90] in page.text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace(
            "&#39;", "'"
        ), path


@pytest.mark.parametrize("text", TEXTS)
def test_s07_what_is_searched_for_is_only_text(coach: PageClient, text: str) -> None:
    for path in ("/tasks", "/cases", "/people", "/organisations", "/start/visit"):
        page = coach.get(path, query_string={"q": text})
        assert page.one("input[name=q]")["value"] == text


def test_s08_an_error_page_repeats_nothing(coach: PageClient) -> None:
    page = coach.get("/cases/<script>alert(1)</script>", status=404)
    assert "alert(1)" not in page.text


def test_s07_a_document_runs_nothing(coach: PageClient, world: World) -> None:
    page = coach.get(f"/documents/{world.document}")
    policy = page.response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert page.response.headers["X-Content-Type-Options"] == "nosniff"
