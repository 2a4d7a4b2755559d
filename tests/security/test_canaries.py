"""Texts that would run or count if anything evaluated them, in every text of a trajectory and its first plan; then
looked for on every page, in every document and in the API (security.md 4, 7, 15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from app import db, queue
from app.domain.access import Actor
from app.models.base import configure_keys
from app.models.plan import Plan
from app.models.record import Document
from app.queries import tasks as task_pages
from tests.conftest import SECRET_KEY
from tests.security.doors import Doors, poisoned, poisoned_start
from tests.support.databases import Database, Databases
from tests.support.jobs import do_waiting
from tests.support.letters import words_of_pdf
from tests.support.stage import ACTIONS, Stage
from tests.web.page_client import Page

SUM = str(1337 * 1337)
SHORT = "<img src=x onerror=z>{{1337*1337}}"
LONG = f"""{SHORT} ${{1337*1337}} #{{1337*1337}} <%= 1337*1337 %> =1337*1337 {{% raw %}} %(x)s %s {{0}} {{{{config}}}}
"><script>alert(1337)</script> [x](javascript:alert(1)) __import__('os').system('id') '; DROP TABLE person; --"""
ELSEWHERE = re.compile(r"^/(static/|logout|login)")


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """On one product: what a page shows does not depend on it."""
    made = databases.create("sqlite")
    configure_keys(SECRET_KEY)
    db.configure(made.url, simulated_clock=True)
    yield made
    databases.remove(made)


def complete(doors: Doors, case_id: int, element: str, **answers: Any) -> None:
    """Complete a task with a canary in every text, through the page."""
    task = doors.field.task(case_id, element)
    actor = doors.whose(task)
    given = doors.answers(task.id, actor, **answers)
    with db.reading() as session:
        form = task_pages.one(session, actor, task.id).form
    page = doors.complete_by_page(actor, task.id, poisoned(form.tree, given, LONG, SHORT))
    assert page.status == 302, (element, page.main)
    ensure_harmless(doors.browser(actor).get(page.location))


@pytest.fixture
def case_id(stage: Stage, doors: Doors) -> int:
    """A trajectory to its first signed plan, full of canaries."""
    stage.travel(date(2024, 2, 12))
    page = poisoned_start(doors, stage.coach, stage.registration(), LONG, SHORT)
    assert page.status == 302, page.main
    made = int(page.location.rpartition("/")[2])
    complete(doors, made, "check_advice", advice_answer="valid", icf_result="JA")
    complete(doors, made, "contract", **stage.contract(date(2024, 2, 12)))
    complete(doors, made, "decide_clock", reading="GEEN", clock_start=date(2024, 2, 12))
    complete(doors, made, "assign_coach")
    complete(doors, made, "prepare")
    complete(doors, made, "talk", talked_on=stage.today, actions=ACTIONS, agreement_route="VIA_BEGELEIDER")
    complete(doors, made, "agree_through_coach", answer="agree", read_on=stage.today)
    complete(doors, made, "sign_coach", signed=True)
    complete(doors, made, "sign_employer", decision="sign", signed=True)
    assert stage.rows(Plan)[0].signed_on
    return made


def test_s04_s07__nothing_that_was_typed_runs_or_counts_anywhere(stage: Stage, doors: Doors, case_id: int) -> None:
    doors.browser(stage.coach).post(f"/cases/{case_id}/notes", {"text": LONG})
    shown = 0
    for name in ("coach", "counsellor"):
        for page in walk(doors, stage.people[name], ["/", f"/cases/{case_id}", "/people", "/overview"]):
            ensure_harmless(page)
            shown += "onerror=z" in page.text
    assert shown > 20
    for path in ("/tasks", "/cases", f"/cases/{case_id}", f"/cases/{case_id}/timeline", "/me"):
        answer = doors.call(stage.coach, "GET", path)
        assert answer.status_code == 200
        assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/json", "nosniff")
        assert SUM not in answer.text


def test_s04_s07__a_letter_holds_words_as_they_were_typed(stage: Stage, doors: Doors) -> None:
    stage.travel(date(2024, 12, 2))
    case_id = stage.start("vdab_evaluation", stage.counsellor, occasion="EINDE_TERMIJN", requested_on="2024-12-02")
    stage.trajectory(case_id, date(2020, 3, 1))
    complete(doors, case_id, "invite", interview_on=date(2025, 1, 20))
    complete(doors, case_id, "share_plan", plan_on=date(2024, 3, 1))
    complete(doors, case_id, "employer_statement", internal_support="NIET")
    stage.travel(date(2025, 1, 20))
    complete(doors, case_id, "hear_worker")
    complete(doors, case_id, "propose", outcome="DOORSTROOMKLAAR")
    complete(doors, case_id, "confirm")
    letter = stage.rows(Document)[-1]
    page = doors.browser(stage.counsellor).get(f"/documents/{letter.id}")
    ensure_harmless(page)
    assert "{{1337*1337}}" in page.text
    assert "&lt;img src=x onerror=z&gt;" in page.text
    do_waiting()
    pdf = words_of_pdf(doors.browser(stage.counsellor).client.get(f"/documents/{letter.id}/pdf").get_data())
    assert "{{1337*1337}}" in pdf and "<img src=x onerror=z>" in pdf and SUM not in pdf
    queue.close()


def ensure_harmless(page: Page) -> None:
    """Nothing was worked out, and what was typed is text: no element of the page comes from it."""
    where = page.response.request.path
    assert SUM not in page.text, where
    assert "<img src=x" not in page.text, where
    assert "alert(1337)</script>" not in page.text, where
    if page.html is not None:
        assert not page.all("[onerror], a[href^='javascript:']"), where


def walk(doors: Doors, actor: Actor, begin: list[str]) -> Iterator[Page]:
    """Every page somebody can reach by following links from some pages, with what they lead to."""
    todo, seen = list(begin), set(begin)
    while todo:
        path = todo.pop(0)
        page = doors.browser(actor).get(path, status=None)
        assert page.status in (200, 302, 403, 404, 409), (path, page.status)
        yield page
        if page.html is None or len(seen) > 90:
            continue
        for link in page.links():
            address = link.partition("#")[0]
            if address.startswith("/") and address not in seen and not ELSEWHERE.match(address):
                seen.add(address)
                todo.append(address)
