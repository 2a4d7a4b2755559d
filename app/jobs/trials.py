"""Trials of drafts: years played in a throw-away database, part by part; the result says what they showed."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.orm import undefer

from app import db, engine
from app.jobs.registry import job
from app.jobs.run import Hopeless, Run
from app.models.job import JobResult
from app.sandbox.play import Outcome, Plan, added, play_part, read_outcome, staged
from app.services import trials

_PATIENCE = 1.0  # seconds between two looks whether somebody stopped it


@job(trials.JOB, patience=())
def play_trial(run: Run) -> None:
    """Play the draft `{draft}`: `{cases}` cases over `{years}` years. Each part is an item."""
    bundles, plan = _asked(run.arguments)
    here = contextvars.copy_context()  # the job's row stands in our own database, not in the throw-away one
    outcome = here.run(_so_far, run)
    looked = time.monotonic()

    def look_up(_share: float) -> bool:
        nonlocal looked
        if time.monotonic() - looked > _PATIENCE:
            looked = time.monotonic()
            here.run(run.go_on)  # somebody may have stopped it
        return False

    with staged(bundles, plan) as on:
        for part in range(run.done, plan.parts):
            outcome = added(bundles, outcome, play_part(on, bundles, plan, part, look_up))
            here.run(_keep, run, outcome)


def _asked(arguments: Mapping[str, Any]) -> tuple[dict[str, engine.Bundle], Plan]:
    """What is to be played. Hopeless when the draft cannot be, or is another than when it was asked for."""
    with db.reading() as session:
        try:
            bundles, process = trials.surroundings(session, int(arguments["draft"]))
        except engine.BundleError as error:
            raise Hopeless("draft") from error
    if trials.content_of(bundles) != arguments["content"]:
        raise Hopeless("changed")
    begin = datetime.fromisoformat(arguments["begin"])
    return bundles, Plan(process, begin, arguments["years"], arguments["cases"], arguments["seed"])


def _so_far(run: Run) -> Outcome:
    """What the parts that were played before showed."""
    with db.reading() as session:
        kept = session.get(JobResult, run.job_id, options=(undefer(JobResult.content),)) if run.done else None
    return read_outcome(orjson.loads(kept.content)) if kept else Outcome()


def _keep(run: Run, outcome: Outcome) -> None:
    content = orjson.dumps(outcome.as_json())
    with run.item() as session:
        kept = session.get(JobResult, run.job_id)
        if kept is None:
            kept = JobResult(job_id=run.job_id, filename="trial.json", media_type="application/json")
            session.add(kept)
        kept.content = content
