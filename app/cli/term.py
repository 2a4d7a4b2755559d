"""`flask term explain`: the legal clock on the command line, without a database."""

import json
from datetime import date

import click

from app.domain.calendar import InvalidMoment, parse_date
from app.domain.period import InvalidPeriod
from app.domain.term import InvalidTerm, Suspension, Term, legal_end


class _Date(click.ParamType[date]):
    """A day as `2025-02-28`."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_date(value)
        except InvalidMoment as error:
            self.fail(str(error.text), param, ctx)


class _Suspension(click.ParamType[Suspension]):
    """Two days as `FROM:TO`, both included."""

    name = "from:to"

    def convert(self, value: str | Suspension, param: click.Parameter | None, ctx: click.Context | None) -> Suspension:
        if isinstance(value, Suspension):
            return value
        first, separator, last = value.partition(":")
        if not separator:
            self.fail("Schrijf een schorsing als VAN:TOT, zoals 2022-05-10:2022-11-09.", param, ctx)
        try:
            return Suspension(parse_date(first), parse_date(last), stops_clock=True)
        except (InvalidMoment, InvalidPeriod) as error:
            self.fail(str(error.text), param, ctx)


@click.group()
def term() -> None:
    """De wettelijke termijn van een traject."""


@term.command()
@click.option("--start", type=_Date(), required=True, help="Eerste dag van de klok.")
@click.option("--years", type=int, default=5, show_default=True, help="Duur in jaren.")
@click.option("--extension-months", type=int, default=0, show_default=True, help="Maanden verlenging.")
@click.option("--suspend", type=_Suspension(), multiple=True, help="Schorsing VAN:TOT, beide dagen inbegrepen.")
@click.option("--json", "as_json", is_flag=True, help="Antwoord als JSON.")
def explain(start: date, years: int, extension_months: int, suspend: tuple[Suspension, ...], as_json: bool) -> None:
    """Reken het einde uit en zeg hoe (datums inbegrepen)."""
    try:
        result = legal_end(start, years=years, extension_months=extension_months, suspensions=suspend)
    except InvalidTerm as error:
        raise click.UsageError(str(error.text)) from None
    click.echo(_as_json(result) if as_json else _as_text(result))


def _as_json(result: Term) -> str:
    """Write the answer as contract §3 gives it."""
    answer = {
        "last_day": result.last_day.isoformat(),
        "end_exclusive": result.end_exclusive.isoformat(),
        "suspended_days": result.suspended_days,
        "steps": [
            {"date": step.date.isoformat(), "text": str(step.text), "source": str(step.source)} for step in result.steps
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_text(result: Term) -> str:
    """Write the answer for people."""
    lines = [f"Laatste dag: {result.last_day.isoformat()}"]
    if result.suspended_days:
        lines.append(f"Geschorste dagen: {result.suspended_days}")
    if not result.confirmed:
        others = ", ".join(day.isoformat() for day in result.other_last_days)
        lines.append(f"Niet bevestigd: een andere lezing van de wet geeft {others}")
    for step in result.steps:
        lines += ["", f"{step.date.isoformat()}  {step.text}", f"            Bron: {step.source}"]
    return "\n".join(lines)
