"""Writing the audit trail. Entries gather during a transaction and are chained just before it commits.

The end of the chain is one locked row, held only for the two statements before the commit: entries of transactions that
run at once are put one after the other, and none can be added, dropped or changed without the chain showing it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from app import db, prepared
from app.domain.access import Actor
from app.domain.audit import PAYLOAD_KEYS, Tag
from app.domain.audit_chain import GENESIS, Entry, canonical, entry_hash, first_break
from app.domain.packing import unpack
from app.models.audit import NO_TEXT, Audit, AuditHead
from app.models.clock import now
from app.prepared import Prepared

_PENDING = "audit"
_audit, _head = Audit.__table__, AuditHead.__table__
assert isinstance(_audit, Table) and isinstance(_head, Table)
_LOCK_HEAD = Prepared(select(_head.c.number, _head.c.hash).with_for_update())
_ADD_ENTRIES, _FIRST_HEAD = Prepared(insert(_audit), _audit.c.keys()), Prepared(insert(_head), _head.c.keys())
_MOVE_HEAD = Prepared(update(_head).values(number=bindparam("number"), hash=bindparam("hash")))


def record(session: Session, tag: Tag, *, actor: Actor, case_id: int | None = None, **payload: object) -> None:
    """Add an entry to this transaction. Payloads hold ids, codes, dates and digests; never names or free text."""
    unknown = payload.keys() - PAYLOAD_KEYS[tag]
    if unknown:
        raise ValueError(f"{tag} does not declare {sorted(unknown)}")
    content = canonical({key: _plain(value) for key, value in payload.items() if value is not None})
    pending = session.info.setdefault(_PENDING, [])
    pending.append((tag, actor.user_id, case_id, content, now(session)))


def digest(value: object, salt: str) -> str:
    """A salted SHA-256 (hex) of a value: proof of what was given that tells nothing once the salt's row is erased."""
    return hashlib.sha256(f"{salt}:{value}".encode()).hexdigest()


@db.before_commit.append
def _write_chain(session: Session) -> None:
    pending = session.info.pop(_PENDING, None)
    if not pending or db.is_elsewhere():  # nobody ever asks who did what in a world that is thrown away
        return
    connection = session.connection()
    head = _LOCK_HEAD.first(connection)
    number, last = (head.number, head.hash) if head else (0, GENESIS)
    rows = []
    for tag, actor_id, case_id, payload, at in pending:
        number += 1
        entry = Entry(number, moment_text(at), actor_id, tag.value, case_id, payload)
        own = entry_hash(last, entry)
        rows.append(
            {
                "number": number,
                "at": at,
                "actor_id": actor_id,
                "tag": tag.value,
                "case_id": case_id,
                "packed": payload,
                "digest": own,
                **NO_TEXT,
            }
        )
        last = own
    end = {"id": 1, "number": number, "hash": last}
    prepared.write(connection, [(_ADD_ENTRIES, rows), (_MOVE_HEAD if head else _FIRST_HEAD, [end])])


@dataclass(frozen=True)
class Verdict:
    """What verifying found: entries read, the last good hash, and the first bad entry (None: the chain is whole)."""

    entries: int
    last_hash: str
    broken_at: int | None
    reason: str | None


def verify(checkpoint: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain of the database, also its end: a cut-off tail shows against the head row.

    `checkpoint`: number and hash of an entry, as an earlier verdict gave them and somebody kept them elsewhere. With
    it, a chain that was cut off or written anew, head row and all, shows too.
    """
    with db.snapshot() as session, closing(_entries(session)) as entries:
        count, last, broken = first_break(entries)
        head = session.execute(select(AuditHead.number, AuditHead.hash)).one_or_none()
    if broken is not None:
        return Verdict(count, last, broken.number, broken.kind)
    if (head.number if head else 0) != count or (head.hash if head else GENESIS) != last:
        return Verdict(count, last, count + 1, "end")
    if checkpoint is not None and not _stands(checkpoint):
        return Verdict(count, last, min(checkpoint[0], count + 1), "checkpoint")
    return Verdict(count, last, None, None)


def _stands(checkpoint: tuple[int, str]) -> bool:
    number, kept = checkpoint
    with db.reading() as session:
        return session.scalar(select(Audit.hash).where(Audit.number == number)) == kept


_EVERYTHING = """SELECT number, {at}, actor_id, tag, case_id, payload, previous_hash, hash, packed, digest
    FROM audit ORDER BY number"""
# A moment as it stands in the chain (`moment_text`). The database writes it: made here, of a million moments, it took a
# third of the time. SQLite holds 2026-11-23 01:02:03.000004.
_AT = {
    "sqlite": "replace(at, ' ', 'T') || '+00:00'",
    "postgresql": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')""",
}
_EMPTY = tuple(NO_TEXT.values())


def _entries(session: Session) -> Generator[tuple[Entry, str, str], None, None]:
    """The chain as it stands in the table, read in bites and past the models: a million entries take seconds."""
    connection = session.connection().execution_options(yield_per=20_000)
    with closing(connection.exec_driver_sql(_EVERYTHING.format(at=_AT[connection.dialect.name]))) as rows:
        for number, at, actor, tag, case_id, payload, previous, own, packed, digest in rows:
            if packed is not None and digest is not None:
                payload = _unpacked(packed) if (payload, previous, own) == _EMPTY else ""
                own = digest.hex()
            yield Entry(number, at, actor, tag, case_id, payload), previous, own


def _unpacked(packed: bytes) -> str:
    """A payload; none where somebody put something else there, so that its hash does not fit."""
    try:
        return unpack(packed)
    except ValueError:
        return ""


def moment_text(at: datetime) -> str:
    """How a moment stands in the chain: ISO 8601, UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset | tuple):
        return sorted(str(item) for item in value)
    return value
