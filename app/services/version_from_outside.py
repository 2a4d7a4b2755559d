"""A next version of a process, as a program sends it: diagram, tables and forms (contract §4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.errors import AnswersInvalid, Conflict, NotAllowed, NotVisible
from app.domain.text import Text, say
from app.services.callers import with_callers
from app.services.checking import ensure_sound
from app.services.definitions import bundle_of, current
from app.services.draft_parts import Part, called_bundles, ensure_readable, form_text
from app.services.publishing import Motive, Published, publish_in

_MOST_NOTE = 2_000


def publish_version(
    actor: Actor,
    process: str,
    bpmn: str,
    dmn: Mapping[str, str] | None,
    forms: Mapping[str, Mapping[str, Any]] | None,
    note: str,
) -> Published:
    """Publish a next version; tables and forms that are not sent stay as they are. What calls it gets one too.

    Refusals: NotAllowed, NotVisible (no such process), AnswersInvalid (everything the check finds, by element),
    Conflict (nothing changed).
    """
    if not actor.may(Permission.PROCESS_PUBLISH):
        raise NotAllowed()
    if not note.strip() or len(note) > _MOST_NOTE:
        raise AnswersInvalid({"note": [say("Schrijf in enkele zinnen wat er verandert en waarom.")]})
    _ensure_parts(bpmn, dmn or {}, forms or {})
    with db.transaction() as session:
        before = bundle_of(session, current(session, process))
        tables = before.dmn if dmn is None else {name: content.encode() for name, content in dmn.items()}
        filled = before.forms if forms is None else {name: dict(schema) for name, schema in forms.items()}
        try:
            calls = called_bundles(session, process, bpmn.encode())
            bundle = engine.make_bundle(process, before.meta_text, bpmn.encode(), tables, filled, calls)
            bundles = with_callers(session, bundle)
            ensure_sound(bundles)
        except engine.BundleError as error:
            raise AnswersInvalid(_by_element(error)) from None
        published = publish_in(session, actor, bundles, Motive(process=process, note=note.strip()))
    if not published:
        raise Conflict(say("Deze versie is dezelfde als de vorige."))
    return next(version for version in published if version.process == process)


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
