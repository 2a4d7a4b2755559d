"""Who may do what. Default deny: what is not granted here is refused.

The rule for one object and the filter of a list are the same `CaseScope`; `app/queries/visible.py` makes it SQL.
Roles: contract §7; actors and their duties: domain.md §1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.text import Text, say


class Role(StrEnum):
    """What a person is in an organisation. The value is the key of contract §7."""

    WORKER = "worker"
    COACH = "coach"
    EMPLOYER = "employer"
    VDAB_COUNSELLOR = "vdab_counsellor"
    VDAB_EXPERT = "vdab_expert"
    WSE_OFFICIAL = "wse_official"
    WSE_PAYMENTS = "wse_payments"
    TRANSITION_COACH = "transition_coach"
    HOST_EMPLOYER = "host_employer"
    COMMISSIONER = "commissioner"
    INSPECTOR = "inspector"
    APPEALS_SECRETARY = "appeals_secretary"
    PRIVACY_OFFICER = "privacy_officer"
    PROCESS_EDITOR = "process_editor"
    ADMINISTRATOR = "administrator"

    @classmethod
    def by_key(cls, key: str) -> Role | None:
        """The role with this key; None where there is none."""
        return _ROLES.get(key)

    @property
    def text(self) -> Text:
        """What the role is called, to be translated."""
        return _ROLE_NAMES[self]

    @property
    def label(self) -> str:
        """What the role is called in Dutch."""
        return str(self.text)


_ROLES: dict[str, Role] = {role.value: role for role in Role}
_ROLE_NAMES: dict[Role, Text] = {
    Role.WORKER: say("Doelgroepwerknemer"),
    Role.COACH: say("Jobcoach"),
    Role.EMPLOYER: say("Leiding van de onderneming"),
    Role.VDAB_COUNSELLOR: say("VDAB-bemiddelaar"),
    Role.VDAB_EXPERT: say("VDAB-expert"),
    Role.WSE_OFFICIAL: say("Dossierbeheerder WSE"),
    Role.WSE_PAYMENTS: say("Betalingen WSE"),
    Role.TRANSITION_COACH: say("Doorstroombegeleider"),
    Role.HOST_EMPLOYER: say("Stagegever"),
    Role.COMMISSIONER: say("Opdrachtgevende overheid"),
    Role.INSPECTOR: say("Inspecteur"),
    Role.APPEALS_SECRETARY: say("Secretaris heroverweging"),
    Role.PRIVACY_OFFICER: say("Functionaris gegevensbescherming"),
    Role.PROCESS_EDITOR: say("Procesbeheerder"),
    Role.ADMINISTRATOR: say("Beheerder"),
}


class Permission(StrEnum):
    """One thing a role may be granted. Every route, API method and command names one."""

    CASE_READ = "case.read"
    CASE_START = "case.start"
    CASE_MOVE = "case.move"
    MESSAGE_SEND = "message.send"
    TASK_WORK = "task.work"
    TASK_ASSIGN = "task.assign"
    NOTE_WRITE = "note.write"
    DOCUMENT_READ = "document.read"
    PERSON_READ = "person.read"
    PERSON_REGISTER = "person.register"
    PERSON_TRANSFER = "person.transfer"
    PERSON_REVEAL = "person.reveal"
    PERSON_TAKE_OVER = "person.take-over"
    CONTRACT_CHANGE = "contract.change"
    ORGANISATION_READ = "organisation.read"
    ORGANISATION_EDIT = "organisation.edit"
    USER_MANAGE = "user.manage"
    RULE_READ = "rule.read"
    RULE_SET = "rule.set"
    PROCESS_READ = "process.read"
    PROCESS_EDIT = "process.edit"
    PROCESS_APPROVE = "process.approve"
    PROCESS_PUBLISH = "process.publish"
    CLOCK_SET = "clock.set"
    INCIDENT_READ = "incident.read"
    INCIDENT_MANAGE = "incident.manage"
    JOB_MANAGE = "job.manage"
    CASE_EXPORT = "case.export"
    PLANNING_READ = "planning.read"
    WEBHOOK_MANAGE = "webhook.manage"


_P = Permission
_WORK = frozenset(
    {
        _P.CASE_READ,
        _P.TASK_WORK,
        _P.NOTE_WRITE,
        _P.DOCUMENT_READ,
        _P.MESSAGE_SEND,
        _P.CASE_START,
        _P.PROCESS_READ,
        _P.PLANNING_READ,
    }
)
_PEOPLE = frozenset({_P.PERSON_READ, _P.PERSON_REVEAL, _P.ORGANISATION_READ})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.WORKER: frozenset({_P.CASE_READ, _P.TASK_WORK, _P.DOCUMENT_READ, _P.CASE_START, _P.MESSAGE_SEND}),
    Role.COACH: _WORK | _PEOPLE | {_P.PERSON_REGISTER, _P.PERSON_TRANSFER, _P.CONTRACT_CHANGE, _P.TASK_ASSIGN},
    Role.EMPLOYER: _WORK
    | _PEOPLE
    | {_P.PERSON_REGISTER, _P.PERSON_TRANSFER, _P.PERSON_TAKE_OVER, _P.CONTRACT_CHANGE, _P.TASK_ASSIGN},
    Role.VDAB_COUNSELLOR: _WORK | _PEOPLE | {_P.RULE_READ, _P.PERSON_REGISTER},
    Role.VDAB_EXPERT: _WORK | _PEOPLE | {_P.RULE_READ, _P.TASK_ASSIGN},
    Role.WSE_OFFICIAL: _WORK
    | _PEOPLE
    | {_P.RULE_READ, _P.RULE_SET, _P.ORGANISATION_EDIT, _P.CONTRACT_CHANGE, _P.TASK_ASSIGN, _P.INCIDENT_READ}
    | {_P.PERSON_TAKE_OVER},
    Role.WSE_PAYMENTS: frozenset({_P.CASE_READ, _P.TASK_WORK, _P.ORGANISATION_READ, _P.RULE_READ, _P.DOCUMENT_READ}),
    Role.TRANSITION_COACH: _WORK | {_P.PERSON_READ, _P.ORGANISATION_READ},
    Role.HOST_EMPLOYER: frozenset({_P.CASE_READ, _P.TASK_WORK, _P.DOCUMENT_READ}),
    Role.COMMISSIONER: frozenset({_P.CASE_READ, _P.TASK_WORK, _P.ORGANISATION_READ}),
    Role.INSPECTOR: frozenset(
        {
            _P.CASE_READ,
            _P.PERSON_READ,
            _P.ORGANISATION_READ,
            _P.DOCUMENT_READ,
            _P.CASE_EXPORT,
            _P.RULE_READ,
            _P.PROCESS_READ,
            _P.PLANNING_READ,
            _P.INCIDENT_READ,
        }
    ),
    Role.APPEALS_SECRETARY: frozenset({_P.CASE_READ, _P.TASK_WORK, _P.DOCUMENT_READ}),
    Role.PRIVACY_OFFICER: frozenset({_P.RULE_READ, _P.PROCESS_READ}),
    Role.PROCESS_EDITOR: frozenset({_P.PROCESS_READ, _P.PROCESS_EDIT, _P.PROCESS_APPROVE, _P.RULE_READ, _P.CASE_MOVE}),
    Role.ADMINISTRATOR: frozenset(_P)
    - {_P.TASK_WORK, _P.PERSON_REVEAL, _P.CONTRACT_CHANGE, _P.CASE_START, _P.MESSAGE_SEND},
}

# These see every case. Everybody else sees the cases in which one of his memberships takes part.
SEE_ALL_CASES = frozenset({Role.ADMINISTRATOR, Role.INSPECTOR})
# These watch over the whole: they see how much comes and how late it was, also of cases they do not open.
OVERSEE = SEE_ALL_CASES | {Role.WSE_OFFICIAL}
# These take over employees in service of any enterprise; everybody else who may, of his own (docs/import.md).
TAKE_OVER_FOR_ALL = frozenset({Role.ADMINISTRATOR, Role.WSE_OFFICIAL})
# For these, taking part means being the person named, not just working at the organisation.
PERSONAL_ROLES = frozenset({Role.WORKER})
# These take part in one step of a case and see that step, not the person's file (domain.md §8: what is needed).
OUTSIDE_ROLES = frozenset({Role.HOST_EMPLOYER, Role.COMMISSIONER, Role.WSE_PAYMENTS})


@dataclass(frozen=True)
class Membership:
    """A role somebody has in one organisation."""

    role: Role
    organisation_id: int


@dataclass(frozen=True)
class CaseScope:
    """Which cases an actor sees: all, or those with a party among `memberships`, or naming him in a personal role."""

    everything: bool
    memberships: frozenset[Membership]
    personal: frozenset[Membership]
    user_id: int | None


@dataclass(frozen=True)
class Actor:
    """The one on whose behalf something happens. `user_id` is None for the clock and the system."""

    user_id: int | None
    name: str
    memberships: frozenset[Membership] = field(default_factory=frozenset)
    person_id: int | None = None
    system: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles the actor has anywhere."""
        return frozenset(membership.role for membership in self.memberships)

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations the actor belongs to."""
        return frozenset(membership.organisation_id for membership in self.memberships)

    def has(self, role: Role) -> bool:
        """Whether the actor has the role in any organisation."""
        return role in self.roles

    def may(self, permission: Permission) -> bool:
        """Whether any of the actor's roles grants the permission."""
        return self.system or any(permission in GRANTS[role] for role in self.roles)

    def granting(self, permission: Permission) -> frozenset[Membership]:
        """The memberships whose role grants the permission."""
        return frozenset(membership for membership in self.memberships if permission in GRANTS[membership.role])

    def may_in(self, permission: Permission, organisation_id: int) -> bool:
        """Whether a role of the actor in this very organisation grants it, or he administers the platform."""
        granting = self.granting(permission)
        everywhere = self.system or any(membership.role is Role.ADMINISTRATOR for membership in granting)
        return everywhere or any(membership.organisation_id == organisation_id for membership in granting)

    @property
    def oversees(self) -> bool:
        """Whether this actor sees the figures of all cases (never their names)."""
        return self.system or bool(self.roles & OVERSEE)

    @property
    def sees_whole_file(self) -> bool:
        """Whether any of the actor's roles has the whole file as its work: plan, evaluation, letters, history."""
        return self.system or any(role not in OUTSIDE_ROLES for role in self.roles)

    def opens_task(self, role: str) -> bool:
        """Whether this actor opens tasks of `role` on a case he sees: the form and what was answered.

        The people who guide somebody open each other's; the employee himself and outside parties only their own.
        """
        own = any(mine.value == role for mine in self.roles)
        return self.system or own or any(mine not in OUTSIDE_ROLES | PERSONAL_ROLES for mine in self.roles)

    def case_scope(self) -> CaseScope:
        """The cases this actor sees."""
        reading = self.granting(Permission.CASE_READ)
        personal = frozenset(m for m in reading if m.role in PERSONAL_ROLES)
        everything = self.system or any(m.role in SEE_ALL_CASES for m in reading)
        return CaseScope(everything, reading - personal, personal, self.user_id)

    @property
    def takes_over_for(self) -> frozenset[int] | None:
        """The enterprises whose employees in service this actor takes over from a file; None: any (docs/import.md)."""
        granting = self.granting(Permission.PERSON_TAKE_OVER)
        everything = self.system or any(m.role in TAKE_OVER_FOR_ALL for m in granting)
        return None if everything else frozenset(m.organisation_id for m in granting)

    def can_work(self, role: str, organisation_id: int | None, assignee_id: int | None) -> bool:
        """Whether a task of `role` at `organisation_id`, held by `assignee_id` or nobody, is this actor's work.

        A task without organisation is nobody's work (security.md 10).
        """
        known = Role.by_key(role)
        if organisation_id is None or known is None:
            return False
        membership = Membership(known, organisation_id)
        if membership not in self.memberships or Permission.TASK_WORK not in GRANTS[membership.role]:
            return False
        return membership.role not in PERSONAL_ROLES or assignee_id == self.user_id


SYSTEM = Actor(user_id=None, name="Traject", system=True)
