"""The pages of published versions: who drew and who approved each, what is in force, and the files of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from app import db, engine
from app.domain.access import Actor
from app.models.clock import now
from app.queries import processes
from app.queries.signed_in import account
from app.services import publishing, retiring
from app.services.publishing import Motive
from tests.web.page_client import PageClient
from tests.web.world import HERE, World

SignedIn = Callable[[str], PageClient]


def administrator(world: World) -> Actor:
    with db.reading() as session:
        found = account(session, world.users["administrator"])
    assert found is not None
    return found.actor


def published(world: World, days: int) -> None:
    """A next version of `visit` with another title, drawn by the editor, approved by the administrator."""
    old = engine.read_bundle(HERE / "workflows", HERE / "forms", "visit")
    meta = old.meta_text.replace('title = "Bezoek"', 'title = "Bezoek aan huis"')
    bundle = engine.make_bundle("visit", meta, old.bpmn, {}, old.forms, {})
    with db.transaction() as session:
        motive = Motive(
            "visit", "Andere titel", "Overleg van 1 maart", now(session) + timedelta(days=days), None,
            world.users["process_editor"], {"visit": "<svg xmlns='http://www.w3.org/2000/svg'/>"},
        )  # fmt: skip
        publishing.publish_in(session, administrator(world), {"visit": bundle}, motive)


def rows(page: PageClient) -> list[str]:
    return [row.get_text(" ", strip=True) for row in page.all("tbody tr")]


def test_a_version_says_who_drew_and_who_approved_it(signed_in: SignedIn, world: World) -> None:
    """Four eyes are two names, and the version keeps its drawing as XML and as a picture."""
    published(world, days=7)
    page = signed_in("coach").get("/processes/visit")
    with db.reading() as session:
        newest, first = processes.versions(session, "visit")
    assert (newest.published_by, newest.approved_by) == ("Process Editor Test", "Administrator Test")
    assert (first.published_by, first.approved_by) == (None, None)
    assert "Andere titel Grond: Overleg van 1 maart" in rows(page)[0]
    for words in (
        "nog niet in gebruik",
        newest.published_by,
        newest.approved_by,
        "BPMN van versie 2",
        "SVG van versie 2",
    ):
        assert words in rows(page)[0]
    assert "nu in gebruik" in rows(page)[1]
    assert "SVG" not in rows(page)[1], "nobody drew what came from disk"
    assert "Dat gebeurt vanzelf" in page.main
    assert newest.content_hash in page.main
    assert "Dit is een vroegere versie." not in signed_in("coach").get("/processes/visit/1").main


def test_a_retired_process_says_so_and_offers_no_move(signed_in: SignedIn, world: World) -> None:
    published(world, days=0)
    editor = signed_in("process_editor")
    assert "/processes/visit/2/cases" in editor.get("/processes/visit").links()
    assert "Dit is een vroegere versie." in editor.get("/processes/visit/1").main
    retiring.retire(administrator(world), "visit")
    page = editor.get("/processes/visit")
    assert "Dit proces is stopgezet op" in page.main
    assert "/processes/visit/2/cases" not in page.links()
