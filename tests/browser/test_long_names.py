"""The longest names and texts people have stay within their page, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.services import notes, organisations, people
from tests.browser.conftest import PHONE, WIDE, Window
from tests.web.objects import open_task
from tests.web.world import World

pytestmark = pytest.mark.browser
FIRST = "Maria-Magdalena Wilhelmina Antoinette Hendrika"
LAST = "Vandenbroeckevanderstichelendeschoenmaeckersvandenbossche-Oosterlinckxverhaegen"
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def long_names(world: World) -> World:
    """The world with a person, an enterprise and a note that hardly end."""
    administrator = world.actor("administrator")
    people.change(administrator, world.person, first_name=FIRST, last_name=LAST, address=LAST)
    organisations.edit(administrator, world.organisations["schakel"], name=f"Maatwerkbedrijf {LAST}")
    notes.add(world.actor("coach"), world.case, f"https://www.example/{LAST}/{LAST}/{LAST}")
    return world


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_nothing_hangs_out_of_the_page(window: Callable[..., Window], long_names: World, width: int) -> None:
    seen = window(width=width, javascript=False).sign_in("coach")
    case, person = f"/cases/{long_names.case}", f"/people/{long_names.person}"
    task = f"/tasks/{open_task(long_names.case).id}"
    wide = []
    for path in ("/tasks", task, "/cases", case, f"{case}/notes", f"{case}/access", "/people", person, "/planning"):
        page = seen.open(path)
        beyond = page.evaluate(BEYOND)
        if beyond > 0:
            wide.append((path, beyond))
    assert wide == []
