"""The indication: what ICF scores allow, and how long an advice holds (domain sheet §2.1; T20)."""

from datetime import date

from app.domain.codes import IcfResult
from app.domain.finding import Finding
from app.domain.period import Period
from app.domain.rules import RulesOnDay
from app.domain.term_length import shift, term_end
from app.domain.text import say

_OVERRIDE = say("Koepel LDE en Vlaams Parlement, verslag 1229037: afwijken van ICF-scores sinds oktober 2017")
_VALIDITY = say("Herwin: geldigheid van een advies, regel van collectief maatwerk (A4)")


def check_proposal(scores: IcfResult, *, admits: bool, motivation: str = "") -> tuple[Finding, ...]:
    """Check a proposal against the scores: a yes may not be refused; a no may be admitted with a motive (T20)."""
    if scores is IcfResult.JA and not admits:
        text = say("De scores zeggen ja. Dan mag u deze persoon niet weigeren.")
        return (Finding(text, _OVERRIDE, blocks=True),)
    if scores is IcfResult.NEE and admits and not motivation.strip():
        text = say("De scores zeggen nee. U mag toch toelaten, maar schrijf dan waarom.")
        return (Finding(text, _OVERRIDE, blocks=True),)
    return ()


def advice_valid_until(advised_on: date, rules: RulesOnDay) -> date:
    """Give the last day an advice holds for a hire: five years (CMW; unknown here, `advies.geldigheid`)."""
    validity = rules.duration("advies.geldigheid")
    return shift(term_end(advised_on, validity.whole_months), validity.whole_days - 1)


def check_advice(advised_on: date, hired_on: date, rules: RulesOnDay) -> tuple[Finding, ...]:
    """Warn when a hire falls outside the validity of the advice; a person decides, the term is unconfirmed."""
    last = advice_valid_until(advised_on, rules)
    if advised_on <= hired_on and hired_on in Period(advised_on, last):
        return ()
    text = say(
        "Het advies van %(advised)s geldt tot en met %(last)s. De aanwerving op %(hired)s valt daarbuiten.",
        advised=advised_on,
        last=last,
        hired=hired_on,
    )
    return (Finding(text, _VALIDITY, confirmed=False),)
