"""What people read on the pages of a case, and what happens when they fill in something wrong or come too late."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from typing import Any

from playwright.sync_api import Page

from app.domain.access import Actor
from config import ROOT
from tests.journeys.browser_player import MONTHS, BrowserPlayer
from tests.journeys.filler import Filler, typed
from tests.journeys.people import send


def written(day: date) -> str:
    """A date as the pages have it: 3 januari 2027."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def is_refused(
    page: Page, schema: dict[str, Any], wrong: dict[str, Any], field: str, sentence: str, button: str = "Klaar"
) -> None:
    """These answers are sent back: the sentence stands in the summary and at its field, and nothing typed is lost."""
    Filler(page, schema).fill(wrong)
    before = typed(page, schema)
    status = send(page, button)
    assert status == 422, f"{status}: {page.locator('main').inner_text()[:1000]}"
    assert "er zijn fouten" in page.title()
    summary = page.locator(".govuk-error-summary")
    assert sentence in summary.inner_text(), summary.inner_text()
    link = summary.locator("a").filter(has_text=sentence).first.get_attribute("href") or ""
    assert link.startswith(f"#f-{field}"), link
    assert page.locator(link).count() == 1
    assert sentence in page.locator(f"[id='f-{field}-error']").inner_text()
    assert typed(page, schema) == before


def comes_too_late(player: BrowserPlayer, actor: Actor, first: Page) -> Any:
    """A second tab has the same task, filled in: what is typed there is shown, with who was first and when."""
    second = player.people.second_tab(actor)
    second.goto(first.url)
    process, element = player.element_of(first.locator("h1").inner_text())
    schema = player.definition.form(process, element)
    answers = player.answers(second, process, element, schema, player.today())
    answers["goals"] = "Dit staat alleen in het tweede venster."
    Filler(second, schema).fill(answers)

    def after() -> None:
        assert send(second, "Klaar") == 409
        told = second.locator("main").inner_text()
        assert second.locator("h1").inner_text() == "Iemand was u voor"
        assert re.search(rf"al gedaan door {actor.name}, op \S", told), told
        assert "Dit staat alleen in het tweede venster." in told
        player.people.inspection.look(second, "coach", "too late")
        second.close()

    return after


def check_term(player: BrowserPlayer, actor: Actor, start: date, *options: str, suspended: int = 0) -> dict[str, Any]:
    """The case says the last day that `flask term explain` works out, and «hoe berekend?» says it the same way."""
    explained = explain("--start", start.isoformat(), *options)
    last = written(date.fromisoformat(explained["last_day"]))
    page = player.people.go(actor, player.path)
    bar = page.locator(".app-term__line").inner_text()
    assert f"laatste dag: {last}" in bar, bar
    assert explained["suspended_days"] == suspended and f"{suspended} dag" in bar
    with page.expect_navigation():
        page.get_by_role("link", name="hoe berekend?").click()
    player.people.look(actor)
    assert f"laatste dag: {last}" in page.locator(".app-term__line").inner_text()
    steps = [" ".join(step.split()) for step in page.locator(".app-sum li").all_inner_texts()]
    assert len(steps) == len(explained["steps"])
    for shown, step in zip(steps, explained["steps"], strict=True):
        text = re.sub(r"(\d\d)/(\d\d)/(\d{4})", lambda day: written(date(*map(int, day.group(3, 2, 1)))), step["text"])
        assert text in shown and step["source"] in shown, (shown, step)
    return explained


def explain(*arguments: str) -> dict[str, Any]:
    """What `flask term explain` answers."""
    given = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TZ")}
    answer = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "term", "explain", *arguments, "--json"],
        cwd=ROOT, env=given, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return dict(json.loads(answer.stdout))


def check_ended(player: BrowserPlayer, actor: Actor, destination: str) -> None:
    """The case is over: its page says where the person went, the timeline says how it came to that."""
    page = player.people.go(actor, player.path)
    assert page.locator(".app-case-head .status").inner_text().strip() == "Afgelopen"
    facts = page.locator("section[aria-labelledby=now-heading] .app-facts").inner_text()
    assert destination in facts, facts
    for tab in ("Taken", "Plan", "Doorstroom en stages", "Evaluatie", "Documenten", "Notities", "Diagram", "Toegang"):
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.get_by_role("navigation", name="Onderdelen van dit dossier").get_by_role("link", name=tab).click()
        player.people.look(actor)
    page = player.people.go(actor, f"{player.path}/timeline")
    events = " ".join(page.locator(".app-timeline li").all_inner_texts())
    assert "Betrokkene aangeduid: Jobcoach" in events and f"door {actor.name}" in events
