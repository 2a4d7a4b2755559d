"""The worklist reads ranges of indexes: they hold exactly what the policy lets each person see, and scan nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import or_, select

from app import db
from app.domain.access import PERSONAL_ROLES, Actor, Membership, Permission, Role
from app.models import task as tasks
from app.models.case import Case, CaseParty
from app.models.task import Task
from app.queries import cases as case_lists
from app.queries import worklist, worklist_counts
from app.queries.cases import CaseFilter
from app.queries.visible import visible_case, visible_task, workable_task
from app.queries.worklist import WorklistFilter
from app.services import cases
from app.services import tasks as work
from tests.services.conftest import open_task_ids
from tests.support.plans import asked, plan

ROLES = (Role.COACH, Role.EMPLOYER, Role.VDAB_COUNSELLOR, Role.HOST_EMPLOYER, Role.WORKER, Role.ADMINISTRATOR)


@pytest.fixture
def field(world, coach, colleague, outsider, simple) -> list[Actor]:
    """Tasks free, taken, of another role, of another enterprise; and everybody who may look at them or not."""
    actors = [coach, colleague, outsider]
    here, there = ((m.organisation_id) for actor in (coach, outsider) for m in actor.memberships)
    for number, role in enumerate(ROLES):
        actors.append(world.actor(f"{role}{number}@x.example", role, "schakel", "enterprise"))
    both = Actor(actors[3].user_id, "both", frozenset({Membership(Role.COACH, here), Membership(Role.EMPLOYER, here)}))
    employee = next(actor for actor in actors if actor.has(Role.WORKER))
    (home,) = employee.memberships
    for number in range(12):
        task_id = open_task_ids(cases.start(outsider if number % 6 == 5 else coach, "simple"))[0]
        if number % 3 == 1:
            work.claim(outsider if number % 6 == 5 else (coach, colleague)[number % 2], task_id)
        with db.transaction() as session:
            task = session.get_one(Task, task_id)
            if number % 4 == 2:
                task.role = (Role.EMPLOYER, Role.WORKER, Role.VDAB_COUNSELLOR)[number % 3].value
                task.assignee_id = employee.user_id if task.role == Role.WORKER else None
            for role in (Role.EMPLOYER, Role.HOST_EMPLOYER, Role.VDAB_COUNSELLOR)[: number % 4]:
                session.add(CaseParty(case_id=task.case_id, role=role.value, organisation_id=(here, there)[number % 2]))
            if number % 2:
                session.add(
                    CaseParty(
                        case_id=task.case_id,
                        role=Role.WORKER.value,
                        organisation_id=home.organisation_id,
                        user_id=employee.user_id,
                    )
                )
    with db.transaction() as session:  # a party that went to another enterprise, and one that left
        first, second = session.scalars(select(CaseParty).where(CaseParty.role == Role.EMPLOYER.value).limit(2))
        first.organisation_id = there
        session.delete(second)
    return [*actors, both]


def policy(actor: Actor, tab: str) -> set[int]:
    """What the tab holds by the policy alone, asked of every task there is."""
    mine = Task.assignee_id == actor.user_id
    workable, visible = workable_task(actor), visible_task(actor)
    free = or_(mine, Task.assignee_id.is_(None))
    wanted = {
        "mine": workable & mine,
        "team": workable & Task.assignee_id.is_(None),
        "others": visible & ~(workable & free),
        "all": workable | visible if actor.may(Permission.TASK_WORK) else visible,
    }[tab]
    query = select(Task.id).join(Case, Case.id == Task.case_id).where(Task.status == tasks.OPEN, wanted)
    with db.reading() as session:
        return set(session.scalars(query))


def listed(actor: Actor, **wanted: Any) -> list[int]:
    with db.reading() as session:
        return [row.id for row in worklist.page(session, actor, WorklistFilter(**wanted), limit=200).items]


def paged(actor: Actor, **wanted: Any) -> list[int]:
    seen: list[int] = []
    cursor = None
    with db.reading() as session:
        while True:
            page = worklist.page(session, actor, WorklistFilter(**wanted), cursor, 2)
            seen += [row.id for row in page.items]
            if (cursor := page.next) is None:
                return seen


def test_every_list_holds_what_the_policy_says(field) -> None:
    filled = 0
    for actor in field:
        for tab in worklist.TABS:
            expected = policy(actor, tab)
            filled += bool(expected)
            for sort in ("due_at", "-created_at"):
                seen = listed(actor, tab=tab, sort=sort)
                assert (set(seen), len(seen)) == (expected, len(expected)), (actor, tab, sort)
                assert paged(actor, tab=tab, sort=sort) == seen
        with db.reading() as session:
            counted = worklist_counts.of(session, actor)
        assert counted.mine == len(policy(actor, "mine"))
        assert counted.team == len(policy(actor, "team"))
        assert counted.others == len(policy(actor, "others"))
    assert filled > 12


def test_the_list_of_cases_holds_what_the_policy_says_of_each_case(field) -> None:
    sizes = set()
    for actor in field:
        with db.reading() as session:
            expected = set(session.scalars(select(Case.id).where(visible_case(actor))))
            page = case_lists.page(session, actor, CaseFilter(), limit=200)
        assert ({row.id for row in page.items}, len(page.items)) == (expected, len(expected)), actor
        sizes.add(len(expected))
    assert len(sizes) > 3


def test_a_done_task_is_in_no_list_and_found_by_its_status(field, coach) -> None:
    task = listed(coach, tab="team")[0]
    work.claim(coach, task)
    work.complete(coach, task, {"name": "Amina", "approved": True, "amount": 12})
    for actor in field:
        assert task not in listed(actor)
    assert listed(coach, status=tasks.DONE) == [task]


def test_the_employee_is_the_only_personal_role(database) -> None:
    """Migration 0007 names it in SQL."""
    assert {role.value for role in PERSONAL_ROLES} == {"worker"}


def test_a_search_finds_parts_of_words_by_its_index_or_along_the_list(field, coach, monkeypatch) -> None:
    with db.transaction() as session:
        for number, task in enumerate(session.scalars(select(Task).order_by(Task.id))):
            task.search_subject = ("amina el idrissi gesprek", 'zoe o\'brien "plan" 100%_x', "li wei")[number % 3]
    for q in ("mina", "AMINA gesp", "o'bri", '"plan"', "100%", "%_x", "li", "brien li", "niemand"):
        by_index = listed(coach, q=q)
        for limit in ("FEW", "COMMON"):
            with monkeypatch.context() as patched:
                patched.setattr(f"app.queries.task_text.{limit}", 0)
                assert listed(coach, q=q) == by_index, (q, limit)
        words = q.lower().split()
        with db.reading() as session:
            texts = dict(session.execute(select(Task.id, Task.search_subject)).tuples().all())
        assert set(by_index) == {t for t in policy(coach, "all") if all(word in texts[t] for word in words)}, q
    assert listed(coach, q="mina") and listed(coach, q="li") and not listed(coach, q="niemand")


_SCAN = re.compile(
    r'Seq Scan on (task\w*|"?case"?|case_party)\b|^SCAN (task|"?case"?|case_party)\b(?! USING| VIRTUAL)', re.MULTILINE
)
_SORT = re.compile(r"^\s*(->)?\s*(Incremental )?Sort |USE TEMP B-TREE FOR ORDER BY", re.MULTILINE)


def test_every_list_and_count_and_search_is_served_by_an_index(field) -> None:
    lists = [WorklistFilter(tab=tab, sort=sort) for tab in worklist.TABS for sort in ("due_at", "-created_at")]
    plans: dict[str, tuple[Any, str]] = {}
    for actor in field:
        with db.reading() as session, asked() as seen:
            for wanted in lists:
                first = worklist.page(session, actor, wanted, None, 2)
                worklist.page(session, actor, wanted, first.next, 2)
        for statement, parameters in seen:
            plans.setdefault(statement, (actor, plan(statement, parameters)))
    for statement, (actor, found) in plans.items():
        assert not _SCAN.search(found), f"{actor}\n{statement}\n{found}"
        assert not _SORT.search(found), f"{actor}\n{statement}\n{found}"
    for actor in field:
        with db.reading() as session, asked() as seen:
            worklist_counts.of(session, actor)
            worklist.page(session, actor, WorklistFilter(q="gesprek amina"))
        for statement, parameters in seen:
            found = plan(statement, parameters)
            assert not _SCAN.search(found), f"{actor}\n{statement}\n{found}"


def test_the_few_that_a_search_found_are_looked_at_and_not_the_list(field, database) -> None:
    """A region of VDAB looks on at an eighth of all tasks: SQLite went through them all for the one that was sought."""
    if database.kind == "sqlite":  # PostgreSQL knows how many there are
        with db.reading() as session, asked() as seen:
            for actor in field:
                worklist.page(session, actor, WorklistFilter(q="gesprek amina", tab="others"))
                worklist.page(session, actor, WorklistFilter(q="gesprek amina"))
        searches = [(statement, values) for statement, values in seen if "task_text" in statement]
        assert len(searches) > len(field)
        for statement, values in searches:
            assert "INDEX ix_task_onlooker" not in plan(statement, values), statement


@pytest.mark.parametrize("sort", ["due_at", "-created_at"])
def test_words_of_many_tasks_are_sought_along_the_list(field, coach, database, monkeypatch, sort: str) -> None:
    """PostgreSQL reads a word's index to its end, however little is wanted of it: 120 ms at 1,000,000 tasks."""
    with db.transaction() as session:
        for task in session.scalars(select(Task)):
            task.search_subject = "vraag invullen"
    monkeypatch.setattr("app.queries.task_text.COMMON", 3)
    with db.reading() as session, asked() as seen:
        page = worklist.page(session, coach, WorklistFilter(tab="all", q="vraag", sort=sort))
    assert {row.id for row in page.items} == set(listed(coach))
    assert not [statement for statement, _ in seen if " AS few" in statement]
    found = plan(*seen[0])
    assert not _SORT.search(found) and not _SCAN.search(found), found
    assert database.kind == "sqlite" or "One-Time Filter" in found, found


def test_the_few_come_first_and_what_they_hold_is_not_said_again(field, coach) -> None:
    """Said again it looks rare, and joined last it comes last: PostgreSQL read all tasks to find one by its number."""
    with db.reading() as session, asked() as seen:
        worklist.page(session, coach, WorklistFilter(tab="others", q="aanvraag"), None, 5)
    lists = [statement for statement, _ in seen if " AS few" in statement]
    assert lists
    for statement in lists:
        few, rest = statement.split(" AS few")
        assert "task" not in few.partition("FROM (")[0].partition("FROM")[2] and "LIKE" not in rest


def test_counting_stops(coach, simple, monkeypatch) -> None:
    monkeypatch.setattr(worklist_counts, "COUNTED", 2)
    for _ in range(3):
        cases.start(coach, "simple")
    with db.reading() as session:
        assert worklist_counts.of(session, coach).team == 2
