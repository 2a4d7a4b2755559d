"""Playing a script on in a changed version: what still fits is done as it was told, the rest is made up or left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app import db
from app.domain.text import Text
from app.models.task import Task
from app.sandbox.answering import Done, complete_again, complete_drawn
from app.sandbox.drawing import Drawing, seeded
from app.sandbox.names import Bundles, has_step
from app.sandbox.script import COMPLETE, TRAVEL, Line, Script
from app.sandbox.standing import open_at, open_tasks, place_of
from app.sandbox.world import World
from app.services import clock

_MOST_TURNS = 500
_PATIENCE = timedelta(days=366)  # how long after the end of the script something it told may still come


class Fate(StrEnum):
    """What became of a line of a script."""

    SAME = "same"  # done as told
    LATER = "later"  # done as told, on a later day
    ANEW = "anew"  # the form no longer takes what was told: other answers
    NEW = "new"  # not told: a task that came in between
    GONE = "gone"  # told, and could not be done


@dataclass(frozen=True)
class Turn:
    """One line as it went, and what stood in the way of doing it as it was told."""

    line: Line
    fate: Fate
    said: tuple[Text, ...] = ()


@dataclass
class Onward:
    """Plays in the throw-away world that is open now. `script` is what was done; `turns` says it line by line.

    `before`: the bundles of the version the draft began from, to know which tasks are new.
    """

    world: World
    script: Script
    waiting: list[Line]
    bundles: Bundles
    before: Bundles
    turns: list[Turn] = field(default_factory=list)
    _stuck: set[int] = field(default_factory=set)

    def play(self) -> None:
        """Do all that can be done, in the order of time."""
        ends_at = max((line.at for line in self.waiting), default=self.script.begin)
        now = self.script.begin
        while len(self.turns) < _MOST_TURNS:
            if self._new_task(now) or self._as_told(now) or self._instead(now):
                continue
            moment = self._next(now, ends_at + _PATIENCE)
            if moment is None:
                break
            now = moment
            clock.travel(now)
        self.turns += [Turn(line, Fate.GONE) for line in self.waiting if line.do == COMPLETE]

    def _next(self, now: datetime, furthest: datetime) -> datetime | None:
        """The next moment at which something was done, or happens by itself while something is still waited for."""
        told = min((line.at for line in self.waiting if line.at > now), default=None)
        due = clock.next_due()
        by_itself = due if due is not None and now < due <= (told or furthest) else None
        if not any(line.do == COMPLETE for line in self.waiting) and told is None:
            return None
        return by_itself or told

    def _new_task(self, now: datetime) -> bool:
        """Do a task that the version before did not have, on the day it opens."""
        return self._made_up(now, lambda task: not has_step(self.before, task.process, task.element))

    def _instead(self, now: datetime) -> bool:
        """Do what nobody told, where the next that was told cannot be done without."""
        late = any(line.do == COMPLETE and line.at <= now for line in self.waiting)
        return late and self._made_up(now, lambda task: True)

    def _made_up(self, now: datetime, wanted: Callable[[Task], bool]) -> bool:
        told = {(line.process, line.element) for line in self.waiting}
        with db.reading() as session:
            there = [
                (task, place_of(session, task))
                for task in open_tasks(session)
                if task.id not in self._stuck and (task.process, task.element) not in told and wanted(task)
            ]
        if not there:
            return False
        task, nth = there[0]
        done = complete_drawn(self.world, task.id, self._drawing)
        line = Line(now, COMPLETE, task.process, task.element, nth, done.answers)
        self._note(Turn(line, Fate.NEW, done.said), done.ok)
        if not done.ok:
            self._stuck.add(task.id)
        return True

    def _as_told(self, now: datetime) -> bool:
        """Do the first of the lines whose moment has come and that can be done."""
        for line in [line for line in self.waiting if line.at <= now]:
            if line.do == TRAVEL:
                self.waiting.remove(line)
                self.script = self.script.then(replace(line, at=now))
                return True
            if not has_step(self.bundles, line.process, line.element) or self._is_passed(line, now):
                self.waiting.remove(line)
                self.turns.append(Turn(line, Fate.GONE))
                return True
            with db.reading() as session:
                there = open_at(session, line.process, line.element)
            if line.nth < len(there):
                self.waiting.remove(line)
                self._do(line, there[line.nth].id, now)
                return True
        return False

    def _is_passed(self, line: Line, now: datetime) -> bool:
        """Whether the next time of the same step has come too: this one will not come any more."""
        again = [one for one in self.waiting if (one.process, one.element) == (line.process, line.element)]
        with db.reading() as session:
            there = len(open_at(session, line.process, line.element))
        return line.at < now and sum(one.at <= now for one in again) > max(there, 1)

    def _do(self, line: Line, task_id: int, now: datetime) -> None:
        done = complete_again(self.world, task_id, line.answers)
        if done.ok:
            self._note(Turn(replace(line, at=now), Fate.SAME if line.at == now else Fate.LATER), ok=True)
            return
        anew = self._anew(line, task_id, done)
        turn = Turn(replace(line, at=now, answers=anew.answers), Fate.ANEW, done.said)
        self._note(turn if anew.ok else Turn(line, Fate.GONE, done.said), anew.ok)

    def _anew(self, line: Line, task_id: int, refused: Done) -> Done:
        """Other answers: first only to what the form refused, else to everything."""
        wrong = {name.split("[")[0].split(".")[0] for name in refused.errors}
        still = {name: value for name, value in line.answers.items() if name not in wrong}
        done = complete_drawn(self.world, task_id, replace(self._drawing, kept=still))
        return done if done.ok else complete_drawn(self.world, task_id, self._drawing)

    def _note(self, turn: Turn, ok: bool) -> None:
        self.turns.append(turn)
        if ok:
            self.script = self.script.then(turn.line)

    @property
    def _drawing(self) -> Drawing:
        """Draws answers from the form: the same each time at the same turn."""
        return seeded(len(self.turns))
