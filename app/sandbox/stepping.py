"""Stepping through a draft as use cases: begin, look, do the next thing, go back one step, keep it as a scenario, stop.

Only who began a rehearsal sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import or_, select

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.text import say
from app.models.clock import now
from app.models.scenario import Rehearsal as Row
from app.models.scenario import Scenario
from app.sandbox import rehearsal
from app.sandbox.expected import Expected, expected_of, read_expected
from app.sandbox.rehearsal import Rehearsal
from app.sandbox.script import Script, read_script
from app.services import scenarios
from app.services.draft_in_hand import live_draft
from app.services.draft_parts import bundle_of_draft, problems_of
from app.services.trials import surroundings

_MOST_STEPS = 500
_KEPT = timedelta(days=1)


def begin(actor: Actor, process: str, renews: int | None = None) -> int:
    """Begin to step through the draft of `process`; what he stepped through before is thrown away, and what others
    left alone for a day. `renews`: the scenario to begin with, as far as it still goes, to keep what comes of it in
    its place.

    Refusals: NotAllowed, NotVisible (no draft, no such scenario), AnswersInvalid (a draft with errors, field "").
    """
    _ensure_may(actor)
    with db.transaction() as session:
        draft = live_draft(session, process)
        if draft is None or actor.user_id is None:
            raise NotVisible()
        if any(problem.severity == "error" for problem in problems_of(session, draft)):
            raise AnswersInvalid({"": [say("Los eerst de fouten op die de controle vindt.")]})
        bundles, root = surroundings(session, draft.id)
        at = now(session)
        script = Script(root, at)
        if renews is not None:
            script = read_script(scenarios.concerning(session, renews, process, bundles).script)
        left = or_(Row.owner_id == actor.user_id, Row.used_at < at - _KEPT)
        for old in session.scalars(select(Row).where(left)):
            rehearsal.forget(str(old.id))
            session.delete(old)
        row = Row(
            draft_id=draft.id,
            owner_id=actor.user_id,
            content_hash=bundle_of_draft(session, draft).content_hash,
            script=script.as_json(),
            renews=renews,
            began_at=at,
            used_at=at,
        )
        session.add(row)
        session.flush()  # its id
        return row.id


def mine(actor: Actor, process: str) -> int | None:
    """The rehearsal this actor has going of the draft of `process`."""
    with db.reading() as session:
        draft = live_draft(session, process)
        if draft is None:
            return None
        return session.scalar(select(Row.id).where(Row.owner_id == actor.user_id, Row.draft_id == draft.id))


@contextmanager
def entered(actor: Actor, process: str, rehearsal_id: int, steps: int | None = None) -> Iterator[Rehearsal]:
    """Everything inside the block happens in the world of this rehearsal; what is done in it is kept at the end.

    `steps`: how many there were when the page was made. Refusals: NotVisible (not the actor's), Conflict (the page is
    no longer the newest).
    """
    row, script, bundles = _opened(actor, process, rehearsal_id)
    if steps is not None and steps != len(script.lines):
        raise Conflict(say("Deze pagina is niet meer de laatste: er is intussen een stap gezet."))
    if len(script.lines) >= _MOST_STEPS:
        raise Conflict(say("Dit zijn genoeg stappen. Begin opnieuw."))
    with rehearsal.rehearsed(bundles, str(row), script) as open_now:
        if script.start is None:
            open_now.begin()
        yield open_now
    if open_now.script != script:
        _keep(row, open_now.script)


def back(actor: Actor, process: str, rehearsal_id: int) -> None:
    """Undo the last step: the rest is played again."""
    row, script, _ = _opened(actor, process, rehearsal_id)
    rehearsal.forget(str(row))
    _keep(row, replace(script, lines=script.lines[:-1]))


def play_again(actor: Actor, process: str, rehearsal_id: int) -> None:
    """Do the same in the draft as it is now."""
    row, _, _ = _opened(actor, process, rehearsal_id)
    rehearsal.forget(str(row))
    with db.transaction() as session:
        draft = live_draft(session, process)
        kept = session.get_one(Row, row)
        if draft is not None:
            kept.content_hash = bundle_of_draft(session, draft).content_hash


def is_behind(actor: Actor, process: str, rehearsal_id: int) -> bool:
    """Whether the draft was changed since this rehearsal began."""
    row, _, _ = _opened(actor, process, rehearsal_id)
    with db.reading() as session:
        draft = live_draft(session, process)
        kept = session.get_one(Row, row)
        return draft is not None and bundle_of_draft(session, draft).content_hash != kept.content_hash


def keep_as_scenario(actor: Actor, process: str, rehearsal_id: int, name: str, *, dates: bool) -> int:
    """Keep what was done as a scenario that expects what came of it. Refusals: as `scenarios.keep`."""
    script, expected = _done(actor, process, rehearsal_id, dates=dates)
    return scenarios.keep(actor, script.process, name, script.as_json(), expected.as_json())


def renewed_by(actor: Actor, process: str, rehearsal_id: int) -> int | None:
    """The scenario that what was done can be kept in the place of."""
    row, _, _ = _opened(actor, process, rehearsal_id)
    with db.reading() as session:
        return session.get_one(Row, row).renews


def keep_renewed(actor: Actor, process: str, rehearsal_id: int, reason: str) -> int:
    """Keep what was done in the place of the scenario it began with. Refusals: as `scenarios.renew`."""
    old = renewed_by(actor, process, rehearsal_id)
    if old is None:
        raise NotVisible()
    with db.reading() as session:
        dates = read_expected(session.get_one(Scenario, old).expected).has_dates
    script, expected = _done(actor, process, rehearsal_id, dates=dates)
    return scenarios.renew(actor, old, script.as_json(), expected.as_json(), reason)


def end(actor: Actor, process: str, rehearsal_id: int) -> None:
    """Stop: nothing of it is kept."""
    row, _, _ = _opened(actor, process, rehearsal_id)
    rehearsal.forget(str(row))
    with db.transaction() as session:
        session.delete(session.get_one(Row, row))


def _opened(actor: Actor, process: str, rehearsal_id: int) -> tuple[int, Script, dict[str, engine.Bundle]]:
    _ensure_may(actor)
    with db.reading() as session:
        row, draft = session.get(Row, rehearsal_id), live_draft(session, process)
        if row is None or draft is None or (row.owner_id, row.draft_id) != (actor.user_id, draft.id):
            raise NotVisible()
        bundles, _ = surroundings(session, draft.id)
        return row.id, read_script(row.script), bundles


def _done(actor: Actor, process: str, rehearsal_id: int, *, dates: bool) -> tuple[Script, Expected]:
    """What was done, and what came of it."""
    with entered(actor, process, rehearsal_id) as open_now, db.reading() as session:
        script, expected = open_now.script, expected_of(session, open_now.script.process)
    return script, expected if dates else expected.without_dates()


def _keep(rehearsal_id: int, script: Script) -> None:
    with db.transaction() as session:
        row = session.get_one(Row, rehearsal_id)
        row.script, row.used_at = script.as_json(), now(session)


def _ensure_may(actor: Actor) -> None:
    if not actor.may(Permission.PROCESS_EDIT) and not actor.may(Permission.PROCESS_APPROVE):
        raise NotAllowed()
