"""The bundle of a case is checked by one file that needs nothing of Traject: what was changed is named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import db
from app.cli.audit import verify_export
from app.domain.access import SYSTEM
from app.domain.audit import Tag
from app.models.case import Case
from app.models.clock import now
from app.services import audit, cases, document_pdfs, documents, evidence, tasks
from app.services.work import Work
from tests.services.test_audit import A


@pytest.fixture
def bundle(coach, simple, open_tasks, tmp_path: Path) -> Path:
    """A case with a letter and words of every kind, exported."""
    case_id = cases.start(coach, "simple")
    tasks.complete(coach, open_tasks(case_id)[0], A)
    with db.transaction() as session:
        work = Work(session, SYSTEM, now(session), session.get_one(Case, case_id))
        document = documents.store(work, "letter", "Brief", "<p>Beste Zoë</p>")
        session.flush()
        document_pdfs.keep(session, document, b"%PDF-1.7")
        audit.record(session, Tag.CASE_ENDED, actor=SYSTEM, case_id=case_id, end_event="«é» \u2028 \x7f 😀 \t")
    evidence.export_case(coach, case_id, tmp_path)
    return tmp_path


def run(folder: Path) -> tuple[int, str]:
    """As an auditor does: Python alone, without our packages and without our settings."""
    done = subprocess.run([sys.executable, "-I", "-S", "verify.py"], cwd=folder, capture_output=True, text=True, env={})
    assert done.stderr == ""
    return done.returncode, done.stdout


def changed(folder: Path, change: Callable[[list[dict]], object]) -> None:
    """Change the entries of the exported trail."""
    path = folder / "audit.jsonl"
    header, *entries = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    change(entries)
    path.write_text("\n".join(json.dumps(line) for line in [header, *entries]), encoding="utf-8")


def test_s35_an_untouched_bundle_is_sound(bundle: Path) -> None:
    assert verify_export(bundle / "audit.jsonl").broken_at is None
    assert run(bundle) == (0, "Nothing was changed: each entry says what it said, and each letter is as it was made.\n")
    changed(bundle, lambda entries: None)  # written another way, saying the same
    assert run(bundle)[0] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda entries: entries[1].update(payload='{"x":1}'), "does not say what it said"),
        (lambda entries: entries[1].update(actor=7), "does not say what it said"),
        (lambda entries: entries[2].update(at="2020-01-01T00:00:00.000000+00:00"), "does not say what it said"),
        (lambda entries: entries.pop(), "another end"),
        (lambda entries: entries.pop(1), "should have"),
        (lambda entries: entries.insert(1, entries.pop(2)), "stands behind"),
        (lambda entries: entries[2].update(previous_hash="0" * 64), "does not follow on"),
    ],
)
def test_s35_what_was_changed_is_named(bundle: Path, change: Callable[[list[dict]], object], said: str) -> None:
    changed(bundle, change)
    status, told = run(bundle)
    assert status == 1 and said in told


def test_s35_a_letter_that_was_changed_or_taken_out_is_named(bundle: Path) -> None:
    (letter,), (pdf,) = (bundle / "documents").glob("*.html"), (bundle / "documents/pdf").iterdir()
    for path, name in ((letter, "\nDocument "), (pdf, "The PDF of document ")):
        before = path.read_bytes()
        path.write_bytes(b"Beste Jan")
        assert f"{name}{letter.name.partition('-')[0]} is not as it was made" in f"\n{run(bundle)[1]}"
        path.unlink()
        assert run(bundle)[0] == 1 and " is missing" in run(bundle)[1]
        path.write_bytes(before)
    assert run(bundle)[0] == 0


@pytest.mark.parametrize("content", ["", "{}", "[1]\n[2]", "\x00", '{"entries":1,"last_hash":"x"}\n{"number":1}'])
def test_what_is_no_bundle_says_so(bundle: Path, content: str) -> None:
    (bundle / "audit.jsonl").write_text(content)
    assert run(bundle)[0] == 2
