"""The words of a sum: each step of a legal term with its date and source, in the order it was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.period import Period, total_days
from app.domain.suspension import Effects, Suspension
from app.domain.term_length import MonthsAndDays, has_same_date
from app.domain.text import Text, say

SOURCE_TERM = say("WSE, pagina Lokale diensteneconomie: ten hoogste vijf jaar, uitzonderlijk zes")
SOURCE_COUNT = say("Gerechtelijk Wetboek, artikel 54: van de zoveelste tot de dag voor de zoveelste")
SOURCE_UNION = say("Aanname A1: elke geschorste dag telt één keer en schuift het einde één dag op")
SOURCE_INCAPACITY = say("Besluit van 19 december 2014, artikel 20: inhoud niet gelezen")
SOURCE_EXTENSION = say("WSE, pagina Lokale diensteneconomie; aanname A6: bij het einde na de schorsingen")
SOURCE_ELSEWHERE = say("WSE, pagina Lokale diensteneconomie: zodra met een maatregel gewerkt wordt")


@dataclass(frozen=True)
class Step:
    """One step of a sum. `confirmed` is false for what the law may say otherwise."""

    date: date
    text: Text
    source: Text
    confirmed: bool = True


def start_step(start: date) -> Step:
    """Say where the clock starts."""
    return Step(start, say("De klok start op %(start)s.", start=start), SOURCE_TERM)


def elsewhere_steps(start: date, years: int, used: MonthsAndDays, last: date) -> Iterator[Step]:
    """Say what was used up before, which a person decided, and where what is left ends."""
    text = say(
        "Eerder verbruikt en afgetrokken: maanden: %(months)s, dagen: %(days)s.", months=used.months, days=used.days
    )
    yield Step(start, text, SOURCE_ELSEWHERE, confirmed=False)
    text = say("Wat van de %(years)s jaar overblijft, loopt tot en met %(last)s.", years=years, last=last)
    yield Step(last, text, SOURCE_COUNT)


def base_step(start: date, years: int, months: int, last: date) -> Step:
    """Say how the years run, and why they end on the last day of a month when they do."""
    if has_same_date(start, months):
        text = say(
            "%(years)s jaar, tot de dag voor dezelfde datum: de laatste dag is %(last)s.", years=years, last=last
        )
    else:
        text = say(
            "%(years)s jaar. Dezelfde datum bestaat dan niet: de laatste dag van de maand telt. "
            "De laatste dag is %(last)s.",
            years=years,
            last=last,
        )
    return Step(last, text, SOURCE_COUNT)


def suspension_steps(given: list[Suspension], effects: Effects, used: tuple[Period, ...], last: date) -> Iterator[Step]:
    """Say each suspension that counts, that days were not counted twice, and where the end goes."""
    for period in used:
        text = say(
            "Geschorst van %(first)s tot en met %(last)s. Aantal dagen: %(days)s.",
            first=period.first,
            last=period.last,
            days=period.days,
        )
        yield Step(period.first, text, SOURCE_UNION)
    twice = _counted_twice(given, effects.counting)
    if used and twice:
        text = say("Dagen die in meer dan één schorsing vallen, tellen één keer. Niet geteld: %(days)s.", days=twice)
        yield Step(used[0].first, text, SOURCE_UNION)
    if used:
        text = say(
            "De geschorste dagen (samen %(days)s) schuiven het einde op naar %(last)s.",
            days=total_days(used),
            last=last,
        )
        yield Step(last, text, SOURCE_UNION)


def remark_steps(effects: Effects, used: tuple[Period, ...], as_of: date | None) -> Iterator[Step]:
    """Say what was given and does not count, and what is not known yet."""
    for period in effects.too_short:
        text = say(
            "De arbeidsongeschiktheid van %(first)s tot en met %(last)s is korter dan het minimum: geen schorsing.",
            first=period.first,
            last=period.last,
        )
        yield Step(period.first, text, SOURCE_INCAPACITY, confirmed=False)
    for period in effects.counting:
        if not any(period.overlaps(part) for part in used):
            text = say(
                "De schorsing van %(first)s tot en met %(last)s valt buiten de termijn en telt niet.",
                first=period.first,
                last=period.last,
            )
            yield Step(period.first, text, SOURCE_UNION)
    if effects.open_since and as_of:
        text = say(
            "Een schorsing loopt nog sinds %(first)s. Er is gerekend tot en met %(as_of)s: het einde schuift nog op.",
            first=effects.open_since,
            as_of=as_of,
        )
        yield Step(as_of, text, SOURCE_UNION, confirmed=False)


def extension_step(months: int, last: date) -> Step:
    """Say what the extension adds."""
    text = (
        say("De verlenging telt 1 maand bij: de laatste dag is %(last)s.", last=last)
        if months == 1
        else say("De verlenging telt %(months)s maanden bij: de laatste dag is %(last)s.", months=months, last=last)
    )
    return Step(last, text, SOURCE_EXTENSION)


def months_step(months: int, last: date) -> Step:
    """Say how a term of months alone runs."""
    text = (
        say("De termijn duurt 1 maand: de laatste dag is %(last)s.", last=last)
        if months == 1
        else say("De termijn duurt %(months)s maanden: de laatste dag is %(last)s.", months=months, last=last)
    )
    return Step(last, text, SOURCE_COUNT)


def unconfirmed_step(last: date, *, all_count: bool) -> Step:
    """Say the other outcome where a rule was not confirmed."""
    text = (
        say("Regel niet bevestigd. Als elke schorsing de klok stopt, is de laatste dag %(last)s.", last=last)
        if all_count
        else say("Regel niet bevestigd. Als de schorsing de klok niet stopt, is de laatste dag %(last)s.", last=last)
    )
    return Step(last, text, SOURCE_INCAPACITY, confirmed=False)


def _counted_twice(given: list[Suspension], counting: tuple[Period, ...]) -> int:
    inside = [
        Period(each.first, each.last)
        for each in given
        if each.last and any(Period(each.first, each.last).overlaps(period) for period in counting)
    ]
    return max(0, total_days(tuple(inside)) - total_days(counting))
