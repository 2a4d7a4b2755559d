"""What one needs to see beside the forms of a project stop: the stop, the scale, the employees, the consequences."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from app.domain import codes
from app.domain.codes import StopDestination, StopKind
from app.domain.project_stop import advances_recalculated_from, check_notice, keeps_clock, must_inform_vdab, settle
from app.domain.quarter import quarter_of
from app.domain.text import Text, say
from app.models.person import Person
from app.models.stop import StopAttachment, StopEmployee, StopNotification, StopQuestion
from app.queries import rules
from app.services import stops
from app.services.records.registry import Panel
from app.services.work import Work

UNCONFIRMED = say("nog niet bevestigd: de wet is niet gelezen")


def stop_panel(work: Work) -> Panel:
    """The stop as notified."""
    notification = stops.in_hand(work)
    rows: list[tuple[Text | str, object]] = [
        (say("Soort"), codes.label("stop_kind", notification.kind)),
        (say("Dienst"), notification.service_name),
        (say("Stopt op"), notification.stop_date),
        (say("Reden"), codes.label("stop_reason", notification.reason)),
        (say("Uitleg"), notification.reason_text),
        (say("Voor altijd?"), codes.label("stop_permanence", notification.permanence)),
        (say("VTE die stopt"), shown(notification.fte_stopped)),
        (say("Gemeld op"), notification.notified_on),
    ]
    late = check_notice(notification.notified_on, notification.stop_date, rules.at(work.session, work.today))
    if late:
        rows.append((say("Laat gemeld"), notification.late_reason))
    return Panel(say("De stopzetting"), rows)


def employees_panel(work: Work) -> Panel:
    """The affected employees, with where they go as far as that is known."""
    rows: list[tuple[Text | str, object]] = []
    for employee, name in work.session.execute(
        select(StopEmployee, Person.first_name + " " + Person.last_name)
        .join(Person, Person.id == StopEmployee.person_id)
        .where(StopEmployee.notification_id == stops.in_hand(work).id)
        .order_by(StopEmployee.id)
    ):
        rows.append((name, _employee_line(employee)))
    if not rows:
        return Panel(say("Betrokken werknemers"), text=stops.in_hand(work).no_employees_reason or say("Niemand"))
    return Panel(say("Betrokken werknemers"), rows)


def _employee_line(employee: StopEmployee) -> Text:
    if employee.destination is None:
        return say("%(fraction)s VTE, bestemming nog niet bekend", fraction=shown(employee.fraction))
    return say(
        "%(fraction)s VTE, %(destination)s vanaf %(day)s",
        fraction=shown(employee.fraction),
        destination=codes.label("stop_destination", employee.destination),
        day=employee.destination_on,
    )


def scale_panel(work: Work) -> Panel:
    """What the stop leaves of the enterprise, and the yearly average that the minimum is checked on (T21, T22)."""
    notification = stops.in_hand(work)
    scale = stops.scale_after(work.session, notification, rules.at(work.session, notification.stop_date))
    rows: list[tuple[Text | str, object]] = [
        (say("VTE nu"), shown(scale.before)),
        (say("VTE na de stopzetting"), shown(scale.after)),
    ]
    if notification.kind == StopKind.GEDEELTELIJK.value:
        rows.append((say("VTE na de stopzetting, volgens de onderneming"), shown(notification.fte_remaining)))
        rows += [(quarter.text, shown(value)) for quarter, value in scale.quarters]
        rows.append((say("Gemiddelde van het jaar"), shown(scale.average)))
        verdict = say("gehaald") if scale.enough else say("niet gehaald")
        rows.append((say("Minimum van 5 VTE, gemiddeld per jaar"), verdict))
        rows += [(say("Let op"), finding.text) for finding in scale.findings]
    text = say("Wie nog geen bestemming heeft, telt als vertrokken. Dat wij per kwartaal middelen is een aanname.")
    return Panel(say("Schaalgrootte"), rows, text=text)


def consequences(work: Work) -> Panel:
    """What follows from the stop (domain.md §3, consequences 1 to 7)."""
    return Panel(say("Gevolgen"), consequence_rows(work, stops.in_hand(work)))


def consequence_rows(work: Work, notification: StopNotification) -> list[tuple[Text | str, object]]:
    """The consequences as rows: for the panel and for the letter alike."""
    rows: list[tuple[Text | str, object]] = [
        (say("Voorschotten herrekend vanaf"), advances_recalculated_from(notification.stop_date)),
        (say("Afrekening"), _settlement_line(notification)),
        (say("Bedrag per VTE"), _amount_line(work, notification)),
        (say("Contingent"), _quota_line(notification)),
    ]
    destinations = [
        StopDestination(each.destination)
        for each in stops.employees_of(work.session, notification.id)
        if each.destination is not None
    ]
    moving = sum(1 for each in destinations if keeps_clock(each))
    dismissed = sum(1 for each in destinations if must_inform_vdab(each))
    if moving:
        rows.append((say("Houden hun klok"), say("%(count)s op weg naar een andere LDE-dienst", count=moving)))
    if dismissed:
        rows.append((say("VDAB krijgt bericht"), say("over %(count)s ontslagen", count=dismissed)))
    if notification.kind == StopKind.VOLLEDIG.value:
        rows.append((say("Onderneming"), say("sluit na de bestemmingen, de afrekening en het laatste verslag")))
    return rows


def _settlement_line(notification: StopNotification) -> Text:
    quarter = quarter_of(notification.stop_date)
    if notification.entitlement is None or notification.advances_paid is None:
        return say("%(quarter)s, vanaf %(day)s", quarter=quarter.text, day=quarter.over_on)
    settlement = settle(notification.entitlement, notification.advances_paid, notification.corrections or Decimal(0))
    if settlement.reclaim:
        return say(
            "%(quarter)s: € %(amount)s terug te vorderen", quarter=quarter.text, amount=shown(settlement.reclaim)
        )
    return say("%(quarter)s: € %(amount)s nog te betalen", quarter=quarter.text, amount=shown(settlement.balance))


def _amount_line(work: Work, notification: StopNotification) -> Text:
    amount = rules.at(work.session, notification.stop_date).of("geld.jaarbedragPerVte")
    if amount.value is None:
        return say("niet ingesteld, dus niet uitgerekend")
    if not amount.confirmed:
        return say("€ %(amount)s per jaar (%(unconfirmed)s)", amount=amount.shown, unconfirmed=UNCONFIRMED)
    return say("€ %(amount)s per jaar", amount=amount.shown)


def _quota_line(notification: StopNotification) -> Text:
    if not notification.quota_reduction_asked:
        return say("blijft: de onderneming vraagt geen vermindering")
    if notification.quota_reduced_by is None:
        return say("vermindering gevraagd, nog niet beslist")
    return say("verminderd met %(fte)s VTE", fte=shown(notification.quota_reduced_by))


def questions_panel(work: Work) -> Panel | None:
    """Questions of the department and answers of the enterprise; None while there are none."""
    rows: list[tuple[Text | str, object]] = []
    for question in work.session.scalars(
        select(StopQuestion).where(StopQuestion.notification_id == stops.in_hand(work).id).order_by(StopQuestion.id)
    ):
        rows.append((question.question, question.answer or say("nog geen antwoord")))
    return Panel(say("Vragen en antwoorden"), rows) if rows else None


def attachments_panel(work: Work) -> Panel:
    """What is attached, and where it can be found."""
    found = work.session.scalars(
        select(StopAttachment)
        .where(StopAttachment.notification_id == stops.in_hand(work).id)
        .order_by(StopAttachment.id)
    )
    return Panel(say("Bijlagen"), [(codes.label("stop_attachment", each.kind), each.reference) for each in found])


def shown(number: Decimal) -> str:
    """A number as people read it: a comma, no zeros that say nothing."""
    plain = f"{number.normalize():f}" if number else "0"
    return plain.replace(".", ",")
