"""The worklist's filters, the time machine, processes, errors, headers, English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask

from app import create_app
from app.services import cases, tasks
from app.services import clock as clocks
from config import Environment, Settings
from tests.support.clock import TestClock
from tests.web.objects import open_task
from tests.web.page_client import Page, PageClient, words
from tests.web.world import World


def test_the_worklist_says_what_it_could_not_find(coach: PageClient) -> None:
    assert "past bij wat u zoekt" in coach.get("/tasks?q=bestaatniet").main
    assert "opgenomen" in coach.get("/tasks?tab=team").main


def test_who_holds_nothing_begins_at_the_work_of_his_team(
    signed_in: Callable[[str], PageClient], coach: PageClient, world: World
) -> None:
    def here(page: Page) -> str:
        return words(page.one('.app-tabs a[aria-current="page"]'))

    assert here(coach.get("/tasks")) == "Van mij 1"
    tasks.release(world.actor("coach"), open_task(world.case).id)
    assert here(coach.get("/tasks")) == "Van mijn team 1"
    assert here(coach.get("/tasks?tab=mine")) == "Van mij 0"


@pytest.mark.parametrize(
    "query,found",
    [
        ("q=yildiz", 1),
        ("q=FIETSSCHAKEL", 0),
        ("process=visit", 1),
        ("process=simple", 0),
        ("due-before=2027-01-10", 0),
        ("due-before=2027-02-01", 1),
        ("due-before=geen-datum", 1),
        ("organisation=x", 1),
        ("tab=nonsense", 1),
        ("sort=-created_at", 1),
        ("sort='; drop table task", 1),
    ],
)
def test_the_worklist_filters_and_ignores_nonsense(coach: PageClient, query: str, found: int) -> None:
    assert len(coach.get(f"/tasks?{query}").all("tbody tr")) == found


def test_a_cursor_that_is_none_of_ours(coach: PageClient) -> None:
    for path in ("/tasks", "/cases", "/people", "/organisations"):
        page = coach.get(f"{path}?cursor=abc", status=422)
        assert "Begin opnieuw" in page.main


def test_a_long_worklist_goes_page_by_page(coach: PageClient, world: World) -> None:
    for _ in range(60):
        cases.start(world.actor("coach"), "visit", str(world.person))
    first = coach.get("/tasks")
    assert len(first.all("tbody tr")) == 50
    more = first.one('a[rel="next"]')["href"]
    second = coach.get(str(more))
    assert len(second.all("tbody tr")) == 11
    assert not second.all('a[rel="next"]')
    both = {link["href"] for page in (first, second) for link in page.all("tbody th a")}
    assert len(both) == 61, "no task is shown twice or left out"


def test_the_time_machine(signed_in: Callable[[str], PageClient], world: World) -> None:
    browser = signed_in("administrator")
    page = browser.get("/clock")
    assert "4 januari 2027, 09:00" in page.main
    assert "11 januari 2027, 09:00" in page.main
    moving = browser.follow(browser.submit(page, 'main form[action="/clock/next"]'))
    assert "op weg naar 11 januari 2027" in moving.main
    assert browser.client.get("/clock/progress").get_json()["running"] is True
    clocks.run()
    assert browser.client.get("/clock/progress").get_json()["running"] is False
    assert "Herinnerd" in browser.get(f"/cases/{world.case}/diagram").main
    assert "Termijn bereikt" in browser.get(f"/cases/{world.case}/timeline").main


@pytest.mark.parametrize("moment", ["", "morgen", "2027-02-30", "99999-01-01"])
def test_a_moment_that_is_none(signed_in: Callable[[str], PageClient], moment: str) -> None:
    browser = signed_in("administrator")
    page = browser.submit(browser.get("/clock"), 'form[action="/clock/moment"]', moment=moment, status=422)
    assert page.one("#moment-error")


def test_the_clock_goes_back_to_real_time(signed_in: Callable[[str], PageClient]) -> None:
    browser = signed_in("administrator")
    page = browser.follow(browser.submit(browser.get("/clock"), 'form[action="/clock/real"]'))
    assert "de echte tijd" in page.main


def test_where_time_is_real_there_is_no_time_machine(settings: Settings, world: World) -> None:
    app = create_app(replace(settings, environment=Environment.DEVELOPMENT))
    browser = PageClient(app.test_client()).sign_in("administrator")
    browser.get("/clock", status=404)
    assert not browser.get("/cases").all(".app-clock")


def test_only_who_may_move_the_clock_sees_the_bar(coach: PageClient, signed_in: Callable[[str], PageClient]) -> None:
    assert not coach.get("/tasks").all(".app-clock")
    assert signed_in("administrator").get("/cases").all(".app-clock")


def test_a_process_in_words(coach: PageClient) -> None:
    page = coach.get("/processes/visit")
    assert page.h1 == "Bezoek"
    steps = [" ".join(step.get_text(" ").split()) for step in page.all(".app-outline li")]
    assert steps[1].startswith("Gesprek voorbereiden")
    assert "Jobcoach" in steps[1]
    assert "14 dagen" in steps[1]
    assert "daarna: Gesprek voeren" in steps[1]
    coach.get("/processes/visit/1")
    coach.get("/processes/visit/2", status=404)
    coach.get("/processes/nothing", status=404)


def test_a_failure_of_ours_shows_a_number_and_no_more(
    app: Flask, coach: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("Amina 90.01.01-997.94")

    monkeypatch.setitem(app.view_functions, "worklist.show", _with_rule_of(app, fail))
    page = coach.get("/tasks", status=500)
    assert "Amina" not in page.text
    assert len(page.one("main strong").get_text()) == 8


def _with_rule_of(app: Flask, view: Callable[..., object]) -> Callable[..., object]:
    from app.web import access

    return access.requires(*access.rule_of(app, "worklist.show").any_of)(view)  # type: ignore[union-attr]  # it has one


def test_s24_more_than_we_take_is_refused_kindly(coach: PageClient, world: World) -> None:
    task = open_task(world.case)
    token = coach.token()
    huge = urlencode({"csrf_token": token, "topic": "x" * 3_000_000}).encode()
    form = "application/x-www-form-urlencoded"
    assert coach.client.post(f"/tasks/{task.id}", data=huge, content_type=form).status_code == 413
    many = {f"points-{number}-what": "x" for number in range(1000)} | {"csrf_token": token}
    assert coach.client.post(f"/tasks/{task.id}", data=many).status_code == 422
    part = '--edge\r\nContent-Disposition: form-data; name="{}"\r\n\r\nx\r\n'
    body = "".join(part.format(number) for number in range(10_000)).encode() + b"--edge--\r\n"
    response = coach.client.post(f"/tasks/{task.id}", data=body, content_type="multipart/form-data; boundary=edge")
    assert response.status_code == 413


def test_pages_with_personal_data_are_not_kept_by_browsers(coach: PageClient, world: World) -> None:
    headers = coach.get(f"/people/{world.person}").response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_in_production_everything_goes_over_https(settings: Settings, world: World) -> None:
    clocks.real(world.actor("administrator"))  # production refuses a database whose clock was moved
    app = create_app(replace(settings, environment=Environment.PRODUCTION))
    response = app.test_client().get("/login", base_url="https://traject.example")
    assert response.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Secure" in response.headers["Set-Cookie"]


def test_english_by_choice(coach: PageClient, world: World) -> None:
    coach.submit(coach.get("/account"), 'form[action="/language"]', button="language=en")
    page = coach.get("/tasks")
    assert page.one("html")["lang"] == "en"
    assert "18 January 2027" in page.main
    options = [words(option) for option in coach.get("/people/new").all("#language option")]
    assert options == ["Dutch", "French", "English"]


def test_an_unknown_language_changes_nothing(coach: PageClient) -> None:
    coach.post("/language", {"language": "xx"}, status=422)
    assert coach.get("/account").one("html")["lang"] == "nl"


def test_the_menu_holds_what_one_can_open(signed_in: Callable[[str], PageClient]) -> None:
    for role in ("coach", "worker", "host_employer", "commissioner", "privacy_officer", "administrator"):
        browser = signed_in(role)
        home = browser.get("/", status=302)
        page = browser.get(home.location)
        for link in page.all(".app-nav a"):
            browser.get(str(link["href"]))


def test_an_employee_has_a_page_of_his_own(signed_in: Callable[[str], PageClient], world: World) -> None:
    tasks.complete(
        world.actor("coach"),
        open_task(world.case).id,
        {"topic": "Werk", "day": "2027-01-11", "place": "work", "remark": "", "points": []},
    )
    browser = signed_in("worker")
    assert browser.get("/", status=302).location == "/my-page"
    page = browser.get("/my-page")
    assert page.h1 == "Dag Amina"
    assert "Gesprek voeren" in page.main
    assert "Uw coach is Coach Test." in page.main


def test_a_late_reminder_does_not_change_the_page_of_today(coach: PageClient, clock: TestClock) -> None:
    clock.advance(days=13)
    assert "morgen" in coach.get("/tasks").main
    clock.advance(days=1, hours=1)
    assert "te laat" in coach.get("/tasks").h1
