"""How many cases run on each process and version, without reading a case."""

from __future__ import annotations

from app import db
from app.queries import processes
from app.services import cases, tasks
from tests.services.conftest import open_task_ids
from tests.support.plans import asked, plan

A = {"name": "Amina", "approved": True, "amount": 12, "comment": "x"}


def test_running_cases_are_counted_of_each_process_and_version(coach, simple) -> None:
    first, *_others = (cases.start(coach, simple) for _ in range(3))
    for answers in (A, {"note": "y"}):
        (task,) = open_task_ids(first)
        tasks.claim(coach, task)
        tasks.complete(coach, task, answers)
    with db.reading() as session:
        assert {row.key: row.open_cases for row in processes.in_force(session)} == {simple: 2, "lifecycle": 0}
        assert [row.open_cases for row in processes.versions(session, simple)] == [2]


def test_they_are_counted_in_an_index(coach, simple) -> None:
    cases.start(coach, simple)
    with db.reading() as session, asked() as seen:
        processes.in_force(session)
        processes.versions(session, simple)
    plans = [plan(*each) for each in seen if '"case"' in each[0]]
    assert len(plans) == 2
    for found in plans:
        assert "COVERING INDEX ix_case_running" in found or "Only Scan using ix_case_running" in found, found
