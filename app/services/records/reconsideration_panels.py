"""What one sees beside the forms of a reconsideration: the appeal, the decision contested, the terms, its effect."""

from __future__ import annotations

from datetime import timedelta

from app.domain.appeal import decision_due
from app.domain.codes import AppealOutcome, AppealParty, AppealSubject
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.models.reconsideration import Reconsideration
from app.queries import rules
from app.services import reconsiderations
from app.services.records.registry import Panel
from app.services.records.term_panels import term_rows
from app.services.terms import term_of
from app.services.work import Work

Row = tuple[Text | str, object]
ADVICE = {
    "CONFIRM": say("De beslissing bevestigen"),
    "REVISE": say("De beslissing herzien"),
    "INADMISSIBLE": say("De vraag niet ontvankelijk verklaren"),
}
# As the forms register_advice and give_statement offer them.
VIEWS = {
    "SAME": say("Blijft bij de beslissing"),
    "CHANGED": say("Zou nu anders beslissen"),
    "OPEN": say("Laat het aan de commissie over"),
}


def appeal_panel(row: Reconsideration) -> Panel:
    """Who asks what, and why."""
    rows: list[Row] = [
        (say("Wie vraagt het?"), AppealParty(row.lodged_by).label),
        (say("Ingediend op"), row.lodged_on),
        (say("Namens de werknemer, omdat"), row.behalf_reason),
        (say("Wat vraagt hij of zij?"), row.wish),
    ]
    return Panel(say("De vraag"), filled(rows), row.grounds)


def decision_panel(work: Work, row: Reconsideration) -> Panel:
    """The decision that is contested. Its reasons where Traject has them; never health data."""
    decision = reconsiderations.contested(work, row)
    rows: list[Row] = [(say("Soort"), AppealSubject(row.against).label)]
    if decision is None:
        rows += [(say("Beslissing"), row.decision_text), (say("Beslist op"), row.decision_on)]
        return Panel(say("De betwiste beslissing"), filled(rows), say("Deze beslissing staat niet in Traject."))
    rows += [
        (say("Beslissing"), decision.label),
        (say("Beslist op"), decision.taken_on),
        (say("Kennisgenomen op, volgens het dossier"), decision.known_on),
    ]
    evaluation = work.session.get(Evaluation, row.evaluation_id) if row.evaluation_id else None
    return Panel(say("De betwiste beslissing"), filled(rows), evaluation.reasons if evaluation else None)


def in_time_panel(work: Work, row: Reconsideration) -> Panel:
    """The sum of the term to lodge, the weekend rule with its state, and where the other reading leads (T15, T16)."""
    made = reconsiderations.in_time(work, row.known_on, row.lodged_on)
    final = made.found.final_day
    rows: list[Row] = [
        (say("Kennisgenomen op"), row.known_on),
        (say("Ingediend op"), row.lodged_on),
        (say("Laatste dag om in te dienen"), final),
        (made.weekend.rule.title, say("ja") if made.weekend.value else say("nee")),
        (say("Bron van die regel"), made.weekend.source),
    ]
    if made.other_final_day != final:
        rows.append((say("Laatste dag in de andere lezing"), made.other_final_day))
    if not made.weekend.confirmed:
        rows.append((say("Zekerheid"), say("Regel niet bevestigd: u beslist.")))
    return Panel(say("Op tijd ingediend?"), rows, _verdict(made))


def _verdict(made: reconsiderations.Sum) -> Text:
    if made.found.in_time:
        return say("Op tijd volgens de ingestelde termijn. Die geldt voor individueel maatwerk en is hier aangenomen.")
    return say(
        "Te laat volgens de ingestelde termijn. Die geldt voor individueel maatwerk en is hier aangenomen. "
        "Er is niets vanzelf beslist: u beslist of de vraag toch ontvankelijk is."
    )


def terms_panel(work: Work, row: Reconsideration) -> Panel:
    """The days for advice and decision; the second follows from the first."""
    rows: list[Row] = [(say("Advies ten laatste op"), row.advice_due), (say("Advies ontvangen op"), row.advice_on)]
    if row.decision_due is not None:
        rows.append((say("Besluit ten laatste op"), row.decision_due))
    else:
        latest = decision_due(row.advice_due, rules.at(work.session, row.advice_due))
        rows.append((say("Besluit ten laatste op, als het advies op de laatste dag komt"), latest))
    return Panel(say("Termijnen"), filled(rows), say("Termijnen van individueel maatwerk, hier aangenomen."))


def trajectory_panel(work: Work) -> Panel:
    """What the reconsideration does with the running trajectory: unknown, so nothing, and said so (§2.11)."""
    trajectory = work.trajectory
    term = term_of(work.session, trajectory, work.today) if trajectory else None
    text = say(
        "Niet bevestigd: of een heroverweging het traject stilzet, is niet bekend. Traject zet niets stil: "
        "het traject, zijn termijn en de betwiste beslissing lopen door."
    )
    return Panel(say("Gevolg voor het traject"), term_rows(term) if term else [], text)


def statement_panel(row: Reconsideration) -> Panel:
    """What who decided says to it, or that he said nothing yet."""
    if row.statement is None:
        return Panel(say("Verklaring van VDAB"), [], say("Er is nog geen verklaring."))
    rows: list[Row] = [
        (say("Gegeven op"), row.statement_on),
        (say("Hoe VDAB het nu ziet"), VIEWS.get(row.statement_view or "")),
    ]
    return Panel(say("Verklaring van VDAB"), filled(rows), row.statement)


def advice_panel(row: Reconsideration) -> Panel:
    """The advice of the committee."""
    rows: list[Row] = [
        (say("Advies"), ADVICE.get(row.advice or "")),
        (say("Ontvangen op"), row.advice_on),
        (say("Indiener gehoord op"), row.heard_on),
        (say("Niet gehoord, omdat"), row.not_heard_reason),
        (say("Zonder verklaring van VDAB, omdat"), row.no_statement_reason),
    ]
    return Panel(say("Advies van de heroverwegingscommissie"), filled(rows), row.advice_text)


def outcome_panel(row: Reconsideration) -> Panel:
    """The outcome with its reasons."""
    rows: list[Row] = [
        (say("Uitkomst"), AppealOutcome(row.outcome).label if row.outcome else None),
        (say("Beslist op"), row.decided_on),
        (say("Te laat, in dagen"), _days_late(row)),
        (say("Wat in de plaats komt"), row.new_decision),
    ]
    return Panel(say("Het besluit"), filled(rows), row.reasons or row.admissible_motive or row.withdrawal_note)


def _days_late(row: Reconsideration) -> int | None:
    if row.decided_on is None or row.decision_due is None:
        return None
    return (row.decided_on - row.decision_due) // timedelta(days=1) if row.decided_on > row.decision_due else None


def filled(rows: list[Row]) -> list[Row]:
    """The rows that have a value."""
    return [(label, value) for label, value in rows if value]
