"""Start, complete, wake, message: state in, Snapshot out. Nothing is kept between calls and nothing is written.

On any exception the case in memory is thrown away with the call; the state the caller holds is as it was
(architecture.md promise 1; engine.md E1, E4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from SpiffWorkflow.exceptions import WorkflowException

from app.domain.errors import NothingWaits, Refusal
from app.domain.text import say
from app.engine import clock
from app.engine.definition import Definition
from app.engine.errors import EngineError, TaskGone, step_failed
from app.engine.live import LiveWorkflow
from app.engine.operations import Facts
from app.engine.prune import prune
from app.engine.run import Run
from app.engine.snapshot import Snapshot, first_due, take_snapshot
from app.engine.state import load

# How many timers one call fires when it wakes a case, so that a transaction stays short; and at most before a person's
# act, which has to wait for all of them.
MOST_AT_ONCE = 200
MOST_FIRED = 2_000
_SPENT = 200


def start(definition: Definition, variables: Mapping[str, Any], *, facts: Facts, now: datetime) -> Snapshot:
    """Start a case and run it to where it waits. EngineError when it cannot."""
    run = Run(definition, facts)
    with guarded(run), clock.at(now):
        case = LiveWorkflow(run)
        case.data.update(run.checked(variables))
        case.advance()
        _settle(case, now, floor=now)
        return take_snapshot(case)


def complete(
    definition: Definition, state: bytes, key: str, variables: Mapping[str, Any], *, facts: Facts, now: datetime
) -> Snapshot:
    """Complete an open task and run on. What fell due before `now` fires first: a deadline that passed wins.

    TaskGone when the task is not open (any more); EngineError when the case cannot go on.
    """
    run = Run(definition, facts)
    with guarded(run), clock.at(now):
        case = load(definition, state, run)
        _settle(case, now)
        task = next((task for task in case.open_tasks() if str(task.id) == key), None)
        if task is None:
            raise TaskGone()
        run.stand_at(task)
        run.assign(task, variables)
        case.run_task(task)
        case.advance()
        _settle(case, now, floor=now)
        return take_snapshot(case)


def wake(definition: Definition, state: bytes, *, facts: Facts, now: datetime) -> Snapshot:
    """Fire everything due at or before `now`, in due order, each at its own moment, until nothing is.

    A case that is very far behind catches up in several calls: as long as a timer of the Snapshot is due, wake again.
    """
    run = Run(definition, facts)
    with guarded(run), clock.at(now):
        case = load(definition, state, run)
        _settle(case, now, most=MOST_AT_ONCE)
        return take_snapshot(case)


def message(
    definition: Definition,
    state: bytes,
    name: str,
    variables: Mapping[str, Any] | None = None,
    *,
    facts: Facts,
    now: datetime,
) -> Snapshot:
    """Deliver a message to the outermost step that waits for it; its variables are set first. NothingWaits if none."""
    run = Run(definition, facts)
    with guarded(run), clock.at(now):
        case = load(definition, state, run)
        _settle(case, now)
        case.data.update(run.checked(variables or {}))
        if case.is_completed() or not case.event_manager.deliver(name):
            raise NothingWaits(say("Geen enkele stap van dit dossier wacht nu op dit bericht."))
        case.advance()
        _settle(case, now, floor=now)
        return take_snapshot(case)


def signal(definition: Definition, state: bytes, name: str, *, facts: Facts, now: datetime) -> Snapshot:
    """Deliver a signal to every step that waits for it. NothingWaits when none does."""
    run = Run(definition, facts)
    with guarded(run), clock.at(now):
        case = load(definition, state, run)
        _settle(case, now)
        if case.is_completed() or not case.event_manager.broadcast(name):
            raise NothingWaits(say("Geen enkele stap van dit dossier wacht nu op dit signaal."))
        case.advance()
        _settle(case, now, floor=now)
        return take_snapshot(case)


def _settle(case: LiveWorkflow, now: datetime, floor: datetime | None = None, most: int = MOST_FIRED) -> None:
    """Fire what is due, the earliest first, with the clock at its moment (never before `floor`, never backwards).

    A case that catches up does many steps, but its clock goes on; one that goes round without waiting stands still.
    """
    moment, run = floor, case.run
    while len(run.fired) < most and not case.is_completed() and (timer := first_due(case, now)) is not None:
        before = moment
        moment = timer.due_at if moment is None else max(moment, timer.due_at)
        task = case.get_task_from_id(int(timer.key))
        if run.spent > _SPENT and (before is None or moment > before):
            prune(case)  # at rest between two timers; unpruned, SpiffWorkflow loses sight of what is deep (L1)
            run.begin_anew()
        run.spend(task)
        run.fired.append(timer)
        with clock.at(moment):
            case.fire(task)
    if len(run.fired) >= MOST_FIRED:
        raise run.error(say("Dit dossier loopt te ver achter: er zijn te veel termijnen tegelijk verstreken."))


@contextmanager
def guarded(run: Run) -> Iterator[None]:
    """Whatever breaks inside becomes an EngineError with the element and the place in the code, without any value."""
    try:
        yield
    except (EngineError, Refusal):
        raise
    except Exception as error:
        failed = step_failed(run.process, run.element, error)
        if isinstance(error, WorkflowException):  # SpiffWorkflow found the case impossible: it will the next time too
            raise run.error(failed.text) from None
        raise failed from None
