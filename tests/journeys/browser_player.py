"""Plays one case through pages alone: the administrator sees who is next and moves the clock, the others work."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from playwright.sync_api import Locator, Page

from app.demo.player import Story
from app.domain.access import Actor, Role
from app.engine import Definition
from app.forms.sampling import answer_form
from tests.journeys.filler import Filler, offered, typed
from tests.journeys.people import People, send
from tests.journeys.scene import Scene

MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
_ROLES = {role.label: role for role in Role}
_MOST_STEPS = 400
_NEXT = "naar de volgende gebeurtenis"


@dataclass(frozen=True)
class Waiting:
    """A line under «Nu» of a case: a task and with whom it is."""

    name: str
    subject: str
    holder: str | None
    role: Role | None
    organisation: str


@dataclass
class BrowserPlayer:
    """Plays a case. What is in `before` is done when a task of that element is open before somebody for the first
    time (`propose 2`: the second time); what it returns, if anything, is done after the task was sent."""

    people: People
    scene: Scene
    definition: Definition
    story: Story
    rng: Random
    path: str = ""
    before: dict[str, Callable[[BrowserPlayer, Actor, Page], Callable[[], None] | None]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    def start(self, actor: Actor, link: str, schema: dict[str, Any], answers: dict[str, Any]) -> Page:
        """Start the case from the start page, as `actor`; the page that says it started."""
        page = self.people.go(actor, "/start")
        with page.expect_navigation():
            page.locator("main").get_by_role("link", name=link, exact=True).click()
        self.people.look(actor)
        if hook := self.before.pop("start", None):
            hook(self, actor, page)
        Filler(page, schema).fill(answers)
        send(page, "Start")
        assert page.locator("h1").inner_text() == "Gestart", page.locator("main").inner_text()
        self.people.look(actor)
        self.path = str(page.get_by_role("link", name="Naar het dossier").get_attribute("href"))
        return page

    def play(self, until: Callable[[], bool] = lambda: False) -> None:
        """Go on until the case ended, or `until` says so after a step."""
        for _ in range(_MOST_STEPS):
            page = self.people.go(self.scene.administrator, self.path)
            if page.locator(".app-case-head .status").inner_text().strip() == "Afgelopen" or until():
                return
            waiting = self.waiting(page)
            if waiting:
                self.complete(waiting[0])
            else:
                self.to_next_event(page)
        raise AssertionError(f"no end after {_MOST_STEPS} steps; done: {self.done}")

    def waiting(self, page: Page) -> list[Waiting]:
        """What the case page says is to be done now, and with whom it is."""
        lines = page.locator("section[aria-labelledby=now-heading] li")
        return [self._waiting(lines.nth(index)) for index in range(lines.count())]

    def _waiting(self, line: Locator) -> Waiting:
        name = line.locator(".app-table__main").inner_text()
        subject = line.locator("> span:not([class])")
        told = re.fullmatch(r"bij(:?) (.*?)(?: \(([^()]*)\))?", line.locator(".app-soft").first.inner_text().strip())
        assert told, line.inner_text()
        unclaimed, who, organisation = told.groups()
        return Waiting(
            name=name,
            subject=subject.inner_text().removeprefix("– ") if subject.count() else "",
            holder=None if unclaimed else who,
            role=_ROLES[who] if unclaimed else None,
            organisation=organisation or "",
        )

    def to_next_event(self, page: Page) -> None:
        """The administrator presses the button of the time machine, and waits until the clock is there."""
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.get_by_role("button", name=_NEXT).click()
        self.people.look(self.scene.administrator)
        shown = page.locator("main .app-facts__row dd")
        anew = page.get_by_role("link", name="Vernieuwen")  # who has no JavaScript asks for the page himself
        for _ in range(100):
            while anew.count():
                page.wait_for_timeout(150)
                anew.click()
            page.locator("[data-clock-progress]").wait_for(state="detached")  # the page follows the clock by itself
            if shown.nth(0).inner_text() != shown.nth(1).inner_text():
                return
            page.wait_for_timeout(150)  # what falls due this minute is still happening
            page.goto("/clock", wait_until="domcontentloaded")
        raise AssertionError("the clock does not arrive")

    def today(self) -> date:
        """The day the time machine shows."""
        told = self.people.page_of(self.scene.administrator).locator(".app-clock__now").inner_text()
        day, month, year = told.split(",")[0].split()
        return date(int(year), MONTHS.index(month) + 1, int(day))

    def complete(self, task: Waiting) -> None:
        """Somebody whose work it is finds the task in his worklist, opens it, fills it in and sends it."""
        process, element = self.element_of(task.name)
        schema = self.definition.form(process, element)
        today = self.today()
        for actor in self.hands(task):
            page = self.open_task(actor, task)
            if page is None:
                continue
            self.people.look(actor, element)
            times = self.done.count(element) + 1
            hook = self.before.pop(element if times == 1 else f"{element} {times}", None)
            after = hook(self, actor, page) if hook else None
            Filler(page, schema).fill(self.answers(page, process, element, schema, today))
            send(page, "Klaar")
            assert page.url.endswith("/done"), f"{element}: {page.locator('main').inner_text()[:2000]}"
            assert f"«{task.name}»" in page.locator(".app-banner--success").first.inner_text()
            self.people.look(actor)
            self.done.append(element)
            if after:
                after()
            return
        raise AssertionError(f"nobody has «{task.name}» in his worklist: {task}")

    def answers(self, page: Page, process: str, element: str, schema: dict[str, Any], today: date) -> dict[str, Any]:
        """What the story answers on this page, over what stands there already."""
        known, context = typed(page, schema), offered(page, schema)
        decided = self.story.decide(process, element, today, known, context)
        return answer_form(schema, today=today, rng=self.rng, known=known, context=context, decided=decided)

    def element_of(self, name: str) -> tuple[str, str]:
        """The process and element of a task by the name people see."""
        return next(key for key, element in self.definition.elements.items() if element.name == name and element.role)

    def hands(self, task: Waiting) -> list[Actor]:
        """The people whose work a task can be."""
        if task.holder:
            return [actor for actor in self.scene.cast.by_user.values() if actor.name == task.holder]
        (organisation,) = [key for key, name in self.scene.organisations.items() if name == task.organisation] or [0]
        assert task.role is not None
        return self.scene.cast.of(task.role, organisation)

    def open_task(self, actor: Actor, task: Waiting) -> Page | None:
        """The task, opened from the worklist; None when it is not in it or may not be done by this person."""
        for tab in ("mine", "team"):
            page = self.people.go(actor, f"/tasks?tab={tab}")
            row = page.locator("main tbody tr").filter(has=page.get_by_role("link", name=task.name, exact=True))
            if task.subject:
                row = row.filter(has_text=task.subject)
            if row.count():
                with page.expect_navigation(wait_until="domcontentloaded"):
                    row.first.get_by_role("link", name=task.name, exact=True).click()
                return page if page.locator("main form[data-draft]").count() else None
        return None
