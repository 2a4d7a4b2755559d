"""The processes that call another: they get a next version when it does, for a version is all it runs on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import engine
from app.models.definition import Definition
from app.services.definitions import bundle_of


def with_callers(session: Session, bundle: engine.Bundle) -> dict[str, engine.Bundle]:
    """The bundle, and the newest version of every process that calls it, near or far, made anew with it."""
    made = {bundle.process: bundle}
    newest = newest_in_use(session)
    while True:
        calling = [
            caller
            for caller in (bundle_of(session, found) for key, found in newest.items() if key not in made)
            if set(caller.all()) & set(made)
        ]
        ready = [caller for caller in calling if not _calls_other(caller, calling)]
        if not ready:
            return made
        for caller in ready:
            calls = {key: made.get(key, called) for key, called in caller.calls.items()}
            made[caller.process] = engine.make_bundle(
                caller.process, caller.meta_text, caller.bpmn, caller.dmn, caller.forms, calls
            )


def _calls_other(caller: engine.Bundle, calling: list[engine.Bundle]) -> bool:
    """Whether it calls one that has to be made first."""
    near = set(caller.all()) - {caller.process}
    return any(other.process in near for other in calling)


def newest_in_use(session: Session) -> dict[str, int]:
    """The id of the newest version that is not retired, by process."""
    rows = session.execute(
        select(Definition.process, Definition.id).where(Definition.retired_at.is_(None)).order_by(Definition.number)
    )
    return {row.process: row.id for row in rows}


def concerned(session: Session, process: str) -> list[str]:
    """The processes whose scenarios a next version of `process` must pass: itself, and who calls it near or far."""
    newest = session.execute(
        select(Definition.process, Definition.calls).where(Definition.retired_at.is_(None)).order_by(Definition.number)
    )
    calls = {row.process: set(row.calls) for row in newest}
    found = {process}
    while more := {key for key, called in calls.items() if called & found} - found:
        found |= more
    return sorted(found)
