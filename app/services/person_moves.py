"""An employee goes over to another coach, or to another enterprise, with what is open about him."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission, Role
from app.domain.audit import Tag
from app.domain.errors import NotAllowed
from app.domain.text import say
from app.models import task as tasks
from app.models.case import OPEN, Case
from app.models.person import Person
from app.models.task import Task
from app.models.user import Membership, User
from app.services import audit
from app.services.fields import Fields
from app.services.notes import add_note
from app.services.parties import set_party
from app.services.person_in_hand import coach_of, visible


def transfer(actor: Actor, person_id: int, coach_id: int, reason: str) -> int:
    """Hand an employee over to another coach of his enterprise; returns how many open tasks moved along.

    The open cases of the employee get the new coach as party, the coach's open tasks in them become his, and the
    reason is kept with them as a note.
    """
    with db.transaction() as session:
        person = visible(session, actor, person_id)
        if not actor.may_in(Permission.PERSON_TRANSFER, person.organisation_id):
            raise NotAllowed(say("U kunt deze werknemer niet aan een andere coach geven."))
        fields = Fields()
        reason = fields.paragraphs("reason", reason, 2000)
        coach_of(session, fields, coach_id, person.organisation_id)
        if coach_id == person.coach_id:
            fields.refuse("coach_id", say("Dit is al de coach van %(person)s.", person=person.name))
        fields.ensure()
        previous, person.coach_id = person.coach_id, coach_id
        moved = _move_cases(session, actor, person, coach_id, reason)
        audit.record(
            session,
            Tag.PERSON_TRANSFERRED,
            actor=actor,
            person=person.id,
            coach=coach_id,
            previous=previous,
            reason_digest=audit.digest(reason, str(person.id)),
            tasks=moved,
        )
        return moved


def move_to_enterprise(session: Session, actor: Actor, person_id: int, organisation_id: int) -> None:
    """Let an employee go over to another enterprise, inside the running transaction: himself, his account, his cases.

    The new enterprise names a coach of its own (`transfer`); until then its team of coaches has the work.
    """
    person = session.get_one(Person, person_id)
    previous, person.organisation_id, person.coach_id = person.organisation_id, organisation_id, None
    account = session.scalars(select(User.id).where(User.person_id == person.id, User.active)).first()
    session.execute(
        update(Membership)
        .where(
            Membership.user_id.in_(select(User.id).where(User.person_id == person.id)),
            Membership.role == Role.WORKER.value,
            Membership.organisation_id == previous,
        )
        .values(organisation_id=organisation_id)
    )
    for case in session.scalars(
        select(Case).where(Case.person_id == person.id, Case.status == OPEN).order_by(Case.id).with_for_update()
    ):
        set_party(session, case, Role.COACH, organisation_id, None, actor=actor)
        set_party(session, case, Role.EMPLOYER, organisation_id, None, actor=actor)
        if account is not None:
            set_party(session, case, Role.WORKER, organisation_id, account, actor=actor)
    audit.record(session, Tag.PERSON_CHANGED, actor=actor, person=person.id, fields=["coach", "organisation"])


def _move_cases(session: Session, actor: Actor, person: Person, coach_id: int, reason: str) -> int:
    cases = session.scalars(
        select(Case).where(Case.person_id == person.id, Case.status == OPEN).order_by(Case.id).with_for_update()
    ).all()
    moved = session.scalar(
        select(func.count())
        .select_from(Task)
        .where(
            Task.case_id.in_([case.id for case in cases]),
            Task.role == Role.COACH.value,
            Task.status == tasks.OPEN,
        )
    )
    for case in cases:
        set_party(session, case, Role.COACH, person.organisation_id, coach_id, actor=actor)
        if actor.user_id is not None:
            add_note(session, actor, case.id, reason)
    return moved or 0
