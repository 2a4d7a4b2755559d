"""A decision contested: in time or not (T15, T16), by whom (T17), advised, decided, withdrawn, and what follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app import db
from app.domain.access import Actor, Role
from app.domain.calendar import local_date
from app.domain.errors import AnswersInvalid, NotAllowed, NothingWaits, NotVisible
from app.models.case import Case, Timer
from app.models.evaluation import Evaluation
from app.models.indication import Indication
from app.models.reconsideration import Reconsideration
from app.models.trajectory import Trajectory
from app.models.user import User
from app.queries import start as start_pages
from app.services import cases, messaging, rules
from app.services.parties import parties_of
from tests.support.field import Field, publish
from tests.support.stage import Stage

GROUNDS = "In het gesprek is niet gekeken naar wat ik het voorbije jaar geleerd heb."
REASONS = "De commissie vindt dat de beslissing goed onderbouwd is met het plan en de gesprekken."
MOTIVE = "De brief kwam later aan dan het dossier zegt, zoals blijkt uit het bewijs van de post."
KNOWN_ON, LODGED_ON = date(2025, 2, 3), date(2025, 3, 20)  # T15


def add_secretaries(field: Field) -> None:
    for name in ("secretary", "second"):
        field.add(name, Role.APPEALS_SECRETARY, "vdab")


def evaluated(field: Field, folder: Path, known_on: date = KNOWN_ON) -> None:
    """An evaluation of Amina as it stands once the counsellor decided it on 14 January and it was made known."""
    field.travel(date(2025, 1, 14))
    publish(folder, "vdab_evaluation", "reconsideration")
    case_id = field.start("vdab_evaluation", field.counsellor, occasion="EINDE_TERMIJN", requested_on="2025-01-14")
    field.trajectory(case_id, date(2020, 3, 1))
    with db.transaction() as session:
        row = session.scalars(select(Evaluation)).one()
        row.outcome, row.reasons = "DOORSTROOMKLAAR", GROUNDS
        row.proposed_on = row.decided_on = date(2025, 1, 14)
        row.proposed_by = row.decided_by = field.counsellor.user_id
        row.notice_on = known_on
    field.travel(known_on)


@pytest.fixture
def appeals(field: Field, tmp_path: Path) -> Field:
    """The field with two secretaries and the evaluation, known since 3 February 2025; it is 20 March."""
    add_secretaries(field)
    evaluated(field, tmp_path)
    field.travel(LODGED_ON)
    return field


def answers(field: Field, by: Actor, **changes: Any) -> dict[str, Any]:
    """The start form as it opens for `by`, with grounds; only what counts for the choices made."""
    with db.reading() as session:
        view = start_pages.one(session, by, "reconsideration", str(field.person_id))
    known = {key: value.isoformat() if isinstance(value, date) else value for key, value in view.known.items()}
    return known | {"grounds": GROUNDS} | changes


def lodge(field: Field, by: Actor | None = None, **changes: Any) -> int:
    actor = by or field.worker
    return cases.start(actor, "reconsideration", str(field.person_id), answers(field, actor, **changes))


def refused(field: Field, by: Actor, **changes: Any) -> dict[str, str]:
    """The sentences with which a start is refused, by field; no case is left behind."""
    with pytest.raises(AnswersInvalid) as refusal:
        lodge(field, by, **changes)
    assert field.rows(Reconsideration) == []
    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Case.process == "reconsideration")) == 0
    return {key: " ".join(map(str, texts)) for key, texts in refusal.value.errors.items()}


def until_decision(field: Field, case_id: int, advice_on: date = date(2025, 5, 12)) -> None:
    field.do(case_id, "judge_admissibility", admissible="yes")
    field.do(case_id, "give_statement")
    field.travel(advice_on)
    field.do(case_id, "register_advice", by=field.secretary, advice="CONFIRM", advice_text=REASONS)


def decide(field: Field, case_id: int, outcome: str, **more: Any) -> None:
    field.do(case_id, "register_decision", by=field.second, outcome=outcome, reasons=REASONS, signed=True, **more)


def panel(field: Field, case_id: int, element: str, title: str) -> dict[str, Any]:
    """The rows of one panel beside a form, as words; its sentence under the empty label."""
    (found,) = [each for each in field.view(case_id, element).panels if str(each.title) == title]
    rows = {str(label): str(value) if not isinstance(value, date) else value for label, value in found.rows}
    return rows | {"": str(found.text or "")}


def moments(field: Field, case_id: int) -> dict[str, date]:
    with db.reading() as session:
        timers = session.scalars(select(Timer).where(Timer.case_id == case_id))
        return {timer.element: local_date(timer.due_at) for timer in timers}


def new_notices(field: Field, case_id: int, told: int = 0) -> list[tuple[str, str]]:
    """The reminders after the first `told`: each once for everybody of its role (there are two secretaries)."""
    new = field.notices(case_id)[told:]
    assert all(new.count(each) == (2 if each[0] == "appeals_secretary" else 1) for each in new)
    return list(dict.fromkeys(new))


def party_roles(case_id: int) -> set[str]:
    with db.reading() as session:
        return set(parties_of(session, case_id))


# the way it goes


def test_t15_an_appeal_in_time_with_the_days_for_advice_and_decision(appeals: Field) -> None:
    before = (appeals.row(Evaluation).outcome, appeals.row(Trajectory).status, appeals.row(Trajectory).max_years)
    case_id = lodge(appeals)
    assert (
        panel(appeals, case_id, "judge_admissibility", "Op tijd ingediend?")["Laatste dag om in te dienen"] == LODGED_ON
    )
    appeals.do(case_id, "judge_admissibility", by=appeals.secretary, admissible="yes")
    assert appeals.open(case_id) == ["give_statement", "register_advice"]
    assert local_date(appeals.task(case_id, "register_advice").due_at) == date(2025, 5, 19)
    appeals.do(case_id, "give_statement")
    appeals.travel(date(2025, 5, 12))
    appeals.do(case_id, "register_advice", by=appeals.secretary, advice="CONFIRM", advice_text=REASONS)
    assert local_date(appeals.task(case_id, "register_decision").due_at) == date(2025, 6, 11)
    stated = panel(appeals, case_id, "register_decision", "Verklaring van VDAB")
    assert stated["Hoe VDAB het nu ziet"] == "Blijft bij de beslissing"
    appeals.travel(date(2025, 6, 2))
    decide(appeals, case_id, "BEVESTIGD")
    letter = appeals.letter(case_id)
    assert "De beslissing blijft zoals ze was." in letter and REASONS in letter and "2 juni 2025" in letter
    assert "Amina Yildiz" in letter and "Klaar voor doorstroom" in letter and "90010199794" not in letter
    appeals.do(case_id, "deliver_decision")
    row, case = appeals.row(Reconsideration), appeals.case(case_id)
    assert (case.status, case.end_event, case.variables["appeal_outcome"]) == ("ended", "ended_confirmed", "BEVESTIGD")
    assert (row.in_time, row.admissible, row.outcome, row.decided_on) == (True, True, "BEVESTIGD", date(2025, 6, 2))
    assert (row.delivered_on, row.letter_id is not None) == (date(2025, 6, 2), True)
    told = [role for role, subject in appeals.notices(case_id) if subject == "De heroverweging is afgerond"]
    assert sorted(told) == ["vdab_counsellor", "worker"]
    after = (appeals.row(Evaluation).outcome, appeals.row(Trajectory).status, appeals.row(Trajectory).max_years)
    assert after == before


def test_an_appeal_begins_where_the_evaluation_ended(field: Field, tmp_path: Path) -> None:
    field.travel(date(2024, 12, 2))
    publish(tmp_path, "vdab_evaluation", "reconsideration")
    add_secretaries(field)
    case_id = field.start("vdab_evaluation", field.counsellor, occasion="EINDE_TERMIJN", requested_on="2024-12-02")
    field.trajectory(case_id, date(2020, 3, 1))
    field.do(case_id, "invite", interview_on=date(2025, 1, 20))
    field.do(case_id, "share_plan", plan_on=date(2024, 3, 1), plan_gaps_reason="Ziekte van de coach.")
    field.do(case_id, "employer_statement", internal_support="NIET")
    field.travel(date(2025, 1, 20))
    field.do(case_id, "hear_worker")
    field.do(case_id, "propose", outcome="DOORSTROOMKLAAR", reasons=f"{GROUNDS} {GROUNDS}")
    field.do(case_id, "confirm")
    field.travel(KNOWN_ON)
    field.do(case_id, "record_notice")
    lodge(field)
    row, evaluation = field.row(Reconsideration), field.row(Evaluation)
    assert (row.evaluation_id, row.known_on, row.lodged_on) == (evaluation.id, KNOWN_ON, KNOWN_ON)
    assert row.final_day == evaluation.appeal_until == LODGED_ON


def test_the_day_it_became_known_is_filled_in_and_a_worker_lodges_today(appeals: Field) -> None:
    given = answers(appeals, appeals.worker)
    assert (given["route"], given["against"], given["known_on"]) == ("SELF", "EVALUATIE", "2025-02-03")
    lodge(appeals, lodged_on="2025-02-10")  # not asked of him, so it does not count
    assert appeals.row(Reconsideration).lodged_on == LODGED_ON


def test_an_employee_who_names_nobody_means_himself(appeals: Field) -> None:
    case_id = cases.start(appeals.worker, "reconsideration", None, answers(appeals, appeals.worker))
    case = appeals.case(case_id)
    assert (case.person_id, case.title) == (appeals.person_id, "Amina Yildiz")
    assert party_roles(case_id) == {"worker", "appeals_secretary", "vdab_counsellor", "vdab_expert"}


def test_the_counsellor_who_decided_makes_the_statement(appeals: Field) -> None:
    appeals.add("colleague", Role.VDAB_COUNSELLOR, "vdab")
    case_id = lodge(appeals)
    appeals.do(case_id, "judge_admissibility", admissible="yes")
    assert appeals.task(case_id, "give_statement").assignee_id == appeals.counsellor.user_id


def test_a_counsellor_who_left_leaves_the_statement_to_his_team(appeals: Field) -> None:
    with db.transaction() as session:
        session.get_one(User, appeals.counsellor.user_id).active = False
    case_id = lodge(appeals)
    appeals.do(case_id, "judge_admissibility", admissible="yes")
    task = appeals.task(case_id, "give_statement")
    assert (task.organisation_id, task.assignee_id) == (appeals.organisations["vdab"], None)


def test_the_trajectory_goes_on_and_the_page_says_that_this_is_not_sure(appeals: Field) -> None:
    case_id = lodge(appeals)
    shown = panel(appeals, case_id, "judge_admissibility", "Gevolg voor het traject")
    assert shown["Laatste dag"] == date(2025, 2, 28)
    assert "Niet bevestigd" in shown[""] and "lopen door" in shown[""]


# in time?


def late(field: Field, tmp_path: Path) -> None:
    """T16: known on 16 January 2025; day 45 is Sunday 2 March; it is Monday 3 March."""
    add_secretaries(field)
    evaluated(field, tmp_path, date(2025, 1, 16))
    field.travel(date(2025, 3, 3))


def test_t16_a_late_appeal_is_inadmissible_only_when_a_person_says_so(field: Field, tmp_path: Path) -> None:
    late(field, tmp_path)
    case_id = lodge(field)
    shown = panel(field, case_id, "judge_admissibility", "Op tijd ingediend?")
    assert shown["Laatste dag om in te dienen"] == date(2025, 3, 2)
    assert shown["Laatste dag in de andere lezing"] == date(2025, 3, 3)
    assert shown["Zekerheid"] == "Regel niet bevestigd: u beslist." and "Te laat" in shown[""]
    without = field.refused(case_id, "judge_admissibility", admissible="yes")
    assert without == {"motive": "De laatste dag was 02/03/2025. Zeg waarom de vraag toch ontvankelijk is."}
    assert (
        "waarom de vraag niet ontvankelijk is"
        in field.refused(case_id, "judge_admissibility", admissible="no")["motive"]
    )
    field.do(case_id, "judge_admissibility", admissible="no", motive="De vraag kwam een dag na de laatste dag.")
    assert field.open(case_id) == ["deliver_decision"]
    letter = field.letter(case_id)
    assert "niet ontvankelijk" in letter and "2 maart 2025" in letter and "een dag na de laatste dag" in letter
    field.do(case_id, "deliver_decision")
    assert field.row(Reconsideration).outcome == "ONONTVANKELIJK"
    assert field.case(case_id).end_event == "ended_inadmissible"


def test_t16_a_person_may_admit_a_late_appeal_with_a_motive(field: Field, tmp_path: Path) -> None:
    late(field, tmp_path)
    case_id = lodge(field)
    field.do(case_id, "judge_admissibility", admissible="yes", motive=MOTIVE)
    row = field.row(Reconsideration)
    assert (row.in_time, row.admissible, row.admissible_motive, row.outcome) == (False, True, MOTIVE, None)
    assert "register_advice" in field.open(case_id)


def test_t16_with_the_weekend_rule_the_same_appeal_is_in_time(field: Field, tmp_path: Path) -> None:
    late(field, tmp_path)
    new = rules.NewValue("ja", date(2025, 1, 1), "Brief van VDAB, gelezen door de dossierbeheerder", confirmed=True)
    rules.set_value(field.official, "termijn.weekendVerschuift", new)
    case_id = lodge(field)
    shown = panel(field, case_id, "judge_admissibility", "Op tijd ingediend?")
    assert shown["Laatste dag om in te dienen"] == date(2025, 3, 3)
    assert "Zekerheid" not in shown and shown["Bron van die regel"].startswith("Brief van VDAB")
    field.do(case_id, "judge_admissibility", admissible="yes")
    assert field.row(Reconsideration).in_time


def test_another_day_of_taking_note_makes_another_sum_and_needs_a_motive(appeals: Field) -> None:
    case_id = lodge(appeals)
    refusal = appeals.refused(case_id, "judge_admissibility", admissible="yes", known_on=date(2025, 2, 10))
    assert refusal == {"motive": "U veranderde de dag van kennisname. Zeg waarop u dat steunt."}
    appeals.do(case_id, "judge_admissibility", admissible="yes", known_on=date(2025, 2, 10), motive=MOTIVE)
    row = appeals.row(Reconsideration)
    assert (row.known_on, row.final_day) == (date(2025, 2, 10), date(2025, 3, 27))


# who may lodge


def test_t17_an_employer_may_not_contest_an_indication(appeals: Field) -> None:
    other = {"indication": "other", "decision_text": "Advies", "decision_on": "2025-02-01"}
    refusal = refused(appeals, appeals.employer, against="INDICERING", **other)
    assert refusal["against"].startswith("Alleen de werknemer of werkzoekende kan een indicering")


def test_t17_not_on_paper_either(appeals: Field) -> None:
    other = {"indication": "other", "decision_text": "Advies", "decision_on": "2025-02-01"}
    refusal = refused(appeals, appeals.counsellor, against="INDICERING", lodged_by="WERKGEVER", **other)
    assert list(refusal) == ["against"]


def test_an_employer_may_contest_an_evaluation_and_gets_the_letter(appeals: Field) -> None:
    case_id = lodge(appeals, appeals.employer)
    assert {"employer", "worker"} <= party_roles(case_id)
    assert "coach" not in party_roles(case_id)
    until_decision(appeals, case_id)
    decide(appeals, case_id, "BEVESTIGD")
    assert "Beste Schakel" in appeals.letter(case_id) and "over Amina Yildiz" in appeals.letter(case_id)


def test_the_appeal_of_an_employee_is_no_business_of_his_enterprise(appeals: Field) -> None:
    case_id = lodge(appeals)
    for nosy in (appeals.employer, appeals.coach):
        with pytest.raises(NotVisible):
            appeals.view(case_id, "judge_admissibility", by=nosy)


def test_a_coach_lodges_for_the_employee_with_a_reason(appeals: Field) -> None:
    assert "behalf_reason" in refused(appeals, appeals.coach)
    why = "Ze vroeg het mij in ons gesprek van gisteren."
    case_id = lodge(appeals, appeals.coach, behalf_reason=why)
    row = appeals.row(Reconsideration)
    assert (row.lodged_by, row.behalf_reason) == ("WERKNEMER", why)
    assert {"coach", "worker"} <= party_roles(case_id)
    assert why in panel(appeals, case_id, "judge_admissibility", "De vraag").values()


def test_a_paper_appeal_counts_from_the_day_it_was_lodged(appeals: Field) -> None:
    appeals.travel(date(2025, 4, 1))
    case_id = lodge(appeals, appeals.counsellor, lodged_by="WERKNEMER", lodged_on=LODGED_ON.isoformat())
    row = appeals.row(Reconsideration)
    assert (row.lodged_on, row.in_time, row.advice_due) == (LODGED_ON, True, date(2025, 5, 19))
    assert "worker" in party_roles(case_id)


def test_without_a_secretariat_it_says_where_to_go(field: Field, tmp_path: Path) -> None:
    evaluated(field, tmp_path)
    assert "op papier" in refused(field, field.worker)[""]


@pytest.mark.parametrize(
    ("changed", "where", "why"),
    [
        ({"known_on": "2025-03-21"}, "known_on", ""),
        ({"known_on": "2025-01-13"}, "known_on", "14/01/2025"),
        ({"known_on": ""}, "known_on", ""),
        ({"grounds": ""}, "grounds", ""),
        ({"grounds": "x" * 6001}, "grounds", "6000"),
        ({"against": "RAKET"}, "against", ""),
        ({"evaluation": "1"}, "evaluation", ""),
        ({"evaluation": "other"}, "decision_text", ""),
        ({"route": "PAPER"}, "route", ""),
        ({"route": "EMPLOYER"}, "route", ""),
        ({"typename": "x"}, "typename", ""),
        ({"_x": "1"}, "_x", ""),
    ],
)
def test_what_cannot_be_is_told_at_the_field(appeals: Field, changed: dict[str, str], where: str, why: str) -> None:
    refusal = refused(appeals, appeals.worker, **changed)
    assert where in refusal and why in refusal[where]


def test_a_paper_appeal_is_not_older_than_the_decision_was_known(appeals: Field) -> None:
    refusal = refused(appeals, appeals.counsellor, lodged_by="WERKNEMER", lodged_on="2025-02-02")
    assert refusal == {"known_on": "De vraag is ingediend op 02/02/2025. De beslissing was toen al bekend."}


def test_a_decision_that_is_not_in_traject_can_be_contested_too(appeals: Field) -> None:
    other = {"indication": "other", "decision_text": "Geen advies voor LDE", "decision_on": "2025-02-03"}
    case_id = lodge(appeals, against="INDICERING", **other)
    shown = panel(appeals, case_id, "judge_admissibility", "De betwiste beslissing")
    assert shown["Beslissing"] == "Geen advies voor LDE" and shown["Beslist op"] == date(2025, 2, 3)


def test_the_same_decision_is_not_contested_twice_at_once(appeals: Field) -> None:
    lodge(appeals)
    with pytest.raises(AnswersInvalid) as refusal:
        lodge(appeals)
    assert list(refusal.value.errors) == ["evaluation"]
    lodge(appeals, appeals.employer)  # somebody else's right is his own
    assert len(appeals.rows(Reconsideration)) == 2


# advice and decision


def test_four_eyes_on_the_decision(appeals: Field) -> None:
    case_id = lodge(appeals)
    until_decision(appeals, case_id)
    with pytest.raises(NotAllowed, match="tweede persoon"):
        appeals.do(
            case_id, "register_decision", by=appeals.secretary, outcome="BEVESTIGD", reasons=REASONS, signed=True
        )
    assert appeals.open(case_id) == ["register_decision"] and appeals.row(Reconsideration).outcome is None


def test_advice_without_the_statement_needs_a_reason(appeals: Field) -> None:
    case_id = lodge(appeals)
    appeals.do(case_id, "judge_admissibility", admissible="yes")
    missing = appeals.refused(case_id, "register_advice", advice_text=REASONS)
    assert missing["no_statement_reason"].startswith("VDAB gaf nog geen verklaring.")
    why = "De bemiddelaar is langdurig afwezig."
    appeals.do(case_id, "register_advice", advice_text=REASONS, no_statement_reason=why)
    assert appeals.row(Reconsideration).no_statement_reason == why
    assert appeals.open(case_id) == ["give_statement", "register_decision"]


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"advice_on": date(2025, 3, 19)}, "advice_on"),
        ({"advice_on": date(2025, 3, 21)}, "advice_on"),
        ({"heard": "yes", "heard_on": date(2025, 3, 19)}, "heard_on"),
        ({"heard": "no"}, "not_heard_reason"),
    ],
)
def test_days_of_the_advice_that_cannot_be(appeals: Field, given: dict[str, Any], where: str) -> None:
    case_id = lodge(appeals)
    appeals.do(case_id, "judge_admissibility", admissible="yes")
    appeals.do(case_id, "give_statement")
    full = {"advice_text": REASONS, "not_heard_reason": ""} | given
    assert where in appeals.refused(case_id, "register_advice", **full)


def test_the_board_decides_after_the_advice(appeals: Field) -> None:
    case_id = lodge(appeals)
    until_decision(appeals, case_id)
    early = {"decided_on": date(2025, 5, 11), "outcome": "BEVESTIGD", "reasons": REASONS, "signed": True}
    assert "12/05/2025" in appeals.refused(case_id, "register_decision", by=appeals.second, **early)["decided_on"]
    revision = {"outcome": "HERZIEN", "reasons": REASONS, "signed": True, "new_decision": ""}
    assert "new_decision" in appeals.refused(case_id, "register_decision", by=appeals.second, **revision)


def test_reminders_come_once_each_and_decide_nothing(appeals: Field) -> None:
    case_id = lodge(appeals)
    appeals.later(days=14)
    assert new_notices(appeals, case_id) == [("appeals_secretary", "Een heroverweging wacht op u")]
    appeals.do(case_id, "judge_admissibility", admissible="yes")
    assert moments(appeals, case_id) == {
        "statement_waits": date(2025, 4, 13), "advice_near": date(2025, 5, 5), "advice_late": date(2025, 5, 20)
    }  # fmt: skip
    told = len(appeals.notices(case_id))
    appeals.travel(date(2025, 7, 1))
    assert new_notices(appeals, case_id, told) == [
        ("vdab_counsellor", "Uw verklaring voor een heroverweging"),
        ("appeals_secretary", "Het advies van de commissie: bijna tijd"),
        ("appeals_secretary", "Het advies van de commissie is te laat"),
    ]
    assert appeals.open(case_id) == ["give_statement", "register_advice"]
    appeals.do(case_id, "give_statement")
    appeals.do(case_id, "register_advice", by=appeals.secretary, advice_text=REASONS)
    assert moments(appeals, case_id) == {"decision_near": date(2025, 7, 24), "decision_late": date(2025, 8, 1)}
    told = len(appeals.notices(case_id))
    appeals.travel(date(2025, 9, 1))
    assert new_notices(appeals, case_id, told) == [
        ("appeals_secretary", "Het besluit van de raad van bestuur: bijna tijd"),
        ("appeals_secretary", "Het besluit van de raad van bestuur is te laat"),
    ]
    decide(appeals, case_id, "BEVESTIGD")
    assert panel(appeals, case_id, "deliver_decision", "Het besluit")["Te laat, in dagen"] == "32"


# withdrawn


def test_a_withdrawal_counts_when_the_secretary_made_sure(appeals: Field) -> None:
    case_id = lodge(appeals)
    appeals.do(case_id, "judge_admissibility", admissible="yes")
    messaging.send(appeals.worker, case_id, "withdraw_appeal")
    shown = panel(appeals, case_id, "confirm_withdrawal", "Vraag om in te trekken")
    assert shown["Gemeld door"] == "Worker"
    appeals.do(case_id, "confirm_withdrawal", confirmed="no", note="Ze klikte per vergissing.")
    assert appeals.open(case_id) == ["give_statement", "register_advice"]
    messaging.send(appeals.worker, case_id, "withdraw_appeal")
    appeals.do(case_id, "confirm_withdrawal", confirmed="yes", note="Gesproken met Amina op 20 maart.")
    assert appeals.open(case_id) == ["deliver_decision"]
    assert "U trok uw vraag in." in appeals.letter(case_id)
    appeals.do(case_id, "deliver_decision")
    row = appeals.row(Reconsideration)
    assert (row.outcome, row.withdrawn_on, row.withdrawal_asked_by) == (
        "INGETROKKEN", LODGED_ON, appeals.worker.user_id
    )  # fmt: skip
    assert appeals.case(case_id).end_event == "ended_withdrawn" and moments(appeals, case_id) == {}


def test_who_is_outside_cannot_withdraw_and_after_the_decision_nobody_can(appeals: Field) -> None:
    case_id = lodge(appeals)
    with pytest.raises(NotVisible):
        messaging.send(appeals.employer, case_id, "withdraw_appeal")
    with pytest.raises(NotAllowed):
        messaging.send(appeals.secretary, case_id, "withdraw_appeal")
    until_decision(appeals, case_id)
    decide(appeals, case_id, "BEVESTIGD")
    with pytest.raises(NothingWaits):
        messaging.send(appeals.worker, case_id, "withdraw_appeal")


def test_after_a_withdrawal_one_may_ask_again(appeals: Field) -> None:
    case_id = lodge(appeals)
    messaging.send(appeals.worker, case_id, "withdraw_appeal")
    appeals.do(case_id, "confirm_withdrawal", confirmed="yes", note="Gesproken met Amina op 20 maart.")
    lodge(appeals)
    assert [row.outcome for row in appeals.rows(Reconsideration)] == ["INGETROKKEN", None]


# revised


def test_a_revised_indication_leads_to_a_person_and_changes_nothing_by_itself(stage: Stage, tmp_path: Path) -> None:
    publish(tmp_path / "appeals", "reconsideration")
    add_secretaries(stage)
    trajectory_case = stage.hire(date(2024, 2, 12))
    stage.person_id = stage.case(trajectory_case).person_id or 0
    indication, before = stage.row(Indication), stage.the_trajectory(trajectory_case)
    case_id = lodge(
        stage, stage.coach, against="INDICERING", indication=str(indication.id), known_on="2024-02-12",
        behalf_reason="Tom heeft geen account.",
    )  # fmt: skip
    assert "worker" not in party_roles(case_id)  # he has no account: the letter goes by post
    until_decision(stage, case_id, date(2024, 3, 4))
    decide(stage, case_id, "HERZIEN", new_decision="Er komt een nieuwe indicering.")
    stage.do(case_id, "deliver_decision")
    assert stage.open(case_id) == ["follow_up"]
    stage.later(days=14)
    assert ("vdab_expert", "Een herziene beslissing wacht op u") in stage.notices(case_id)
    told = len(stage.notices(trajectory_case))
    explanation = "De bemiddelaar plant een nieuwe indicering en bespreekt ze met Tom."
    stage.do(case_id, "follow_up", follow_up="NEW_INDICATION", explanation=explanation, by_on=date(2024, 4, 30))
    new = stage.notices(trajectory_case)[told:]
    assert new == [("vdab_counsellor", "Een beslissing is herzien"), ("coach", "Een beslissing is herzien")]
    assert ("coach", "Een beslissing is herzien") in stage.notices(case_id)
    row, case, after = stage.row(Reconsideration), stage.case(case_id), stage.the_trajectory(trajectory_case)
    assert (case.end_event, row.follow_up, row.followed_up_by) == (
        "ended_revised", "NEW_INDICATION", stage.expert.user_id
    )  # fmt: skip
    assert (after.status, after.clock_start, after.max_years) == (before.status, before.clock_start, before.max_years)
    assert stage.row(Indication).accepted == indication.accepted
