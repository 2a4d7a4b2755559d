"""Other contract hours during employment: dated, checked, audited, and the clock goes on as it was (domain.md T07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import orjson
import pytest
from sqlalchemy import select

from app import db
from app.domain.access import SYSTEM, Actor, Role
from app.domain.audit import Tag
from app.domain.errors import AnswersInvalid, NotAllowed, NotVisible
from app.domain.identifiers import synthetic_national_number
from app.models.audit import Audit
from app.models.case import Case
from app.models.employment import Employment
from app.models.organisation import Organisation
from app.models.record import Note
from app.models.trajectory import Trajectory
from app.queries import contract_hours
from app.services import cases, employments, parties, people
from app.services.employments import NewHours

NEW = NewHours("2027-04-01", "30,4", "38", "yes", "", "Amina vroeg meer uren.")


@pytest.fixture
def amina(coach: Actor, world, simple) -> int:
    """Somebody who works half-time in a trajectory since 2026-03-02."""
    schakel = world.organisation("schakel")
    person_id = people.register(
        coach, people.NewPerson("Amina", "Yildiz", synthetic_national_number(date(1990, 5, 17)), schakel)
    )
    case_id = cases.start(coach, simple)
    with db.transaction() as session:
        case = session.get_one(Case, case_id)
        case.person_id = person_id
        parties.set_party(session, case, Role.COACH, schakel, coach.user_id)
        start = date(2026, 3, 2)
        trajectory = Trajectory(
            person_id=person_id, case_id=case_id, organisation_id=schakel, status="LOPEND", anchor_on=start,
            clock_start=start, max_years=5,
        )  # fmt: skip
        session.add(trajectory)
        session.flush()
        session.add(
            Employment(
                person_id=person_id, trajectory_id=trajectory.id, organisation_id=schakel, contract_type="ONBEPAALD",
                starts_on=start, hours_week=Decimal(19), fulltime_hours=Decimal(38), fraction=Decimal("0.5"),
                within_quota=True, job="Fietshersteller",
            )
        )  # fmt: skip
    return person_id


def contracts() -> list[tuple[date, date | None, Decimal]]:
    with db.reading() as session:
        rows = session.scalars(select(Employment).order_by(Employment.starts_on)).all()
        return [(row.starts_on, row.ends_on, row.fraction) for row in rows]


def refused(actor: Actor, person_id: int, **changed: str) -> dict[str, str]:
    """The sentences that refuse a change; nothing has changed."""
    before = contracts()
    with pytest.raises(AnswersInvalid) as refusal:
        employments.change_hours(actor, person_id, replace(NEW, **changed))
    assert contracts() == before
    return {field: " ".join(map(str, texts)) for field, texts in refusal.value.errors.items()}


def sums_of(actor: Actor, person_id: int, **changed: str) -> contract_hours.Sums:
    with db.reading() as session:
        return contract_hours.sums(session, employments.planned(session, actor, person_id, replace(NEW, **changed)))


def test_t07_other_hours_are_a_new_row_and_the_last_one_ends_the_day_before(coach, amina):
    employments.change_hours(coach, amina, NEW)
    assert contracts() == [
        (date(2026, 3, 2), date(2027, 3, 31), Decimal("0.5000")),
        (date(2027, 4, 1), None, Decimal("0.8000")),
    ]
    with db.reading() as session:
        kept = session.scalars(select(Employment).order_by(Employment.starts_on.desc())).first()
        assert (kept.job, kept.contract_type, kept.within_quota) == ("Fietshersteller", "ONBEPAALD", True)
        assert session.scalars(select(Note.text)).all() == ["Amina vroeg meer uren."]
        payload = orjson.loads(session.scalars(select(Audit.payload).where(Audit.tag == Tag.FACT_SET.value)).one())
    assert payload["subject"] == "employment"
    assert (payload["what"], payload["before"], payload["after"]) == ("hours_week", "19.00", "30.4")
    assert payload["ground"] == "2027-04-01"


def test_t07_the_sums_say_what_changes_and_that_the_term_does_not(coach, amina):
    told = sums_of(coach, amina)
    assert told.fraction == (Decimal("0.5000"), Decimal("0.8000"))
    assert told.taken == (Decimal("0.5000"), Decimal("0.8000"))
    assert [(was, will) for _, was, will in told.quarters] == [
        (Decimal("0.500"), Decimal("0.500")),
        *[(Decimal("0.500"), Decimal("0.800"))] * 3,
    ]
    assert (told.last_day, told.amounts, told.findings) == (date(2031, 3, 1), None, ())
    assert len(contracts()) == 1  # looking changes nothing
    employments.change_hours(coach, amina, NEW)
    after = sums_of(coach, amina, starts_on="2027-07-01", hours_week="38")
    assert after.last_day == told.last_day
    assert [was for _, was, _ in after.quarters] == [will for _, _, will in told.quarters]


def test_fewer_hours_warn_below_five_full_time_equivalents(coach, amina):
    (finding,) = sums_of(coach, amina, hours_week="10").findings
    assert "onder 5 VTE" in str(finding.text) and not finding.blocks


def test_what_cannot_be_is_refused_at_its_field(coach, amina):
    for changed, field, sentence in (
        ({"starts_on": "2026-03-02"}, "starts_on", "gelden vanaf 02/03/2026"),
        ({"starts_on": "2029-01-01"}, "starts_on", "meer dan een jaar vooruit"),
        ({"starts_on": ""}, "starts_on", "Vul dit in."),
        ({"starts_on": "31/02/2027"}, "starts_on", ""),
        ({"hours_week": "19"}, "hours_week", "verandert niets"),
        ({"hours_week": "38,5"}, "hours_week", "voltijdse collega"),
        ({"hours_week": "veel"}, "hours_week", "aantal uren"),
        ({"hours_week": "\u0663\u0660"}, "hours_week", "aantal uren"),
        ({"hours_week": "0"}, "hours_week", "van 1 tot 40"),
        ({"fulltime_hours": "12"}, "fulltime_hours", "van 20 tot 40"),
        ({"within_quota": ""}, "within_quota", "Kies iets"),
        ({"within_quota": "no"}, "quota_reason", "Vul dit in."),
        ({"reason": " "}, "reason", "Vul dit in."),
    ):
        told = refused(coach, amina, **changed)
        assert set(told) == {field} and sentence in told[field], (changed, told)


def test_more_hours_than_the_quota_has_room_for(coach, amina, world):
    with db.transaction() as session:
        session.get_one(Organisation, world.organisation("schakel")).quota_fte = 0.7
    assert "0.8000" in refused(coach, amina)["within_quota"]
    employments.change_hours(coach, amina, replace(NEW, within_quota="no", quota_reason="Met WSE besproken."))
    assert len(contracts()) == 2


def test_without_a_contract_there_is_nothing_to_change(coach, world):
    number = synthetic_national_number(date(1990, 5, 18))
    new = people.NewPerson("Tom", "Janssens", number, world.organisation("schakel"))
    person_id = people.register(coach, new)
    assert "geen contract" in refused(coach, person_id)[""]


def test_s09__only_the_own_enterprise_and_the_department_change_hours(coach, amina, outsider, world):
    with pytest.raises(NotVisible):
        employments.change_hours(outsider, amina, NEW)
    inspector = world.actor("iris@inspectie.example", Role.INSPECTOR, "inspectie", "department")
    with pytest.raises(NotAllowed):
        employments.change_hours(inspector, amina, NEW)
    official = world.actor("wim@wse.example", Role.WSE_OFFICIAL, "wse", "department")
    with pytest.raises(NotVisible):  # no part in any case of hers
        employments.change_hours(official, amina, NEW)
    boss = world.actor("baas@schakel.example", Role.EMPLOYER, "schakel")
    employments.change_hours(boss, amina, NEW)
    employments.change_hours(SYSTEM, amina, replace(NEW, starts_on="2027-05-01", hours_week="38"))
    assert len(contracts()) == 3
