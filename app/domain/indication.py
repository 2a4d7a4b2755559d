"""The indication: what ICF scores allow, and how long an advice holds (domain sheet §2.1; T20)."""

from datetime import date

from app.domain.codes import IcfResult
from app.domain.finding import Finding
from app.domain.rules import RulesOnDay
from app.domain.term_length import shift, term_end
from app.domain.text import say

_OVERRIDE = say("Koepel LDE en Vlaams Parlement, verslag 1229037: afwijken van ICF-scores sinds oktober 2017")


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
