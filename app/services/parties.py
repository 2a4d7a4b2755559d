"""Who takes part in a case. Changing a party moves the open work of that role along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.audit import Tag
from app.models import task as tasks
from app.models.base import new_id
from app.models.case import Case, CaseParty
from app.models.task import Task
from app.prepared import Prepared
from app.services import audit
from app.services.case_rows import write_gathered
from app.services.standing import Party

_party = CaseParty.__table__
assert isinstance(_party, Table)
_ADD = Prepared(insert(_party), _party.c.keys())
_OF_CASE = select(CaseParty.role, CaseParty.organisation_id, CaseParty.user_id).where(
    CaseParty.case_id == bindparam("case_id")
)


def set_party(
    session: Session,
    case: Case,
    role: Role,
    organisation_id: int,
    user_id: int | None = None,
    actor: Actor = SYSTEM,
) -> None:
    """Let `organisation_id` (and in it `user_id`) do the work of `role` on the case from now on, its open tasks too."""
    parties = parties_of(session, case.id)
    before, party = parties.get(role.value), Party(organisation_id, user_id)
    if before == party:
        return
    parties[role.value] = party
    if before is None:
        db.later(session, (_ADD, [_row(case, role, party)]))
    else:
        session.execute(
            update(CaseParty)
            .where(CaseParty.case_id == case.id, CaseParty.role == role.value)
            .values(organisation_id=organisation_id, user_id=user_id)
        )
    if case.revision > 0:  # a case that runs may have work waiting for whoever takes this role
        write_gathered(session)
        session.execute(
            update(Task)
            .where(Task.case_id == case.id, Task.role == role.value, Task.status == tasks.OPEN)
            .values(organisation_id=organisation_id, assignee_id=user_id)
        )
    _write_down(session, actor, case, role, party, before)


def add_parties(session: Session, case: Case, places: Mapping[Role, Party], actor: Actor) -> None:
    """The first parties of a case that has not moved yet and has none: one statement for all."""
    if not places:
        return
    db.later(session, (_ADD, [_row(case, role, party) for role, party in places.items()]))
    know_parties(session, case.id, {})
    for role, party in places.items():
        parties_of(session, case.id)[role.value] = party
        _write_down(session, actor, case, role, party, None)


def _row(case: Case, role: Role, party: Party) -> dict[str, Any]:
    return {
        "id": new_id(),
        "case_id": case.id,
        "role": role.value,
        "organisation_id": party.organisation_id,
        "user_id": party.user_id,
    }


def _write_down(session: Session, actor: Actor, case: Case, role: Role, party: Party, before: Party | None) -> None:
    audit.record(
        session,
        Tag.PARTY_SET,
        actor=actor,
        case_id=case.id,
        role=role.value,
        organisation=party.organisation_id,
        user=party.user_id,
        previous_organisation=before.organisation_id if before else None,
        previous_user=before.user_id if before else None,
    )


def parties_of(session: Session, case_id: int) -> dict[str, Party]:
    """The parties of a case by role key; read once in a session, and kept true by `set_party`."""
    known = _known(session)
    if case_id not in known:
        rows = session.execute(_OF_CASE, {"case_id": case_id})
        known[case_id] = {role: Party(organisation_id, user_id) for role, organisation_id, user_id in rows}
    return known[case_id]


def know_parties(session: Session, case_id: int, parties: dict[str, Party]) -> None:
    """The parties of a case as somebody just read them; what is known already stays."""
    _known(session).setdefault(case_id, parties)


def _known(session: Session) -> dict[int, dict[str, Party]]:
    known: dict[int, dict[str, Party]] = session.info.setdefault("parties", {})
    return known
