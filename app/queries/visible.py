"""The access policy as SQL: the filter of every list and the check of every single object are the same condition."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.access import PERSONAL_ROLES, Actor, Membership, Permission, Role
from app.models.case import Case, CaseParty
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.takeover import Takeover
from app.models.task import Task


def visible_case(actor: Actor) -> ColumnElement[bool]:
    """Cases the actor sees: one of his memberships takes part (in a personal role: he is the one named)."""
    parts = _takes_part(actor)
    if isinstance(parts, bool):
        return true() if parts else false()
    return exists(select(CaseParty.id).where(CaseParty.case_id == Case.id, parts))


def listed_case(actor: Actor) -> ColumnElement[bool]:
    """The same, for lists: SQLite then begins at the cases somebody takes part in, which are few among all. Asked of
    each case, the newest first, it went through nearly all of them until a page was full."""
    parts = _takes_part(actor)
    if isinstance(parts, bool):
        return true() if parts else false()
    return Case.id.in_(select(CaseParty.case_id).where(parts))


def _takes_part(actor: Actor) -> ColumnElement[bool] | bool:
    """The rows of parties by which the actor sees their cases; True: he sees everything; False: nothing."""
    scope = actor.case_scope()
    if scope.everything:
        return True
    parts: list[ColumnElement[bool]] = []
    if scope.memberships:
        parts.append(_pairs(CaseParty.role, CaseParty.organisation_id, scope.memberships))
    if scope.personal:
        parts.append(
            and_(
                _pairs(CaseParty.role, CaseParty.organisation_id, scope.personal),
                CaseParty.user_id == scope.user_id,
            )
        )
    return or_(*parts) if parts else False


def visible_task(actor: Actor) -> ColumnElement[bool]:
    """Tasks the actor sees (joined with Case): those of the cases he sees; an outside party sees only its own."""
    seen = and_(Task.case_id == Case.id, visible_case(actor))
    return seen if actor.sees_whole_file else and_(seen, workable_task(actor))


def workable_task(actor: Actor) -> ColumnElement[bool]:
    """Tasks that are the actor's work by role and organisation: one indexed condition, no join."""
    working = actor.granting(Permission.TASK_WORK)
    personal = frozenset(m for m in working if m.role in PERSONAL_ROLES)
    parts: list[ColumnElement[bool]] = []
    if working - personal:
        parts.append(_pairs(Task.role, Task.organisation_id, working - personal))
    if personal:
        parts.append(
            and_(
                _pairs(Task.role, Task.organisation_id, personal),
                Task.assignee_id == actor.user_id,
            )
        )
    return or_(*parts) if parts else false()


def _pairs(
    role: InstrumentedAttribute[str],
    organisation: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    memberships: frozenset[Membership],
) -> ColumnElement[bool]:
    pairs = sorted((m.role.value, m.organisation_id) for m in memberships)
    if len(pairs) == 1:
        return and_(role == pairs[0][0], organisation == pairs[0][1])
    return tuple_(role, organisation).in_(pairs)


def visible_takeover(actor: Actor) -> ColumnElement[bool]:
    """Files of employees the actor sees: those of his own enterprises; the department and the administrator all."""
    enterprises = actor.takes_over_for
    if enterprises is None:
        return true()
    return Takeover.organisation_id.in_(enterprises) if enterprises else false()


def visible_person(actor: Actor) -> ColumnElement[bool]:
    """People the actor sees: those of his enterprises, and those of the cases he sees. An employee sees himself."""
    scope = actor.case_scope()
    if scope.everything:
        return true()
    parts: list[ColumnElement[bool]] = [exists(select(Case.id).where(Case.person_id == Person.id, visible_case(actor)))]
    enterprises = {m.organisation_id for m in actor.memberships if m.role in (Role.COACH, Role.EMPLOYER)}
    if enterprises:
        parts.append(Person.organisation_id.in_(enterprises))
    if actor.person_id is not None:
        parts.append(Person.id == actor.person_id)
    return or_(*parts)


def visible_organisation(actor: Actor) -> ColumnElement[bool]:
    """Organisations the actor sees: his own; all of them for who may read organisations across enterprises."""
    across = {
        Role.VDAB_COUNSELLOR,
        Role.VDAB_EXPERT,
        Role.WSE_OFFICIAL,
        Role.WSE_PAYMENTS,
        Role.INSPECTOR,
        Role.ADMINISTRATOR,
        Role.TRANSITION_COACH,
    }
    if actor.system or actor.roles & across:
        return true()
    return Organisation.id.in_(actor.organisation_ids) if actor.memberships else false()
