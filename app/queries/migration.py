"""What moving the running cases of a process to a version would mean: counted, and case by case. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, false, select, true
from sqlalchemy.orm import Session

from app.domain.access import SYSTEM, Actor, Permission
from app.domain.text import Text
from app.engine import migration
from app.engine.migration_plan import Unplaced
from app.engine.operations import Facts
from app.models import task as tasks
from app.models.case import OPEN, Case
from app.models.clock import now
from app.models.definition import Definition
from app.models.task import Task
from app.queries.move_target import Target
from app.queries.page import Page, checked_limit, decode_cursor, encode_cursor
from app.services.definitions import compiled
from app.services.facts.registry import facts_of
from app.services.work import Work

_BATCH = 500
# A page answers within a breath: beyond this many cases the counts are of the first ones, and the page says so.
MOST_COUNTED = 20_000
# So many cases are looked through for one page of those with a certain verdict.
_MOST_SEARCHED = 5_000


@dataclass(frozen=True)
class CaseVerdict:
    """What a move means for one case. `at` names the open tasks."""

    case_id: int
    version: int
    at: tuple[str, ...]
    verdict: migration.Verdict


@dataclass
class Tally:
    """How many cases there are of each verdict; `unplaced` counts the steps that need a mapping."""

    judged: int = 0
    more: bool = False
    kinds: Counter[migration.Kind] = field(default_factory=Counter)
    unplaced: Counter[Unplaced] = field(default_factory=Counter)
    refusals: dict[str, tuple[Text, int]] = field(default_factory=dict)

    def count(self, verdict: migration.Verdict) -> None:
        """Take one more verdict in."""
        self.judged += 1
        self.kinds[verdict.kind] += 1
        self.unplaced.update(verdict.unplaced)
        if verdict.kind is migration.Kind.REFUSED:
            for reason in verdict.reasons:
                _, number = self.refusals.get(str(reason), (reason, 0))
                self.refusals[str(reason)] = (reason, number + 1)


def movable_case(actor: Actor) -> ColumnElement[bool]:
    """Cases the actor may move: whoever may move any may move all, and sees nothing of them but where they stand."""
    return true() if actor.may(Permission.CASE_MOVE) else false()


def tally(session: Session, actor: Actor, wanted: Target) -> Tally:
    """Count the verdicts over all running cases on other versions."""
    found = Tally()
    for _, verdict in _judged(session, actor, wanted, 0, None):
        if found.judged == MOST_COUNTED:
            found.more = True
            break
        found.count(verdict)
    return found


def page(
    session: Session,
    actor: Actor,
    wanted: Target,
    kind: migration.Kind | None = None,
    cases: Sequence[int] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[CaseVerdict]:
    """The verdict case by case, in order of case, perhaps of one kind or of chosen cases only."""
    limit = checked_limit(limit)
    after = decode_cursor(cursor, int)
    start = int(str(after[0])) if after else 0
    found: list[Row[Any]] = []
    last, searched = None, 0
    for row, verdict in _judged(session, actor, wanted, start, cases):
        if len(found) == limit or searched == _MOST_SEARCHED:
            break
        last, searched = row.id, searched + 1
        if kind is None or verdict.kind is kind:
            found.append(row)
    else:
        last = None
    return Page(_in_full(session, wanted, found), encode_cursor(last) if last is not None else None)


def _in_full(session: Session, wanted: Target, rows: Sequence[Row[Any]]) -> list[CaseVerdict]:
    at: dict[int, list[str]] = {}
    ids = [row.id for row in rows]
    for case_id, name in session.execute(
        select(Task.case_id, Task.name).where(Task.case_id.in_(ids), Task.status == tasks.OPEN).order_by(Task.id)
    ):
        at.setdefault(case_id, []).append(name)
    new = compiled(session, wanted.definition_id)
    items = []
    for row in rows:
        old = compiled(session, row.definition_id)
        verdict = migration.dry_run(old, new, row.state, wanted.wish, facts=_facts(session, row.id), now=now(session))
        items.append(CaseVerdict(row.id, row.number, tuple(at.get(row.id, ())), verdict))
    return items


def _judged(
    session: Session, actor: Actor, wanted: Target, after: int, cases: Sequence[int] | None
) -> Iterator[tuple[Row[Any], migration.Verdict]]:
    """Every running case of the process on another version with its verdict, read in batches so that memory is flat."""
    new, at = compiled(session, wanted.definition_id), now(session)
    judges: dict[int, migration.Judge] = {}
    while rows := session.execute(_batch(actor, wanted, after, cases)).all():
        for row in rows:
            judge = judges.get(row.definition_id)
            if judge is None:
                old = compiled(session, row.definition_id)
                judge = judges[row.definition_id] = migration.Judge(old, new, wanted.wish)
            yield row, judge.verdict(row.state, facts=_facts(session, row.id), now=at)
        after = rows[-1].id


def _batch(actor: Actor, wanted: Target, after: int, cases: Sequence[int] | None) -> Any:
    query = (
        select(Case.id, Case.definition_id, Case.state, Definition.number)
        .join(Definition, Definition.id == Case.definition_id)
        .where(to_move(actor, wanted.process, wanted.definition_id), Case.id > after)
        .order_by(Case.id)
        .limit(_BATCH)
    )
    return query.where(Case.id.in_(cases)) if cases is not None else query


def to_move(actor: Actor, process: str, definition_id: int) -> ColumnElement[bool]:
    """The running cases of a process on other versions than this one."""
    return (
        (Case.process == process) & (Case.status == OPEN) & (Case.definition_id != definition_id) & movable_case(actor)
    )


def _facts(session: Session, case_id: int) -> Facts:
    """Facts for a case, read only when an operation asks."""

    def read(name: str) -> Any:
        return facts_of(Work(session, SYSTEM, now(session), session.get_one(Case, case_id)))(name)

    return read
