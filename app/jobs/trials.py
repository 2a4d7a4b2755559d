"""Trials of drafts: years played in a throw-away database; what they showed is kept as the result of the job."""

from __future__ import annotations

import contextvars
import time
from dataclasses import asdict

import orjson

from app import db, engine
from app.jobs.registry import job
from app.jobs.run import Hopeless, Run
from app.models.clock import now
from app.models.job import JobResult
from app.sandbox.play import Outcome, play
from app.services import trials

_PATIENCE = 1.0  # seconds between two looks whether somebody stopped it


@job(trials.JOB, patience=())
def play_trial(run: Run) -> None:
    """Play the draft `{draft}`: `{cases}` cases over `{years}` years. Progress counts in hundredths."""
    arguments = run.arguments
    with db.reading() as session:
        try:
            bundles, process = trials.surroundings(session, int(arguments["draft"]))
        except engine.BundleError as error:
            raise Hopeless("draft") from error
        begin = now(session)
    here = contextvars.copy_context()  # the job's row stands in our own database, not in the throw-away one

    asked = time.monotonic()

    def move_on(share: float) -> bool:
        nonlocal asked
        if time.monotonic() - asked > _PATIENCE:
            asked = time.monotonic()
            run.go_on()  # somebody may have stopped it
        while run.done < min(99, int(share * 100)):
            with run.item():
                pass
        return False

    outcome = play(
        bundles,
        process,
        begin=begin,
        years=int(arguments["years"]),
        cases=int(arguments["cases"]),
        seed=int(arguments["seed"]),
        tick=lambda share: here.run(move_on, share),
    )
    with run.finishing() as session:
        session.add(
            JobResult(job_id=run.job_id, filename="trial.json", media_type="application/json", content=_json(outcome))
        )


def _json(outcome: Outcome) -> bytes:
    told = asdict(outcome.report) | {
        "script": outcome.script.as_json() if outcome.script else None,
        "expected": outcome.expected.as_json() if outcome.expected else None,
        "completed": outcome.completed,
        "stuck": [
            {"process": one.process, "element": one.element, "said": [str(text) for text in one.said]}
            for one in outcome.stuck
        ],
    }
    return orjson.dumps(told)
