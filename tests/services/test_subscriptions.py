"""Messages and signals between cases: one row per wait, one receiver per message, every case that waits per signal."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.audit import Tag
from app.domain.errors import CannotBegin, Conflict, StandsStill
from app.domain.kept_text import told
from app.engine import Context, make_bundle, operation
from app.models.audit import Audit
from app.models.case import Case
from app.models.incident import Incident
from app.models.subscription import Subscription
from app.models.task import Task
from app.queries import incidents as watched
from app.services import case_in_hand, cases, definitions, messaging, publishing, registries, tasks, waking
from app.services import incidents as acts
from app.services.effects import thrown
from tests.engine import draw
from tests.engine.draw import (
    boundary,
    catch,
    end,
    flow,
    line,
    message,
    process,
    properties,
    service,
    signal,
    task,
    throw,
    xor,
)

NAMES = (
    '<bpmn:message id="m" name="asked"/><bpmn:message id="m2" name="answered"/>'
    '<bpmn:signal id="s" name="closed_today"/>'
)
FORM = {"type": "default", "id": "form", "schemaVersion": 16, "components": [
    {"type": "textfield", "key": "who", "id": "who", "label": "Wie"}]}  # fmt: skip


@pytest.fixture(autouse=True)
def _registered(world: Any) -> None:
    definitions.forget()
    registries.load()


def publish(key: str, *parts: str, subject: str = "none") -> None:
    toml = f'title = "{key}"\nsubject = "{subject}"\nstarters = ["coach"]\n[variables]\nwho = "text"\n'
    bpmn = process(*parts, key=key, extra=NAMES)
    forms = {name: FORM for name in ("a", "b", "ready") if f'id="{name}"' in bpmn.decode()}
    publishing.publish(SYSTEM, {key: make_bundle(key, toml, bpmn, {}, forms, {})})


def listener(event: str, key: str = "listener", subject: str = "none") -> None:
    publish(key, draw.start(), catch("wait", event), task("b"), end(), line("begin", "wait", "b", "done"),
            subject=subject)  # fmt: skip


def speaker(element: str, subject: str = "none") -> None:
    parts = [draw.start(), task("a"), element, end(), line("begin", "a", "say", "done")]
    publish("speaker", *parts, subject=subject)


def keyed(event: str, key: str) -> str:
    return properties(key=key) + event


def begin(key: str, actor: Actor = SYSTEM, subject: int | None = None) -> int:
    return cases.start(actor, key, str(subject) if subject else None)


def do(coach: Actor, case_id: int, element: str, **answers: str) -> None:
    with db.reading() as session:
        found = session.scalars(
            select(Task.id).where(Task.case_id == case_id, Task.element == element, Task.status == "open")
        ).one()
    tasks.complete(coach, found, answers)


def open_elements(case_id: int) -> list[str]:
    with db.reading() as session:
        query = select(Task.element).where(Task.case_id == case_id, Task.status == "open").order_by(Task.id)
        return list(session.scalars(query))


def rows(case_id: int) -> list[tuple[str, str, str]]:
    with db.reading() as session:
        found = session.scalars(select(Subscription).where(Subscription.case_id == case_id)).all()
        return sorted((row.kind, row.name, row.business_key) for row in found)


def audited(tag: Tag, case_id: int) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Audit.payload).where(Audit.tag == tag.value, Audit.case_id == case_id)))


def test_a_case_subscribes_when_it_waits_and_no_longer_when_it_has_what_it_waited_for(coach: Actor) -> None:
    listener(message("m"))
    case_id = begin("listener", coach)
    assert rows(case_id) == [("message", "asked", f"case:{case_id}")]
    speaker(throw("say", keyed(message("m"), "=who")))
    with db.transaction() as session:
        work = case_in_hand.locked_work(session, SYSTEM, case_id)
        messaging.deliver(work, "asked", {})
    assert rows(case_id) == []
    assert open_elements(case_id) == ["b"]


def test_a_message_about_an_organisation_reaches_the_one_case_that_waits_for_it(
    coach: Actor, outsider: Actor, world: Any
) -> None:
    listener(message("m"), subject="organisation")
    speaker(throw("say", message("m")), subject="organisation")
    schakel, groen = world.organisation("schakel"), world.organisation("groen")
    ours, theirs = begin("listener", coach, schakel), begin("listener", outsider, groen)
    assert rows(ours) == [("message", "asked", f"organisation:{schakel}")]
    sender = begin("speaker", coach, schakel)
    do(coach, sender, "a")
    assert (open_elements(ours), open_elements(theirs)) == (["b"], [])
    assert [f'"from_case":{sender}' in entry for entry in audited(Tag.CASE_MESSAGE, ours)] == [True]
    assert ['"reached":1' in entry for entry in audited(Tag.CASE_SENT, sender)] == [True]


@pytest.mark.parametrize("element", [
    draw.send("say", "m", properties(key="=who")), draw.throw("say", keyed(message("m"), "=who")),
])  # fmt: skip
def test_a_key_worked_out_from_the_variables_finds_its_case(coach: Actor, element: str) -> None:
    parts = [draw.start(), task("a"), catch("wait", keyed(message("m"), "=who")), task("b"), end(),
             line("begin", "a", "wait", "b", "done")]  # fmt: skip
    publish("listener", *parts)
    speaker(element)
    first, second, sender = begin("listener", coach), begin("listener", coach), begin("speaker", coach)
    do(coach, first, "a", who="ann")
    do(coach, second, "a", who="bob")
    assert rows(second) == [("message", "asked", "key:bob")]
    do(coach, sender, "a", who="bob")
    assert (open_elements(first), open_elements(second)) == ([], ["b"])


def test_a_message_end_event_sends_too(coach: Actor) -> None:
    listener(keyed(message("m"), "='x'"))
    publish("speaker", draw.start(), task("a"), end("say", keyed(message("m"), "='x'")), line("begin", "a", "say"))
    waiting, sender = begin("listener", coach), begin("speaker", coach)
    do(coach, sender, "a")
    assert open_elements(waiting) == ["b"]


@pytest.mark.parametrize(("waiting", "reason"), [(0, "Geen enkel dossier"), (2, "Meer dan één dossier")])
def test_e5_v2__a_message_without_exactly_one_receiver_moves_nothing_and_says_so(
    coach: Actor, waiting: int, reason: str
) -> None:
    listener(keyed(message("m"), "='x'"))
    speaker(throw("say", keyed(message("m"), "='x'")))
    listeners = [begin("listener", coach) for _ in range(waiting)]
    sender = begin("speaker", coach)
    with pytest.raises(StandsStill):
        do(coach, sender, "a")
    assert incidents(sender) == [("say", reason)]
    assert open_elements(sender) == ["a"]
    assert [open_elements(each) for each in listeners] == [[] for _ in listeners]


@pytest.fixture
def unheard(coach: Actor, clock: Any) -> int:
    """A case that sent a message by itself, after a day, which nobody waited for."""
    listener(keyed(message("m"), "='x'"))
    publish("speaker", draw.start(), catch("day", draw.timer("'P1D'")), throw("say", keyed(message("m"), "='x'")),
            task("a"), end(), line("begin", "day", "say", "a", "done"))  # fmt: skip
    sender = begin("speaker", coach)
    clock.advance(days=1)
    assert waking.wake_due() == 0 and incidents(sender) == [("say", "Geen enkel dossier")]
    return sender


def standing(case_id: int) -> Incident:
    with db.reading() as session:
        return session.scalars(select(Incident).where(Incident.case_id == case_id)).one()


def test_a_message_nobody_waited_for_is_delivered_once_when_its_receiver_comes(
    coach: Actor, unheard: int, clock: Any
) -> None:
    for minutes in (1, 5, 25, 125):  # ever more seldom
        assert standing(unheard).retry_at == clock.now + timedelta(minutes=minutes)
        clock.advance(minutes=minutes)
        assert waking.wake_due() == 0
    receiver = begin("listener", coach)
    clock.advance(minutes=625)
    assert waking.wake_due() == 1
    assert (open_elements(receiver), open_elements(unheard)) == (["b"], ["a"])
    assert (standing(unheard).resolution, standing(unheard).attempts) == ("went_on", 5)
    assert len(audited(Tag.CASE_MESSAGE, receiver)) == 1


def test_a_message_nobody_ever_waits_for_stands_after_two_weeks_and_a_person_can_send_it(
    coach: Actor, unheard: int, clock: Any, world: Any
) -> None:
    with db.reading() as session:
        assert (in_queue := watched.standing(session)).need_person == 0 and in_queue.tried_again == 1
    for _ in range(7):
        clock.advance(days=11)
        waking.wake_due()
    assert (standing(unheard).retry_at, standing(unheard).attempts) == (None, 8)
    with db.reading() as session:
        assert watched.standing(session).need_person == 1
    receiver = begin("listener", coach)
    administrator = world.actor("beheer@platform.example", Role.ADMINISTRATOR, "platform", "platform")
    assert acts.retry(administrator, standing(unheard).id)
    assert (open_elements(receiver), standing(unheard).resolution) == (["b"], "retried")


def incidents(case_id: int) -> list[tuple[str | None, str]]:
    """Element and the first sentence of the reason."""
    with db.reading() as session:
        found = session.scalars(select(Incident).where(Incident.case_id == case_id)).all()
        return [(row.element, str(told(json.loads(row.reason))).partition(" wacht op")[0]) for row in found]


def test_a_signal_reaches_every_case_that_waits_and_is_audited_in_each(coach: Actor) -> None:
    listener(signal("s"))
    publish("other", draw.start(), task("b"), boundary("told", "b", signal("s"), False), task("ready"), end(),
            end("r_end"), line("begin", "b", "done"), line("told", "ready", "r_end"))  # fmt: skip
    speaker(throw("say", signal("s")))
    first, second, third = begin("listener", coach), begin("listener", coach), begin("other", coach)
    assert rows(first) == [("signal", "closed_today", f"case:{first}")]
    sender = begin("speaker", coach)
    do(coach, sender, "a")
    assert [open_elements(each) for each in (first, second, third)] == [["b"], ["b"], ["b", "ready"]]
    assert [rows(each) for each in (first, second, third)] == [[], [], []]
    for each in (first, second, third):
        assert [f'"from_case":{sender}' in entry for entry in audited(Tag.CASE_SIGNAL, each)] == [True]
    assert ['"reached":3' in entry for entry in audited(Tag.CASE_SENT, sender)] == [True]


def test_a_case_that_an_earlier_receiver_moved_is_not_moved_back_by_the_same_signal(coach: Actor) -> None:
    publish("listener", draw.start(), catch("wait", signal("s")), throw("say", keyed(message("m"), "='x'")), task("b"),
            end(), line("begin", "wait", "say", "b", "done"))  # fmt: skip
    parts = [
        draw.start(), draw.both("f"), catch("hear", keyed(message("m"), "='x'")), task("a"), end(),
        catch("wait", signal("s")), task("b"), end("b_end"), line("begin", "f", "hear", "a", "done"),
        line("f", "wait", "b", "b_end"),
    ]  # fmt: skip
    publish("other", *parts)
    speaker(throw("say", signal("s")))
    first, second, sender = begin("listener", coach), begin("other", coach), begin("speaker", coach)
    do(coach, sender, "a")
    assert open_elements(first) == ["b"]
    assert sorted(open_elements(second)) == ["a", "b"]
    assert rows(second) == []


def test_a_signal_nobody_waits_for_is_sent_all_the_same_and_says_so_in_the_trail(coach: Actor) -> None:
    publish("speaker", draw.start(), task("a"), end("say", signal("s")), line("begin", "a", "say"))
    sender = begin("speaker", coach)
    do(coach, sender, "a")
    assert ['"reached":0' in entry for entry in audited(Tag.CASE_SENT, sender)] == [True]


def test_a_signal_that_too_many_wait_for_moves_nobody(coach: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thrown, "MOST_REACHED", 2)
    listener(signal("s"))
    waiting = [begin("listener", coach) for _ in range(3)]
    speaker(throw("say", signal("s")))
    sender = begin("speaker", coach)
    with pytest.raises(StandsStill):
        do(coach, sender, "a")
    assert [open_elements(case_id) for case_id in (*waiting, sender)] == [[], [], [], ["a"]]
    assert incidents(sender) == [("say", "Te veel dossiers wachten op het signaal «closed_today».")]


def test_a_case_can_tell_its_own_other_branch(coach: Actor) -> None:
    parts = [
        draw.start(), draw.both("f"), task("a"), throw("say", keyed(message("m"), "case")), end(),
        catch("wait", keyed(message("m"), "case")), task("b"), end("b_end"), line("begin", "f", "a", "say", "done"),
        line("f", "wait", "b", "b_end"),
    ]  # fmt: skip
    publish("speaker", *parts)
    case_id = begin("speaker", coach)
    do(coach, case_id, "a")
    assert open_elements(case_id) == ["b"]


def test_cases_that_answer_each_other_without_end_are_stopped_and_nothing_is_kept(coach: Actor) -> None:
    def ping(key: str, hears: str, says: str) -> None:
        parts = [
            draw.start(), xor("again"), catch("wait", keyed(message(hears), "='x'")),
            throw("say", keyed(message(says), "='x'")), xor("more", "out"), task("b"), end(),
            line("begin", "again", "wait", "say", "more"), flow("more", "b", "who == 'x'"), line("b", "done"),
            flow("more", "again", id="out"),
        ]  # fmt: skip
        publish(key, *parts)

    ping("listener", "m", "m2")
    ping("other", "m2", "m")
    speaker(throw("say", keyed(message("m"), "='x'")))
    first, second, sender = begin("listener", coach), begin("other", coach), begin("speaker", coach)
    before = [rows(first), rows(second)]
    with pytest.raises(StandsStill):
        do(coach, sender, "a")
    assert [rows(first), rows(second)] == before
    assert [element for element, _ in incidents(sender)] == ["say"]
    assert open_elements(sender) == ["a"]


def test_a_receiver_whose_deadline_had_passed_waits_no_more(coach: Actor, clock: Any) -> None:
    parts = [
        draw.start(), task("b"), boundary("told", "b", keyed(message("m"), "='x'"), False), task("ready"), end(),
        end("r_end"), boundary("heard", "b", signal("s"), False), end("h_end"),
        boundary("late", "b", draw.timer("'P1D'")), end("l_end"), line("begin", "b", "done"),
        line("told", "ready", "r_end"), line("heard", "h_end"), line("late", "l_end"),
    ]  # fmt: skip
    publish("listener", *parts)
    speaker(throw("say", keyed(message("m"), "='x'")))
    publish("other", draw.start(), task("a"), end("say", signal("s")), line("begin", "a", "say"))
    waiting, sender, other = begin("listener", coach), begin("speaker", coach), begin("other", coach)
    clock.set(clock.now + timedelta(days=1))
    with pytest.raises(StandsStill):
        do(coach, sender, "a")
    assert [element for element, _ in incidents(sender)] == ["say"]
    do(coach, other, "a")
    assert (open_elements(waiting), audited(Tag.CASE_SIGNAL, waiting)) == (["b"], [])


def test_two_cases_that_tell_each_other_at_once_never_hang_and_lose_nothing(coach: Actor) -> None:
    """On PostgreSQL each holds what the other wants: one goes on, the other is asked to try again."""
    publish("speaker", draw.start(), draw.both("f"), task("a"), service("meet", "test_meet"),
            throw("say", keyed(message("m"), "='left'")), end(), catch("wait", keyed(message("m"), "='right'")),
            end("w_end"), line("begin", "f", "a", "meet", "say", "done"), line("f", "wait", "w_end"))  # fmt: skip
    publish("other", draw.start(), draw.both("f"), task("a"), service("meet", "test_meet"),
            throw("say", keyed(message("m"), "='right'")), end(), catch("wait", keyed(message("m"), "='left'")),
            end("w_end"), line("begin", "f", "a", "meet", "say", "done"), line("f", "wait", "w_end"))  # fmt: skip
    both = [begin("speaker", coach), begin("other", coach)]
    Meeting.barrier = threading.Barrier(2, timeout=2)

    def attempt(case_id: int) -> str:
        try:
            do(coach, case_id, "a")
        except Conflict:
            return "again"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip(both, pool.map(attempt, both), strict=True))
    assert set(outcomes.values()) in ({"done"}, {"done", "again"})
    for case_id, outcome in outcomes.items():
        assert open_elements(case_id) == ([] if outcome == "done" else ["a"])
        assert [row.count('"reached":1') for row in audited(Tag.CASE_SENT, case_id)] == [1] * (outcome == "done")
    for case_id, outcome in outcomes.items():
        if outcome == "again":
            do(coach, case_id, "a")
    assert [rows(case_id) for case_id in both] == [[], []]


def test_two_timers_that_tell_each_others_cases_at_once_need_nobody(coach: Actor, clock: Any) -> None:
    """On PostgreSQL each holds what the other wants: who loses comes again by itself."""
    for key, says, hears in (("speaker", "left", "right"), ("other", "right", "left")):
        publish(key, draw.start(), draw.both("f"), catch("a", draw.timer("'P1D'")), service("meet", "test_meet"),
                throw("say", keyed(message("m"), f"='{says}'")), end(), end("w_end"),
                catch("wait", keyed(message("m"), f"='{hears}'")),
                line("begin", "f", "a", "meet", "say", "done"), line("f", "wait", "w_end"))  # fmt: skip
    both = [begin("speaker", coach), begin("other", coach)]
    clock.advance(days=1)
    Meeting.barrier = threading.Barrier(2, timeout=2)
    with ThreadPoolExecutor(2) as pool:
        woken = list(pool.map(waking.wake, both))
    assert any(woken)
    clock.advance(minutes=1)
    waking.wake_due()
    for case_id in both:
        with db.reading() as session:
            case = session.get_one(Case, case_id)
            assert (case.status, case.open_incidents) == ("ended", 0)


class Meeting:
    """Where two cases wait for each other in the middle of a step; on SQLite, where one writes at a time, in vain."""

    barrier = threading.Barrier(2)


@operation("test_meet")
def meet(context: Context) -> None:
    with contextlib.suppress(threading.BrokenBarrierError):
        Meeting.barrier.wait()


def test_a_step_that_changes_no_wait_asks_nothing_of_the_table(coach: Actor, statements: Callable[[], Any]) -> None:
    parts = [
        draw.start(), draw.both("f"), task("a"), end(), catch("wait", message("m")), end("w_end"),
        line("begin", "f", "a", "done"), line("f", "wait", "w_end"),
    ]  # fmt: skip
    publish("listener", *parts)
    case_id = begin("listener", coach)
    assert len(rows(case_id)) == 1
    with statements() as seen:
        do(coach, case_id, "a")
    assert not [text for text in seen.texts if "subscription" in text]
    assert len(rows(case_id)) == 1


def test_an_ended_case_waits_for_nothing(coach: Actor) -> None:
    parts = [
        draw.start(), draw.both("f"), task("a"), draw.terminate(), catch("wait", message("m")), end(),
        line("begin", "f", "a", "stop"), line("f", "wait", "done"),
    ]  # fmt: skip
    publish("listener", *parts)
    case_id = begin("listener", coach)
    do(coach, case_id, "a")
    assert rows(case_id) == []


def test_a_key_the_case_does_not_have_is_an_error_and_not_silence(coach: Actor) -> None:
    listener(keyed(message("m"), "person"))
    with pytest.raises(CannotBegin, match="sleutel"):
        begin("listener", coach)


def test_the_upgrade_subscribes_the_cases_that_were_waiting(coach: Actor, database: Any) -> None:
    from alembic import command

    from app.cli.database import alembic_config, upgrade_schema

    listener(message("m"))
    case_id = begin("listener", coach)
    before = rows(case_id)
    with db.transaction() as session:
        session.execute(update(Case).where(Case.id == case_id).values(variables={}))
    db.engine().dispose()
    command.downgrade(alembic_config(), "0003")
    upgrade_schema()
    assert rows(case_id) == before
