"""Webhooks: followed off the audit trail, delivered by jobs, once where that can be and else under the same id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.webhooks import CHOICES, PATIENCE, Event
from app.jobs import retention, runner
from app.models.audit import Audit
from app.models.base import configure_keys
from app.models.case import Case
from app.models.job import Job
from app.models.webhook import Delivery, Webhook
from app.services import audit, cases, deliveries, mail, webhook_trail, webhooks
from app.services.webhooks import Wish
from tests.conftest import SECRET_KEY
from tests.jobs.conftest import row_of
from tests.security.test_mail import sink  # noqa: F401 -- the same mail server
from tests.services.conftest import World, coach, simple, world  # noqa: F401 -- the same world
from tests.support.clock import TestClock
from tests.support.jobs import SETTINGS, do_waiting
from tests.support.receiver import Receiver, receiving

pytestmark = pytest.mark.usefixtures("at_work")
ALL = [event.value for event in CHOICES]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def administrator(world: World) -> Actor:  # noqa: F811 -- the fixture of that name
    return world.actor("an@beheer.example", Role.ADMINISTRATOR, "beheer", "platform")


def registered(administrator: Actor, receiver: Receiver, **more: object) -> int:
    wish = Wish("Dashboard", receiver.address, **{"events": ALL, **more})  # type: ignore[arg-type]  # its own fields
    return webhooks.register(administrator, wish, local=True)[0]


def happen(number: int = 1, process: str = "visit") -> None:
    """Something that receivers hear of, and something that nobody does."""
    with db.transaction() as session:
        for each in range(number):
            audit.record(
                session, Tag.TASK_OPENED, actor=SYSTEM, process=process, element="talk", task=each, role="coach"
            )
            audit.record(session, Tag.USER_CHANGED, actor=SYSTEM, user=1, fields=["language"])


def deliver() -> None:
    """What a worker does at a look: follow, and do the jobs."""
    webhook_trail.follow()
    do_waiting()


def hook(webhook_id: int) -> Webhook:
    with db.reading() as session:
        return session.get_one(Webhook, webhook_id)


def rows(webhook_id: int) -> list[Delivery]:
    with db.reading() as session:
        return list(session.scalars(select(Delivery).where(Delivery.webhook_id == webhook_id).order_by(Delivery.id)))


def tags() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Audit.tag).order_by(Audit.number)))


def test_a_case_is_told_from_begin_to_end(administrator, coach, simple, receiver):  # noqa: F811 -- fixtures
    secret = webhooks.register(administrator, Wish("Dashboard", receiver.address, ALL), local=True)[1]
    case_id = cases.start(coach, simple, {})
    deliver()
    kinds = [got.content["type"] for got in receiver.got]
    assert kinds[0] == "case.started" and "task.opened" in kinds
    assert all(got.signed_with(secret) and got.headers["traject-event"] == got.content["type"] for got in receiver.got)
    assert len({got.id for got in receiver.got}) == len(receiver.got)
    first = receiver.got[0]
    assert first.content["data"]["case"] == str(case_id) and first.content["data"]["process"] == simple
    assert not first.signed_with("whsec_" + "A" * 44)
    told = set().union(*(got.content["data"] for got in receiver.got))
    assert told <= {"audit", "case", "process", "case_process", "element", "task", "role", "organisation", "due_at"}
    deliver()
    assert len(receiver.got) == len(kinds)


def test_listening_asks_nothing_of_who_works(administrator, coach, simple, receiver, statements):  # noqa: F811 -- same
    def asked() -> int:
        with statements() as seen:
            cases.start(coach, simple, {})
        return len(seen)

    asked()
    before = asked()
    registered(administrator, receiver)
    assert asked() == before


def test_a_look_with_nothing_to_do_is_one_question(administrator, receiver, statements):
    def asked() -> list[str]:
        with statements() as seen:
            assert webhook_trail.follow() == 0
        assert seen.commits == 0
        return [text for text in seen.texts if "clock" not in text.split("WHERE")[0]]

    happen()
    assert len(asked()) == 1
    registered(administrator, receiver)
    happen()
    deliver()
    assert len(asked()) == 1


def test_only_what_was_chosen_is_told(administrator, coach, simple, receiver):  # noqa: F811 -- fixtures
    happen(process=simple)  # before anybody listened
    one = registered(administrator, receiver, events=["task.opened"], process=simple)
    place = next(iter(coach.organisation_ids))
    other = webhooks.register(
        administrator, Wish("Een onderneming", receiver.address, ALL, organisation_id=place), local=True
    )[0]
    happen(process=simple)
    happen(process="other")
    with db.transaction() as session:
        audit.record(session, Tag.TASK_COMPLETED, actor=SYSTEM, process=simple, element="talk", task=9)
        audit.record(session, Tag.CASE_INCIDENT, actor=SYSTEM, process=simple, attempt=2)
    deliver()
    assert [row.event for row in rows(one)] == ["task.opened"] and rows(other) == []
    assert hook(one).position == hook(other).position
    case_id = cases.start(coach, simple, {})
    with db.transaction() as session:
        session.get_one(Case, case_id).organisation_id = place
    deliver()
    assert rows(other)[0].event == "case.started"


def test_more_than_a_batch_comes_whole(administrator, receiver, monkeypatch):
    monkeypatch.setattr(webhook_trail, "_BATCH", 3)
    monkeypatch.setattr(webhook_trail, "_REACH", 5)
    webhook_id = registered(administrator, receiver)
    happen(10)
    assert webhook_trail.follow() == 10
    numbers = [row.audit_number or 0 for row in rows(webhook_id)]
    assert len(numbers) == 10 and numbers == sorted(numbers)


def test_s28__who_dies_while_following_writes_nothing_and_the_next_one_all(administrator, receiver, monkeypatch):
    webhook_id = registered(administrator, receiver)
    happen(2)

    def die(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(webhook_trail.jobs, "enqueue", die)
        with pytest.raises(KeyboardInterrupt):
            webhook_trail.follow()
    assert rows(webhook_id) == []
    deliver()
    assert len(receiver.got) == 2


def test_a_failure_is_tried_again_later_under_the_same_id(administrator, receiver, clock: TestClock):
    receiver.answers = [500, 503, 200]
    webhook_id = registered(administrator, receiver)
    happen()
    deliver()
    (row,) = rows(webhook_id)
    assert (row.state, row.attempts, row.last_code, row.next_at) == ("waiting", 1, 500, clock.now + PATIENCE[0])
    deliver()
    assert len(receiver.got) == 1  # not before its time
    clock.advance(minutes=1)
    deliver()
    clock.advance(minutes=5)
    deliver()
    (row,) = rows(webhook_id)
    assert (row.state, row.attempts, row.last_code) == ("delivered", 3, 200)
    assert len({got.id for got in receiver.got}) == 1 and len({got.body for got in receiver.got}) == 1
    assert (hook(webhook_id).failures, hook(webhook_id).failing_since) == (0, None)


def test_s28__killed_between_delivery_and_mark_the_same_id_comes_again(administrator, receiver, monkeypatch):
    webhook_id = registered(administrator, receiver)
    happen(2)
    webhook_trail.follow()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "note", die)
        with pytest.raises(KeyboardInterrupt):
            do_waiting()
    do_waiting()  # the next worker takes the job up
    assert [got.id for got in receiver.got] == [f"msg_{rows(webhook_id)[0].id}"] * 2 + [f"msg_{rows(webhook_id)[1].id}"]
    assert [row.state for row in rows(webhook_id)] == ["delivered"] * 2
    do_waiting()
    assert len(receiver.got) == 3


def test_a_receiver_that_is_away_is_asked_seldom_and_misses_nothing(administrator, receiver, clock: TestClock):
    receiver.answers = [500]
    webhook_id = registered(administrator, receiver)
    happen(5)
    deliver()
    assert len(receiver.got) == 1  # the others wait until it is back
    receiver.answers = [200]
    clock.advance(minutes=1)
    deliver()
    clock.advance(minutes=1)
    deliver()
    assert [row.state for row in rows(webhook_id)] == ["delivered"] * 5


def test_after_days_it_is_paused_and_goes_on_where_it_was(administrator, receiver, clock: TestClock):
    mail.configure(on=True)
    receiver.answers = [500]
    webhook_id = registered(administrator, receiver)
    happen()
    deliver()
    for wait in PATIENCE:
        assert hook(webhook_id).state == "active"
        clock.advance(seconds=wait.total_seconds())
        deliver()
    assert (hook(webhook_id).state, hook(webhook_id).paused_because) == ("paused", "failing")
    assert tags()[-1] == "webhook:paused"
    with db.reading() as session:
        told = session.scalars(select(Job).where(Job.kind == "mail_webhook_paused")).one()
    mail.configure(on=False)
    assert told.arguments == {"webhook": webhook_id, "user": administrator.user_id}
    happen()
    tries = len(receiver.got)
    assert tries == 1 + len(PATIENCE)
    deliver()
    assert len(receiver.got) == tries and len(rows(webhook_id)) == 1
    receiver.answers = [200]
    webhooks.resume(administrator, webhook_id, skip=False)
    deliver()
    assert [row.state for row in rows(webhook_id)] == ["delivered"] * 2


def test_one_message_it_never_takes_is_given_up_and_sent_again_by_hand(administrator, receiver, clock: TestClock):
    webhook_id = registered(administrator, receiver)
    happen()
    receiver.answers = [500]
    deliver()
    for wait in PATIENCE:
        deliveries.send_test(administrator, webhook_id)
        receiver.answers = [200]
        deliver()  # others it does take
        receiver.answers = [500]
        clock.advance(seconds=wait.total_seconds())
        deliver()
    first = rows(webhook_id)[0]
    assert (first.state, first.attempts, hook(webhook_id).state) == ("given_up", 1 + len(PATIENCE), "active")
    receiver.answers = [200]
    deliveries.send_again(administrator, webhook_id, first.id)
    deliver()
    assert rows(webhook_id)[0].state == "delivered" and receiver.got[-1].id == f"msg_{first.id}"


def test_gone_pauses_at_once_and_the_administrators_are_mailed(administrator, receiver, sink):  # noqa: F811 -- a fixture
    mail.configure(on=True)
    receiver.answers = [410]
    webhook_id = registered(administrator, receiver)
    happen(2)
    deliver()
    mail.configure(on=False)
    assert (hook(webhook_id).state, hook(webhook_id).paused_because, len(receiver.got)) == ("paused", "gone", 1)
    do_waiting(replace(SETTINGS, mail_url=sink[1]))
    (mailed,) = sink[0].mails()
    assert mailed["To"] == "an@beheer.example" and "Dashboard" in str(mailed["Subject"])
    assert "410" in mailed.get_content()
    do_waiting(replace(SETTINGS, mail_url=sink[1]))
    assert len(sink[0].got) == 1


def test_a_paused_one_gets_only_tests_and_may_skip_what_it_missed(administrator, receiver):
    webhook_id = registered(administrator, receiver)
    webhooks.pause(administrator, webhook_id)
    with pytest.raises(Conflict):
        webhooks.pause(administrator, webhook_id)
    happen(3)
    delivery_id = deliveries.send_test(administrator, webhook_id)
    deliver()
    assert [got.content["type"] for got in receiver.got] == ["test"]
    assert [row.id for row in rows(webhook_id)] == [delivery_id]
    webhooks.resume(administrator, webhook_id, skip=True)
    with pytest.raises(Conflict):
        webhooks.resume(administrator, webhook_id, skip=True)
    happen()
    deliver()
    assert len(receiver.got) == 2


def test_for_a_day_the_former_secret_signs_too(administrator, receiver, clock: TestClock):
    webhook_id, old = webhooks.register(administrator, Wish("Dashboard", receiver.address, ALL), local=True)
    new = webhooks.renew_secret(administrator, webhook_id)
    deliveries.send_test(administrator, webhook_id)
    deliver()
    assert receiver.got[-1].signed_with(old) and receiver.got[-1].signed_with(new)
    clock.advance(days=1)
    deliveries.send_test(administrator, webhook_id)
    deliver()
    assert not receiver.got[-1].signed_with(old) and receiver.got[-1].signed_with(new)
    with db.reading() as session:
        stored = session.connection().exec_driver_sql("SELECT secret FROM webhook").scalar()
    assert new not in str(stored)


def test_a_redirect_is_not_followed(administrator, receiver):
    receiver.answers, receiver.location = [302], receiver.address
    webhook_id = registered(administrator, receiver)
    happen()
    deliver()
    assert len(receiver.got) == 1 and rows(webhook_id)[0].last_code == 302


def test_a_receiver_that_was_removed_gets_nothing(administrator, receiver):
    webhook_id = registered(administrator, receiver)
    happen()
    webhook_trail.follow()
    with pytest.raises(AnswersInvalid):
        webhooks.remove(administrator, webhook_id, sure=False)
    webhooks.remove(administrator, webhook_id, sure=True)
    do_waiting()
    assert receiver.got == [] and rows(webhook_id) == []


def test_one_job_at_a_time_per_receiver(administrator, receiver):
    webhook_id = registered(administrator, receiver)
    for _ in range(3):
        happen()
        webhook_trail.follow()
    with db.reading() as session:
        assert len(session.scalars(select(Job).where(Job.kind == webhook_trail.JOB)).all()) == 1
    do_waiting()
    assert len(receiver.got) == 3
    assert row_of(hook(webhook_id).job_id or 0).done == 3


def test_two_that_follow_at_once_write_each_message_once(administrator, receiver):
    from concurrent.futures import ThreadPoolExecutor

    webhook_id = registered(administrator, receiver)
    happen(20)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: webhook_trail.follow(), range(4)))
    assert len(rows(webhook_id)) == 20


def test_a_worker_once_follows_and_delivers(administrator, receiver):
    registered(administrator, receiver)
    happen()
    assert runner.run_once(SETTINGS) >= 2
    assert len(receiver.got) == 1


def test_what_is_old_is_forgotten(administrator, receiver, clock: TestClock):
    webhook_id = registered(administrator, receiver)
    happen(2)
    deliver()
    receiver.answers = [410]
    happen()
    deliver()
    with db.reading() as session:
        assert session.scalars(select(Job).where(Job.kind == webhook_trail.JOB)).all()
    clock.advance(days=2)
    retention.run()
    with db.reading() as session:
        assert session.scalars(select(Job).where(Job.kind == webhook_trail.JOB)).all() == []
    clock.advance(days=29)
    retention.run()
    assert [row.state for row in rows(webhook_id)] == ["waiting"]
    clock.advance(days=150)
    retention.run()
    assert rows(webhook_id) == []


def test_who_does_not_manage_them_may_do_nothing(administrator, coach, receiver):  # noqa: F811 -- a fixture
    webhook_id = registered(administrator, receiver)
    for act in (
        lambda: webhooks.register(coach, Wish("x", receiver.address, ALL), local=True),
        lambda: webhooks.pause(coach, webhook_id),
        lambda: webhooks.renew_secret(coach, webhook_id),
        lambda: webhooks.remove(coach, webhook_id, sure=True),
        lambda: deliveries.send_test(coach, webhook_id),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotVisible):
        webhooks.pause(administrator, 1)


#: What is wrong, and with which field it is told.
WRONG = [
    ("name", Wish("", "https://voorbeeld.be/", ALL)),
    ("name", Wish("x" * 101, "https://voorbeeld.be/", ALL)),
    ("address", Wish("x", "", ALL)),
    ("address", Wish("x", "http://voorbeeld.be/", ALL)),
    ("address", Wish("x", "ftp://voorbeeld.be/", ALL)),
    ("address", Wish("x", "https://jan:geheim@voorbeeld.be/", ALL)),
    ("address", Wish("x", "https://voorbeeld.be:99999/", ALL)),
    ("address", Wish("x", "https://[voorbeeld/", ALL)),
    ("address", Wish("x", "https://voorbeeld.be/a b", ALL)),
    ("address", Wish("x", "https://10.0.0.1/", ALL)),
    ("address", Wish("x", "https://" + "a" * 500 + ".be/", ALL)),
    ("events", Wish("x", "https://voorbeeld.be/", [])),
    ("events", Wish("x", "https://voorbeeld.be/", ["task.opened", "user.created"])),
    ("events", Wish("x", "https://voorbeeld.be/", [Event.TEST.value])),
    ("process", Wish("x", "https://voorbeeld.be/", ALL, process="nowhere")),
    ("organisation_id", Wish("x", "https://voorbeeld.be/", ALL, organisation_id=1)),
]


def test_what_cannot_be_is_refused_at_its_field(administrator):
    for field, wish in WRONG:
        with pytest.raises(AnswersInvalid) as refused:
            webhooks.register(administrator, wish, local=True)
        assert set(refused.value.errors) == {field}, wish


def test_two_of_one_name_are_refused(administrator, receiver):
    registered(administrator, receiver)
    with pytest.raises(AnswersInvalid) as refused:
        registered(administrator, receiver)
    assert set(refused.value.errors) == {"name"}


def test_a_secret_that_cannot_be_read_stops_only_its_own_receiver(administrator, receiver):
    """After a restore with another SECRET_KEY."""
    unreadable = registered(administrator, receiver)
    configure_keys("another-secret-than-that-of-the-tests")
    readable = webhooks.register(administrator, Wish("Een ander", receiver.address, ALL), local=True)[0]
    happen()
    deliver()
    configure_keys(SECRET_KEY)
    assert [row.state for row in rows(unreadable)] == ["waiting"]
    assert [row.state for row in rows(readable)] == ["delivered"]
