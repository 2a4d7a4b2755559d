"""A next version of a process, as a program sends it: diagram, tables and forms (contract §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.text import Text, say
from app.services.callers import with_callers
from app.services.checking import ensure_sound
from app.services.definitions import bundle_of, current
from app.services.draft_parts import Part, called_bundles, ensure_readable, form_text
from app.services.publishing import Motive, Published, publish_in
from app.services.scenarios import Rehearsed, ensure_rehearsed

_MOST_NOTE = 2_000


@dataclass(frozen=True)
class Sent:
    """What a program sends of a version; tables and forms that are not sent (None) stay as they are."""

    process: str
    bpmn: str
    dmn: Mapping[str, str] | None
    forms: Mapping[str, Mapping[str, Any]] | None


def publish_version(actor: Actor, sent: Sent, note: str, seen: Rehearsed | None = None) -> Published:
    """Publish a next version. What calls it gets one too. `seen`: the scenarios it was seen to pass.

    Refusals: NotAllowed, NotVisible (no such process), AnswersInvalid (everything the check finds, by element),
    Conflict (nothing changed; a scenario not seen).
    """
    ensure_may_publish(actor)
    if not note.strip() or len(note) > _MOST_NOTE:
        raise AnswersInvalid({"note": [say("Schrijf in enkele zinnen wat er verandert en waarom.")]})
    with db.transaction() as session:
        made = made_of(session, sent)
        ensure_rehearsed(session, made[sent.process].content_hash, made, seen)
        published = publish_in(session, actor, made, Motive(process=sent.process, note=note.strip()))
    if not published:
        raise Conflict(say("Deze versie is dezelfde als de vorige."))
    return next(version for version in published if version.process == sent.process)


def ensure_may_publish(actor: Actor) -> None:
    """NotAllowed for who may not publish by himself."""
    if not actor.may(Permission.PROCESS_PUBLISH):
        raise NotAllowed()


def made_of(session: Session, sent: Sent) -> dict[str, engine.Bundle]:
    """What would be published: the process as it was sent, and what calls it. Refusals as `publish_version`."""
    _ensure_parts(sent.bpmn, sent.dmn or {}, sent.forms or {})
    before, bpmn = bundle_of(session, current(session, sent.process)), sent.bpmn.encode()
    tables = before.dmn if sent.dmn is None else {name: content.encode() for name, content in sent.dmn.items()}
    filled = before.forms if sent.forms is None else {name: dict(schema) for name, schema in sent.forms.items()}
    try:
        calls = called_bundles(session, sent.process, bpmn)
        bundles = with_callers(session, engine.make_bundle(sent.process, before.meta_text, bpmn, tables, filled, calls))
        ensure_sound(bundles)
    except engine.BundleError as error:
        raise AnswersInvalid(_by_element(error)) from None
    return bundles


def _ensure_parts(bpmn: str, dmn: Mapping[str, str], forms: Mapping[str, Mapping[str, Any]]) -> None:
    parts = {"bpmn": (Part("bpmn"), bpmn)}
    parts |= {f"dmn.{name}": (Part("dmn", name), content) for name, content in dmn.items()}
    parts |= {f"forms.{name}": (Part("form", name), form_text(schema)) for name, schema in forms.items()}
    errors: dict[str, list[Text]] = {}
    for field, (part, content) in parts.items():
        try:
            ensure_readable(part, content)
        except NotVisible:
            errors[field] = [say("Deze naam kan niet.")]
        except AnswersInvalid as refused:
            errors[field] = refused.errors["content"]
    if errors:
        raise AnswersInvalid(errors)


def _by_element(error: engine.BundleError) -> dict[str, list[Text]]:
    found: dict[str, list[Text]] = {}
    for problem in error.problems:
        place = f"{problem.file}#{problem.element}" if problem.element else problem.file
        found.setdefault(place, []).append(problem.text)
    return found
