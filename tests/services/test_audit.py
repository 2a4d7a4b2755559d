"""The audit chain shows every change made behind its back (security.md 35)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, update

from app import db
from app.cli.audit import verify_export
from app.domain.audit import Tag
from app.domain.audit_chain import GENESIS
from app.models.audit import Audit
from app.models.case import Case
from app.queries import timeline
from app.services import audit, cases, evidence, tasks

A = {"name": "Amina", "approved": True, "amount": 12}


@pytest.fixture
def story(coach, simple, open_tasks) -> int:
    """A case with a few entries on it."""
    case_id = cases.start(coach, "simple")
    tasks.complete(coach, open_tasks(case_id)[0], A)
    return case_id


def test_an_untouched_chain_is_intact(story) -> None:
    verdict = audit.verify()
    assert verdict.broken_at is None and verdict.entries > 4


def test_a_chain_that_grows_while_it_is_verified_is_intact(story, coach, monkeypatch) -> None:
    """The head row is read after a million entries: it must not tell of one that came meanwhile."""
    to_the_end = audit.first_break

    def slowly(entries):
        found = to_the_end(entries)
        with ThreadPoolExecutor(1) as other:
            other.submit(cases.start, coach, "simple").result()
        return found

    monkeypatch.setattr(audit, "first_break", slowly)
    assert audit.verify().broken_at is None


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (lambda s: s.execute(update(Audit).where(Audit.number == 3).values(packed="{}")), "content"),
        (lambda s: s.execute(update(Audit).where(Audit.number == 3).values(actor_id=1)), "content"),
        (lambda s: s.execute(delete(Audit).where(Audit.number == 3)), "number"),
    ],
)
def test_s35_a_changed_or_missing_entry_is_named(story, tamper, reason) -> None:
    with db.transaction() as session:
        tamper(session)
    verdict = audit.verify()
    assert (verdict.broken_at, verdict.reason) == (3, reason)


def test_s35_a_cut_off_tail_is_found(story) -> None:
    with db.transaction() as session:
        last = session.scalars(select(Audit.number).order_by(Audit.number.desc())).first()
        session.execute(delete(Audit).where(Audit.number == last))
    verdict = audit.verify()
    assert (verdict.broken_at, verdict.reason) == (last, "end")


def test_a_payload_key_that_is_not_declared_is_refused(coach, simple) -> None:
    with pytest.raises(ValueError, match="does not declare"), db.transaction() as session:
        audit.record(session, Tag.NOTE_ADDED, actor=coach, text="geheim")


def test_the_trail_holds_no_answers(story) -> None:
    with db.reading() as session:
        payloads = " ".join(session.scalars(select(Audit.payload)))
    assert "Amina" not in payloads


def test_the_evidence_of_a_case_can_be_checked_outside(story, coach, tmp_path) -> None:
    files = {path.name: path for path in evidence.export_case(coach, story, tmp_path)}
    assert verify_export(files["audit.jsonl"]).broken_at is None
    content = json.loads(files["case.json"].read_text())
    assert content["case"]["process"] == "simple" and len(content["answers"]) == 2
    lines = files["audit.jsonl"].read_text().splitlines()
    files["audit.jsonl"].write_text("\n".join([*lines[:-1], lines[-1].replace('"tag":"', '"tag":"x')]))
    assert verify_export(files["audit.jsonl"]).broken_at is not None
    files["audit.jsonl"].write_text("\n".join(lines[:-1]))
    assert verify_export(files["audit.jsonl"]).reason == "end"


def test_every_entry_of_a_case_names_the_case(story) -> None:
    with db.reading() as session:
        case = session.get_one(Case, story)
        tags = set(session.scalars(select(Audit.tag).where(Audit.case_id == case.id)))
    assert {"case:started", "task:opened", "task:completed"} <= tags


def test_entries_that_an_older_release_wrote_belong_to_the_chain(story, coach, tmp_path) -> None:
    """Before migration 0011 payload and hashes were texts; an older release beside this one writes them still."""
    with db.reading() as session:
        before = timeline.page(session, coach, story).items
        rows = session.scalars(select(Audit).order_by(Audit.number)).all()
    old = range(2, len(rows), 2)
    hashes = {row.number: row.hash for row in rows}
    with db.transaction() as session:
        for row in rows:
            if row.number in old:
                as_text = {"text_payload": row.payload, "text_hash": row.hash, "previous_hash": hashes[row.number - 1]}
                written = update(Audit).where(Audit.number == row.number)
                session.execute(written.values(**as_text, packed=None, digest=None))
    assert audit.verify() == audit.Verdict(len(rows), hashes[len(rows)], None, None)
    with db.reading() as session:
        assert timeline.page(session, coach, story).items == before
    files = {path.name: path for path in evidence.export_case(coach, story, tmp_path)}
    assert verify_export(files["audit.jsonl"]).broken_at is None
    for line in files["audit.jsonl"].read_text().splitlines()[1:]:
        entry = json.loads(line)
        assert entry["hash"] == hashes[entry["number"]]
        assert entry["previous_hash"] == hashes.get(entry["number"] - 1, GENESIS)
    with db.transaction() as session:
        session.execute(update(Audit).where(Audit.number == 4).values(text_payload="{}"))
    assert (audit.verify().broken_at, audit.verify().reason) == (4, "content")
