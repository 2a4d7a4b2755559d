"""Moving running cases: rows, trail and undo; who is first, and who may (security rows 14 and 27)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible, Refusal, Stale
from app.domain.kept_text import told
from app.engine.migration import Kind
from app.jobs import moves as _moves  # noqa: F401 -- the kind of job under test
from app.jobs import retention
from app.jobs.perform import perform
from app.models.audit import Audit
from app.models.case import Case, Timer
from app.models.job import Job
from app.models.move import Move, MovedCase
from app.models.task import Draft, Task
from app.queries import migration as queries
from app.queries import move_target
from app.services import cases, migration, moving, tasks, waking
from config import Environment, Settings
from tests.support.clock import A_MONDAY
from tests.support.versions import OTHER_FIRST_TASK, OTHER_ID, publish_simple

SETTINGS = Settings(environment=Environment.TESTING)
A = {"name": "Amina", "approved": True, "amount": 12, "comment": "x"}


@pytest.fixture
def editor(world: Any) -> Actor:
    return world.actor("ed@platform.example", Role.PROCESS_EDITOR, "platform", "platform")


def target(number: int, mapping: dict[str, str] | None = None, recompute: bool = False) -> move_target.Target:
    with db.reading() as session:
        return move_target.target(session, "simple", number, mapping or {}, recompute)


def case_of(case_id: int) -> Case:
    with db.reading() as session:
        return session.get_one(Case, case_id)


def task_of(case_id: int) -> Task:
    with db.reading() as session:
        return session.scalars(select(Task).where(Task.case_id == case_id, Task.status == "open")).one()


def outcome(case_id: int) -> tuple[str, list[str]]:
    """What came of the last move of a case, and what was said."""
    with db.reading() as session:
        row = session.scalars(
            select(MovedCase).where(MovedCase.case_id == case_id).order_by(MovedCase.id.desc()).limit(1)
        ).one()
        return row.outcome, [str(told(kept)) for kept in row.sentences]


def test_a_moved_case_keeps_its_task_and_draft_and_tells_what_changed(
    coach: Actor, editor: Actor, world: Any, simple: str, clock: Any
) -> None:
    world.organisation("schakel")
    case_id = cases.start(coach, "simple")
    before = task_of(case_id)
    tasks.save_draft(coach, before.id, {"name": "half"})
    clock.advance(days=5)
    wanted = target(publish_simple(OTHER_FIRST_TASK), recompute=True)
    migration.move_cases(editor, wanted, [case_id])
    after, case = task_of(case_id), case_of(case_id)
    assert (after.id, after.key, after.element) == (before.id, before.key, "task_a")
    assert (after.name, after.role, after.due_at) == ("Vraag invullen", "employer", A_MONDAY + timedelta(days=30))
    assert after.sort_at == after.due_at
    assert "vraag invullen" in after.search_subject
    assert (case.definition_id, after.definition_id) == (wanted.definition_id, wanted.definition_id)
    with db.reading() as session:
        assert session.get_one(Draft, (before.id, coach.user_id)).values == {"name": "half"}
        entry = session.scalars(select(Audit).where(Audit.tag == "case:moved")).one()
    payload = json.loads(entry.payload)
    assert (entry.actor_id, payload["to_definition"]) == (editor.user_id, wanted.definition_id)
    assert len({payload["from_hash"], payload["to_hash"]}) == 2
    kind, sentences = outcome(case_id)
    assert kind == "moved"
    assert sentences[0] == "Alleen woorden: De taak «Aanvraag invullen» heet nu «Vraag invullen»."
    assert len(sentences) == 3


def test_a_due_date_can_be_kept(coach: Actor, editor: Actor, simple: str) -> None:
    case_id = cases.start(coach, "simple")
    migration.move_cases(editor, target(publish_simple({'"P14D"': '"P30D"'})), [case_id])
    assert task_of(case_id).due_at == A_MONDAY + timedelta(days=14)


def test_a_mapped_case_keeps_its_draft_and_goes_on_to_its_end(coach: Actor, editor: Actor, simple: str) -> None:
    case_id = cases.start(coach, "simple")
    task_id = task_of(case_id).id
    tasks.save_draft(coach, task_id, {"name": "half"})
    migration.move_cases(editor, target(publish_simple(OTHER_ID), {"task_a": "task_x"}), [case_id])
    assert task_of(case_id).id == task_id
    with db.reading() as session:
        assert session.get_one(Draft, (task_id, coach.user_id)).values == {"name": "half"}
    second = tasks.complete(coach, task_of(case_id).id, A)
    assert tasks.complete(coach, second.next_task_ids[0], {"note": "klaar"}).ended


def test_what_cannot_move_stays_as_it_is_and_says_why(coach: Actor, editor: Actor, simple: str) -> None:
    case_id = cases.start(coach, "simple")
    before = case_of(case_id)
    migration.move_cases(editor, target(publish_simple(OTHER_ID)), [case_id])
    after = case_of(case_id)
    assert (after.revision, after.definition_id) == (before.revision, before.definition_id)
    assert outcome(case_id)[0] == "refused"
    assert "bestaat niet in de nieuwe versie" in outcome(case_id)[1][0]


def test_a_move_is_taken_back_until_the_next_act(
    coach: Actor, editor: Actor, simple: str, open_tasks: Callable[[int], list[int]]
) -> None:
    case_id = cases.start(coach, "simple")
    task_id = open_tasks(case_id)[0]
    tasks.claim(coach, task_id)
    before = task_of(case_id)
    number = publish_simple(OTHER_FIRST_TASK)
    wanted = target(number, recompute=True)
    migration.move_cases(editor, wanted, [case_id])
    assert task_of(case_id).assignee_id is None
    migration.undo(editor, case_id)
    after = task_of(case_id)
    for column in ("id", "name", "role", "organisation_id", "assignee_id", "due_at", "definition_id", "search_subject"):
        assert getattr(after, column) == getattr(before, column), column
    with pytest.raises(Conflict, match="al ongedaan gemaakt"):
        migration.undo(editor, case_id)
    migration.move_cases(editor, target(number + 0), [case_id])
    migration.undo(editor, case_id)
    tasks.complete(coach, task_id, A)
    migration.move_cases(editor, target(number), [case_id])
    tasks.complete(coach, open_tasks(case_id)[0], {"note": "klaar"})
    with pytest.raises(Conflict, match="verder gegaan"):
        migration.undo(editor, case_id)


def test_timers_are_written_anew_and_fire_as_the_new_version_says(
    coach: Actor, editor: Actor, simple: str, clock: Any
) -> None:
    timer = (
        '<bpmn:boundaryEvent id="remind" name="Herinnering" attachedToRef="task_a" cancelActivity="false">'
        "<bpmn:outgoing>flow_remind__reminded</bpmn:outgoing><bpmn:timerEventDefinition><bpmn:timeDuration>"
        "'P14D'</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        '<bpmn:endEvent id="reminded" name="Herinnerd"><bpmn:incoming>flow_remind__reminded</bpmn:incoming>'
        '</bpmn:endEvent><bpmn:sequenceFlow id="flow_remind__reminded" sourceRef="remind" targetRef="reminded"/>'
        "</bpmn:process>"
    )
    case_id = cases.start(coach, "simple")
    clock.advance(days=5)
    migration.move_cases(editor, target(publish_simple({"</bpmn:process>": timer})), [case_id])
    with db.reading() as session:
        row = session.scalars(select(Timer).where(Timer.case_id == case_id)).one()
        assert (row.name, row.due_at) == ("Herinnering", A_MONDAY + timedelta(days=14))
    assert case_of(case_id).next_due == A_MONDAY + timedelta(days=14)
    clock.advance(days=9)
    assert waking.wake_due() == 1
    with pytest.raises(Conflict, match="verder gegaan"):
        migration.undo(editor, case_id)


def test_what_was_kept_to_undo_is_forgotten_once_that_is_past(coach: Actor, editor: Actor, simple: str) -> None:
    """How a case stood before its move holds what people answered: of one that went on it is kept no longer."""
    went_on, waits = cases.start(coach, "simple"), cases.start(coach, "simple")
    migration.move_cases(editor, target(publish_simple(OTHER_ID), {"task_a": "task_x"}), [went_on, waits])
    assert retention.run() == 0
    assert kept() == {went_on, waits}
    tasks.complete(coach, task_of(went_on).id, A)
    retention.run()
    assert kept() == {waits}
    with pytest.raises(Conflict, match="verder gegaan"):
        migration.undo(editor, went_on)
    migration.undo(editor, waits)
    assert outcome(waits)[0] == "undone"


def kept() -> set[int]:
    """The cases of which it is still known how they stood before they moved."""
    with db.reading() as session:
        return set(session.scalars(select(MovedCase.case_id).where(MovedCase.state.is_not(None))))


def test_s14__moving_needs_a_permission_of_its_own(coach: Actor, simple: str) -> None:
    """Neither moving, nor taking it back, nor a move of many is open to who only works on cases (security row 14)."""
    case_id = cases.start(coach, "simple")
    wanted = target(publish_simple(OTHER_FIRST_TASK))
    for act in (
        lambda: migration.move_cases(coach, wanted, [case_id]),
        lambda: migration.undo(coach, case_id),
        lambda: moving.begin(coach, wanted),
        lambda: moving.stop(coach, 1),
        lambda: moving.resume(coach, 1),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert case_of(case_id).revision == 1
    with db.reading() as session:
        assert queries.page(session, coach, wanted).items == []


def test_a_mapping_that_leads_nowhere_is_told_per_step(coach: Actor, simple: str) -> None:
    cases.start(coach, "simple")
    number = publish_simple(OTHER_ID)
    for mapping, sentence in (
        ({"task_a": "nergens"}, "heeft geen stap"),
        ({"niets": "task_x"}, "Geen enkel lopend dossier"),
        ({"task_a": "approved_or_not"}, "niet van dezelfde soort"),
    ):
        with pytest.raises(AnswersInvalid) as refused:
            target(number, mapping)
        ((field, texts),) = refused.value.errors.items()
        assert field == f"mapping.{next(iter(mapping))}"
        assert sentence in str(texts[0])


def test_a_version_that_is_not_there_is_no_target(coach: Actor, simple: str) -> None:
    with pytest.raises(NotVisible):
        target(9)


def test_the_dry_run_counts_and_lists_and_changes_nothing(coach: Actor, editor: Actor, simple: str) -> None:
    first, second = cases.start(coach, "simple"), cases.start(coach, "simple")
    tasks.complete(coach, task_of(second).id, A)
    revisions = [case_of(each).revision for each in (first, second)]
    wanted = target(publish_simple(OTHER_ID))
    with db.reading() as session:
        tally = queries.tally(session, editor, wanted)
        assert (tally.judged, dict(tally.kinds)) == (2, {Kind.MAPPING: 1, Kind.MOVES: 1})
        assert [(step.element, step.candidates[0], n) for step, n in tally.unplaced.items()] == [
            ("task_a", "task_x", 1)
        ]
        page = queries.page(session, editor, wanted, limit=1)
        assert [item.case_id for item in page.items] == [first]
        assert page.items[0].at == ("Aanvraag invullen",)
        rest = queries.page(session, editor, wanted, cursor=page.next, limit=1)
        assert [item.case_id for item in rest.items] == [second]
        only = queries.page(session, editor, wanted, kind=Kind.MAPPING)
        assert [item.case_id for item in only.items] == [first]
    assert [case_of(each).revision for each in (first, second)] == revisions


def run_job(move_id: int, stop_after: int | None = None) -> Job:
    """Do the newest job of a move as a worker does, or only its first cases. Gives how the job stands then."""
    with db.reading() as session:
        job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
    assert job.arguments == {"move": move_id}
    asked = count()
    perform(
        job.id,
        job.turn,
        "worker@tests-0",
        SETTINGS,
        lambda: stop_after is not None and next(asked) >= stop_after,
    )
    with db.reading() as session:
        return session.get_one(Job, job.id)


def test_many_are_moved_in_the_background_stopped_and_resumed(coach: Actor, editor: Actor, simple: str) -> None:
    started = [cases.start(coach, "simple") for _ in range(4)]
    tasks.complete(coach, task_of(started[3]).id, A | {"approved": False})
    wanted = target(publish_simple(OTHER_FIRST_TASK))
    move_id = moving.begin(editor, wanted)
    assert run_job(move_id, stop_after=1).done == 1
    moving.stop(editor, move_id)
    with pytest.raises(Conflict):
        moving.stop(editor, move_id)
    run_job(move_id)
    moved = [case_of(case_id).definition_id == wanted.definition_id for case_id in started]
    assert moved == [True, False, False, False]
    moving.resume(editor, move_id)
    job = run_job(move_id)
    assert (job.state, job.done, job.total, job.failures) == ("done", 2, 2, 0)
    with db.reading() as session:
        move = session.get_one(Move, move_id)
        assert (move.status, move.total, move.moved, move.refused) == ("done", 3, 3, 0)
    assert case_of(started[3]).definition_id != wanted.definition_id  # it was over


def test_only_the_chosen_ones_are_moved(coach: Actor, editor: Actor, simple: str) -> None:
    started = [cases.start(coach, "simple") for _ in range(3)]
    wanted = target(publish_simple(OTHER_FIRST_TASK))
    run_job(moving.begin(editor, wanted, [started[1]]))
    moved = [case_of(case_id).definition_id == wanted.definition_id for case_id in started]
    assert moved == [False, True, False]
    with pytest.raises(Conflict, match="geen dossiers"):
        moving.begin(editor, wanted, [started[1]])


def test_a_case_that_breaks_holds_up_no_other(
    coach: Actor, editor: Actor, simple: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = [cases.start(coach, "simple") for _ in range(2)]
    wanted = target(publish_simple(OTHER_FIRST_TASK))
    honest = moving.move_case

    def breaks_on_the_first(session: Any, actor: Any, target: Any, case_id: int, move_id: int) -> Any:
        if case_id == started[0]:
            raise OSError("disk")
        return honest(session, actor, target, case_id, move_id)

    monkeypatch.setattr(moving, "move_case", breaks_on_the_first)
    move_id = moving.begin(editor, wanted)
    run_job(move_id)
    assert outcome(started[0]) == ("refused", ["Dit dossier kon niet verplaatst worden (OSError)."])
    assert outcome(started[1])[0] == "moved"


def test_s27__two_who_move_the_same_case_at_once(coach: Actor, editor: Actor, simple: str) -> None:
    """One moves it; the other is told who did, and when (security row 27)."""
    case_id = cases.start(coach, "simple")
    wanted = target(publish_simple(OTHER_FIRST_TASK))
    at_once(*[lambda: migration.move_cases(editor, wanted, [case_id])] * 2)
    assert case_of(case_id).revision == 2
    with db.reading() as session:
        rows = session.scalars(select(MovedCase).order_by(MovedCase.outcome)).all()
        assert [row.outcome for row in rows] == ["moved", "refused"]
        assert "al verplaatst door Ed" in str(told(rows[1].sentences[0]))


def test_s27__a_case_that_is_moved_and_worked_on_at_once(coach: Actor, editor: Actor, simple: str) -> None:
    """Whoever is first, the case is whole; who filled in the form of before is told (security row 27)."""
    case_id = cases.start(coach, "simple")
    task_id = task_of(case_id).id
    wanted = target(publish_simple(OTHER_ID), {"task_a": "task_x"})
    results = at_once(
        lambda: migration.move_cases(editor, wanted, [case_id]),
        lambda: tasks.complete(coach, task_id, A, revision=1),
        lambda: tasks.claim(coach, task_id),
    )
    assert all(isinstance(result, list | tasks.Completion | Refusal | None) for result in results), results
    case = case_of(case_id)
    assert case.definition_id == wanted.definition_id
    refused = isinstance(results[1], Refusal)
    assert (results[1].status == 409) if refused else (results[1].case_id == case_id)
    assert task_of(case_id).element == ("task_x" if refused else "task_b")
    assert case.revision == (2 if refused else 3)


def test_s27__a_form_of_before_the_move_is_told_who_moved_the_case_and_when(
    coach: Actor, editor: Actor, simple: str
) -> None:
    """Answers to the form of an earlier version count for nothing, and stay with who gave them (security row 27)."""
    case_id = cases.start(coach, "simple")
    task_id = task_of(case_id).id
    migration.move_cases(editor, target(publish_simple(OTHER_ID), {"task_a": "task_x"}), [case_id])
    with pytest.raises(Stale, match="intussen veranderd door Ed, op 04/01/2027"):
        tasks.complete(coach, task_id, A, revision=1)
    assert task_of(case_id).element == "task_x"


def test_s27__a_case_that_was_worked_on_meanwhile_is_judged_as_it_stands(
    coach: Actor, editor: Actor, simple: str
) -> None:
    """A trial of before says nothing about a case that went on since: under its lock it is judged anew (row 27)."""
    case_id = cases.start(coach, "simple")
    wanted = target(publish_simple({"task_b": "task_y"}))
    with db.reading() as session:
        assert queries.page(session, editor, wanted).items[0].verdict.kind is Kind.MOVES
    tasks.complete(coach, task_of(case_id).id, A)
    migration.move_cases(editor, wanted, [case_id])
    assert outcome(case_id)[0] == "refused"
    assert task_of(case_id).element == "task_b"


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of it in the same moment; what each gave or the refusal it met, in order."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[index] = act()
        except Refusal as refusal:
            results[index] = refusal

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
