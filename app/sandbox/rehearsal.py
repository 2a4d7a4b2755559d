"""Stepping through a draft: one case in a throw-away database of its own, kept between the steps of one person.

The file is only for speed: the script says all that was done, and the world can be made from it again, here or on
another machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from app import db, engine
from app.domain.access import SYSTEM
from app.models.clock import now
from app.models.task import Task
from app.sandbox.answering import Done, complete_as, complete_drawn, opening
from app.sandbox.drawing import Drawing, seeded
from app.sandbox.replay import Otherwise, again, cannot_begin
from app.sandbox.script import COMPLETE, TRAVEL, Line, Script
from app.sandbox.standing import place_of
from app.sandbox.starting import start_drawn
from app.sandbox.world import World, found, made, within
from app.services import clock, publishing

_FURTHEST = timedelta(days=366 * 10)


@dataclass
class Rehearsal:
    """The world one person steps through, open now, and what was done in it so far.

    `otherwise`: where a script that was played again could not go on.
    """

    world: World
    script: Script
    otherwise: Otherwise | None = None

    @property
    def drawing(self) -> Drawing:
        """Draws answers, the same each time at the same step."""
        return seeded(len(self.script.lines))

    def begin(self) -> None:
        """Start the case with answers that are drawn; `otherwise` says what stood in the way."""
        began = start_drawn(self.world, self.script.process, 1, self.script.begin, self.drawing)
        if began.case_id is None:
            self.otherwise = cannot_begin(self.script.process, began.said)
        else:
            self.script = replace(self.script, start=began.answers)

    def complete(self, task_id: int, answers: dict[str, Any] | None) -> Done:
        """Complete an open task as somebody who may: with these answers, or (None) with answers that are drawn."""
        with db.reading() as session:
            task = session.get_one(Task, task_id)
            at, nth = now(session), place_of(session, task)
        who = opening(self.world, task_id) if answers is not None else None
        if answers is not None and who is not None:
            done = complete_as(*who, answers)
        else:
            done = complete_drawn(self.world, task_id, self.drawing)
        if done.ok:
            self.script = self.script.then(Line(at, COMPLETE, task.process, task.element, nth, done.answers))
        return done

    def travel(self, until: datetime) -> None:
        """Let time pass; never back, and never further than ten years from the beginning."""
        until = min(until, self.script.begin + _FURTHEST)
        if until > moment():
            clock.travel(until)
            self.script = self.script.then(Line(until, TRAVEL))


@contextmanager
def rehearsed(bundles: Mapping[str, engine.Bundle], name: str, script: Script) -> Iterator[Rehearsal]:
    """Everything inside the block happens in the world called `name` (a word that goes in a file's name).

    It is made, and the script played, where it is not there or stands elsewhere than the script says.
    """
    file = _folder() / f"{name}-{len(script.lines)}.db"
    fresh = not file.exists()
    with within(file):
        open_now = _made(bundles, script) if fresh else Rehearsal(found(), script)
        yield open_now
    _follow(file, name, open_now.script)


def forget(name: str) -> None:
    """Throw the world called `name` away."""
    for file in _folder().glob(f"{name}-*"):
        file.unlink(missing_ok=True)


def moment() -> datetime:
    """What time it is in the world that is open."""
    with db.reading() as session:
        return now(session)


def _made(bundles: Mapping[str, engine.Bundle], script: Script) -> Rehearsal:
    world = made(script.begin)
    publishing.publish(SYSTEM, bundles)
    if script.start is None:
        return Rehearsal(world, script)
    return Rehearsal(world, *again(world, script))


def _follow(file: Path, name: str, script: Script) -> None:
    """The file is called after how far its world is: one that was left halfway is never taken for another."""
    if file.exists():
        file.rename(_folder() / f"{name}-{len(script.lines)}.db")


def _folder() -> Path:
    folder = Path(gettempdir()) / f"traject-rehearsals-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
