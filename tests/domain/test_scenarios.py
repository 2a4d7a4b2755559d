"""The scenarios of the domain sheet §10, by number. Those on identifiers (T29) are in test_identifiers.py."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from app.domain import (
    appeal,
    conversion,
    evaluation,
    flow_through,
    headcount,
    indication,
    phases,
    plan_dates,
    previous_measure,
    project_stop,
    sto_label,
)
from app.domain.codes import (
    AppealParty,
    AppealSubject,
    ClockReading,
    EarlyEndReason,
    EvaluationOutcome,
    IcfResult,
    LegalForm,
    NewJobSupport,
    Phase,
    StopDestination,
    SuspensionKind,
)
from app.domain.finding import refusals, warnings
from app.domain.period import Period, total_days, unite
from app.domain.quarter import Quarter, quarter_of
from app.domain.rules import Rules, RulesOnDay
from app.domain.suspension import may_start_track
from app.domain.term import InvalidTerm, MonthsAndDays, Suspension, legal_end

INCAPACITY = SuspensionKind.ARBEIDSONGESCHIKT_LANGDURIG
MINISTER = SuspensionKind.MINISTERIEEL
RULES = Rules().at(date(2025, 1, 1))


def rules_with(**changed: object) -> RulesOnDay:
    """Rules as an administrator set them; `__` stands for the dot of a key."""
    rows = [
        SimpleNamespace(
            key=key.replace("__", "."), value=value, valid_from=date(2015, 4, 1), source="Test", confirmed=False
        )
        for key, value in changed.items()
    ]
    return Rules(rows).at(date(2025, 1, 1))


def test_t01_base_term() -> None:
    term = legal_end(date(2020, 3, 1))
    assert (term.end_exclusive, term.last_day) == (date(2025, 3, 1), date(2025, 2, 28))
    assert [each.day for each in term.milestones()] == [date(2024, 3, 1), date(2024, 6, 1), date(2024, 9, 1)]
    assert evaluation.opens_on(term, RULES) == date(2024, 9, 1)
    assert term.confirmed


def test_t02_leap_start() -> None:
    term = legal_end(date(2020, 2, 29))
    assert term.last_day == date(2025, 2, 28)
    assert "bestaat dan niet" in str(term.steps[1].text)


def test_t03_incapacity() -> None:
    ill = Suspension(date(2022, 5, 10), date(2022, 11, 9), INCAPACITY)
    stops = legal_end(date(2020, 3, 1), suspensions=[ill], rules=rules_with(arbeidsongeschiktheid__stopKlok=True))
    assert (stops.last_day, stops.suspended_days) == (date(2025, 8, 31), 184)
    assert stops.other_last_days == (date(2025, 2, 28),)
    runs = legal_end(date(2020, 3, 1), suspensions=[ill], rules=RULES)
    assert (runs.last_day, runs.suspended_days) == (date(2025, 2, 28), 0)
    assert runs.other_last_days == (date(2025, 8, 31),)
    assert not runs.confirmed
    assert "niet bevestigd" in str(runs.steps[-1].text)


def test_t03_a_confirmed_rule_leaves_one_outcome() -> None:
    row = SimpleNamespace(
        key="arbeidsongeschiktheid.stopKlok", value=True, valid_from=date(2015, 4, 1), source="Art. 20", confirmed=True
    )
    ill = Suspension(date(2022, 5, 10), date(2022, 11, 9), INCAPACITY)
    term = legal_end(date(2020, 3, 1), suspensions=[ill], rules=Rules([row]).at(date(2025, 1, 1)))
    assert (term.last_day, term.confirmed) == (date(2025, 8, 31), True)


def test_t04_short_illness() -> None:
    rules = rules_with(arbeidsongeschiktheid__stopKlok=True, arbeidsongeschiktheid__minDuur="P1M")
    ill = Suspension(date(2021, 2, 1), date(2021, 2, 20), INCAPACITY)
    term = legal_end(date(2020, 3, 1), suspensions=[ill], rules=rules)
    assert (term.last_day, term.suspended_days, term.confirmed) == (date(2025, 2, 28), 0, True)
    assert "korter dan het minimum" in str(term.steps[-1].text)


def test_t04_touching_periods_of_illness_are_one_and_then_long_enough() -> None:
    rules = rules_with(arbeidsongeschiktheid__stopKlok=True, arbeidsongeschiktheid__minDuur="P1M")
    ill = [
        Suspension(date(2021, 2, 1), date(2021, 2, 20), INCAPACITY),
        Suspension(date(2021, 2, 21), date(2021, 2, 28), INCAPACITY),
    ]
    assert legal_end(date(2020, 3, 1), suspensions=ill, rules=rules).suspended_days == 28
    one_day_less = [ill[0], Suspension(date(2021, 2, 21), date(2021, 2, 27), INCAPACITY)]
    assert legal_end(date(2020, 3, 1), suspensions=one_day_less, rules=rules).suspended_days == 0


def test_t05_overlap() -> None:
    suspensions = [
        Suspension(date(2020, 2, 1), date(2020, 6, 30), INCAPACITY, stops_clock=True),
        Suspension(date(2020, 3, 20), date(2020, 8, 31), MINISTER),
    ]
    term = legal_end(date(2019, 10, 1), suspensions=suspensions)
    assert term.suspended == (Period(date(2020, 2, 1), date(2020, 8, 31)),)
    assert (term.suspended_days, term.last_day) == (213, date(2025, 5, 1))
    assert any("Niet geteld: 103" in str(step.text) for step in term.steps)
    assert legal_end(date(2019, 10, 1), years=6, suspensions=suspensions).last_day == date(2026, 5, 1)
    assert legal_end(date(2019, 10, 1), extension_months=12, suspensions=suspensions).last_day == date(2026, 5, 1)


def test_t06_previous_measure_gives_two_readings_and_no_choice() -> None:
    literal, cumulated = previous_measure.readings(
        [Period(date(2017, 9, 1), date(2018, 8, 31))], date(2020, 3, 1), RULES
    )
    assert (literal.reading, literal.clock_start) == (ClockReading.LETTERLIJK, date(2017, 9, 1))
    assert literal.term.last_day == date(2022, 8, 31)
    assert (cumulated.reading, cumulated.clock_start) == (ClockReading.GECUMULEERD, date(2020, 3, 1))
    assert cumulated.used == MonthsAndDays(12, 0)
    assert cumulated.term.last_day == date(2024, 2, 29)
    assert any("maanden: 12" in str(step.text) for step in cumulated.term.steps)


def test_t06_without_earlier_measure_there_is_one_reading() -> None:
    (only,) = previous_measure.readings([], date(2020, 3, 1), RULES)
    assert (only.reading, only.term.last_day) == (ClockReading.GEEN, date(2025, 2, 28))


def test_t06_more_than_a_whole_trajectory_before_is_refused() -> None:
    with pytest.raises(InvalidTerm, match="al meer tijd verbruikt"):
        previous_measure.readings([Period(date(2010, 1, 1), date(2015, 12, 31))], date(2020, 3, 1), RULES)


def test_t07_part_time() -> None:
    """The clock knows no working time. The fraction that holds on a day: tests/services/test_employments.py."""
    assert legal_end(date(2020, 3, 1)).last_day == date(2025, 2, 28)


def test_t08_extension() -> None:
    term = legal_end(date(2020, 3, 1))
    proposal = {"requested_on": date(2025, 2, 10), "outcome": EvaluationOutcome.VERLENGING_6}
    assert evaluation.check_extension(term, **proposal, proposed_by=1, decided_by=2) == ()
    same_person = evaluation.check_extension(term, **proposal, proposed_by=1, decided_by=1)
    assert "voorstelt" in str(refusals(same_person)[0])
    extended = legal_end(date(2020, 3, 1), extension_months=12)
    assert extended.last_day == date(2026, 2, 28)
    assert "tweede verlenging" in str(refusals(evaluation.check_extension(extended, **proposal))[0])
    with pytest.raises(InvalidTerm, match="ten hoogste 6 jaar"):
        legal_end(date(2020, 3, 1), extension_months=24)
    with pytest.raises(InvalidTerm, match="ten hoogste 6 jaar"):
        legal_end(date(2020, 3, 1), years=6, extension_months=12)


def test_t08_no_extension_without_the_conclusion_of_the_evaluation() -> None:
    found = evaluation.check_extension(
        legal_end(date(2020, 3, 1)), requested_on=date(2025, 2, 10), outcome=EvaluationOutcome.INTERN
    )
    assert "besluit niet tot een verlenging" in str(refusals(found)[0])


def test_t09_late_extension() -> None:
    term = legal_end(date(2020, 3, 1))
    late = evaluation.check_extension(term, requested_on=date(2025, 3, 5), outcome=EvaluationOutcome.VERLENGING_6)
    assert "uitzondering, met een motivering" in str(refusals(late)[0])
    last_day = evaluation.check_extension(term, requested_on=date(2025, 2, 28), outcome=EvaluationOutcome.VERLENGING_6)
    assert last_day == ()


def test_t10_suspension_across_the_end() -> None:
    ill = Suspension(date(2025, 1, 10), date(2025, 7, 9), INCAPACITY, stops_clock=True)
    term = legal_end(date(2020, 3, 1), suspensions=[ill])
    assert (term.suspended_days, term.last_day) == (181, date(2025, 8, 28))
    assert term.is_suspended_on(date(2025, 7, 9))
    assert not term.is_suspended_on(date(2025, 7, 10))


def test_t11_transition_maxima() -> None:
    planned = phases.plan_track(date(2025, 3, 1), RULES)
    assert [(each.phase, each.latest) for each in planned] == [
        (Phase.VOORTRAJECT, date(2025, 3, 31)),
        (Phase.JOBMATCHING, date(2025, 6, 30)),
        (Phase.STAGE, date(2025, 9, 30)),
        (Phase.NAZORG, date(2025, 12, 31)),
    ]
    assert "140; dat is geen grens" in str(phases.hours_remark(160, RULES))


def test_t12_stage_too_long() -> None:
    start = date(2025, 6, 2)
    assert phases.latest_day(Phase.STAGE, start, RULES) == date(2025, 9, 1)
    too_long = phases.check_internship(Period(start, date(2025, 9, 7)), RULES)
    assert "01/09/2025" in str(refusals(too_long)[0])
    assert phases.check_internship(Period(start, date(2025, 8, 31)), RULES) == ()
    assert phases.check_internship(Period(start, date(2025, 9, 1)), RULES) == ()


def test_t12_two_stages_together_too_long_only_warns() -> None:
    first, second = Period(date(2025, 6, 2), date(2025, 7, 31)), Period(date(2025, 8, 4), date(2025, 9, 30))
    found = phases.check_internship(second, RULES, others=[first])
    assert refusals(found) == []
    assert "niet bevestigd" in str(warnings(found)[0])
    assert not found[0].confirmed
    short = Period(date(2025, 8, 4), date(2025, 8, 29))
    assert phases.check_internship(short, RULES, others=[first]) == ()


def test_t12_stage_outside_the_track_or_over_another() -> None:
    track = Period(date(2025, 3, 1), date(2025, 9, 30))
    outside = phases.check_internship(Period(date(2025, 9, 15), date(2025, 10, 15)), RULES, track=track)
    assert "buiten het doorstroomtraject" in str(refusals(outside)[0])
    overlap = phases.check_internship(
        Period(date(2025, 6, 1), date(2025, 6, 30)),
        RULES,
        track=track,
        others=[Period(date(2025, 6, 30), date(2025, 7, 4))],
    )
    assert "valt samen" in str(warnings(overlap)[0])


@pytest.mark.parametrize(
    ("support", "counts"),
    [
        (NewJobSupport.GEEN, True),
        (NewJobSupport.MINDER, True),
        (NewJobSupport.EVENVEEL, False),
        (NewJobSupport.MEER, False),
    ],
)
def test_t13_stage_end_with_a_hire(support: NewJobSupport, counts: bool) -> None:
    assert flow_through.counts_as_flow_through(support) is counts
    assert flow_through.follow_up_days(date(2025, 8, 31)) == (date(2025, 11, 30), date(2026, 2, 28), date(2026, 8, 31))


def test_t14_internal_flow_through() -> None:
    assert flow_through.premium_closed_on(date(2025, 3, 1)) == date(2025, 2, 28)
    assert EvaluationOutcome.INTERN.route == "internal"


def test_t15_appeal_in_time() -> None:
    known, lodged = date(2025, 2, 3), date(2025, 3, 20)
    assert appeal.final_day_to_lodge(known, RULES) == lodged
    assert appeal.check_lodged(known, lodged, RULES).in_time
    assert appeal.advice_due(lodged, RULES) == date(2025, 5, 19)
    assert appeal.decision_due(date(2025, 5, 12), RULES) == date(2025, 6, 11)


def test_t16_appeal_late_in_a_weekend() -> None:
    known, lodged = date(2025, 1, 16), date(2025, 3, 3)
    strict = appeal.check_lodged(known, lodged, RULES)
    assert (strict.final_day, strict.in_time) == (date(2025, 3, 2), False)
    shifting = appeal.check_lodged(known, lodged, rules_with(termijn__weekendVerschuift=True))
    assert (shifting.final_day, shifting.in_time) == (lodged, True)


def test_t17_appeal_by_the_wrong_party() -> None:
    blocked = appeal.check_party(AppealParty.WERKGEVER, AppealSubject.INDICERING)
    assert "Alleen de werknemer" in str(refusals(blocked)[0])
    assert appeal.check_party(AppealParty.WERKGEVER, AppealSubject.EVALUATIE) == ()
    assert appeal.check_party(AppealParty.WERKNEMER, AppealSubject.INDICERING) == ()


def test_t18_plan_timers() -> None:
    hired = date(2024, 2, 12)
    assert plan_dates.first_plan_due(hired, RULES) == date(2024, 3, 12)
    assert plan_dates.yearly_plan_due(hired, 1, RULES) == date(2025, 2, 12)
    assert plan_dates.plan_for_evaluation_due(date(2025, 1, 20), RULES) == date(2025, 1, 10)


def test_t18_the_yearly_plan_stays_on_the_anniversary() -> None:
    assert plan_dates.next_plan_due(date(2024, 2, 29), date(2025, 4, 30), RULES) == date(2026, 2, 28)
    assert plan_dates.next_plan_due(date(2024, 2, 29), date(2026, 2, 28), RULES) == date(2027, 2, 28)
    assert plan_dates.yearly_plan_due(date(2024, 2, 29), 4, RULES) == date(2028, 2, 29)


def test_t19_early_evaluation() -> None:
    clock = date(2021, 3, 1)

    def check(requested: date) -> tuple[list[str], list[str]]:
        found = evaluation.check_early_evaluation(clock, clock, requested, RULES, medical=False)
        return [str(text) for text in refusals(found)], [str(text) for text in warnings(found)]

    refused, _ = check(date(2022, 12, 1))
    assert "01/03/2023" in refused[0]
    assert check(date(2023, 2, 28))[0]
    assert check(date(2023, 3, 1)) == (
        [],
        ["Aanvaard, maar niet bevestigd: in een strengere lezing kan het pas vanaf 02/03/2023."],
    )
    assert check(date(2023, 3, 2)) == ([], [])


def test_t19_early_evaluation_on_medical_ground() -> None:
    hired = date(2024, 2, 12)
    assert evaluation.earliest_medical_evaluation(hired, RULES) == date(2024, 4, 8)
    early = evaluation.check_early_evaluation(hired, hired, date(2024, 3, 20), RULES, medical=True)
    assert "08/04/2024" in str(refusals(early)[0])
    assert evaluation.check_early_evaluation(hired, hired, date(2024, 4, 8), RULES, medical=True) == ()


def test_t20_icf_override() -> None:
    assert "niet weigeren" in str(refusals(indication.check_proposal(IcfResult.JA, admits=False))[0])
    assert "schrijf dan waarom" in str(refusals(indication.check_proposal(IcfResult.NEE, admits=True))[0])
    assert indication.check_proposal(IcfResult.NEE, admits=True, motivation="Zie verslag") == ()
    assert indication.check_proposal(IcfResult.JA, admits=True) == ()
    assert indication.check_proposal(IcfResult.NEE, admits=False) == ()


def test_advice_is_valid_for_five_years() -> None:
    assert indication.advice_valid_until(date(2020, 2, 29), RULES) == date(2025, 2, 28)
    assert indication.advice_valid_until(date(2020, 3, 1), RULES) == date(2025, 2, 28)


def test_t21_partial_stop() -> None:
    leaving = [
        (Decimal("0.8"), StopDestination.ANDERE_DIENST),
        (Decimal("0.8"), StopDestination.ANDERE_DIENST),
        (Decimal("0.8"), StopDestination.DOORSTROOM),
        (Decimal("0.8"), StopDestination.ONTSLAG),
    ]
    remaining = headcount.remaining_fte(Decimal("9.4"), leaving)
    assert remaining == Decimal("7.8")
    assert headcount.check_scale(remaining, RULES) == ()
    assert headcount.check_scale(Decimal(5), RULES) == ()
    assert [project_stop.must_inform_vdab(to) for _, to in leaving] == [False, False, False, True]
    assert [project_stop.keeps_clock(to) for _, to in leaving] == [True, True, False, False]
    assert project_stop.advances_recalculated_from(date(2024, 9, 30)) == date(2024, 10, 1)


def test_t22_partial_stop_under_five() -> None:
    found = headcount.check_scale(Decimal("4.6"), RULES)
    assert "onder 5 VTE" in str(warnings(found)[0])
    enough = [Decimal(quarter) for quarter in ("4.8", "5.1", "5.2", "5.0")]
    short = [Decimal(quarter) for quarter in ("4.2", "4.9", "5.2", "5.1")]
    assert headcount.yearly_average(enough) == Decimal("5.025")
    assert headcount.reaches_minimum(enough, RULES)
    assert headcount.yearly_average(short) == Decimal("4.850")
    assert not headcount.reaches_minimum(short, RULES)
    with pytest.raises(ValueError, match="no quarter"):
        headcount.yearly_average([])


def test_t23_full_stop() -> None:
    stops = date(2024, 6, 30)
    assert project_stop.last_advance_month(stops) == date(2024, 6, 1)
    assert project_stop.advances_recalculated_from(stops) == date(2024, 7, 1)
    assert quarter_of(stops) == Quarter(2024, 2)
    settled = project_stop.settle(Decimal("54300"), Decimal("60000"))
    assert (settled.balance, settled.reclaim) == (Decimal("-5700"), Decimal("5700"))
    assert project_stop.settle(Decimal("10"), Decimal("9")).reclaim == 0
    missing = project_stop.missing_to_close(employees=6, destinations=5, final_settlement=False, last_report=False)
    assert len(missing) == 3
    assert "5 van 6" in str(missing[0])
    done = project_stop.missing_to_close(employees=6, destinations=6, final_settlement=True, last_report=True)
    assert done == ()


def test_t23_a_stop_notified_late_is_accepted_with_a_reason() -> None:
    stops = date(2024, 6, 30)
    assert project_stop.check_notice(date(2024, 5, 31), stops, RULES) == ()
    late = project_stop.check_notice(date(2024, 6, 1), stops, RULES)
    after = project_stop.check_notice(date(2024, 7, 1), stops, RULES)
    assert (refusals(late), refusals(after)) == ([], [])
    assert "31/05/2024" in str(warnings(late)[0])
    assert "al ingegaan" in str(warnings(after)[0])


def test_t24_transition_to_individual_work() -> None:
    term = legal_end(date(2020, 10, 1))
    assert conversion.is_in_transition(date(2020, 10, 1), None, RULES)
    assert conversion.temporary_compensation(term, RULES) == Period(date(2023, 7, 1), date(2025, 9, 30))
    ended_by_package = conversion.temporary_compensation(term, RULES, package_from=date(2024, 5, 1))
    assert ended_by_package == Period(date(2023, 7, 1), date(2024, 4, 30))
    assert conversion.temporary_compensation(term, RULES, package_from=date(2023, 7, 1)) is None
    assert not conversion.has_track_at_end(chose_individual=True)
    assert not conversion.is_in_transition(date(2023, 7, 3), None, RULES)
    assert not conversion.is_in_transition(date(2020, 1, 1), date(2023, 6, 29), RULES)
    assert conversion.is_in_transition(date(2023, 6, 30), date(2023, 6, 30), RULES)


def test_t25_transition_to_collective_work() -> None:
    assert conversion.structural_quota(Decimal("1.0"), RULES) == Decimal("0.7")
    assert conversion.quota_decided_after(date(2023, 11, 30)) == date(2024, 1, 1)
    assert conversion.quota_decided_after(date(2024, 1, 1)) == date(2024, 4, 1)
    assert conversion.quota_decided_after(date(2024, 9, 30)) == date(2024, 10, 1)


def test_t26_long_term_ill_in_conversion() -> None:
    blocked = conversion.check_early_stop(EarlyEndReason.ONTSLAG_WG, long_ill=True)
    assert "niet ontslaat" in str(refusals(blocked)[0])
    confirmed = conversion.check_early_stop(EarlyEndReason.ONTSLAG_WG, long_ill=True, dismissal_confirmed=True)
    assert confirmed == ()
    assert conversion.check_early_stop(EarlyEndReason.OMZETTING_CMW, long_ill=True) == ()
    assert conversion.structural_quota(Decimal("1"), RULES) == Decimal("0.7")


def test_t27_ministerial_suspension() -> None:
    suspension = Suspension(date(2020, 3, 20), date(2020, 8, 31), MINISTER)
    days = unite([Period(suspension.first, date(2020, 8, 31))])
    assert total_days(days) == 165
    assert phases.latest_day(Phase.JOBMATCHING, date(2020, 2, 17), RULES) == date(2020, 5, 16)
    assert phases.latest_day(Phase.JOBMATCHING, date(2020, 2, 17), RULES, days) == date(2020, 10, 28)
    assert not may_start_track(date(2020, 3, 20), [suspension])
    assert not may_start_track(date(2020, 8, 31), [suspension])
    assert may_start_track(date(2020, 9, 1), [suspension])
    assert not may_start_track(date(2030, 1, 1), [Suspension(date(2020, 3, 20), None, MINISTER)])
    ending = {legal_end(date(2015, 3, day), suspensions=[suspension]).last_day for day in (20, 21)}
    assert ending == {date(2020, 3, 19), date(2020, 9, 1)}, "who ended the day before it began is not prolonged"


def test_t28_sto_label() -> None:
    request = sto_label.LabelRequest(
        requested_on=date(2025, 1, 15),
        workers=40,
        individual=11,
        local_services_in_transition=1,
        support_premium=1,
        legal_form=LegalForm.VZW,
        statutory_goal=True,
        registration_until=date(2025, 8, 31),
    )
    checked = sto_label.check_label(request, RULES)
    assert (checked.share, checked.valid_until) == (Decimal("0.3250"), date(2025, 12, 31))
    assert refusals(checked.findings) == []
    assert "eindigt op 31/08/2025" in str(warnings(checked.findings)[0])


def test_t28_sto_label_conditions_that_fail() -> None:
    request = sto_label.LabelRequest(
        requested_on=date(2025, 1, 15),
        workers=0,
        individual=0,
        local_services_in_transition=0,
        support_premium=0,
        legal_form=LegalForm.CVSO,
        statutory_goal=False,
        registration_until=date(2025, 1, 14),
        profit_share=Decimal("0.34"),
    )
    assert len(refusals(sto_label.check_label(request, RULES).findings)) == 4
