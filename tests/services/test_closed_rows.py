"""What a case that closed long ago leaves is packed, and read as before."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from app import db
from app.domain.errors import NothingWaits
from app.models.case import Case, Step
from app.models.closed_rows import ClosedRows
from app.models.task import Answers
from app.queries.trail import trail
from app.services import audit, cases, closed_rows, evidence, messaging, tasks
from app.services.closed_rows import pack_closed

A, B = {"name": "Amina", "approved": True, "amount": 12}, {"note": "in orde"}


@pytest.fixture
def two(coach, simple, open_tasks, clock) -> tuple[int, int]:
    """A case that closes, over two days, and one that stays open."""
    closed, running = cases.start(coach, "simple"), cases.start(coach, "simple")
    tasks.complete(coach, open_tasks(closed)[0], A)
    clock.advance(days=2, seconds=1)
    tasks.complete(coach, open_tasks(closed)[0], B)
    tasks.complete(coach, open_tasks(running)[0], A)
    return closed, running


def seen(coach, case_id, folder):
    """All that is shown of the steps and the answers."""
    files = {path.name: path for path in evidence.export_case(coach, case_id, folder)}
    content = json.loads(files["case.json"].read_text())
    content.pop("exported_at")
    with db.reading() as session:
        return trail(session, coach, case_id), content, files["audit.jsonl"].read_text()


def rows(case_id):
    with db.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(model).where(model.case_id == case_id))
            for model in (Step, Answers, ClosedRows)
        ]


def test_a_closed_case_reads_the_same_when_it_is_packed(two, coach, clock, tmp_path) -> None:
    closed, running = two
    before = seen(coach, closed, tmp_path), seen(coach, running, tmp_path)
    assert len(before[0][0]) > 4 and len(before[0][1]["answers"]) == 3
    counts = rows(running)
    clock.advance(days=30)
    assert pack_closed() == 0, "not a month yet"
    clock.advance(seconds=1)
    assert [pack_closed(), pack_closed()] == [1, 0]
    assert rows(closed) == [0, 0, 1] and rows(running) == counts
    assert (seen(coach, closed, tmp_path), seen(coach, running, tmp_path)) == before
    assert audit.verify().broken_at is None


def test_the_state_of_a_packed_case_goes_and_what_it_knew_stays(two, coach, clock) -> None:
    closed, running = two
    clock.advance(days=40)
    assert pack_closed() == 1
    with db.reading() as session:
        states = dict(session.execute(select(Case.id, func.length(Case.state))).tuples().all())
        assert session.get_one(Case, closed).variables["approved"] is True
    assert states[closed] == 0 < states[running]
    with pytest.raises(NothingWaits):
        messaging.send(coach, closed, "stop", {})


def test_a_round_takes_so_many_and_the_next_one_goes_on(coach, simple, open_tasks, clock) -> None:
    for _ in range(3):
        case_id = cases.start(coach, "simple")
        tasks.complete(coach, open_tasks(case_id)[0], A)
        tasks.complete(coach, open_tasks(case_id)[0], B)
    clock.advance(days=40)
    assert [pack_closed(most=2), pack_closed(most=2), pack_closed(most=2)] == [2, 1, 0]


def test_two_workers_pack_a_case_once(two, clock, coach) -> None:
    clock.advance(days=40)
    assert closed_rows._pack(two[0])
    assert not closed_rows._pack(two[0]), "found by both, packed by the first"
    with db.reading() as session:
        assert len(trail(session, coach, two[0])) > 4
