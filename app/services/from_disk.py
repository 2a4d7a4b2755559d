"""What is new on disk: the bundles that changed there since they were last published from there.

What people drew, approved and published meanwhile stays: a start of Traject with the files of before undoes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from app.engine import Bundle
from app.models.definition import Definition
from app.services.definitions import bundle_of


def what_is_new(session: Session, on_disk: Mapping[str, Bundle]) -> dict[str, Bundle]:
    """Every bundle of `on_disk` as it should stand: from disk where it changed there, else as it was published last.
    Either way it calls the others as they should stand."""
    every = {key: bundle for each in on_disk.values() for key, bundle in each.all().items()}
    settled: dict[str, Bundle] = {}

    def settle(bundle: Bundle) -> Bundle:
        if bundle.process not in settled:
            base = _standing(session, bundle)
            calls = {key: settle(every.get(key, called)) for key, called in base.calls.items()}
            settled[bundle.process] = replace(base, calls=calls)
        return settled[bundle.process]

    return {key: settle(bundle) for key, bundle in on_disk.items()}


def _standing(session: Session, bundle: Bundle) -> Bundle:
    """The newest version where the files say what they said when they were last published; else the files."""
    last = _newest(session, bundle.process, Definition.published_by.is_(None))
    newest = _newest(session, bundle.process, true())
    if last is None or newest is None or _alone(last) != _alone(bundle):
        return bundle
    return newest


def _newest(session: Session, process: str, which: ColumnElement[bool]) -> Bundle | None:
    query = select(Definition.id).where(Definition.process == process, which).order_by(Definition.number.desc())
    found = session.scalar(query.limit(1))
    return bundle_of(session, found) if found is not None else None


def _alone(bundle: Bundle) -> str:
    """The content of a bundle, whatever it calls."""
    return replace(bundle, calls={}).content_hash
