"""Webhooks on their pages: made, tested, changed, paused, taken away; the secret is shown once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from app import db, queue
from app.domain.access import SYSTEM
from app.domain.audit import Tag
from app.models.webhook import Webhook
from app.services import audit, webhook_trail, webhooks
from app.services.webhooks import Wish
from app.web import paging
from tests.support.jobs import do_waiting
from tests.support.receiver import Receiver, receiving
from tests.web.page_client import Page, PageClient
from tests.web.world import World


@pytest.fixture
def administrator(signed_in: Callable[[str], PageClient]) -> Iterator[PageClient]:
    yield signed_in("administrator")
    queue.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def made(address: str = "https://receiver.example/", name: str = "Dashboard") -> int:
    return webhooks.register(SYSTEM, Wish(name, address, ["task.opened"]), local=True)[0]


def deliver() -> None:
    webhook_trail.follow()
    do_waiting()


def test_a_webhook_is_made_and_tested_and_its_secret_shown_once(
    administrator: PageClient, receiver: Receiver, world: World
) -> None:
    assert "/webhooks" in administrator.get("/jobs").links()
    assert "/webhooks/new" in administrator.get("/webhooks").links()
    form = {"name": "Dashboard", "address": receiver.address, "event": ["case.started", "task.opened"]}
    more = {"process": "visit", "organisation_id": str(world.organisations["schakel"])}
    answer = administrator.client.post("/webhooks/new", data={**form, **more, "csrf_token": administrator.token()})
    assert answer.status_code == 200
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", answer.text)
    assert secret is not None
    with db.reading() as session:
        row = session.scalars(select(Webhook)).one()
        assert (row.events, row.process) == (["case.started", "task.opened"], "visit")
        assert row.organisation_id == world.organisations["schakel"]
    address = f"/webhooks/{row.id}"
    assert "whsec_" not in administrator.get(address).text
    page = administrator.follow(administrator.post(f"{address}/test"))
    assert "Proefbericht" in page.main and "Wacht" in page.main
    deliver()
    page = administrator.get(address)
    assert "HTTP 204" in page.main and "Bezorgd" in page.main
    assert receiver.got[0].signed_with(secret[0])
    again = page.one('form[action$="/repeat"]')
    administrator.post(str(again["action"]))
    deliver()
    assert len({got.id for got in receiver.got}) == 1 and len(receiver.got) == 2
    page = administrator.post(f"{address}/secret", status=200)
    assert "whsec_" in page.text and secret[0] not in page.text
    assert "Geen bericht in deze toestand" in administrator.get(f"{address}?state=given_up").main


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(administrator: PageClient) -> None:
    page = administrator.post("/webhooks/new", {"name": "Mijn ontvanger", "address": "http://receiver.example/"}, 422)
    assert "Het adres moet met https:// beginnen" in page.main and "Kies ten minste één gebeurtenis" in page.main
    assert page.one("#name")["value"] == "Mijn ontvanger"
    assert page.one("#address")["value"] == "http://receiver.example/"
    made()
    page = administrator.post(
        "/webhooks/new", {"name": "Dashboard", "address": "https://a.example/", "event": "task.opened"}, 422
    )
    assert "Er is al een webhook met deze naam" in page.main and page.one("#event-4").has_attr("checked")


def test_it_is_changed(administrator: PageClient) -> None:
    address = f"/webhooks/{made()}"
    page = administrator.get(f"{address}/details")
    assert page.one("#address")["value"] == "https://receiver.example/"
    page = administrator.follow(administrator.submit(page, f'form[action="{address}/details"]', name="Bord"))
    assert page.h1 == "Bord" and "task.opened" in page.main
    administrator.post(f"{address}/details", {"name": "", "address": "", "process": "x"}, 422)


def test_it_is_paused_and_goes_on(administrator: PageClient) -> None:
    address = f"/webhooks/{made()}"
    page = administrator.follow(administrator.post(f"{address}/pause"))
    assert "Op pauze" in page.main and "tot u de webhook laat verdergaan" in page.main
    administrator.post(f"{address}/pause", status=409)
    page = administrator.follow(administrator.post(f"{address}/resume", {"skip": "yes"}))
    assert "Actief" in page.main
    administrator.post(f"{address}/resume", status=409)


def test_a_receiver_that_fails_is_told_in_words(administrator: PageClient, receiver: Receiver) -> None:
    webhook_id = made(receiver.address)
    receiver.answers, receiver.body = [503], b"Jan Peeters"
    with db.transaction() as session:
        audit.record(session, Tag.TASK_OPENED, actor=SYSTEM, process="visit", element="talk", task=1)
    deliver()
    page = administrator.get(f"/webhooks/{webhook_id}")
    assert "Lukt niet" in page.main and "HTTP 503" in page.main and "Jan Peeters" not in page.text
    assert "Lukt niet" in administrator.get("/webhooks").main


def test_it_is_taken_away_by_who_is_sure(administrator: PageClient) -> None:
    address = f"/webhooks/{made()}"
    assert "Vink aan" in administrator.post(f"{address}/removal", status=422).main
    page = administrator.follow(administrator.post(f"{address}/removal", {"sure": "yes"}))
    assert "De webhook is verwijderd" in page.text and "Er zijn nog geen webhooks" in page.main
    administrator.get(address, status=404)


def test_the_lists_go_a_page_at_a_time(administrator: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    ids = [made(name=f"Bord {number}") for number in range(5)]
    for number in range(5):
        with db.transaction() as session:
            audit.record(session, Tag.TASK_OPENED, actor=SYSTEM, process="visit", element="talk", task=number)
    webhook_trail.follow()

    def seen(address: str, pattern: str) -> list[str]:
        found: list[str] = []
        while address:
            page: Page = administrator.get(address)
            found += re.findall(pattern, page.main)
            address = next((str(link["href"]) for link in page.all('a[rel="next"]')), "")
        return found

    assert seen("/webhooks", r"Bord \d") == [f"Bord {number}" for number in (4, 3, 2, 1, 0)]
    messages = [int(number) for number in dict.fromkeys(seen(f"/webhooks/{ids[0]}", r"msg_(\d+)"))]
    assert len(messages) == 5 and messages == sorted(messages, reverse=True)
    administrator.get("/webhooks?cursor=nonsense", status=422)
    administrator.get(f"/webhooks/{ids[0]}?cursor=nonsense", status=422)
