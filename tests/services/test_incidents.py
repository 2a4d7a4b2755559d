"""A case that cannot go on stands still alone, is tried again where that helps, and waits for a person."""

from __future__ import annotations

import sys
from collections import OrderedDict
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import db
from app.domain.access import Role
from app.domain.errors import AnswersInvalid, CannotBegin, Conflict, NotAllowed, NotVisible, StandsStill
from app.domain.text import say
from app.engine import EngineError, StepFailed, definition
from app.models.audit import Audit
from app.models.case import Case, Timer
from app.models.incident import Incident
from app.models.task import Draft
from app.services import audit, cases, definitions, failures, tasks, waking
from app.services import incidents as acts
from tests.support import fragile
from tests.support.fragile import failing


@pytest.fixture
def process(world) -> str:
    """The process `fragile`, published."""
    return fragile.publish()


@pytest.fixture
def waiting(coach, process, open_tasks):
    """A case that waits for its month to pass."""
    return asked(coach, open_tasks, amount=1)


def asked(coach, open_tasks, **variables: object) -> int:
    """A case whose first question was answered."""
    case_id = cases.start(coach, "fragile", answers=variables)
    tasks.complete(coach, open_tasks(case_id)[0], {"answer": "Ja"})
    return case_id


def incidents(case_id: int | None = None) -> list[Incident]:
    """Those of a case, or all, oldest first."""
    with db.reading() as session:
        query = select(Incident).order_by(Incident.id)
        return list(session.scalars(query.where(Incident.case_id == case_id) if case_id else query))


def case(case_id: int) -> Case:
    """The case as it is now."""
    with db.reading() as session:
        return session.get_one(Case, case_id)


def open_elements(case_id: int) -> set[str]:
    """The elements of the open tasks."""
    from app.models.task import Task

    with db.reading() as session:
        return set(session.scalars(select(Task.element).where(Task.case_id == case_id, Task.status == "open")))


def trail(tag: str) -> list[str]:
    """The payloads of a kind of audit entry."""
    with db.reading() as session:
        return list(session.scalars(select(Audit.payload).where(Audit.tag == tag).order_by(Audit.number)))


def test_s30_what_may_work_later_is_tried_again_ever_later_then_stands(coach, waiting, clock) -> None:
    clock.advance(days=31)
    with failing("second"):
        assert waking.wake_due() == 0
        for minutes in (1, 5, 25):
            (incident,) = incidents(waiting)
            assert incident.retry_at == case(waiting).next_due == clock.now + timedelta(minutes=minutes)
            clock.advance(minutes=minutes, seconds=-1)
            assert waking.wake_due() == 0 and incidents(waiting)[0].attempts == incident.attempts
            clock.advance(seconds=1)
            assert waking.wake_due() == 0 and incidents(waiting)[0].attempts == incident.attempts + 1
        clock.advance(days=3)
        assert waking.wake_due() == 0
    (incident,) = incidents(waiting)
    assert (incident.attempts, incident.retry_at, case(waiting).next_due) == (4, None, None)
    assert (incident.process, incident.element, incident.during) == ("fragile", "second", "timer")
    assert "RuntimeError" in incident.reason
    assert not [text for text in [incident.reason, *trail("case:incident")] if "Amina" in text or "90.01" in text]
    assert open_elements(waiting) == set() and case(waiting).open_incidents == 1


def test_a_try_that_works_resolves_it_by_itself(coach, waiting, clock) -> None:
    clock.advance(days=31)
    with failing("second"):
        waking.wake_due()
    clock.advance(minutes=1)
    assert waking.wake_due() == 1
    (incident,) = incidents(waiting)
    assert (incident.resolution, incident.resolved_at, incident.resolved_by) == ("went_on", clock.now, None)
    assert case(waiting).open_incidents == 0 and open_elements(waiting) == {"praise"}
    assert audit.verify().broken_at is None


def test_what_is_certain_to_fail_again_goes_straight_to_a_person(coach, process, open_tasks, clock) -> None:
    waiting = asked(coach, open_tasks, amount=0)
    clock.advance(days=31)
    assert waking.wake_due() == 0
    (incident,) = incidents(waiting)
    assert (incident.element, incident.attempts, incident.retry_at) == ("choose", 1, None)
    clock.advance(days=1)
    assert waking.wake_due() == 0 and len(incidents()) == 1


def test_s30_one_broken_case_holds_up_no_other_whatever_its_turn(coach, process, open_tasks, clock) -> None:
    broken = [asked(coach, open_tasks, amount=0) for _ in range(3)]
    clock.advance(seconds=1)
    sound = [asked(coach, open_tasks, amount=5) for _ in range(3)]
    clock.advance(days=31)
    assert waking.wake_due() == 3, "the broken ones are due first"
    assert [open_elements(each) for each in (*broken, *sound)] == [set()] * 3 + [{"look"}] * 3
    assert [incident.case_id for incident in incidents()] == broken


def test_a_person_who_cannot_complete_gets_a_number_and_keeps_his_answers(coach, process, open_tasks) -> None:
    case_id = cases.start(coach, "fragile", answers={"amount": 1})
    task_id = open_tasks(case_id)[0]
    with failing("first"):
        for _ in range(3):
            with pytest.raises(StandsStill) as refusal:
                tasks.complete(coach, task_id, {"answer": "Lang getypt"})
    (incident,) = incidents(case_id)
    assert incident.correlation_id in str(refusal.value) and "Amina" not in str(refusal.value)
    assert (incident.during, incident.task_id, incident.element, incident.attempts) == ("task", task_id, "first", 3)
    assert len(trail("case:incident")) == 1 and trail("task:completed") == []
    with db.reading() as session:
        assert session.get_one(Draft, (task_id, coach.user_id)).values == {"answer": "Lang getypt"}
    assert case(case_id).revision == 1
    tasks.complete(coach, task_id, {"answer": "Lang getypt"})
    assert incidents(case_id)[0].resolution == "went_on" and case(case_id).open_incidents == 0


def test_a_broken_case_of_a_person_does_not_stop_its_timers(coach, waiting, clock, open_tasks) -> None:
    clock.advance(days=31)
    waking.wake_due()
    other = cases.start(coach, "fragile", answers={"amount": 1})
    with failing("first"), pytest.raises(StandsStill):
        tasks.complete(coach, open_tasks(other)[0], {"answer": "Ja"})
    with db.reading() as session:
        due = session.scalar(select(Timer.due_at).where(Timer.case_id == other))
    assert case(other).next_due == due


def test_the_same_fault_found_twice_at_once_counts_once(coach, process, open_tasks, clock) -> None:
    waiting = asked(coach, open_tasks, amount=0)
    clock.advance(days=31)
    waking.wake_due()
    assert not waking.wake(waiting)
    failures.write_down(waiting, EngineError("fragile", "choose", say("Nog eens.")))  # a worker that lost the race
    assert [each.attempts for each in incidents(waiting)] == [1]
    assert "De formule deelt door nul." in incidents(waiting)[0].reason


def test_how_often_people_tried_takes_no_try_from_the_machine(coach, waiting, clock) -> None:
    for _ in range(5):
        failures.write_down(waiting, StepFailed("fragile", "second", say("Mislukt.")), during="task")
    clock.advance(days=31)
    with failing("second"):
        waking.wake_due()
        for minutes in (1, 5, 25):
            (incident,) = incidents(waiting)
            assert incident.retry_at is not None
            assert incident.retry_at - incident.last_at == timedelta(minutes=minutes)
            failures.write_down(waiting, StepFailed("fragile", "second", say("Mislukt.")), during="task")
            clock.set(incident.retry_at)
            waking.wake_due()
    assert incidents(waiting)[0].retry_at is None


@pytest.fixture
def administrator(world):
    """Somebody with the right to act on incidents."""
    return world.actor("beheer@platform.example", Role.ADMINISTRATOR, "platform", "platform")


def standing(case_id: int) -> int:
    """The id of the one incident of a case."""
    (incident,) = incidents(case_id)
    return incident.id


def test_a_person_tries_again(administrator, waiting, clock) -> None:
    clock.advance(days=31)
    with failing("second"):
        waking.wake_due()
        assert not acts.retry(administrator, standing(waiting))
        assert incidents(waiting)[0].attempts == 2
    assert acts.retry(administrator, standing(waiting))
    (incident,) = incidents(waiting)
    assert (incident.resolution, incident.resolved_by) == ("retried", administrator.user_id)
    assert open_elements(waiting) == {"praise"} and case(waiting).open_incidents == 0
    assert len(trail("incident:retried")) == 2 and len(trail("incident:resolved")) == 1
    with pytest.raises(Conflict):
        acts.retry(administrator, incident.id)


def test_a_person_corrects_a_value(administrator, coach, process, open_tasks, clock) -> None:
    case_id = asked(coach, open_tasks, amount=0)
    clock.advance(days=31)
    waking.wake_due()
    for name, value, field in (("nothing", 1, "name"), ("amount", "veel", "value"), ("sure", 1, "value")):
        with pytest.raises(AnswersInvalid) as refusal:
            acts.correct(administrator, standing(case_id), name, value)
        assert set(refusal.value.errors) == {field}
    assert acts.correct(administrator, standing(case_id), "amount", 2)
    assert case(case_id).variables["amount"] == 2 and open_elements(case_id) == {"praise"}
    assert incidents(case_id)[0].resolution == "corrected"
    (payload,) = trail("incident:corrected")
    assert '"name":"amount"' in payload and "digest" in payload
    assert audit.verify().broken_at is None


def test_a_correction_that_does_not_help_leaves_it_standing(administrator, coach, process, open_tasks, clock) -> None:
    case_id = asked(coach, open_tasks, amount=0)
    clock.advance(days=31)
    waking.wake_due()
    assert not acts.correct(administrator, standing(case_id), "sure", True)
    (incident,) = incidents(case_id)
    assert (incident.resolved_at, incident.resolution, incident.attempts) == (None, None, 2)


def test_a_person_lets_the_case_pass_a_step_with_a_reason(administrator, waiting, clock) -> None:
    clock.advance(days=31)
    with failing("second"):
        waking.wake_due()
        with pytest.raises(AnswersInvalid):
            acts.pass_step(administrator, standing(waiting), "  ")
        assert acts.pass_step(administrator, standing(waiting), "De brief is met de post verstuurd.")
    (incident,) = incidents(waiting)
    assert (incident.resolution, incident.note) == ("skipped", "De brief is met de post verstuurd.")
    assert open_elements(waiting) == {"praise"}
    (payload,) = trail("incident:skipped")
    assert "post" not in payload and "reason_digest" in payload


def test_what_a_step_asked_for_fails_as_that_step_and_passes_with_it(administrator, waiting, clock) -> None:
    clock.advance(days=31)
    with failing("effect of second"):
        waking.wake_due()
        (incident,) = incidents(waiting)
        assert (incident.element, incident.attempts) == ("second", 1)
        assert "RuntimeError" in incident.reason and "Amina" not in incident.reason
        assert acts.pass_step(administrator, incident.id, "De brief is met de hand gemaakt.")
    assert open_elements(waiting) == {"praise"}


def test_a_choice_that_cannot_be_made_takes_its_default_when_passed(
    administrator, coach, process, open_tasks, clock
) -> None:
    case_id = asked(coach, open_tasks, amount=0)
    clock.advance(days=31)
    waking.wake_due()
    assert acts.pass_step(administrator, standing(case_id), "Volgens de handleiding.")
    assert open_elements(case_id) == {"look"}


def test_a_step_after_a_task_is_passed_when_the_person_does_his_part(administrator, coach, process, open_tasks) -> None:
    case_id = cases.start(coach, "fragile", answers={"amount": 1})
    task_id = open_tasks(case_id)[0]
    with failing("first"):
        with pytest.raises(StandsStill):
            tasks.complete(coach, task_id, {"answer": "Ja"})
        assert not acts.pass_step(administrator, standing(case_id), "Al gedaan.")
        tasks.complete(coach, task_id, {"answer": "Ja"})
    (incident,) = incidents(case_id)
    assert (incident.resolution, incident.resolved_by) == ("skipped", administrator.user_id)


def test_what_failed_for_a_person_is_handed_back_to_him(administrator, coach, process, open_tasks) -> None:
    case_id = cases.start(coach, "fragile", answers={"amount": 1})
    with failing("first"), pytest.raises(StandsStill):
        tasks.complete(coach, open_tasks(case_id)[0], {"answer": "Ja"})
    assert acts.retry(administrator, standing(case_id))
    assert incidents(case_id)[0].resolution == "handed_back" and case(case_id).open_incidents == 0


def test_an_operation_that_a_release_left_out_stops_only_who_comes_to_it(
    coach, process, open_tasks, monkeypatch
) -> None:
    case_id = cases.start(coach, "fragile", answers={"amount": 1})
    monkeypatch.delitem(sys.modules["app.engine.operations"]._registered, "test_step")
    monkeypatch.setattr(definition, "_cache", OrderedDict())
    definitions.forget()
    with db.reading() as session:
        assert definitions.compiled(session, case(case_id).definition_id).elements
    with pytest.raises(StandsStill):
        tasks.complete(coach, open_tasks(case_id)[0], {"answer": "Ja"})
    (incident,) = incidents(case_id)
    assert incident.element == "first" and "De operatie" in incident.reason


@pytest.mark.parametrize("what", ["ask", "effect of ask"])
def test_a_case_that_cannot_begin_says_where_and_leaves_nothing(coach, process, what) -> None:
    fragile.publish_with_a_first_step()
    with failing(what), pytest.raises(CannotBegin) as refusal:
        cases.start(coach, "fragile", answers={"amount": 1})
    assert "«Doe ask»" in str(refusal.value) and "RuntimeError" in str(refusal.value)
    assert "Amina" not in str(refusal.value) and refusal.value.number in str(refusal.value)
    with db.reading() as session:
        assert session.scalars(select(Case.id)).all() == []
    assert cases.start(coach, "fragile", answers={"amount": 1})


def test_only_who_may_acts_on_an_incident(coach, outsider, waiting, clock) -> None:
    clock.advance(days=31)
    with failing("second"):
        waking.wake_due()
    incident_id = standing(waiting)
    for act in (
        acts.retry,
        lambda who, one: acts.pass_step(who, one, "x"),
        lambda who, one: acts.correct(who, one, "a", 1),
    ):
        with pytest.raises(NotAllowed):
            act(coach, incident_id)
        with pytest.raises(NotVisible):
            act(outsider, incident_id)
        with pytest.raises(NotVisible):
            act(coach, 12345)
    assert incidents(waiting)[0].attempts == 1


def test_a_case_moves_to_a_version_in_which_it_can_go_on(administrator, coach, process, open_tasks, clock) -> None:
    case_id = asked(coach, open_tasks, amount=0)
    clock.advance(days=31)
    waking.wake_due()
    with pytest.raises(Conflict):
        acts.move(administrator, standing(case_id))
    fragile.publish("amount > 3")
    assert acts.move(administrator, standing(case_id))
    (incident,) = incidents(case_id)
    assert (incident.resolution, incident.resolved_by) == ("moved", administrator.user_id)
    assert open_elements(case_id) == {"look"} and len(trail("case:moved")) == 1
    assert audit.verify().broken_at is None


@pytest.mark.parametrize("count", [1, waking.TOGETHER])
def test_s31_a_firing_costs_what_its_rows_cost(coach, process, open_tasks, clock, statements, count) -> None:
    for _ in range(count):
        asked(coach, open_tasks, amount=5)
    clock.advance(days=31)
    with statements() as seen:
        assert waking.wake_due() == count
    work = [question for question in seen.texts if "FROM clock" not in question]
    # Together they cost what one costs; the last transaction claims nothing.
    assert len(work) <= 12 + 2 and seen.commits == 2, seen


def test_what_cannot_be_done_to_a_damaged_case_is_said(administrator, waiting, clock) -> None:
    with db.transaction() as session:
        session.execute(update(Case).where(Case.id == waiting).values(state=b"nonsense"))
    clock.advance(days=31)
    waking.wake_due()
    with pytest.raises(AnswersInvalid) as refusal:
        acts.correct(administrator, standing(waiting), "amount", 3)
    assert "beschadigd" in str(refusal.value.errors[""][0])
    with pytest.raises(AnswersInvalid):
        acts.pass_step(administrator, standing(waiting), "Toch.")
