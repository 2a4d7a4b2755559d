"""Letters as a browser shows them: in their own style, kept with them, and nothing that was typed counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import db
from app.services import documents
from app.services.case_in_hand import locked_work
from tests.browser.conftest import Window
from tests.web.world import World

pytestmark = pytest.mark.browser
LETTER = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Brief</title>
<style>
  h1 { color: rgb(1, 2, 3); }
</style>
</head><body><h1>Beste lezer</h1><p>Dag</p><style>p { color: rgb(4, 5, 6); }</style></body></html>"""


def test_s07__a_letter_has_its_own_style_and_no_other(window: Callable[..., Window], world: World) -> None:
    with db.transaction() as session:
        work = locked_work(session, world.actor("coach"), world.case)
        letter = documents.store(work, "letter", "Brief", LETTER).id
    seen = window().sign_in("coach")
    page = seen.open(f"/documents/{letter}")
    colour = "element => getComputedStyle(element).color"
    assert page.locator("h1").evaluate(colour) == "rgb(1, 2, 3)"
    assert page.locator("p").evaluate(colour) == "rgb(0, 0, 0)"
    assert seen.problems, "the browser says that it left a style out"
    seen.problems.clear()
