"""Playing a draft: a world, the bundles published in it, some cases over some years, and the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app import db, engine
from app.domain.access import SYSTEM
from app.sandbox.expected import Expected, expected_of
from app.sandbox.report import Report, report
from app.sandbox.script import TRAVEL, Line, Script
from app.sandbox.trial import Stuck, Trial
from app.sandbox.world import throw_away
from app.services import publishing

Tick = Callable[[float], bool]
_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Outcome:
    """A trial that was played: what it showed, and the tasks nobody could complete.

    `script` and `expected`: of the one case that was played, to keep as a scenario; None where there were more.
    """

    report: Report
    stuck: tuple[Stuck, ...]
    completed: int
    script: Script | None
    expected: Expected | None


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
    """Play `cases` of `process` for `years` from `begin` on. `bundles`: the draft and every process around it.

    The cases begin one after the other in the first year. `tick` is told how far the trial is, from 0 to 1; True stops
    it where it is. Raises BundleError for a draft that cannot be published.
    """
    publishing.ensure_sound(bundles)
    until = begin + _YEAR * years
    with throw_away(begin) as world:
        publishing.publish(SYSTEM, bundles)
        trial = Trial(world, process, Random(seed), begin, Script(process, begin))  # noqa: S311 -- a play, not a secret
        trial.begin_at([begin + _YEAR * nth / cases for nth in range(cases)])

        def passed(now: datetime) -> bool:
            return tick is not None and tick((now - begin) / (until - begin))

        trial.play(until, passed)
        with db.reading() as session:
            alone = cases == 1 and not trial.stuck
            return Outcome(
                report(session, bundles, process),
                tuple(trial.stuck),
                trial.completed,
                trial.script.then(Line(min(trial.now, until), TRAVEL)) if alone else None,
                expected_of(session, process) if alone else None,
            )
