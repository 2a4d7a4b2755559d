"""A stop of a project: notice, advances, settlement, closing (domain sheet §3; T21, T23). Inferred, not law."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.calendar import add_months, subtract_from_date
from app.domain.codes import StopDestination
from app.domain.finding import Finding
from app.domain.rules import RulesOnDay
from app.domain.text import Text, say

_INFERRED = say("Afgeleid: de tekst van het formulier is niet gevonden")


def check_notice(notified_on: date, stops_on: date, rules: RulesOnDay) -> tuple[Finding, ...]:
    """Warn when a stop is notified late; it is accepted with a reason (§3: the deadline is unknown)."""
    if notified_on > stops_on:
        text = say("De stopzetting is al ingegaan. Leg uit waarom u het nu pas meldt.")
        return (Finding(text, _INFERRED, confirmed=False),)
    in_good_time = subtract_from_date(stops_on, rules.duration("stop.waarschuwing"))
    if notified_on > in_good_time:
        text = say("U meldt dit later dan %(latest)s. Leg uit waarom.", latest=in_good_time)
        return (Finding(text, _INFERRED, confirmed=False),)
    return ()


def last_advance_month(stops_on: date) -> date:
    """Give the first day of the last month for which an advance is paid: the month of the stop (T23)."""
    return stops_on.replace(day=1)


def advances_recalculated_from(stops_on: date) -> date:
    """Give the first day of the month from which advances are recalculated or stop (§3 consequence 2)."""
    return add_months(last_advance_month(stops_on), 1)


@dataclass(frozen=True)
class Settlement:
    """What a quarter comes to: positive is still to pay, `reclaim` is to get back (§5.2; T23)."""

    balance: Decimal

    @property
    def reclaim(self) -> Decimal:
        """Give what is claimed back, never negative."""
        return max(-self.balance, Decimal(0))


def settle(entitlement: Decimal, advances: Decimal, corrections: Decimal = Decimal(0)) -> Settlement:
    """Settle a quarter: entitlement less advances less corrections (§5.2, proposed formula)."""
    return Settlement(entitlement - advances - corrections)


def missing_to_close(
    *, employees: int, destinations: int, final_settlement: bool, last_report: bool
) -> tuple[Text, ...]:
    """Say what an enterprise case still waits for after a full stop; empty when it may close (T23)."""
    missing: list[Text] = []
    if destinations < employees:
        missing.append(say("Bestemmingen vastgelegd: %(done)s van %(needed)s.", done=destinations, needed=employees))
    if not final_settlement:
        missing.append(say("De eindafrekening van het kwartaal van de stopzetting ontbreekt."))
    if not last_report:
        missing.append(say("Het laatste duurzaamheidsverslag ontbreekt."))
    return tuple(missing)


def must_inform_vdab(destination: StopDestination) -> bool:
    """Tell whether VDAB is told about a worker who loses his job by the stop (T21)."""
    return destination is StopDestination.ONTSLAG


def keeps_clock(destination: StopDestination) -> bool:
    """Tell whether the clock runs on: who moves within local services keeps the time he used (§3, T21)."""
    return destination in {StopDestination.ANDERE_DIENST, StopDestination.ANDERE_LDE}
