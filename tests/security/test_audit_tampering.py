"""Whoever writes in the audit table itself is found out, and the first bad entry is named (security.md 35)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from app import db
from app.domain.audit_chain import GENESIS, Entry, entry_hash
from app.models.audit import NO_TEXT, Audit, AuditHead
from app.services import audit
from app.services.audit import moment_text
from tests.support.stage import Stage

HERE = 7


@pytest.fixture
def entries(stage: Stage) -> int:
    """A trail with something on it; how many entries."""
    stage.register()
    verdict = audit.verify()
    assert verdict.broken_at is None
    return verdict.entries


def move(session: Session, number: int, to: int) -> None:
    session.execute(update(Audit).where(Audit.number == number).values(number=to))


def swapped(session: Session, last: int) -> None:
    move(session, HERE, 0)
    move(session, HERE + 1, HERE)
    move(session, 0, HERE + 1)


def doubled(session: Session, last: int) -> None:
    """The same entry once more, in between."""
    for number in range(last, HERE, -1):
        move(session, number, number + 1)
    copy = session.execute(select(Audit.__table__).where(Audit.number == HERE)).mappings().one()
    session.execute(insert(Audit.__table__), [{**copy, "number": HERE + 1}])


def added(session: Session, last: int) -> None:
    """One more at the end, hashed as it should be."""
    head = session.scalars(select(Audit.hash).where(Audit.number == last)).one()
    at = datetime(2019, 1, 7, tzinfo=UTC)
    own = entry_hash(head, Entry(last + 1, moment_text(at), None, "note:added", None, "{}"))
    row = {
        "number": last + 1, "at": at, "actor_id": None, "tag": "note:added", "case_id": None, **NO_TEXT,
        "packed": "{}", "digest": own,
    }  # fmt: skip
    session.execute(insert(Audit.__table__), [row])


def changed(column: str, value: Any) -> Callable[[Session, int], None]:
    return lambda session, last: session.execute(update(Audit).where(Audit.number == HERE).values({column: value}))  # type: ignore[return-value]  # what it gives is not used


def garbled(session: Session, last: int) -> None:
    """Bytes that are no payload."""
    told = text("UPDATE audit SET packed = :nonsense WHERE number = :here")
    session.execute(told, {"nonsense": b"\xff\x00", "here": HERE})


def rehashed(session: Session, last: int) -> None:
    """One entry changed and its own hash made to fit: the next one still knows the old hash."""
    row = session.scalars(select(Audit).where(Audit.number == HERE)).one()
    forged = Entry(row.number, moment_text(row.at), 1, row.tag, row.case_id, row.payload)
    before = session.scalars(select(Audit.hash).where(Audit.number == HERE - 1)).one()
    row.actor_id, row.digest = 1, entry_hash(before, forged)


TAMPERED = {
    "another actor": (changed("actor_id", 1), HERE, "content"),
    "another moment": (changed("at", datetime(2018, 1, 1, tzinfo=UTC)), HERE, "content"),
    "another tag": (changed("tag", "note:added"), HERE, "content"),
    "another case": (changed("case_id", 1), HERE, "content"),
    "another payload": (changed("packed", '{"number":1}'), HERE, "content"),
    "something else for a payload": (garbled, HERE, "content"),
    "a text beside the payload": (changed("text_payload", '{"number":1}'), HERE, "content"),
    "another hash": (changed("digest", "0" * 64), HERE, "content"),
    "no hash": (changed("digest", None), HERE, "content"),
    "another link": (changed("previous_hash", "0" * 64), HERE, "previous"),
    "a hash that fits": (rehashed, HERE + 1, "content"),
    "one gone": (lambda session, last: session.execute(delete(Audit).where(Audit.number == HERE)), HERE, "number"),
    "all gone": (lambda session, last: session.execute(delete(Audit)), 1, "end"),
    "two swapped": (swapped, HERE, "content"),
    "one twice": (doubled, HERE + 1, "content"),
    "one added": (added, None, "end"),
}


def test_s35__every_change_behind_its_back_is_named(entries: int) -> None:
    with db.reading() as session:
        before = [dict(row) for row in session.execute(select(Audit.__table__)).mappings()]
    for how, (tamper, broken_at, reason) in TAMPERED.items():
        with db.transaction() as session:
            tamper(session, entries)
        verdict = audit.verify()
        assert verdict.reason == reason, how
        assert verdict.broken_at == (broken_at if broken_at is not None else verdict.entries + 1), how
        with db.transaction() as session:
            session.execute(delete(Audit))
            session.execute(insert(Audit.__table__), before)
        assert audit.verify().broken_at is None


def write_anew(upto: int, change: Callable[[Entry], Entry] = lambda entry: entry) -> None:
    """What somebody with our source and the database can do: a whole chain that fits, head row and all."""
    with db.transaction() as session:
        rows = session.execute(select(Audit.__table__).order_by(Audit.number)).mappings().all()[:upto]
        session.execute(delete(Audit))
        last, written = GENESIS, []
        for row in rows:
            entry = Entry(
                row["number"], moment_text(row["at"]), row["actor_id"], row["tag"], row["case_id"], row["packed"]
            )
            entry = change(entry)
            own = entry_hash(last, entry)
            written.append({**row, "actor_id": entry.actor, "digest": own})
            last = own
        session.execute(insert(Audit.__table__), written)
        session.execute(update(AuditHead).values(number=len(written), hash=last))


@pytest.mark.parametrize("forgery", ["cut off", "written anew"])
def test_s35__a_checkpoint_outside_finds_a_chain_that_was_cut_or_written_anew(
    stage: Stage, app: Flask, entries: int, forgery: str
) -> None:
    runner = app.test_cli_runner()
    told = runner.invoke(args=["audit", "verify"])
    assert told.exit_code == 0
    checkpoint = told.output.strip().rpartition(" ")[2]
    stage.register()
    assert runner.invoke(args=["audit", "verify", "--checkpoint", checkpoint]).exit_code == 0, "it only grew"
    if forgery == "cut off":
        write_anew(entries - 3)
    else:
        write_anew(10_000, lambda entry: entry._replace(actor=1) if entry.number == HERE else entry)
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0, "by itself the chain fits again"
    found = runner.invoke(args=["audit", "verify", "--checkpoint", checkpoint])
    assert found.exit_code == 1
    assert "(checkpoint)" in found.output


def test_a_checkpoint_that_is_none_is_told(app: Flask, entries: int) -> None:
    for checkpoint in (":", "x", "7", "7:abc", "-1:" + "0" * 64, "9" * 30 + ":" + "0" * 64):
        told = app.test_cli_runner().invoke(args=["audit", "verify", "--checkpoint", checkpoint])
        assert told.exit_code == 2, checkpoint
        assert "Traceback" not in told.output
