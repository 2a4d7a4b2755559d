"""Renewing a scenario after a change: how the draft tells it now, what is different, and keeping that in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import SYSTEM, Actor, Permission
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.text import Text, say
from app.models.process_draft import ProcessDraft
from app.sandbox.drawing import seeded
from app.sandbox.expected import Expected, expected_of, read_expected
from app.sandbox.expected_words import differences
from app.sandbox.names import Bundles, step_name
from app.sandbox.onward import Fate, Onward, Turn
from app.sandbox.script import Script, read_script
from app.sandbox.starting import Began, start_again, start_drawn
from app.sandbox.world import World, throw_away
from app.services import publishing, scenarios
from app.services.callers import newest_in_use
from app.services.definitions import bundle_of
from app.services.draft_in_hand import live_draft
from app.services.draft_parts import bundle_of_draft, problems_of
from app.services.trials import surroundings


@dataclass(frozen=True)
class Told:
    """A script as another version tells it: what was done, what it came to, and each line of it.

    `begun`: what stood in the way of beginning as the script says; it began with other answers then.
    """

    script: Script
    expected: Expected
    turns: tuple[Turn, ...]
    begun: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Renewal:
    """A scenario as the draft tells it now: `differences` with what was expected, in words. `names`: of its steps."""

    content_hash: str
    told: Told
    differences: tuple[Text, ...]
    names: Mapping[tuple[str, str], str]

    @property
    def goes_as_told(self) -> bool:
        """Whether nothing has to be renewed."""
        lines = all(turn.fate is Fate.SAME for turn in self.told.turns)
        return lines and not self.differences and not self.told.begun


@dataclass(frozen=True)
class _Stage:
    """What a scenario is renewed on: the draft with all around it, and the same before the draft."""

    content_hash: str
    bundles: Bundles
    before: Bundles
    script: Script
    expected: Expected


def renewal(actor: Actor, process: str, scenario_id: int) -> Renewal:
    """Play a scenario on the draft of `process` as far as it fits, with answers made up where it does not.

    Refusals: NotAllowed, NotVisible (no draft; no scenario it must pass), AnswersInvalid (a draft with errors, "").
    """
    if not actor.may(Permission.PROCESS_EDIT) and not actor.may(Permission.PROCESS_APPROVE):
        raise NotAllowed()
    with db.reading() as session:
        stage = _stage(session, process, scenario_id)
    told = tell(stage.bundles, stage.before, stage.script)
    if not stage.expected.has_dates:
        told = replace(told, expected=told.expected.without_dates())

    def name(of_process: str, element: str) -> str:
        return step_name(of_process, element, stage.bundles, stage.before)

    found = differences(stage.expected, told.expected, told.script.process, name)
    places = {(turn.line.process, turn.line.element) for turn in told.turns}
    return Renewal(stage.content_hash, told, tuple(found), {place: name(*place) for place in places})


def keep(actor: Actor, process: str, scenario_id: int, content_hash: str, reason: str) -> int:
    """Keep a scenario as the draft (`content_hash`: as it was looked at) tells it now, in the place of the old one.

    Refusals: as `renewal` and `scenarios.renew`; Conflict (the draft was changed meanwhile; nothing is different).
    """
    found = renewal(actor, process, scenario_id)
    if found.content_hash != content_hash:
        raise Conflict(say("Het concept is intussen gewijzigd. Speel het scenario opnieuw."))
    if found.goes_as_told:
        raise Conflict(say("Dit scenario gaat zoals verwacht. Er is niets te vernieuwen."))
    told = found.told
    return scenarios.renew(actor, scenario_id, told.script.as_json(), told.expected.as_json(), reason)


def tell(bundles: Bundles, before: Bundles, script: Script) -> Told:
    """Play a script in sound bundles as far as it fits, and on with answers that are made up."""
    begun: tuple[Text, ...] = ()
    for how in (_as_told, _with_what_is_new, _made_up):
        with throw_away(script.begin) as world:
            publishing.publish(SYSTEM, bundles)
            began = how(world, script)
            if began.case_id is None:
                begun = begun or began.said
                continue
            onward = Onward(world, replace(script, start=began.answers, lines=()), list(script.lines), bundles, before)
            onward.play()
            with db.reading() as session:
                return Told(onward.script, expected_of(session, script.process), tuple(onward.turns), begun)
    return Told(replace(script, lines=()), Expected(None, ()), (), begun)


def versions(session: Session, draft: ProcessDraft) -> tuple[Bundles, ...]:
    """The draft with all around it where it has no errors, and the same before the draft."""
    before = _before(session, draft)
    if any(problem.severity == "error" for problem in problems_of(session, draft)):
        return (before,)
    return surroundings(session, draft.id)[0], before


def _as_told(world: World, script: Script) -> Began:
    return start_again(world, script.process, script.begin, script.start or {})


def _with_what_is_new(world: World, script: Script) -> Began:
    return start_drawn(world, script.process, 1, script.begin, seeded(0, script.start))


def _made_up(world: World, script: Script) -> Began:
    return start_drawn(world, script.process, 1, script.begin, seeded(0))


def _stage(session: Session, process: str, scenario_id: int) -> _Stage:
    draft = live_draft(session, process)
    if draft is None:
        raise NotVisible()
    bundles, *before = versions(session, draft)
    if not before:
        raise AnswersInvalid({"": [say("Los eerst de fouten op die de controle vindt.")]})
    row = scenarios.concerning(session, scenario_id, process, bundles)
    script, expected = read_script(row.script), read_expected(row.expected)
    return _Stage(bundle_of_draft(session, draft).content_hash, bundles, before[0], script, expected)


def _before(session: Session, draft: ProcessDraft) -> dict[str, engine.Bundle]:
    around = {key: bundle_of(session, found) for key, found in newest_in_use(session).items()}
    return around | {draft.process: bundle_of(session, draft.based_on or 0)}
