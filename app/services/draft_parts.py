"""The parts of a draft: the files of a bundle, by kind and name, and the bundle they make together."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import engine
from app.domain.errors import AnswersInvalid, NotVisible
from app.domain.text import Text, say
from app.models.process_draft import DIAGRAM, FORM, META, PICTURE, TABLE, DraftPart, ProcessDraft
from app.services.checking import check_forms, record_names
from app.services.definitions import bundle_of, current

_MOST_CHARACTERS = 1 << 20
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_-]{0,60}\.dmn")
_FORM_NAME = re.compile(r"[A-Za-z_][\w.-]{0,119}")


@dataclass(frozen=True)
class Part:
    """One file of a draft. `name`: a table's file name, or the element a form belongs to; empty for the others."""

    kind: str
    name: str = ""


def parts_of(bundle: engine.Bundle) -> dict[Part, str]:
    """A bundle as parts."""
    parts = {Part(DIAGRAM): bundle.bpmn.decode(), Part(META): bundle.meta_text}
    parts |= {Part(TABLE, name): content.decode() for name, content in bundle.dmn.items()}
    return parts | {Part(FORM, name): form_text(schema) for name, schema in bundle.forms.items()}


def form_text(schema: Mapping[str, object]) -> str:
    """A form as it is kept and exported: indented JSON."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def ensure_readable(part: Part, content: str) -> None:
    """Refuse what could never be part of a version: unknown kinds and names, too large, DOCTYPE, no XML, no JSON.

    What is only unfinished or wrong is kept: the check says so on the page. Raises AnswersInvalid (field `content`).
    """
    if not _is_named_well(part):
        raise NotVisible()
    if len(content) > _MOST_CHARACTERS:
        raise _refused(say("Het bestand is te groot. Meer dan 1 MB lezen we niet."))
    if part.kind in (DIAGRAM, TABLE):
        try:
            engine.read_xml(content.encode())
        except engine.XmlRefused as error:
            raise _refused(error.text) from None
    if part.kind == FORM:
        _ensure_form(content)


def same_content(part: Part, one: str, other: str) -> bool:
    """Whether two contents of a part say the same: formatting of XML and JSON does not count."""
    if part.kind in (DIAGRAM, TABLE):
        return engine.same_xml(one.encode(), other.encode())
    return one == other or (part.kind == FORM and _json(one) == _json(other))


def contents(session: Session, draft: ProcessDraft) -> dict[Part, str]:
    """What a draft consists of now."""
    rows = session.execute(
        select(DraftPart.kind, DraftPart.name, DraftPart.content).where(DraftPart.draft_id == draft.id)
    )
    return {Part(kind, name): content for kind, name, content in rows}


def as_it_stands(session: Session, draft: ProcessDraft) -> str:
    """The content of a draft in short: another text as soon as any part says anything else.

    A page that shows the draft carries it, so that nothing is done with a draft that its reader did not see.
    """
    parts = sorted((part.kind, part.name, content) for part, content in contents(session, draft).items())
    return sha256(repr([part for part in parts if part[0] != PICTURE]).encode()).hexdigest()


def bundle_of_draft(session: Session, draft: ProcessDraft) -> engine.Bundle:
    """The draft as a bundle, calling the versions in force now. Raises engine.BundleError when it cannot be one."""
    parts = contents(session, draft)
    bpmn = parts[Part(DIAGRAM)].encode()
    return engine.make_bundle(
        process=draft.process,
        meta=parts[Part(META)],
        bpmn=bpmn,
        dmn={part.name: content.encode() for part, content in parts.items() if part.kind == TABLE},
        forms={part.name: orjson.loads(content) for part, content in parts.items() if part.kind == FORM},
        calls=called_bundles(session, draft.process, bpmn),
    )


def problems_of(session: Session, draft: ProcessDraft) -> list[engine.Problem]:
    """Everything the publish check says of the draft: errors that forbid publishing, and warnings."""
    return checked(session, draft)[1]


def checked(session: Session, draft: ProcessDraft) -> tuple[engine.Bundle | None, list[engine.Problem]]:
    """The draft as a bundle (None when it cannot be one), and everything the publish check says of it."""
    try:
        bundle = bundle_of_draft(session, draft)
    except engine.BundleError as error:
        return None, list(error.problems)
    return bundle, engine.check(bundle, record_names()) + check_forms(bundle)


def called_bundles(session: Session, process: str, bpmn: bytes) -> dict[str, engine.Bundle]:
    """The processes the diagram calls, as they are in force; what does not exist is left for the check to name."""
    found = {}
    for key in engine.called_processes(bpmn):
        try:
            bundle = bundle_of(session, current(session, key))
        except NotVisible:
            continue
        if process in bundle.all():
            text = say("Dit proces roept zichzelf op, rechtstreeks of via een ander proces.")
            raise engine.BundleError([engine.Problem(f"{process}.bpmn", key, "error", "call.recursive", text)])
        found[key] = bundle
    return found


def _is_named_well(part: Part) -> bool:
    if part.kind == TABLE:
        return bool(_TABLE_NAME.fullmatch(part.name))
    if part.kind == FORM:
        return bool(_FORM_NAME.fullmatch(part.name))
    return part.kind in (DIAGRAM, META) and part.name == ""


def _ensure_form(content: str) -> None:
    """Refuse what is no JSON of a form, saying where; also a name twice in one block, of which one would be lost."""
    twice: list[str] = []

    def read(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        twice.extend({name for name in names if names.count(name) > 1})
        return dict(pairs)

    try:
        found = orjson.loads(content) and json.loads(content, object_pairs_hook=read)
    except json.JSONDecodeError as error:
        raise _refused(say("Dit formulier is geen geldige JSON (regel %(line)s).", line=error.lineno)) from None
    except RecursionError:
        raise _refused(say("Het bestand is te diep in elkaar genest.")) from None
    if not isinstance(found, dict):
        raise _refused(say("Dit formulier is geen geldige JSON."))
    if twice:
        raise _refused(say("«%(name)s» staat twee keer in hetzelfde blok van dit formulier.", name=twice[0]))


def _json(content: str) -> object:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _refused(text: Text) -> AnswersInvalid:
    return AnswersInvalid({"content": [text]})
