"""Working on tasks: nothing lost, nothing half done, nobody else's."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AlreadyDone, AnswersInvalid, NotAllowed, NotVisible, Stale, StandsStill
from app.models.audit import Audit
from app.models.case import Case
from app.models.task import Answers, Draft, Task
from app.services import cases, parties, tasks

A = {"name": "Amina", "approved": True, "amount": 12, "comment": "x" * 200}


def started(actor: Actor) -> int:
    return cases.start(actor, "simple")


def test_a_case_goes_from_start_to_end(coach, simple, open_tasks) -> None:
    case_id = started(coach)
    first = tasks.complete(coach, open_tasks(case_id)[0], A)
    assert len(first.next_task_ids) == 1 and not first.ended
    second = tasks.complete(coach, first.next_task_ids[0], {"note": "klaar"})
    assert second.ended
    with db.reading() as session:
        case = session.get_one(Case, case_id)
        assert (case.status, case.end_event) == ("ended", "done")
        assert [row.values["name"] for row in session.scalars(select(Answers).where(Answers.element == "task_a"))] == [
            "Amina"
        ]


def test_the_other_branch_ends_without_a_second_task(coach, simple, open_tasks) -> None:
    case_id = started(coach)
    assert tasks.complete(coach, open_tasks(case_id)[0], A | {"approved": False}).ended


def test_only_declared_variables_reach_the_engine(coach, simple, open_tasks) -> None:
    case_id = started(coach)
    tasks.complete(coach, open_tasks(case_id)[0], A)
    with db.reading() as session:
        assert set(session.get_one(Case, case_id).variables) == {"approved", "amount"}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"name": "", "amount": 1}, "name"),
        ({"name": "A", "amount": "veel"}, "amount"),
        ({"name": "A", "amount": -1}, "amount"),
        ({"name": "A" * 101, "amount": 1}, "name"),
        ({"name": "A", "amount": 1, "anders": 1}, "anders"),
        ({"name": "A", "amount": 1, "_x": 1}, "_x"),
        ({"name": "A", "amount": 1, "typename": "x"}, "typename"),
    ],
)
def test_bad_answers_change_nothing_and_say_where(coach, simple, open_tasks, answers, field) -> None:
    case_id = started(coach)
    task_id = open_tasks(case_id)[0]
    with pytest.raises(AnswersInvalid) as refused:
        tasks.complete(coach, task_id, answers)
    assert field in refused.value.errors
    assert open_tasks(case_id) == [task_id]
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Answers).where(Answers.task_id == task_id)) == 0
        assert session.get_one(Case, case_id).revision == 1


def test_somebody_elses_case_does_not_exist(coach, outsider, simple, open_tasks) -> None:
    task_id = open_tasks(started(coach))[0]
    for act in (
        tasks.claim,
        tasks.release,
        lambda a, t: tasks.complete(a, t, A),
        lambda a, t: tasks.save_draft(a, t, {}),
    ):
        with pytest.raises(NotVisible):
            act(outsider, task_id)


def test_another_role_of_the_case_may_look_but_not_do(coach, world, simple, open_tasks) -> None:
    employer = world.actor("baas@schakel.example", Role.EMPLOYER, "schakel")
    case_id = started(coach)
    with db.transaction() as session:
        parties.set_party(session, session.get_one(Case, case_id), Role.EMPLOYER, world.organisation("schakel"))
    with pytest.raises(NotAllowed):
        tasks.complete(employer, open_tasks(case_id)[0], A)


def test_a_task_of_a_role_without_party_is_nobodys(coach, world, simple, open_tasks) -> None:
    official = world.actor("an@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    case_id = started(coach)
    with db.transaction() as session:
        session.get_one(Task, open_tasks(case_id)[0]).organisation_id = None
    for actor in (coach, official):
        with pytest.raises((NotAllowed, NotVisible)):
            tasks.complete(actor, open_tasks(case_id)[0], A)


def test_a_done_task_says_who_and_when(coach, colleague, simple, open_tasks) -> None:
    task_id = open_tasks(started(coach))[0]
    tasks.complete(coach, task_id, A)
    with pytest.raises(AlreadyDone) as refused:
        tasks.complete(colleague, task_id, A)
    assert refused.value.by == coach.name and refused.value.at is not None


def test_a_stale_form_is_refused(coach, simple, open_tasks) -> None:
    task_id = open_tasks(started(coach))[0]
    with pytest.raises(Stale):
        tasks.complete(coach, task_id, A, revision=0)
    assert tasks.complete(coach, task_id, A, revision=1)


def test_claimed_by_a_colleague(coach, colleague, simple, open_tasks) -> None:
    task_id = open_tasks(started(coach))[0]
    tasks.claim(coach, task_id)
    with pytest.raises(AlreadyDone):
        tasks.claim(colleague, task_id)
    tasks.release(coach, task_id)
    tasks.claim(colleague, task_id)
    with pytest.raises(AlreadyDone):
        tasks.complete(coach, task_id, A)


def test_a_draft_keeps_what_was_typed_and_goes_when_done(coach, simple, open_tasks) -> None:
    task_id = open_tasks(started(coach))[0]
    tasks.save_draft(coach, task_id, {"amount": "nog niet zeker", "iets": "x"})
    with db.reading() as session:
        assert session.get_one(Draft, (task_id, coach.user_id)).values["amount"] == "nog niet zeker"
    tasks.complete(coach, task_id, A)
    with db.reading() as session:
        assert session.get(Draft, (task_id, coach.user_id)) is None


def test_assign_only_to_who_can_do_it(world, coach, colleague, outsider, simple, open_tasks) -> None:
    task_id = open_tasks(started(coach))[0]
    tasks.assign(coach, task_id, colleague.user_id)
    with pytest.raises(AnswersInvalid):
        tasks.assign(coach, task_id, outsider.user_id)
    assert tasks.complete(colleague, task_id, A)


def test_completing_is_few_statements_and_one_commit(coach, simple, open_tasks, statements) -> None:
    warm, case_id = started(coach), started(coach)
    tasks.complete(coach, open_tasks(warm)[0], A)
    task_id = open_tasks(case_id)[0]
    with statements() as seen:
        tasks.complete(coach, task_id, A)
    assert len(seen) <= 11, str(seen)
    assert seen.commits == 1


def test_two_at_once_one_wins(coach, colleague, simple, open_tasks) -> None:
    task_id = open_tasks(started(coach))[0]
    barrier, outcomes = threading.Barrier(2), []

    def attempt(actor: Actor) -> None:
        barrier.wait()
        try:
            tasks.complete(actor, task_id, A)
            outcomes.append("done")
        except AlreadyDone as refusal:
            outcomes.append(refusal.by)

    threads = [threading.Thread(target=attempt, args=(actor,)) for actor in (coach, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=lambda o: o != "done")[0] == "done"
    assert outcomes.count("done") == 1 and set(outcomes) <= {"done", coach.name, colleague.name}
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Audit).where(Audit.tag == "task:completed")) == 1


def test_a_failure_after_the_engine_ran_leaves_everything_as_it_was(coach, simple, open_tasks, monkeypatch) -> None:
    case_id = started(coach)
    task_id = open_tasks(case_id)[0]

    def broken(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("app.services.apply._follow_timers", broken)
    with pytest.raises(StandsStill):
        tasks.complete(coach, task_id, A)
    monkeypatch.undo()
    with db.reading() as session:
        assert session.get_one(Case, case_id).revision == 1
        assert session.get_one(Task, task_id).status == "open"
    assert tasks.complete(coach, task_id, A)
