"""Files of employees in service: looked through, and then taken over, one transaction a row."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.jobs.registry import job
from app.jobs.run import AWAY, Overtaken, PutBack, Run
from app.models.takeover import TakeoverState
from app.services import takeover_rows, takeovers

_log = logging.getLogger(__name__)


def halt(session: Session, arguments: Mapping[str, Any]) -> None:
    """Where the job has failed, the page offers to let it go on."""
    takeover_rows.halt(session, int(arguments["takeover"]))


@job(takeovers.CHECK, given_up=halt)
def check_takeover(run: Run) -> None:
    """Judge row after row. Nobody is taken over."""
    _row_by_row(run, TakeoverState.CHECKING, takeover_rows.look_at_next, takeover_rows.pass_over)


@job(takeovers.TAKE_OVER, given_up=halt)
def take_over(run: Run) -> None:
    """Take row after row over until none is left or a person stopped it. One that breaks holds up no other."""
    _row_by_row(run, TakeoverState.RUNNING, takeover_rows.take_next, takeover_rows.set_aside)


def _row_by_row(
    run: Run,
    state: TakeoverState,
    act: Callable[[Session, int], None],
    pass_over: Callable[[Session, int, Exception], None],
) -> None:
    takeover_id = int(run.arguments["takeover"])
    while takeover_rows.goes_on(takeover_id, state):
        try:
            with run.item() as session:
                act(session, takeover_id)
        except (Overtaken, PutBack, *AWAY):
            raise
        except Exception as broken:
            _log.warning("takeover %s: item %s was set aside (%s)", takeover_id, run.done, type(broken).__name__)
            with run.item(failed=True) as session:
                pass_over(session, takeover_id, broken)
