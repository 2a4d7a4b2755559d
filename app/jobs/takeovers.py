"""Files of employees in service: looked through, and then taken over, one transaction a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.jobs.registry import job
from app.jobs.run import Run
from app.models.takeover import TakeoverState
from app.services import takeover_rows, takeovers


def halt(session: Session, arguments: Mapping[str, Any]) -> None:
    """Where the job has failed, the page offers to let it go on."""
    takeover_rows.halt(session, int(arguments["takeover"]))


@job(takeovers.CHECK, given_up=halt)
def check_takeover(run: Run) -> None:
    """Judge row after row. Nobody is taken over."""
    takeover_id = int(run.arguments["takeover"])
    run.one_by_one(
        lambda: takeover_rows.goes_on(takeover_id, TakeoverState.CHECKING),
        lambda session: takeover_rows.look_at_next(session, takeover_id),
        lambda session, error: takeover_rows.pass_over(session, takeover_id, error),
    )


@job(takeovers.TAKE_OVER, given_up=halt)
def take_over(run: Run) -> None:
    """Take row after row over until none is left or a person stopped it."""
    takeover_id = int(run.arguments["takeover"])
    run.one_by_one(
        lambda: takeover_rows.goes_on(takeover_id, TakeoverState.RUNNING),
        lambda session: takeover_rows.take_next(session, takeover_id),
        lambda session, error: takeover_rows.set_aside(session, takeover_id, error),
    )
