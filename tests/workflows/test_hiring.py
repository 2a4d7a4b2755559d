"""Hiring: from the advice to the first working day, through the real services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app import db
from app.domain.access import Role
from app.domain.errors import AnswersInvalid, NotAllowed
from app.domain.identifiers import synthetic_national_number
from app.models.employment import Employment
from app.models.indication import Indication
from app.models.organisation import Organisation
from app.models.person import Person
from app.models.trajectory import Trajectory
from app.models.user import User
from app.services import cases
from app.services.terms import term_of
from tests.support.stage import BORN, MOTIVE, Stage

MONDAY = date(2024, 2, 12)
EARLIER = [{"employer": "Groen & Co", "measure": "LDE", "from_on": "2017-09-01", "until_on": "2018-08-31"}]


def last_day(stage: Stage, case_id: int) -> date:
    with db.reading() as session:
        trajectory = session.scalars(select(Trajectory).where(Trajectory.case_id == case_id)).one()
        term = term_of(session, trajectory, stage.today)
        assert term is not None
        return term.last_day


def until_contract(stage: Stage, on: date = MONDAY, **registration: Any) -> int:
    stage.travel(on)
    case_id = stage.register(**registration)
    stage.do(case_id, "check_advice", advice_answer="valid", icf_result="JA")
    return case_id


def until_clock(stage: Stage, on: date, **contract: Any) -> int:
    case_id = until_contract(stage, on)
    stage.do(case_id, "contract", **stage.contract(on, **contract))
    return case_id


# the way it goes


def test_a_hiring_from_advice_to_coach(stage: Stage) -> None:
    case_id = stage.hire(MONDAY)
    trajectory, employment = stage.the_trajectory(case_id), stage.row(Employment)
    assert (trajectory.clock_start, trajectory.anchor_on, trajectory.status) == (MONDAY, MONDAY, "LOPEND")
    assert employment.fraction == Decimal("0.5")
    variables = stage.case(case_id).variables
    assert (variables["hiring_outcome"], variables["plan_due"]) == ("started", "2024-03-12")  # T18
    assert stage.open(case_id) == ["prepare"]
    assert ("coach", "Het eerste plan") in stage.notices(case_id)


def test_the_coach_of_the_enterprise_becomes_the_party(stage: Stage) -> None:
    other = stage.add("jan", Role.COACH, "schakel")
    case_id = until_clock(stage, MONDAY)
    stage.do(case_id, "decide_clock", reading="GEEN", clock_start=MONDAY, motive=MOTIVE)
    stage.do(case_id, "assign_coach", coach=str(other.user_id))
    assert stage.task(case_id, "prepare").assignee_id == other.user_id
    with db.reading() as session:
        person = session.get_one(Person, stage.case(case_id).person_id)
        assert person.coach_id == other.user_id


# registering


def test_somebody_with_a_running_trajectory_is_refused_at_the_number(stage: Stage) -> None:
    stage.register()
    stage.registered -= 1  # the same number again
    with pytest.raises(AnswersInvalid) as refusal:
        stage.register()
    assert list(refusal.value.errors) == ["national_number"]
    assert "al een traject dat loopt" in str(refusal.value.errors["national_number"][0])
    assert len(stage.rows(Trajectory)) == 1


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"national_number": "90010199795"}, "national_number"),
        ({"birth_date": "1990-02-01"}, "birth_date"),
        ({"birth_date": "2090-02-01"}, "birth_date"),
        ({"advised_on": "2013-01-01"}, "advised_on"),
        ({"advised_on": "2018-01-01", "advice_until": "2018-12-31"}, "advice_until"),
        ({"advice_until": "2017-12-31"}, "advice_until"),
        ({"organisation": "1"}, "organisation"),
        ({"coach": "1"}, "coach"),
        ({"first_name": ""}, "first_name"),
        ({"typename": "x"}, "typename"),
    ],
)
def test_what_is_wrong_in_a_registration_is_said_at_its_field(
    stage: Stage, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(AnswersInvalid) as refusal:
        stage.register(**changed)
    assert field in refusal.value.errors
    assert stage.rows(Trajectory) == []
    assert len(stage.rows(Person)) == 1  # Amina of the field


def test_an_advice_without_last_day_holds_for_five_years(stage: Stage) -> None:
    stage.travel(MONDAY)
    stage.register(advised_on="2024-02-01")
    assert stage.row(Indication).valid_until == date(2029, 1, 31)


def test_vdab_registers_for_any_enterprise_and_leaves_the_coach_to_it(stage: Stage) -> None:
    answers = stage.registration()
    del answers["coach"]
    case_id = cases.start(stage.counsellor, "trajectory", answers=answers)
    stage.do(case_id, "check_advice", advice_answer="valid", icf_result="JA")
    assert stage.open(case_id) == ["contract"]


def test_a_known_person_of_another_enterprise_is_not_shown(stage: Stage) -> None:
    stage.organisations["groen"] = _enterprise("groen")
    mia = stage.add("mia", Role.COACH, "groen")
    number = synthetic_national_number(BORN, 40)
    stage.register(national_number=number)
    answers = stage.registration(
        national_number=number, organisation=str(stage.organisations["groen"]), coach=str(mia.user_id)
    )
    with pytest.raises(AnswersInvalid) as refusal:
        cases.start(mia, "trajectory", answers=answers)
    assert "al bekend" in str(refusal.value.errors["national_number"][0])


def _enterprise(key: str) -> int:
    with db.transaction() as session:
        row = Organisation(key=key, name=key.title(), kind="enterprise")
        session.add(row)
        session.flush()
        return row.id


# the advice


def test_scores_that_say_yes_cannot_be_refused(stage: Stage) -> None:  # T20
    case_id = stage.register()
    refused = stage.refused(case_id, "check_advice", advice_answer="stop", icf_result="JA", motive="Past niet.")
    assert refused == {"advice_answer": "De scores zeggen ja. Dan mag u deze persoon niet weigeren."}


def test_scores_that_say_no_can_be_overruled_with_a_motive(stage: Stage) -> None:  # T20
    case_id = stage.register()
    assert list(stage.refused(case_id, "check_advice", advice_answer="valid", icf_result="NEE")) == ["motive"]
    stage.do(case_id, "check_advice", advice_answer="valid", icf_result="NEE", motive="Het gesprek toont het anders.")
    assert stage.open(case_id) == ["contract"]
    assert stage.row(Indication).accepted is True


def test_without_advice_nothing_starts_and_the_person_can_try_again(stage: Stage) -> None:
    case_id = stage.register()
    stage.do(case_id, "check_advice", advice_answer="stop", icf_result="NEE", motive="Er is geen advies.")
    case = stage.case(case_id)
    assert (case.status, case.end_event) == ("ended", "not_started")
    assert stage.the_trajectory(case_id).status == "BEEINDIGD"
    stage.registered -= 1
    stage.register()


def test_an_advice_that_ran_out_meanwhile_is_renewed(stage: Stage) -> None:
    stage.travel(MONDAY)
    case_id = stage.register(advice_until="2024-02-20")
    stage.travel(date(2024, 2, 27))  # the reminder went out on the 26th
    assert ("vdab_counsellor", "Advies nog niet nagekeken") in stage.notices(case_id)
    refused = stage.refused(case_id, "check_advice", advice_answer="valid", icf_result="JA")
    assert refused == {"advice_answer": "Dit advies is verlopen op 20/02/2024. Vraag een nieuw advies."}
    stage.do(case_id, "check_advice", advice_answer="renew", icf_result="JA", motive="Verlopen.")
    stage.do(case_id, "renew_advice", advised_on="2024-02-26", advice_reference="N-2")
    old, new = stage.rows(Indication)
    assert (new.replaces_id, new.reference) == (old.id, "N-2")
    stage.do(case_id, "check_advice", advice_answer="valid", icf_result="JA")
    assert stage.open(case_id) == ["contract"]


# the contract


@pytest.mark.parametrize(
    "changed, field, said",
    [
        ({"hours_week": 39}, "hours_week", "meer dan een voltijdse"),
        ({"starts_on": "2024-02-11"}, "starts_on", "voor de datum van het advies"),
        ({"starts_on": "2030-02-11"}, "starts_on", "Het advies geldt tot en met 11/02/2029"),
        ({"contract_type": "BEP", "ends_on": "2024-01-01"}, "ends_on", ""),
        ({"contract_type": "BEP", "ends_on": None}, "ends_on", ""),
        ({"worked_before": "yes", "earlier": []}, "earlier", ""),
        ({"worked_before": "yes", "earlier": [{**EARLIER[0], "until_on": "2017-01-01"}]}, "earlier-0-until_on", ""),
        (
            {"worked_before": "yes", "earlier": [{**EARLIER[0], "from_on": "2024-03-01", "until_on": "2024-04-01"}]},
            "earlier-0-from_on",
            "pas na de eerste werkdag",
        ),
    ],
)
def test_what_is_wrong_in_a_contract_is_said_at_its_field(
    stage: Stage, changed: dict[str, Any], field: str, said: str
) -> None:
    case_id = until_contract(stage)
    refused = stage.refused(case_id, "contract", **stage.contract(MONDAY, **changed))
    assert list(refused) == [field]
    assert said in refused[field]
    assert stage.rows(Employment) == []


def test_the_quota_is_not_exceeded_without_a_word(stage: Stage) -> None:
    with db.transaction() as session:
        session.get_one(Organisation, stage.organisations["schakel"]).quota_fte = 0.75
    stage.hire(MONDAY)
    case_id = until_contract(stage)
    refused = stage.refused(case_id, "contract", **stage.contract(MONDAY))
    assert "1,00 VTE bezet van de 0,75" in refused["within_quota"]
    outside = stage.contract(MONDAY, within_quota="no", quota_reason="Besproken met WSE op 5 februari.")
    stage.do(case_id, "contract", **outside)
    assert [row.within_quota for row in stage.rows(Employment)] == [True, False]


def test_without_contract_the_trajectory_does_not_start(stage: Stage) -> None:
    case_id = until_contract(stage)
    stage.do(case_id, "contract", has_contract="no", no_contract_reason="De kandidaat kiest een andere job.")
    assert stage.case(case_id).end_event == "not_started"
    assert stage.the_trajectory(case_id).clock_start is None


# the clock


def test_both_readings_are_offered_and_a_person_chooses(stage: Stage) -> None:  # T06
    case_id = until_clock(stage, date(2020, 3, 1), worked_before="yes", earlier=EARLIER)
    view = stage.view(case_id, "decide_clock")
    last_days = [value for panel in view.panels for label, value in panel.rows if str(label) == "Laatste dag"]
    assert last_days == [date(2022, 8, 31), date(2024, 2, 29)]
    assert view.values.get("reading") is None  # nothing is chosen for the person
    refused = stage.refused(case_id, "decide_clock", reading="GEEN", clock_start="2020-03-01", motive=MOTIVE)
    assert list(refused) == ["reading"]
    stage.do(case_id, "decide_clock", reading="GECUMULEERD", motive="Alleen gewerkte maanden zijn begeleiding.")
    assert last_day(stage, case_id) == date(2024, 2, 29)
    assert stage.open(case_id) == ["confirm_clock"]


def test_the_literal_reading_starts_at_the_first_measure(stage: Stage) -> None:  # T06
    case_id = until_clock(stage, date(2020, 3, 1), worked_before="yes", earlier=EARLIER)
    stage.do(case_id, "decide_clock", reading="LETTERLIJK", motive="Zodra met een maatregel aan het werk.")
    assert stage.the_trajectory(case_id).clock_start == date(2017, 9, 1)
    assert last_day(stage, case_id) == date(2022, 8, 31)


def test_a_second_person_confirms_the_clock_or_sends_it_back(stage: Stage) -> None:
    case_id = until_clock(stage, date(2020, 3, 1), worked_before="yes", earlier=EARLIER)
    stage.do(case_id, "decide_clock", reading="GECUMULEERD", motive="Alleen gewerkte maanden tellen.")
    stage.do(case_id, "confirm_clock", agreed="no", motive="De tussenperiode is niet onderzocht.")
    assert stage.open(case_id) == ["decide_clock"]
    assert stage.the_trajectory(case_id).clock_start is None
    stage.do(case_id, "decide_clock", reading="LETTERLIJK", motive="Na onderzoek: de eerste job telt volledig.")
    stage.do(case_id, "confirm_clock", agreed="yes")
    trajectory = stage.the_trajectory(case_id)
    assert (trajectory.clock_reading, trajectory.clock_confirmed_by) == ("LETTERLIJK", stage.official.user_id)
    assert stage.open(case_id) == ["assign_coach"]


def test_who_decided_the_clock_cannot_confirm_it(stage: Stage) -> None:
    case_id = until_clock(stage, date(2020, 3, 1), worked_before="yes", earlier=EARLIER)
    stage.do(case_id, "decide_clock", reading="GECUMULEERD", motive="Alleen gewerkte maanden tellen.")
    with db.transaction() as session:
        session.get_one(User, stage.official.user_id).same_person_as = stage.counsellor.user_id
    with pytest.raises(NotAllowed):
        stage.do(case_id, "confirm_clock", agreed="yes")


def test_the_clock_cannot_start_before_the_first_working_day(stage: Stage) -> None:
    case_id = until_clock(stage, MONDAY)
    refused = stage.refused(case_id, "decide_clock", reading="GEEN", clock_start="2024-02-11", motive=MOTIVE)
    assert refused == {"clock_start": "De klok kan niet starten voor de eerste werkdag (12/02/2024)."}
    assert list(stage.refused(case_id, "decide_clock", reading="LETTERLIJK", motive=MOTIVE)) == ["reading"]


def test_more_time_used_than_a_trajectory_lasts_is_said(stage: Stage) -> None:
    long = [{**EARLIER[0], "from_on": "2012-01-01", "until_on": "2018-08-31"}]
    case_id = until_clock(stage, date(2020, 3, 1), worked_before="yes", earlier=long)
    refused = stage.refused(case_id, "decide_clock", reading="GECUMULEERD", motive="Alleen gewerkte maanden tellen.")
    assert refused == {"reading": "Er is elders al meer tijd verbruikt dan een traject duurt."}
