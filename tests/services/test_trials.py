"""Asking for a trial of a draft, a worker that plays it, and what is kept of it; nothing else changes."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

import pytest
from sqlalchemy import func, select

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AnswersInvalid, NotAllowed
from app.jobs import registry
from app.jobs.perform import perform
from app.models.case import Case
from app.queries import trials as shown
from app.services import drafts, trials
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
        draft = drafts.live_draft(session, simple)
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
        draft = drafts.live_draft(session, simple)
        assert draft is not None
        text = contents(session, draft)[Part("bpmn")]
    drafts.save(editor, simple, Part("bpmn"), text.replace('camunda:candidateGroups="coach"', ""), 1)
    with pytest.raises(AnswersInvalid):
        trials.ask(editor, simple, 1, 1, 1)


def test_a_trial_that_somebody_stops_ends_within_a_second_and_leaves_nothing(simple, editor, monkeypatch) -> None:
    drafts.open_draft(editor, simple)
    job = trials.ask(editor, simple, 50, 5, 7)
    monkeypatch.setattr("app.jobs.trials._PATIENCE", 0.0)
    left = len(list(Path(gettempdir()).glob("traject-trial-*")))
    looks = iter([False] * 3)
    perform(job, 1, "a worker", Settings(environment=Environment.TESTING), lambda: next(looks, True))
    with db.reading() as session:
        draft = drafts.live_draft(session, simple)
        assert draft is not None
        row, told = shown.one(session, draft.id, job)
    assert told is None
    assert row.done < 50
    assert len(list(Path(gettempdir()).glob("traject-trial-*"))) == left
