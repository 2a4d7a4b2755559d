"""Each person sees exactly his tasks, in due order, page by page, in a fixed number of statements."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import db
from app.domain.access import Role
from app.domain.errors import AnswersInvalid
from app.models.clock import now
from app.models.task import Task
from app.queries import worklist, worklist_counts
from app.queries.worklist import WorklistFilter
from app.services import cases, tasks
from tests.services.conftest import open_task_ids

A = {"name": "Amina", "approved": True, "amount": 12}


def ids(actor, **wanted) -> list[int]:
    with db.reading() as session:
        return [row.id for row in worklist.page(session, actor, WorklistFilter(**wanted), limit=200).items]


def started(actor, number=1) -> list[int]:
    return [open_task_ids(cases.start(actor, "simple"))[0] for _ in range(number)]


def test_tabs(coach, colleague, outsider, simple) -> None:
    mine, free = started(coach, 2)
    tasks.claim(coach, mine)
    assert (ids(coach, tab="mine"), ids(coach, tab="team"), ids(coach, tab="others")) == ([mine], [free], [])
    assert (ids(colleague, tab="mine"), ids(colleague, tab="team"), ids(colleague, tab="others")) == (
        [],
        [free],
        [mine],
    )
    assert ids(outsider) == []


def test_an_administrator_sees_all_and_works_on_none(world, coach, simple) -> None:
    administrator = world.actor("beheer@x.example", Role.ADMINISTRATOR, "traject", "platform")
    (task,) = started(coach)
    assert ids(administrator) == [task]
    assert ids(administrator, tab="mine") == ids(administrator, tab="team") == []


def test_due_order_and_pages_by_key(coach, simple, clock) -> None:
    expected = []
    for _ in range(5):
        expected += started(coach)
        clock.advance(hours=1)
    seen, cursor = [], None
    with db.reading() as session:
        while True:
            page = worklist.page(session, coach, WorklistFilter(), cursor, 2)
            seen += [row.id for row in page.items]
            cursor = page.next
            if cursor is None:
                break
    assert seen == expected
    assert ids(coach, sort="-created_at") == expected[::-1]


def test_search_folds_accents_and_never_reads_wildcards(coach, simple) -> None:
    (task,) = started(coach)
    with db.transaction() as session:
        session.get_one(Task, task).search_subject = "zoe de smet"
    assert ids(coach, q="Zoë SMET") == [task]
    assert ids(coach, q="%") == ids(coach, q="_oe") == []


def test_counts(coach, colleague, simple, clock) -> None:
    first, second = started(coach, 2)
    tasks.claim(coach, first)
    tasks.claim(colleague, second)
    started(coach)
    clock.advance(days=15)
    with db.reading() as session:
        counted = worklist_counts.of(session, coach)
    assert (counted.mine, counted.team, counted.others, counted.late, counted.this_week) == (1, 1, 1, 2, 0)


def test_the_week_ends_on_monday_in_brussels(database, clock) -> None:
    with db.reading() as session:
        end = worklist_counts.week_end(now(session))
    assert end.isoformat() == "2027-01-11T00:00:00+01:00"
    assert worklist_counts.week_end(end - timedelta(seconds=1)) == end


@pytest.mark.parametrize("cursor", ["x", "W10", "WyIyMDI3LTAxLTAxIiwxXQ", "WzEsMl0", "e30"])
def test_a_cursor_of_somebody_elses_making_is_refused(coach, simple, cursor) -> None:
    with pytest.raises(AnswersInvalid), db.reading() as session:
        worklist.page(session, coach, WorklistFilter(), cursor)


def test_statements_do_not_grow_with_tasks(coach, simple, statements) -> None:
    started(coach, 3)
    with db.reading() as session, statements() as few:
        worklist.page(session, coach, WorklistFilter(tab="team"))
    started(coach, 20)
    with db.reading() as session, statements() as many:
        worklist.page(session, coach, WorklistFilter(tab="team"))
    assert len(few) == len(many) == 1
