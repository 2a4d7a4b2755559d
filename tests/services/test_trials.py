"""Asking for a trial of a draft, a worker that plays it, and what is kept of it; nothing else changes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid, NotAllowed
from app.domain.jobs import JobState
from app.jobs import registry
from app.jobs.perform import perform
from app.models.case import Case
from app.models.job import Job
from app.queries import trials as shown
from app.sandbox.play import play, read_outcome
from app.services import draft_in_hand, drafts, jobs, trials
from app.services.draft_parts import Part, contents
from config import Environment, Settings

registry.load()


@pytest.fixture
def editor(world) -> Actor:
    return world.actor("petra@traject.example", Role.PROCESS_EDITOR, "traject", "operator")


def test_a_trial_is_asked_for_and_played_by_a_worker(simple, editor, coach) -> None:
    drafts.open_draft(editor, simple)
    with pytest.raises(NotAllowed):
        trials.ask(coach, simple, 1, 1, 1)
    with pytest.raises(AnswersInvalid) as refusal:
        trials.ask(editor, simple, 0, 99, 1)
    assert set(refusal.value.errors) == {"cases", "years"}
    job = trials.ask(editor, simple, 3, 1, 7)
    perform(job, 1, "a worker", Settings(environment=Environment.TESTING), lambda: False)
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, simple)
        assert draft is not None
        row, told = shown.one(session, draft.id, job)
    assert told is not None
    assert (row.cases, told["cases"]) == (3, 3)
    assert told["visits"]["simple"]["task_a"] == 3
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
    assert not db.is_elsewhere()


def test_a_draft_with_errors_is_not_tried(simple, editor) -> None:
    drafts.open_draft(editor, simple)
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, simple)
        assert draft is not None
        text = contents(session, draft)[Part("bpmn")]
    drafts.save(editor, simple, Part("bpmn"), text.replace('camunda:candidateGroups="coach"', ""), 1)
    with pytest.raises(AnswersInvalid):
        trials.ask(editor, simple, 1, 1, 1)


def test_a_trial_that_is_stopped_keeps_what_it_showed_and_goes_on_where_it_was(
    simple, editor, monkeypatch, tmp_path: Path
) -> None:
    drafts.open_draft(editor, simple)
    job = trials.ask(editor, simple, 12, 1, 7)
    monkeypatch.setattr("app.jobs.trials._PATIENCE", 0.0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # others may play at the same time
    looks = iter([False] * 20)
    perform(job, 1, "a worker", Settings(environment=Environment.TESTING), lambda: next(looks, True))
    row, told = shown_of(simple, job)
    assert told is not None
    assert 0 < told["cases"] < 12
    assert 0 < row.done < 100
    assert list(tmp_path.iterdir()) == []
    perform(job, 2, "another worker", Settings(environment=Environment.TESTING), lambda: False)
    row, told = shown_of(simple, job)
    assert (row.state, row.done) == (JobState.DONE, 100)
    assert told is not None
    with db.reading() as session:
        kept = session.get_one(Job, job).arguments
        draft = draft_in_hand.live_draft(session, simple)
        assert draft is not None
        bundles, _ = trials.surroundings(session, draft.id)
    whole = play(bundles, simple, begin=datetime.fromisoformat(kept["begin"]), years=1, cases=12, seed=7)
    again = read_outcome(told)
    assert again.report.visits == whole.report.visits
    assert again.report.waits == whole.report.waits
    assert again.report.trail == whole.report.trail
    assert again.completed == whole.completed


def test_who_asked_for_a_trial_stops_it_and_nobody_else_of_his_kind(simple, editor, world) -> None:
    drafts.open_draft(editor, simple)
    job = trials.ask(editor, simple, 12, 1, 7)
    other = world.actor("piet@traject.example", Role.PROCESS_EDITOR, "traject", "operator")
    with pytest.raises(NotAllowed):
        jobs.stop(other, job)
    jobs.stop(editor, job)
    assert shown_of(simple, job)[0].state is JobState.STOPPED
    jobs.resume(editor, job)
    assert shown_of(simple, job)[0].state is JobState.QUEUED


def test_a_draft_that_is_changed_meanwhile_is_not_played_on(simple, editor) -> None:
    drafts.open_draft(editor, simple)
    job = trials.ask(editor, simple, 2, 1, 7)
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, simple)
        assert draft is not None
        text = contents(session, draft)[Part("bpmn")]
    coach, employer = (f'camunda:candidateGroups="{role}"' for role in ("coach", "employer"))
    drafts.save(editor, simple, Part("bpmn"), text.replace(coach, employer), 1)
    perform(job, 1, "a worker", Settings(environment=Environment.TESTING), lambda: False)
    row, told = shown_of(simple, job)
    assert (row.state, row.error, told) == (JobState.FAILED, "changed", None)


def shown_of(process: str, job: int) -> tuple[shown.TrialRow, dict[str, Any] | None]:
    """What the page of a trial shows."""
    with db.reading() as session:
        draft = draft_in_hand.live_draft(session, process)
        assert draft is not None
        return shown.one(session, draft.id, job)
