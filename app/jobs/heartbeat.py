"""Signs of life of the workers, and what happens to the jobs of one that died.

A worker counts: its `beat` goes up every few seconds. Another one that sees it stand still for a minute, by its own
watch, gives its jobs to whoever is there. Clocks of different machines are never compared, nor is the simulated one.
Where nobody could look (the database was away, the machine asleep) nobody could beat either: that is no silence.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import delete, select, update

from app import db
from app.models.clock import now
from app.models.job import Worker

_log = logging.getLogger(__name__)
BEAT_SECONDS = 10.0
DEAD_AFTER_SECONDS = 60.0


@dataclass
class Heartbeat:
    """The signs of life of one worker, and what it has seen of the others: beat, and for how many seconds that one."""

    executor_id: str
    dead_after: float = DEAD_AFTER_SECONDS
    _seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    _looked: float = 0.0  # when, by the own watch

    def beat(self) -> None:
        """Say that this worker is alive."""
        with db.transaction() as session:
            values = {"beat": Worker.beat + 1, "seen_at": now(session)}
            alive = update(Worker).where(Worker.executor_id == self.executor_id).values(values).returning(Worker.beat)
            if session.scalar(alive) is None:
                session.add(Worker(executor_id=self.executor_id, beat=1, seen_at=now(session)))

    def reap(self) -> int:
        """Let others do the jobs of workers that died; returns how many jobs."""
        return sum(self._take_over(name, beat) for name, beat in self.dead())

    def dead(self) -> list[tuple[str, int]]:
        """The others that stood still for too long, as far as this one could see: names, and the beat they stand at."""
        with db.reading() as session:
            others = select(Worker.executor_id, Worker.beat).where(Worker.executor_id != self.executor_id)
            beats = {row.executor_id: row.beat for row in session.execute(others)}
        watch = time.monotonic()
        passed, self._looked = min(watch - self._looked, self.dead_after / 3), watch
        before = self._seen
        self._seen = {
            name: (beat, before[name][1] + passed if name in before and before[name][0] == beat else 0.0)
            for name, beat in beats.items()
        }
        return [(name, beat) for name, (beat, silent) in self._seen.items() if silent >= self.dead_after]

    def leave(self) -> None:
        """This worker stops, with nothing in hand."""
        with db.transaction() as session:
            session.execute(delete(Worker).where(Worker.executor_id == self.executor_id))

    def _take_over(self, name: str, beat: int) -> int:
        """One of the living does it: the one that moves the dead worker's beat. Should it die too, the beat stands
        still again, and another one does."""
        with db.transaction() as session:
            claim = update(Worker).where(Worker.executor_id == name, Worker.beat == beat)
            if session.scalar(claim.values(beat=beat + 1).returning(Worker.beat)) is None:
                return 0
        given = _give_back_jobs_of(name)
        with db.transaction() as session:
            session.execute(delete(Worker).where(Worker.executor_id == name, Worker.beat == beat + 1))
        _log.warning("worker %s died; %s of its jobs go on elsewhere", name, given)
        return given


def _give_back_jobs_of(executor_id: str) -> int:
    from dbos import DBOS

    pending = DBOS.list_workflows(status="PENDING", executor_id=executor_id, load_input=False, load_output=False)
    lanes: dict[str | None, list[str]] = defaultdict(list)
    for workflow in pending:
        lanes[workflow.queue_name].append(workflow.workflow_id)
    for lane, ids in lanes.items():
        DBOS.resume_workflows(ids, queue_name=lane)
    return len(pending)
