"""Publishing: versions of processes, from the folders on disk and back (contract §3, §5)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import db, engine
from app.domain.access import Actor, Permission
from app.domain.audit import Tag
from app.domain.errors import NotAllowed
from app.models.base import new_id
from app.models.clock import now
from app.models.definition import Definition
from app.services import audit, from_disk, picture_files, scenario_files
from app.services.checking import ensure_sound
from app.services.definitions import bundle_of, current


@dataclass(frozen=True)
class Published:
    """A version that was published: its process, its number and its id."""

    process: str
    number: int
    definition_id: int


def read_bundles(workflows: Path, forms: Path) -> dict[str, engine.Bundle]:
    """Every bundle on disk by process key; raises engine.BundleError with all problems of the first broken one."""
    keys = sorted(path.parent.name for path in workflows.glob("*/process.toml"))
    return {key: engine.read_bundle(workflows, forms, key) for key in keys}


def sync(actor: Actor, workflows: Path, forms: Path) -> list[Published]:
    """Publish the bundles on disk that changed there (`from_disk`); called processes first. Returns what was published.

    A process that calls others is published again when one of those is: a version is all it runs on.
    """
    if not actor.may(Permission.PROCESS_PUBLISH):
        raise NotAllowed()
    bundles = read_bundles(workflows, forms)
    ensure_sound(bundles)
    with db.transaction() as session:
        new = from_disk.what_is_new(session, bundles)
        drawn = picture_files.pictures(workflows, new)
        published = publish_in(session, actor, new, Motive(pictures=drawn))
        picture_files.complete(session, new, drawn)
        return published


def publish(actor: Actor, bundles: Mapping[str, engine.Bundle]) -> list[Published]:
    """Publish sound bundles (`ensure_sound`) whose content is new; called processes first."""
    with db.transaction() as session:
        return publish_in(session, actor, bundles)


@dataclass(frozen=True)
class Motive:
    """Why a version is published and from when it holds; `author_id` is who handed in the draft it comes from.

    `process` is the one it is about: others may follow from it. `pictures`: the drawings that were made, by process.
    """

    process: str = ""
    note: str = ""
    ground: str = ""
    effective_from: datetime | None = None
    draft_id: int | None = None
    author_id: int | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)


_NO_MOTIVE = Motive()


def publish_in(
    session: Session, actor: Actor, bundles: Mapping[str, engine.Bundle], motive: Motive = _NO_MOTIVE
) -> list[Published]:
    """The inside of `publish`, for use cases that publish as part of their own transaction."""
    published: list[Published] = []
    ids: dict[str, int] = {}
    for key in bundles:
        _publish(session, actor, bundles[key], motive, ids, published)
    return published


def _publish(
    session: Session,
    actor: Actor,
    bundle: engine.Bundle,
    motive: Motive,
    ids: dict[str, int],
    published: list[Published],
) -> int:
    if bundle.process in ids:
        return ids[bundle.process]
    calls = {
        key: str(_publish(session, actor, called, motive, ids, published))
        for key, called in sorted(bundle.calls.items())
    }
    newest = session.execute(
        select(Definition.id, Definition.content_hash, Definition.effective_from)
        .where(Definition.process == bundle.process)
        .order_by(Definition.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.content_hash == bundle.content_hash:
        ids[bundle.process] = newest.id
        return int(newest.id)
    number = 1 + (session.scalar(select(func.max(Definition.number)).where(Definition.process == bundle.process)) or 0)
    begins = motive.effective_from or now(session)
    if newest is not None:  # versions begin in order of their numbers
        begins = max(begins, newest.effective_from)
    row = Definition(
        id=new_id(),
        process=bundle.process,
        number=number,
        title=bundle.meta.title,
        content_hash=bundle.content_hash,
        bpmn=bundle.bpmn,
        dmn={name: content.decode() for name, content in bundle.dmn.items()},
        forms=bundle.forms,
        meta=bundle.meta_text,
        calls=calls,
        svg=motive.pictures.get(bundle.process) or _drawn_before(session, bundle),
        note=motive.note,
        ground=motive.ground,
        published_at=now(session),
        published_by=motive.author_id or actor.user_id,
        checked_by=actor.user_id if motive.author_id else None,
        effective_from=begins,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        Tag.PROCESS_PUBLISHED,
        actor=actor,
        process=row.process,
        definition=row.id,
        number=number,
        content_hash=row.content_hash,
        draft=motive.draft_id,
        author=motive.author_id,
        valid_from=begins,
    )
    ids[bundle.process] = row.id
    published.append(Published(row.process, number, row.id))
    return row.id


def _drawn_before(session: Session, bundle: engine.Bundle) -> str | None:
    """The picture of an earlier version that was drawn just so."""
    alike = (Definition.process == bundle.process, Definition.bpmn == bundle.bpmn, Definition.svg.is_not(None))
    picture: str | None = session.scalar(
        select(Definition.svg).where(*alike).order_by(Definition.number.desc()).limit(1)
    )
    return picture


def export(process: str, folder: Path) -> list[Path]:
    """Write the version in force back as files: diagram, its picture, tables, process.toml, forms, and the scenarios of
    the process. Returns the files written."""
    workflow, forms = folder / "workflows" / process, folder / "forms" / process
    with db.reading() as session:
        definition_id = current(session, process)
        bundle = bundle_of(session, definition_id)
        picture = session.scalar(select(Definition.svg).where(Definition.id == definition_id))
        stories = scenario_files.export(session, process, workflow)
    workflow.mkdir(parents=True, exist_ok=True)
    forms.mkdir(parents=True, exist_ok=True)
    written = {
        workflow / f"{process}.bpmn": bundle.bpmn,
        workflow / "process.toml": bundle.meta_text.encode(),
    }
    written |= {workflow / name: content for name, content in bundle.dmn.items()}
    for name, schema in bundle.forms.items():
        written[forms / f"{name}.json"] = json.dumps(schema, ensure_ascii=False, indent=2).encode() + b"\n"
    if picture is not None:
        text = picture_files.file_text(picture, bundle.bpmn)
        written[picture_files.file_of(folder / "workflows", process)] = text.encode()
    written |= stories
    for path, content in written.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return sorted(written)
