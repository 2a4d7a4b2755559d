"""The cells of a row as answers to the forms of the hiring. What a form can judge is left to the form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain import codes
from app.domain.calendar import InvalidMoment, parse_date
from app.domain.identifiers import InvalidIdentifier, national_number
from app.domain.text import Text, say

_BELGIAN = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?", re.ASCII)
_SHORT_NUMBER = re.compile(r"\d{8,10}", re.ASCII)
_YES = {"ja": "yes", "j": "yes", "nee": "no", "n": "no", "neen": "no"}

_TEXTS = {
    "voornaam": "first_name", "achternaam": "last_name", "telefoon": "phone", "email": "email", "adres": "address",
    "advies_kenmerk": "advice_reference", "functie": "job", "reden_buiten_contingent": "quota_reason",
}  # fmt: skip
_CODES = {
    "taal": ("language", "language"), "advies_voor": ("advice_kind", "advice_kind"),
    "advies_steunt_op": ("advice_basis", "indication_basis"), "advies_door": ("advice_by", "indication_partner"),
    "contract": ("contract_type", "contract_type"),
}  # fmt: skip
_DAYS = {
    "geboortedatum": "birth_date", "advies_datum": "advised_on", "advies_geldig_tot": "advice_until",
    "eerste_werkdag": "starts_on", "laatste_werkdag": "ends_on", "uren_sinds": "hours_since",
    "laatste_plan": "last_plan_on",
}  # fmt: skip
_HOURS = {"uren_per_week": "hours_week", "uren_voltijds": "fulltime_hours"}
_CHOICES = {"binnen_contingent": "within_quota", "eerder_met_maatregel": "worked_before"}
#: From the fields of the forms to the columns of the file.
COLUMN_OF = (
    {field: column for column, field in (_TEXTS | _DAYS | _HOURS | _CHOICES).items()}
    | {field: column for column, (field, _) in _CODES.items()}
    | {
        "national_number": "rijksregisternummer", "organisation": "onderneming", "coach": "jobcoach",
        "vdab_region": "vdab_regio", "establishment": "vestiging",
    }
)  # fmt: skip


@dataclass
class Typed:
    """What a row says, as JSON answers by field; `remarks` are what could not be read, by column."""

    answers: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, Text] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        """A day among the answers."""
        given = self.answers.get(name)
        return date.fromisoformat(given) if given else None


def typed_in(cells: dict[str, str], today: date) -> Typed:
    """Read the cells of one row, by column."""
    row = Typed({"has_contract": "yes", "fulltime_hours": 38, "national_number": full_number(cells)})
    for column, name in _TEXTS.items():
        row.answers[name] = cells.get(column, "")
    for column, (name, codes_of) in _CODES.items():
        row.answers[name] = _code(codes_of, cells.get(column, ""))
    for column, name in _CHOICES.items():
        row.answers[name] = _YES.get(cells.get(column, "").casefold(), cells.get(column, ""))
    for column, name in _HOURS.items():
        _read_number(row, column, name, cells.get(column, ""))
    for column, name in _DAYS.items():
        _read_day(row, column, name, cells.get(column, ""))
    if not cells.get("geboortedatum"):
        row.answers["birth_date"] = _born(row.answers["national_number"], today)
    row.answers = {name: value for name, value in row.answers.items() if value not in ("", None)}
    return row


def full_number(cells: dict[str, str]) -> str:
    """The national number as typed; a spreadsheet takes the zeros at its beginning for nothing."""
    typed = cells.get("rijksregisternummer", "")
    return typed.zfill(11) if _SHORT_NUMBER.fullmatch(typed) else typed


def read_day(text: str) -> date:
    """A day as people and spreadsheets write it: 28/02/2025 or 2025-02-28. InvalidMoment for anything else."""
    written = _BELGIAN.fullmatch(text)
    iso = f"{written['year']}-{written['month']:0>2}-{written['day']:0>2}" if written else text
    try:
        return parse_date(iso)
    except InvalidMoment:
        told = say("«%(text)s» is geen datum. Schrijf dag/maand/jaar, zoals 28/02/2025.", text=text[:40])
        raise InvalidMoment(told) from None


def _read_day(row: Typed, column: str, name: str, text: str) -> None:
    if not text:
        return
    try:
        row.answers[name] = read_day(text).isoformat()
    except InvalidMoment as problem:
        row.remarks[column] = problem.text


def _read_number(row: Typed, column: str, name: str, text: str) -> None:
    if not text:
        return
    if _NUMBER.fullmatch(text):
        row.answers[name] = float(text.replace(",", "."))
    else:
        row.remarks[column] = say("Vul een aantal uren in, zoals 19 of 30,4.")


def _code(codes_of: str, text: str) -> str:
    """The code that is meant: typed as it is, or by what it is called."""
    meant = text.casefold()
    return next((code for code, label in codes.by_name(codes_of) if meant in (code.casefold(), label.casefold())), text)


def _born(number: str, today: date) -> str | None:
    try:
        born = national_number(number, today=today).born
    except InvalidIdentifier:
        return None
    return born.isoformat() if born else None
