"""Moving running cases to another version of their process, one transaction a case."""

from __future__ import annotations

from app.jobs.registry import job
from app.jobs.run import Run
from app.services import moving


@job(moving.JOB)
def move_cases(run: Run) -> None:
    """Move case after case until none is left or a person stopped the move."""
    move_id = int(run.arguments["move"])
    run.one_by_one(
        lambda: moving.goes_on(move_id),
        lambda session: moving.next_case(session, move_id),
        lambda session, error: moving.set_aside(session, move_id, type(error).__name__),
    )
