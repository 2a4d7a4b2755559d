"""People and a worker at the same case in the same moment, at every interleaving (security.md 27).

One wins; who comes too late is told who was first, and when; nobody waits for ever and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from app import db
from app.domain.access import Actor, Role
from app.domain.errors import AlreadyDone, NothingWaits, Refusal, Stale
from app.domain.kept_text import told
from app.models.firing import Presence
from app.models.task import Task
from app.queries import move_target
from app.services import audit, cases, messaging, migration, presence, tasks, waking
from tests.services.conftest import World
from tests.support import years
from tests.support.clock import TestClock
from tests.support.interleaving import COMMITS, DONE, HOLDS, all_ask_at_once, second_comes_when
from tests.support.whole import assert_whole

COMPLETE, CLAIM, MESSAGE, MOVE, TIMER = "complete", "claim", "message", "move", "timer"
ACTS = (COMPLETE, CLAIM, MESSAGE, MOVE, TIMER)
#: What the second meets. What is not here is done too: both can be, one after the other.
TOO_LATE: dict[tuple[str, str], type[Refusal]] = {
    (COMPLETE, COMPLETE): AlreadyDone,
    (COMPLETE, CLAIM): AlreadyDone,
    (COMPLETE, MESSAGE): NothingWaits,
    (CLAIM, COMPLETE): AlreadyDone,
    (CLAIM, CLAIM): AlreadyDone,
    (MESSAGE, COMPLETE): Stale,
    (MESSAGE, MESSAGE): NothingWaits,
    (MOVE, COMPLETE): Stale,
    (TIMER, COMPLETE): Stale,
}
PEOPLE = 20
WHEN = "18/01/2027"  # a fortnight after the clock of the tests begins


@dataclass
class Crowd:
    """Coaches of one enterprise, people who may move cases, and the case they all work on."""

    clock: TestClock
    coaches: list[Actor] = field(default_factory=list)
    editors: list[Actor] = field(default_factory=list)
    case_id: int = 0
    task_id: int = 0

    def begin(self) -> None:
        """A new case, with a task that waits, and a timer on it that goes off by now."""
        self.case_id = cases.start(self.coaches[0], years.PROCESS)
        with db.reading() as session:
            self.task_id = session.scalars(
                select(Task.id).where(Task.case_id == self.case_id, Task.status == "open")
            ).one()
        self.clock.advance(days=14)

    def act(self, kind: str, number: int) -> Callable[[], Any]:
        """What the person of this number does, with the page he opened before anybody did anything."""
        coach, editor, case_id, task_id = self.coaches[number], self.editors[number], self.case_id, self.task_id
        wanted = target()
        return {
            COMPLETE: lambda: tasks.complete(coach, task_id, {"go_on": True}, revision=1),
            CLAIM: lambda: tasks.claim(coach, task_id),
            MESSAGE: lambda: messaging.send(coach, case_id, "called"),
            MOVE: lambda: migration.move_cases(editor, wanted, [case_id])[0],
            TIMER: lambda: waking.wake(case_id),
        }[kind]

    def named(self, kind: str, number: int) -> str:
        """Who did it, as a refusal says it."""
        if kind == TIMER:
            return "vanzelf"
        return (self.editors if kind == MOVE else self.coaches)[number].name


@pytest.fixture
def crowd(world: World, clock: TestClock) -> Crowd:
    made = Crowd(clock)
    for number in range(PEOPLE):
        made.coaches.append(world.actor(f"coach{number}@schakel.example", Role.COACH, "schakel"))
        made.editors.append(
            world.actor(f"editor{number}@platform.example", Role.PROCESS_EDITOR, "platform", "platform")
        )
    years.publish()
    return made


def target() -> move_target.Target:
    """The version cases are moved to: not the one they begin on."""
    with db.reading() as session:
        return move_target.target(session, years.PROCESS, 1, {}, False)


def assert_names(refusal: Refusal, who: str) -> None:
    """The refusal says who was first, and when."""
    assert refusal.status == 409
    assert who in str(refusal.text) and WHEN in str(refusal.text), str(refusal.text)


@pytest.mark.parametrize("first_is", [HOLDS, COMMITS, DONE])
def test_s27__whoever_comes_second_is_told_or_goes_on_from_there(crowd: Crowd, first_is: str) -> None:
    begin = crowd.clock.now
    for first, second in product(ACTS, repeat=2):
        crowd.clock.set(begin)
        crowd.begin()
        one, two = second_comes_when(first_is, crowd.act(first, 0), crowd.act(second, 1))
        assert not isinstance(one, Refusal), (first, second, one)
        if (first, second) in TOO_LATE:
            assert type(two) is TOO_LATE[first, second], (first, second, two)
            assert_names(two, crowd.named(first, 0))
        else:
            assert not isinstance(two, Refusal), (first, second, two)
        if (first, second) == (MOVE, MOVE):
            assert (one.outcome, two.outcome) == ("moved", "refused")
            assert f"al verplaatst door {crowd.named(MOVE, 0)}, op {WHEN}" in str(told(two.sentences[0]))
        while waking.wake_due():  # a worker passes by who is held, and comes again
            pass
    assert_whole()
    assert audit.verify().broken_at is None


@pytest.mark.parametrize("kind", [COMPLETE, CLAIM, MESSAGE, MOVE])
def test_s27__of_twenty_who_do_the_same_at_once_one_wins_and_the_others_are_told(crowd: Crowd, kind: str) -> None:
    crowd.begin()
    results = all_ask_at_once([crowd.act(kind, number) for number in range(PEOPLE)])
    if kind == MOVE:
        assert [row.outcome for row in results].count("moved") == 1
        winner = next(number for number, row in enumerate(results) if row.outcome == "moved")
        late = [str(told(row.sentences[0])) for row in results if row.outcome != "moved"]
        assert all(f"door {crowd.named(MOVE, winner)}, op {WHEN}" in sentence for sentence in late)
    else:
        winner = next(number for number, result in enumerate(results) if not isinstance(result, Refusal))
        refusals = [result for result in results if isinstance(result, Refusal)]
        assert len(refusals) == PEOPLE - 1
        assert {type(refusal) for refusal in refusals} == {TOO_LATE[kind, kind]}
        for refusal in refusals:
            assert_names(refusal, crowd.named(kind, winner))
    assert_whole()
    assert audit.verify().broken_at is None


def test_s27__twenty_who_do_different_things_at_once_lose_nothing(crowd: Crowd) -> None:
    begin, chance = crowd.clock.now, Random(27)
    for _ in range(6):
        crowd.clock.set(begin)
        crowd.begin()
        kinds = chance.choices(ACTS, k=PEOPLE)
        results = all_ask_at_once([crowd.act(kind, number) for number, kind in enumerate(kinds)])
        for result in results:
            if isinstance(result, Refusal):
                assert result.status == 409 and WHEN in str(result.text), str(result.text)
        done = [kind for kind, result in zip(kinds, results, strict=True) if not isinstance(result, Refusal)]
        assert done.count(COMPLETE) <= 1 and done.count(CLAIM) <= 1 and done.count(MESSAGE) <= 1
        assert done.count(TIMER) == kinds.count(TIMER) and results.count(True) <= 1
        assert_whole()
    assert audit.verify().broken_at is None


def test_workers_that_come_for_the_very_first_time_at_once_are_one_presence(clock: TestClock) -> None:
    results = all_ask_at_once([presence.beat] * 4)
    with db.reading() as session:
        assert results == [None] * 4 and session.scalar(select(func.count()).select_from(Presence)) == 1
