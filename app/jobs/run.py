"""One run of a job: what its function gets, and the fence that lets each piece of its work happen once.

The fence is the row of the job. Every transaction of the job first moves the row on, from exactly the place this run
believes it is at. One that was overtaken (stopped by a person, taken over by another worker) moves nothing, and ends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.jobs import JobState
from app.models.clock import now
from app.models.job import Job
from config import Settings

_log = logging.getLogger(__name__)


class Overtaken(Exception):
    """This run is not the one that counts any more."""


class PutBack(Exception):
    """The worker stops; the job goes on in another one."""


class Hopeless(Exception):
    """Trying again cannot help. The message is shown to people: no personal data."""


@dataclass
class Run:
    """A job in hand: its `arguments`, how many items are behind it (`done`), the settings, whether to stop soon."""

    job_id: int
    turn: int
    arguments: dict[str, Any]
    done: int
    settings: Settings
    stopping: Callable[[], bool] = field(default=lambda: False)

    def go_on(self) -> None:
        """For long work between two items: raises Overtaken or PutBack when this run should end here."""
        if self.stopping():
            raise PutBack
        with db.reading() as session:
            ours = session.scalar(
                select(Job.id).where(Job.id == self.job_id, Job.turn == self.turn, Job.state == JobState.RUNNING.value)
            )
        if ours is None:
            raise Overtaken

    @contextmanager
    def item(self, *, failed: bool = False) -> Iterator[Session]:
        """One item of many: a transaction in which the job moves on by one. Overtaken, PutBack: let them through."""
        if self.stopping():
            raise PutBack
        with db.transaction() as session:
            self._move(session, done=Job.done + 1, failures=Job.failures + int(failed), attempts=0, crashes=0)
            yield session
        self.done += 1

    @contextmanager
    def finishing(self) -> Iterator[Session]:
        """The last transaction: what it writes and that the job is done are kept together."""
        with db.transaction() as session:
            at = now(session)
            self._move(session, state=JobState.DONE.value, finished_at=at, last_error=None)
            yield session

    def one_by_one(
        self,
        goes_on: Callable[[], bool],
        act: Callable[[Session], None],
        set_aside: Callable[[Session, Exception], None],
    ) -> None:
        """Do `act` for the next item for as long as one is left, one transaction each.

        One that breaks holds up no other: what it wrote is undone, and `set_aside` leaves it behind in a transaction of
        its own, where it writes down what people must know of it. Overtaken and PutBack end the run; so does
        `db.AWAY`, which says nothing of the item in hand: it keeps its turn, the whole job waits a while.
        """
        while goes_on():
            try:
                with self.item() as session:
                    act(session)
            except (Overtaken, PutBack, *db.AWAY):
                raise
            except Exception as error:
                _log.error("job %s: item %s was set aside (%s)", self.job_id, self.done, type(error).__name__)
                with self.item(failed=True) as session:
                    set_aside(session, error)

    def _move(self, session: Session, **values: Any) -> None:
        moved = session.execute(
            update(Job)
            .where(
                Job.id == self.job_id,
                Job.turn == self.turn,
                Job.state == JobState.RUNNING.value,
                Job.done == self.done,
            )
            .values(**values)
            .returning(Job.id)
        ).first()
        if moved is None:
            raise Overtaken
