"""What somebody may start, and the form he starts it with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import AnswersInvalid, NotAllowed
from app.domain.text import say
from app.engine import ProcessMeta
from app.forms import CompiledForm
from app.forms.nodes import TextQuestion
from app.models.case import Case
from app.models.clock import now
from app.models.organisation import Organisation
from app.queries import processes
from app.queries.visible import visible_organisation
from app.services.choices.registry import Choice, context_for
from app.services.definitions import compiled, current, readable, start_form_of
from app.services.records.registry import KNOWN
from app.services.subjects import Subject, find_subject
from app.services.work import Work

NATIONAL_NUMBER = "national_number"


@dataclass(frozen=True)
class Startable:
    """A process this actor may start."""

    key: str
    title: str
    description: str
    subject: str


@dataclass(frozen=True)
class StartView:
    """One process about to be started: its form (None: no questions), what is known, and what it is about."""

    key: str
    meta: ProcessMeta
    form: CompiledForm | None
    subject: Subject | None
    needs_subject: bool
    organisations: list[tuple[int, str]] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)
    context: dict[str, list[Choice]] = field(default_factory=dict)


def startable(session: Session, actor: Actor) -> list[Startable]:
    """The processes this actor may start, by title."""
    found = []
    for row in processes.in_force(session):
        definition = readable(session, row.definition_id)
        if definition is not None and _may_start(actor, definition.meta):
            found.append(Startable(row.key, row.title, definition.meta.description, definition.meta.subject))
    return found


def one(session: Session, actor: Actor, process: str, subject: str | None) -> StartView:
    """The form that starts `process` about `subject`. NotVisible, NotAllowed, AnswersInvalid (no such subject)."""
    version = current(session, process)
    definition = compiled(session, version)
    meta = definition.meta
    if not _may_start(actor, meta):
        raise NotAllowed(say("U kunt «%(process)s» niet starten.", process=meta.title))
    try:
        about = find_subject(session, actor, meta.subject, subject, optional=meta.start is not None)
    except AnswersInvalid:
        if subject:
            raise
        about = None
    form = start_form_of(definition)
    needs = meta.subject != "none" and about is None and (meta.start is None or _asks_who(meta, form, actor))
    organisations = _organisations(session, actor) if meta.subject == "organisation" and about is None else []
    if form is None:
        return StartView(process, meta, None, about, needs, organisations)
    work = _work(session, actor, process, version, about)
    name = meta.start.record if meta.start else ""
    return StartView(
        process,
        meta,
        form,
        about,
        needs,
        organisations,
        known=KNOWN[name](work) if name in KNOWN else {},
        context=context_for(work, form.context_names),
    )


def _asks_who(meta: ProcessMeta, form: CompiledForm | None, actor: Actor) -> bool:
    """Whether a start form is about a person who is chosen first: it registers nobody, and the actor is no employee.

    An employee who starts something means himself.
    """
    if meta.subject != "person" or form is None or actor.person_id is not None:
        return False
    registers = any(isinstance(node, TextQuestion) and node.check == NATIONAL_NUMBER for node in form.tree.nodes)
    return not registers


def _may_start(actor: Actor, meta: ProcessMeta) -> bool:
    return actor.may(Permission.CASE_START) and bool(actor.roles & set(meta.starters))


def _organisations(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The actor's own organisations: what he may start something about."""
    rows = session.execute(
        select(Organisation.id, Organisation.name)
        .where(visible_organisation(actor), Organisation.id.in_(actor.organisation_ids), Organisation.active)
        .order_by(Organisation.name)
    )
    return [(row.id, row.name) for row in rows]


def _work(session: Session, actor: Actor, process: str, definition_id: int, about: Subject | None) -> Work:
    """The case as it will be: never added to the session, so nothing of it is written."""
    case = Case(
        id=0,
        process=process,
        definition_id=definition_id,
        title=about.name if about else "",
        person_id=about.person.id if about and about.person else None,
        organisation_id=about.organisation_id if about else None,
        variables={},
        waits_for=[],
    )
    return Work(session, actor, now(session), case)
