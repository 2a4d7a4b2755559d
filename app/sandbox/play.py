"""Playing a draft: some cases over some years, in parts that each have a throw-away world of their own, and the report.

A part is small and forgotten when it is reported: memory stays flat however many cases there are, what was played
already can be read while the rest is going, and a trial that is stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app import db, engine
from app.domain.access import SYSTEM
from app.sandbox.expected import Expected, expected_of, read_expected
from app.sandbox.faults import Stuck, counted, failed_by_themselves, read_stuck
from app.sandbox.report import Report, read_report, report, together
from app.sandbox.script import TRAVEL, Line, Script, read_script
from app.sandbox.trial import Trial
from app.sandbox.world import Stage, stage
from app.services import checking, publishing
from app.services.trials import PARTS

Tick = Callable[[float], bool]
_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Plan:
    """What a trial plays: `cases` of `process` for `years` from `begin` on, with people as `seed` makes them up."""

    process: str
    begin: datetime
    years: int
    cases: int
    seed: int

    @property
    def until(self) -> datetime:
        """When it is over."""
        return self.begin + _YEAR * self.years

    @property
    def parts(self) -> int:
        """In how many parts it is played."""
        return min(self.cases, PARTS)

    def begins(self, part: int) -> list[datetime]:
        """When the cases of a part begin: each part has some of the whole first year."""
        return [self.begin + _YEAR * nth / self.cases for nth in range(part, self.cases, self.parts)]


@dataclass(frozen=True)
class Outcome:
    """A trial that was played, or some parts of it: what it showed, and the tasks nobody could complete.

    `script` and `expected`: of the one case that was played, to keep as a scenario; None where there were more.
    """

    report: Report = field(default_factory=Report)
    stuck: tuple[Stuck, ...] = ()
    completed: int = 0
    script: Script | None = None
    expected: Expected | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return self.report.as_json() | {
            "script": self.script.as_json() if self.script else None,
            "expected": self.expected.as_json() if self.expected else None,
            "completed": self.completed,
            "stuck": [one.as_json() for one in self.stuck],
        }


def read_outcome(kept: Mapping[str, Any]) -> Outcome:
    """As `as_json` wrote it. Raises ValueError for what it cannot have written (a trial of an older release)."""
    told = dict(kept)
    try:
        script, expected, completed, stuck = (told.pop(name) for name in ("script", "expected", "completed", "stuck"))
        return Outcome(
            read_report(told),
            tuple(read_stuck(one) for one in stuck),
            completed,
            read_script(script) if script else None,
            read_expected(expected) if expected else None,
        )
    except (KeyError, TypeError) as error:
        raise ValueError("no outcome of a trial") from error


@contextmanager
def staged(bundles: Mapping[str, engine.Bundle], plan: Plan) -> Iterator[Stage]:
    """Everything inside the block happens where a trial is played. `bundles`: the draft and what is around it.

    Raises BundleError for a draft that cannot be published.
    """
    checking.ensure_sound(bundles)
    with stage(plan.begin, lambda: publishing.publish(SYSTEM, bundles)) as empty:
        yield empty


def play_part(
    on: Stage, bundles: Mapping[str, engine.Bundle], plan: Plan, part: int, tick: Tick | None = None
) -> Outcome:
    """Play one part. `tick` is told how far it is, from 0 to 1; True stops it where it is."""
    rng = Random(f"{plan.seed}-{part}")  # noqa: S311 -- a play, not a secret
    alone = plan.cases == 1
    trial = Trial(on.world(), plan.process, rng, plan.begin, Script(plan.process, plan.begin) if alone else None)
    trial.begin_at(plan.begins(part))
    whole = plan.until - plan.begin
    trial.play(plan.until, (lambda now: tick((now - plan.begin) / whole)) if tick else None)
    with db.reading() as session:
        stuck = counted([*trial.stuck, *failed_by_themselves(session)])
        script = trial.script if not stuck else None
        return Outcome(
            report(session, bundles, plan.process),
            stuck,
            trial.completed,
            script.then(Line(min(trial.now, plan.until), TRAVEL)) if script else None,
            expected_of(session, plan.process) if script else None,
        )


def added(bundles: Mapping[str, engine.Bundle], one: Outcome, other: Outcome) -> Outcome:
    """What two parts showed, as one."""
    if not one.report.cases and not one.stuck:
        return other
    return Outcome(
        together(bundles, one.report, other.report),
        counted((*one.stuck, *other.stuck)),
        one.completed + other.completed,
    )


def play(
    bundles: Mapping[str, engine.Bundle],
    process: str,
    *,
    begin: datetime,
    years: int = 5,
    cases: int = 1,
    seed: int = 1,
    tick: Tick | None = None,
) -> Outcome:
    """Play all parts of a trial, one after the other. `tick` is told how far the trial is; True stops it."""
    plan, outcome = Plan(process, begin, years, cases, seed), Outcome()
    with staged(bundles, plan) as on:
        for part in range(plan.parts):
            stopped = False

            def passed(share: float, part: int = part) -> bool:
                nonlocal stopped
                stopped = tick is not None and tick((part + share) / plan.parts)
                return stopped

            outcome = added(bundles, outcome, play_part(on, bundles, plan, part, passed))
            if stopped:
                break
    return outcome
