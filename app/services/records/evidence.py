"""What one sees beside the forms of an evaluation: the term, the plans, both statements, what outcomes lead to."""

from __future__ import annotations

from datetime import timedelta

from app.domain.codes import EvaluationOutcome, NewJobSupport
from app.domain.evaluation import check_extension
from app.domain.finding import refusals
from app.domain.flow_through import premium_closed_on
from app.domain.phases import plan_track
from app.domain.text import Text, say
from app.models.evaluation import Evaluation
from app.queries import rules
from app.services import evaluations
from app.services.records.registry import Panel
from app.services.work import Work

Row = tuple[Text | str, object]
_STAYS = {"GEEN": say("Ja, zonder steun"), "MINDER": say("Ja, met minder steun dan nu"), "NIET": say("Nee")}


def evidence_panels(work: Work) -> list[Panel]:
    """The term with its end, then the plans, newest first, with the years that have none."""
    return [*term_panels(work), plans_panel(work)]


def term_panels(work: Work) -> list[Panel]:
    """The legal term: its last day and what made it longer. Nothing when no clock runs."""
    term = evaluations.term(work)
    if term is None:
        return []
    rows: list[Row] = [(say("Start"), term.start), (say("Laatste dag"), term.last_day)]
    if term.suspended_days:
        rows.append((say("Geschorst"), say("%(days)s dagen", days=term.suspended_days)))
    if term.extension_months:
        rows.append((say("Verlengd"), say("%(months)s maanden", months=term.extension_months)))
    for other in term.other_last_days:
        rows.append((say("Andere lezing, niet bevestigd"), other))
    text = say("De termijn is voorbij.") if work.today > term.last_day else None
    return [Panel(say("Termijn"), rows, text, of_term=True)]


def plans_panel(work: Work) -> Panel:
    """The signed plans, newest first, and the years without one."""
    rows: list[Row] = [
        (say("Jaar %(year)s", year=plan.year), say("ondertekend op %(day)s", day=plan.signed_on))
        for plan in evaluations.plans(work)
    ]
    gaps = evaluations.years_without_plan(work)
    if gaps:
        years = ", ".join(str(year) for year in gaps)
        rows.append((say("Ontbreekt"), say("geen plan in %(years)s: waarom?", years=years)))
    evaluation = evaluations.current(work)
    if evaluation is not None:
        rows.extend(_delivered(evaluation))
    return Panel(say("Plannen"), rows, None if rows else say("Er is nog geen ondertekend plan."))


def _delivered(evaluation: Evaluation) -> list[Row]:
    given: list[Row] = [
        (say("Bij VDAB op"), evaluation.plan_shared_on),
        (say("Waarom later"), evaluation.plan_late_reason),
        (say("Waarom een jaar zonder plan"), evaluation.plan_gaps_reason),
        (say("Wat is bereikt"), evaluation.progress),
    ]
    return [(label, value) for label, value in given if value]


def statement_panels(work: Work) -> list[Panel]:
    """What the employer and the employee say, one beside the other."""
    evaluation = evaluations.in_hand(work)
    stays = _STAYS.get(evaluation.internal_support or "")
    wish = EvaluationOutcome(evaluation.employer_wish).label if evaluation.employer_wish else None
    employer: list[Row] = [
        (say("Gehoord op"), evaluation.employer_heard_on),
        (say("Beste volgende stap"), wish),
        (say("Kan blijven werken"), stays),
        (say("Vanaf"), evaluation.internal_from),
        (say("Functie"), evaluation.internal_job),
    ]
    worker: list[Row] = [
        (say("Gehoord op"), evaluation.worker_heard_on),
        (say("Wil hierna"), evaluation.worker_wish),
        (say("Niet gehoord, omdat"), evaluation.worker_absent_reason),
    ]
    return [
        Panel(say("De werkgever zegt"), _filled(employer), evaluation.employer_statement),
        Panel(say("De werknemer zegt"), _filled(worker), evaluation.worker_statement),
    ]


def consequences_panel(work: Work) -> Panel:
    """What each outcome would lead to, with its dates."""
    return Panel(
        say("Waar elke uitkomst toe leidt"),
        [
            (EvaluationOutcome.DOORSTROOMKLAAR.label, _ready(work)),
            (EvaluationOutcome.INTERN.label, _internal(work)),
            (EvaluationOutcome.VERLENGING_6.label, _extension(work)),
            (
                EvaluationOutcome.PASSENDE_MAATREGEL.label,
                say("Een bemiddelaar zoekt met de werknemer een andere maatregel."),
            ),
            (EvaluationOutcome.HERINDICATIE.label, say("VDAB bekijkt opnieuw welke steun nodig is.")),
        ],
    )


def _ready(work: Work) -> Text:
    phases = plan_track(work.today, rules.at(work.session, work.today))
    return say(
        "Een doorstroomtraject start. Start het vandaag, dan duurt het ten laatste tot en met %(last)s.",
        last=phases[-1].latest,
    )


def _internal(work: Work) -> Text:
    evaluation = evaluations.in_hand(work)
    if evaluation.internal_from is None:
        return say("Kan niet: de werkgever zegt dat de werknemer niet kan blijven.")
    closes = premium_closed_on(evaluation.internal_from)
    return say("De premie stopt op %(last)s. Er komt geen verlenging en geen doorstroomtraject.", last=closes)


def _extension(work: Work) -> Text:
    term = evaluations.term(work)
    if term is None:
        return say("Kan niet: er loopt geen termijn.")
    refused = refusals(
        check_extension(term, requested_on=min(work.today, term.last_day), outcome=EvaluationOutcome.VERLENGING_6)
    )
    if refused:
        return say("Kan niet: %(why)s", why=refused[0])
    longest = evaluations.term(work, extension_months=12)
    last = longest.last_day if longest else term.last_day + timedelta(days=365)
    if work.today > term.last_day:
        return say(
            "Alleen als uitzondering, want de termijn is voorbij. Met 12 maanden tot en met %(last)s.", last=last
        )
    return say(
        "Met 12 maanden loopt het traject tot en met %(last)s. Daarna kan er geen verlenging meer komen.", last=last
    )


def proposal_panels(evaluation: Evaluation) -> list[Panel]:
    """The proposal as the second person reads it."""
    outcome = EvaluationOutcome(evaluation.outcome) if evaluation.outcome else None
    support = NewJobSupport(evaluation.proposed_support).label if evaluation.proposed_support else None
    rows: list[Row] = [
        (say("Voorgesteld op"), evaluation.proposed_on),
        (say("Uitkomst"), outcome.label if outcome else None),
        (say("Maanden verlenging"), evaluation.extension_months),
        (say("Maatregelen"), ", ".join(evaluation.measures) or None),
        (say("Vanaf"), evaluation.proposed_from),
        (say("Steun"), support),
        (say("Waarom te laat"), evaluation.late_motive),
        (say("Uitzondering"), evaluation.late_reason),
    ]
    return [Panel(say("Voorstel"), _filled(rows), evaluation.reasons)]


def _filled(rows: list[Row]) -> list[Row]:
    return [(label, value) for label, value in rows if value]
