"""Moving running cases to another version of their process, one transaction a case."""

from __future__ import annotations

import logging

from app.jobs.registry import job
from app.jobs.run import AWAY, Overtaken, PutBack, Run
from app.services import moving

_log = logging.getLogger(__name__)


@job(moving.JOB)
def move_cases(run: Run) -> None:
    """Move case after case until none is left or a person stopped the move. One that breaks holds up no other."""
    move_id = int(run.arguments["move"])
    while moving.goes_on(move_id):
        try:
            with run.item() as session:
                moving.next_case(session, move_id)
        except (Overtaken, PutBack, *AWAY):
            raise
        except Exception as error:
            _log.error("move %s: case %s could not be moved (%s)", move_id, run.done, type(error).__name__)
            with run.item(failed=True) as session:
                moving.set_aside(session, move_id, type(error).__name__)
