"""Other contract hours from a day on: a new row, the one before ends the day before (domain.md T07)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor, Permission, Role
from app.domain.audit import Tag
from app.domain.calendar import InvalidMoment, parse_date
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.domain.text import say
from app.models.clock import today
from app.models.employment import Employment
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.trajectory import Trajectory
from app.queries.visible import visible_person
from app.services import audit, trajectories
from app.services.fields import Fields
from app.services.headcount import fraction_of, quota_taken
from app.services.notes import add_note

_HOURS = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")
_MOST, _LEAST_FULLTIME = Decimal(40), Decimal(20)
_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class NewHours:
    """Other hours, as typed. `within_quota` is yes or no; `quota_reason` goes with no."""

    starts_on: str
    hours_week: str
    fulltime_hours: str
    within_quota: str
    quota_reason: str
    reason: str


@dataclass(frozen=True)
class Change:
    """What would change: the contract as it is, and as it is from the day on (in no table yet)."""

    trajectory: Trajectory
    before: Employment
    after: Employment


def contract_of(session: Session, person_id: int) -> tuple[Trajectory, Employment] | None:
    """The running trajectory of a person with its newest contract; None when there is nothing to change."""
    trajectory = trajectories.running_of(session, person_id)
    if trajectory is None:
        return None
    newest = select(Employment).where(Employment.trajectory_id == trajectory.id).order_by(Employment.starts_on.desc())
    contract = session.scalars(newest.limit(1)).first()
    return (trajectory, contract) if contract is not None else None


def planned(session: Session, actor: Actor, person_id: int, new: NewHours) -> Change:
    """Check a change of hours without making it, so that its sums can be shown first.

    Refusals: NotVisible, NotAllowed, AnswersInvalid.
    """
    person = session.scalars(select(Person).where(Person.id == person_id, visible_person(actor))).first()
    if person is None:
        raise NotVisible()
    if not _may(actor, person):
        raise NotAllowed(say("U kunt de uren van deze werknemer niet wijzigen."))
    found = contract_of(session, person.id)
    if found is None:
        raise AnswersInvalid({"": [say("Deze werknemer heeft geen contract in een lopend traject.")]})
    trajectory, before = found
    fields = Fields()
    starts_on = _first_day(fields, new.starts_on, before, today(session))
    hours, fulltime = _hours(fields, "hours_week", new.hours_week), _hours(fields, "fulltime_hours", new.fulltime_hours)
    within = fields.one_of("within_quota", new.within_quota, {"yes", "no"}) == "yes"
    reason = fields.paragraphs("quota_reason", new.quota_reason, 2000) if new.within_quota == "no" else None
    fields.paragraphs("reason", new.reason, 2000)
    _check_hours(fields, hours, fulltime, before)
    fields.ensure()
    after = _from_that_day(before, starts_on, hours, fulltime)
    after.within_quota, after.quota_reason = within, reason
    _ensure_within_quota(session, before, after)
    return Change(trajectory, before, after)


def change_hours(actor: Actor, person_id: int, new: NewHours) -> int:
    """Let other hours hold from a day on; the clock of the trajectory is not touched (T07). Returns the new row's id.

    The reason is kept as a note on the case of the trajectory. Refusals: NotVisible, NotAllowed, AnswersInvalid.
    """
    with db.transaction() as session:
        session.scalars(select(Person.id).where(Person.id == person_id).with_for_update()).first()
        change = planned(session, actor, person_id, new)
        change.before.ends_on = change.after.starts_on - timedelta(days=1)
        session.add(change.after)
        session.flush()
        case_id = change.trajectory.case_id
        audit.record(
            session, Tag.FACT_SET, actor=actor, case_id=case_id, subject="employment", id=change.after.id,
            what="hours_week", before=str(change.before.hours_week), after=str(change.after.hours_week),
            ground=change.after.starts_on,
        )  # fmt: skip
        if actor.user_id is not None and case_id is not None:
            add_note(session, actor, case_id, new.reason.strip())
        return change.after.id


def _may(actor: Actor, person: Person) -> bool:
    """The enterprise itself changes the contract; the department may for every enterprise whose case it sees."""
    return actor.has(Role.WSE_OFFICIAL) or actor.may_in(Permission.CONTRACT_CHANGE, person.organisation_id)


def _first_day(fields: Fields, typed: str, before: Employment, on: date) -> date:
    try:
        day = parse_date(typed)
    except InvalidMoment as problem:
        fields.refuse("starts_on", problem.text if typed.strip() else say("Vul dit in."))
        return date.min
    if day <= before.starts_on:
        text = say("De huidige uren gelden vanaf %(day)s. Kies een latere dag.", day=before.starts_on)
        fields.refuse("starts_on", text)
    elif before.ends_on is not None and day > before.ends_on:
        text = say("Het contract eindigt op %(day)s. Kies een vroegere dag.", day=before.ends_on)
        fields.refuse("starts_on", text)
    elif day > on + _AHEAD:
        fields.refuse("starts_on", say("Dit is meer dan een jaar vooruit. Kies een vroegere dag."))
    return day


def _hours(fields: Fields, field: str, typed: str) -> Decimal:
    if not _HOURS.fullmatch(typed.strip()) or not typed.isascii():
        fields.refuse(field, say("Vul een aantal uren in, zoals 19 of 30,4.") if typed.strip() else say("Vul dit in."))
        return Decimal(0)
    return Decimal(typed.strip().replace(",", "."))


def _check_hours(fields: Fields, hours: Decimal, fulltime: Decimal, before: Employment) -> None:
    if "hours_week" not in fields.errors and not 1 <= hours <= _MOST:
        fields.refuse("hours_week", say("Vul een getal in van %(low)s tot %(high)s.", low=1, high=_MOST))
    if "fulltime_hours" not in fields.errors and not _LEAST_FULLTIME <= fulltime <= _MOST:
        text = say("Vul een getal in van %(low)s tot %(high)s.", low=_LEAST_FULLTIME, high=_MOST)
        fields.refuse("fulltime_hours", text)
    if fields.errors.keys() & {"hours_week", "fulltime_hours"}:
        return
    if hours > fulltime:
        fields.refuse("hours_week", say("Dit is meer dan een voltijdse collega werkt."))
    elif (hours, fulltime) == (before.hours_week, before.fulltime_hours):
        fields.refuse("hours_week", say("Dit zijn de uren van nu: er verandert niets."))


def _from_that_day(before: Employment, starts_on: date, hours: Decimal, fulltime: Decimal) -> Employment:
    return Employment(
        person_id=before.person_id, trajectory_id=before.trajectory_id, organisation_id=before.organisation_id,
        establishment_id=before.establishment_id, contract_type=before.contract_type, starts_on=starts_on,
        ends_on=before.ends_on, hours_week=hours, fulltime_hours=fulltime, fraction=fraction_of(hours, fulltime),
        job=before.job,
    )  # fmt: skip


def _ensure_within_quota(session: Session, before: Employment, after: Employment) -> None:
    organisation = session.get_one(Organisation, after.organisation_id)
    if organisation.quota_fte is None or not after.within_quota:
        return
    others = quota_taken(session, organisation.id, after.starts_on) - (before.fraction if before.within_quota else 0)
    would_be, quota = others + after.fraction, Decimal(str(organisation.quota_fte))
    # Fewer hours never make it worse, also where the quota was exceeded before.
    if would_be > quota and not (before.within_quota and after.fraction <= before.fraction):
        text = say(
            "Met deze uren is %(taken)s VTE bezet van de %(quota)s die toegekend zijn. "
            "Kies ‘nee’ en schrijf op wat u met WSE besprak.",
            taken=would_be,
            quota=quota,
        )
        raise AnswersInvalid({"within_quota": [text]})
