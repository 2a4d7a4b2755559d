"""Full-time equivalents of an enterprise: what a stop leaves, the minimum of five (§4; T21, T22)."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from app.domain.codes import StopDestination
from app.domain.finding import Finding
from app.domain.rules import RulesOnDay
from app.domain.text import say

_MINIMUM = say("WSE, pagina Lokale diensteneconomie: ten minste vijf voltijdse equivalenten, gemiddeld per jaar")

#: Destinations after which somebody still counts for this enterprise.
_STAYS = frozenset({StopDestination.ANDERE_DIENST})


def remaining_fte(total: Decimal, leaving: Iterable[tuple[Decimal, StopDestination]]) -> Decimal:
    """Give what is left of `total` after a partial stop: who goes to another service of the house stays (T21)."""
    return total - sum((fraction for fraction, to in leaving if to not in _STAYS), Decimal(0))


def yearly_average(quarters: Sequence[Decimal]) -> Decimal:
    """Average the quarters of a year, to three decimals (that it is by quarter is inferred, T22)."""
    if not quarters:
        raise ValueError("no quarter to average")
    return (sum(quarters, Decimal(0)) / len(quarters)).quantize(Decimal("0.001"), ROUND_HALF_UP)


def check_scale(remaining: Decimal, rules: RulesOnDay) -> tuple[Finding, ...]:
    """Warn when fewer than the minimum remain; the check that counts is on the yearly average (T22)."""
    minimum = rules.number("lde.minVte")
    if remaining >= minimum:
        return ()
    text = say(
        "Schaalgrootte onder %(minimum)s VTE: er blijven er %(remaining)s over. "
        "De controle gebeurt op het gemiddelde van het jaar.",
        minimum=minimum,
        remaining=remaining,
    )
    return (Finding(text, _MINIMUM),)


def reaches_minimum(quarters: Sequence[Decimal], rules: RulesOnDay) -> bool:
    """Tell whether the yearly average reaches the minimum (T22)."""
    return yearly_average(quarters) >= rules.number("lde.minVte")
