"""Working on tasks: claim, release, assign, keep a draft, complete."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import db, engine
from app.domain.access import Actor, Permission, Role
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, NotAllowed, Refusal, StandsStill
from app.domain.text import say
from app.forms import Checked, CompiledForm
from app.models.incident import TASK
from app.models.task import Draft, Task
from app.models.user import Membership as MembershipRow
from app.models.user import User
from app.queries.case_state import CaseState
from app.services import answers as given_answers
from app.services import failures
from app.services.apply import apply_snapshot
from app.services.at_rest import at_rest
from app.services.choices.registry import context_for
from app.services.definitions import compiled, element_of, form_of
from app.services.facts.registry import facts_of
from app.services.four_eyes import why_not_alone
from app.services.overtaken import stale
from app.services.parties import know_parties
from app.services.records.registry import KNOWN, RECORDS
from app.services.standing import read_ahead
from app.services.task_in_hand import ensure_open, open_work, own, record_act, take, visible_work
from app.services.work import Work


@dataclass(frozen=True)
class Completion:
    """What completing a task led to: the case, the tasks that opened in it, whether it ended, and its state (None:
    ask the tables)."""

    case_id: int
    next_task_ids: tuple[int, ...]
    ended: bool
    state: CaseState | None


def claim(actor: Actor, task_id: int) -> None:
    """Take an open task of one's team. AlreadyDone when somebody else has it."""
    with db.transaction() as session:
        work = open_work(session, actor, task_id)
        take(work)


def release(actor: Actor, task_id: int) -> None:
    """Give a task back to the team. Only who has it can."""
    with db.transaction() as session:
        task = own(open_work(session, actor, task_id))
        if task.assignee_id != actor.user_id:
            raise NotAllowed(say("Alleen wie deze taak heeft, kan ze teruggeven."))
        if Role(task.role) is Role.WORKER:
            raise NotAllowed(say("Deze taak is persoonlijk: u kunt ze niet teruggeven."))
        task.assignee_id = None
        record_act(session, Tag.TASK_RELEASED, actor, task)


def assign(actor: Actor, task_id: int, user_id: int) -> None:
    """Give a task to a colleague who may do it (same role, same organisation)."""
    with db.transaction() as session:
        work = visible_work(session, actor, task_id)
        task = own(work)
        if not actor.may(Permission.TASK_ASSIGN):
            raise NotAllowed()
        ensure_open(session, task)
        holder = session.scalar(
            select(User.id)
            .join(MembershipRow, MembershipRow.user_id == User.id)
            .where(
                User.id == user_id,
                User.active,
                MembershipRow.role == task.role,
                MembershipRow.organisation_id == task.organisation_id,
            )
        )
        if holder is None:
            raise AnswersInvalid(
                {"user": [say("Deze persoon kan deze taak niet doen. Kies een collega met dezelfde rol.")]}
            )
        previous, task.assignee_id = task.assignee_id, user_id
        record_act(session, Tag.TASK_ASSIGNED, actor, task, assignee=user_id, previous=previous)


def save_draft(actor: Actor, task_id: int, answers: dict[str, Any]) -> None:
    """Keep answers as typed, valid or not. Working on a task of the team claims it."""
    with db.transaction() as session:
        work = open_work(session, actor, task_id)
        take(work)
        kept = form_of(session, own(work)).clean_draft(answers)
        if len(orjson.dumps(kept)) > 1_000_000:
            raise AnswersInvalid({"": [say("Dit is te veel tekst om te bewaren.")]})
        session.merge(Draft(task_id=task_id, user_id=actor.user_id, values=kept, saved_at=work.now))
        record_act(session, Tag.TASK_DRAFTED, actor, own(work))


def complete(
    actor: Actor,
    task_id: int,
    answers: dict[str, Any],
    revision: int | None = None,
    ignored: Iterable[str] = (),
) -> Completion:
    """Complete a task with its answers (JSON values by field key) and let the case go on.

    `ignored` names fields a page was sent but did not take (read-only, hidden): they go in the audit (security row 19).
    Refusals: NotVisible, NotAllowed, AlreadyDone (somebody was first), Stale (`revision` is not the case's),
    AnswersInvalid (sentences per field), StandsStill (a step that follows failed; the answers are kept as draft). On
    any of them nothing has changed.
    """
    try:
        return _complete(actor, task_id, answers, revision, ignored)
    except (Refusal, OperationalError):  # turned down, or the database is not there: no fault of the case
        raise
    except Exception as error:
        raise _stands_still(actor, task_id, answers, error) from error


def _stands_still(actor: Actor, task_id: int, answers: dict[str, Any], error: Exception) -> StandsStill:
    with suppress(Refusal):
        save_draft(actor, task_id, answers)
    with db.reading() as session:
        case_id = session.scalars(select(Task.case_id).where(Task.id == task_id)).one()
    return StandsStill(failures.write_down(case_id, error, TASK, task_id), kept=True)


def _complete(
    actor: Actor, task_id: int, answers: dict[str, Any], revision: int | None, ignored: Iterable[str]
) -> Completion:
    with db.transaction() as session:
        work = open_work(session, actor, task_id)
        task, case = own(work), work.case
        if revision is not None and revision != case.revision:
            raise stale(session, case)
        refusal = why_not_alone(session, actor, task, element_of(session, task).properties.get("not_by"))
        if refusal is not None:
            raise NotAllowed(refusal)
        know_parties(session, case.id, read_ahead(session, case).parties)
        checked = _check(work, form_of(session, task), answers)
        variables = _record(work, replace(checked, ignored=(*checked.ignored, *ignored)))
        return _advance(work, task, variables)


def _advance(work: Work, task: Task, variables: dict[str, Any]) -> Completion:
    session, case = work.session, work.case
    with engine.passing(failures.passed(work)):
        snapshot = engine.complete(
            compiled(session, case.definition_id),
            case.state,
            task.key,
            variables,
            facts=facts_of(work),
            now=work.now,
        )
    opened = apply_snapshot(work, snapshot, done=task)
    return Completion(case.id, tuple(row.id for row in opened), snapshot.ended, at_rest(work, snapshot, opened))


def _check(work: Work, form: CompiledForm, answers: dict[str, Any]) -> Checked:
    known = _known(work, form)
    context = context_for(work, form.context_names)
    checked = form.validate_json(answers, known, context, work.today)
    if checked.errors:
        raise AnswersInvalid(checked.errors)
    return checked


def _known(work: Work, form: CompiledForm) -> dict[str, Any]:
    name = element_of(work.session, own(work)).properties.get("record", "")
    return KNOWN[name](work) if name in KNOWN and form.uses_known else {}


def _record(work: Work, checked: Checked) -> dict[str, Any]:
    """Store the answers, hand them to the task's record, and return what the engine gets to know."""
    session, task = work.session, own(work)
    definition = compiled(session, work.case.definition_id)
    given = form_of(session, task).to_answers(checked.values)
    answers_id, digest = given_answers.keep(work, given, task.element)
    name = element_of(session, task).properties.get("record", "")
    extra = RECORDS[name](work, checked.values) if name in RECORDS else None
    record_act(
        session,
        Tag.TASK_COMPLETED,
        work.actor,
        task,
        answers=answers_id,
        definition=task.definition_id,
        answers_digest=digest,
        ignored=sorted(set(checked.ignored)) or None,
    )
    declared = definition.variables_of(task.process)
    return {key: value for key, value in given.items() if key in declared} | (extra or {})
