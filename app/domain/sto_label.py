"""The temporary STO-LDE label of 2024, from a draft decision (domain sheet §6; T28)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.domain.codes import LegalForm
from app.domain.finding import Finding
from app.domain.rules import RulesOnDay
from app.domain.text import Text, say

_DRAFT = say("Koepel LDE, ontwerpbesluit STO van juni 2024")
_COMPANIES = frozenset({LegalForm.VSO, LegalForm.CVSO})


@dataclass(frozen=True)
class LabelRequest:
    """What a request for the label states."""

    requested_on: date
    workers: int
    individual: int
    local_services_in_transition: int
    support_premium: int
    legal_form: LegalForm
    statutory_goal: bool
    registration_until: date | None
    profit_share: Decimal = Decimal(0)


@dataclass(frozen=True)
class LabelCheck:
    """The share reached, the last day of the label, and what was found."""

    share: Decimal
    valid_until: date
    findings: tuple[Finding, ...]


def check_label(request: LabelRequest, rules: RulesOnDay) -> LabelCheck:
    """Check the conditions: share of workers, goal, profit, quality registration (T28)."""
    counted = request.individual + request.local_services_in_transition + request.support_premium
    share = Decimal(counted) / request.workers if request.workers else Decimal(0)
    valid_until = rules.as_date("sto.tijdelijkTot")
    shown = share.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return LabelCheck(shown, valid_until, tuple(_findings(request, share, valid_until, rules)))


def _findings(request: LabelRequest, share: Decimal, valid_until: date, rules: RulesOnDay) -> Iterable[Finding]:
    if share < rules.number("sto.minAandeel"):
        yield _refused(say("Het aandeel werknemers is te klein."))
    if not request.statutory_goal:
        yield _refused(say("Het statutaire doel ontbreekt."))
    if request.legal_form in _COMPANIES and request.profit_share > rules.number("sto.maxWinst"):
        yield _refused(say("De vennootschap keert te veel winst uit."))
    registration = request.registration_until
    if registration is None or registration < request.requested_on:
        yield _refused(say("Er is geen geldige kwaliteitsregistratie."))
    elif registration < valid_until:
        text = say(
            "De kwaliteitsregistratie eindigt op %(registration)s, voor het einde van het label op %(label)s.",
            registration=registration,
            label=valid_until,
        )
        yield Finding(text, _DRAFT, confirmed=False)


def _refused(text: Text) -> Finding:
    return Finding(text, _DRAFT, blocks=True, confirmed=False)
