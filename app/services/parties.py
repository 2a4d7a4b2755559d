"""Who takes part in a case. Changing a party moves the open work of that role along."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.domain.access import SYSTEM, Actor, Role
from app.domain.audit import Tag
from app.models import task as tasks
from app.models.case import Case, CaseParty
from app.models.task import Task
from app.services import audit
from app.services.case_rows import write_gathered

_OF_CASE = select(CaseParty).where(CaseParty.case_id == bindparam("case_id"))


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
    party = parties.get(role.value)
    if party is not None and (party.organisation_id, party.user_id) == (organisation_id, user_id):
        return
    previous = (party.organisation_id, party.user_id) if party else (None, None)
    if party is None:
        party = CaseParty(case_id=case.id, role=role.value, organisation_id=organisation_id, user_id=user_id)
        session.add(party)
        parties[role.value] = party
    party.organisation_id, party.user_id = organisation_id, user_id
    if case.revision > 0:  # a case that runs may have work waiting for whoever takes this role
        write_gathered(session)
        session.execute(
            update(Task)
            .where(Task.case_id == case.id, Task.role == role.value, Task.status == tasks.OPEN)
            .values(organisation_id=organisation_id, assignee_id=user_id)
        )
    audit.record(
        session,
        Tag.PARTY_SET,
        actor=actor,
        case_id=case.id,
        role=role.value,
        organisation=organisation_id,
        user=user_id,
        previous_organisation=previous[0],
        previous_user=previous[1],
    )


def parties_of(session: Session, case_id: int) -> dict[str, CaseParty]:
    """The parties of a case by role key; read once in a session, and kept true by `set_party`."""
    known = _known(session)
    if case_id not in known:
        known[case_id] = {party.role: party for party in session.scalars(_OF_CASE, {"case_id": case_id})}
    return known[case_id]


def no_parties_yet(session: Session, case_id: int) -> None:
    """The case was just made: there is nothing to read."""
    _known(session)[case_id] = {}


def _known(session: Session) -> dict[int, dict[str, CaseParty]]:
    known: dict[int, dict[str, CaseParty]] = session.info.setdefault("parties", {})
    return known
