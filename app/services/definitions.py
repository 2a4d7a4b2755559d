"""Published versions as the engine needs them: found by process or id, compiled once, shared by all requests."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache, lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, undefer

from app import db, engine
from app.domain.errors import NotVisible
from app.domain.text import say
from app.forms import CompiledForm, compile_form
from app.models.base import Moment
from app.models.clock import clock_column, clock_or, real_now, remember
from app.models.definition import Definition
from app.models.task import Task
from app.prepared import Prepared

_log = logging.getLogger(__name__)
# Versions never change, so what was compiled stays right; the number of versions bounds the memory.
_compiled: dict[int, engine.Definition] = {}
_numbers: dict[int, int] = {}


def current(session: Session, process: str) -> int:
    """The id of the version in force now. NotVisible when the process is unknown or retired."""
    question, moment = _in_force(db.clock_is_simulated()), real_now()
    row = question.first(session.connection(), process=process, now=moment)
    if row is None:
        raise NotVisible(say("Het proces «%(process)s» bestaat niet.", process=process))
    remember(session, row.clock or moment)
    return int(row.id)


@cache
def _in_force(_simulated: bool) -> Prepared:
    """The question of `current`, which brings the clock along: it is the first one of a start."""
    return Prepared(
        select(Definition.id, clock_column())
        .where(
            Definition.process == bindparam("process"),
            Definition.effective_from <= clock_or(bindparam("now", type_=Moment())),
            Definition.retired_at.is_(None),
        )
        .order_by(Definition.number.desc())
        .limit(1)
    )


def compiled(session: Session, definition_id: int) -> engine.Definition:
    """The version ready to run; parsed on first use."""
    found = _compiled.get(definition_id)
    if found is None:
        found = _compiled[definition_id] = engine.compile(bundle_of(session, definition_id))
    return found


def readable(session: Session, definition_id: int) -> engine.Definition | None:
    """The version, for lists that show it among others; None where this release cannot read it."""
    try:
        return compiled(session, definition_id)
    except engine.BundleError as error:
        _log.error("version %s cannot be read (%s)", definition_id, error.problems[0].code)
        return None


def number_of(session: Session, definition_id: int) -> int:
    """Which version of its process this is."""
    if definition_id not in _numbers:
        _numbers[definition_id] = session.scalars(select(Definition.number).where(Definition.id == definition_id)).one()
    return _numbers[definition_id]


def forget(ids: Iterable[int] | None = None) -> None:
    """Drop what was compiled (another database is in use), or these versions (theirs is thrown away)."""
    for known in list(_compiled.keys() | _numbers.keys() if ids is None else ids):
        _compiled.pop(known, None)
        _numbers.pop(known, None)


def bundle_of(session: Session, definition_id: int) -> engine.Bundle:
    """The bundle of a published version, with the versions it calls, as it was published."""
    options = (
        undefer(Definition.bpmn),
        undefer(Definition.dmn),
        undefer(Definition.forms),
        undefer(Definition.meta),
    )
    row = session.get_one(Definition, definition_id, options=options, populate_existing=True)
    return engine.make_bundle(
        process=row.process,
        meta=row.meta,
        bpmn=row.bpmn,
        dmn={name: text.encode() for name, text in row.dmn.items()},
        forms=row.forms,
        calls={key: bundle_of(session, int(called)) for key, called in row.calls.items()},
    )


def element_of(session: Session, task: Task) -> engine.Element:
    """The user task of the diagram behind a task, in the version under which the task was opened."""
    return compiled(session, task.definition_id).elements[(task.process, task.element)]


def form_of(session: Session, task: Task) -> CompiledForm:
    """The form of a task, in the version under which the task was opened."""
    return form_at(compiled(session, task.definition_id), task.process, task.element)


def start_form_of(definition: engine.Definition) -> CompiledForm | None:
    """The form that starts a case of this version, or None."""
    return form_at(definition, definition.process, "start") if definition.meta.start else None


@lru_cache(maxsize=2000)
def form_at(definition: engine.Definition, process: str, element: str) -> CompiledForm:
    """The form of a step (or `start`) of one of the processes of a version. KeyError when it has none."""
    return compile_form(definition.form(process, element))
