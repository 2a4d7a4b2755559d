"""Files of employees in service, for tests: invented people of the enterprise «schakel»."""

from __future__ import annotations

import json
from datetime import date, timedelta

from sqlalchemy import select

from app import db
from app.domain import staff_file
from app.domain.identifiers import synthetic_national_number
from app.domain.kept_text import told
from app.domain.staff_columns import NAMES
from app.domain.text import Text
from app.models.organisation import Organisation
from app.models.takeover import Takeover, TakeoverRow
from tests.support.stage import BORN, Stage


def somebody(stage: Stage, nth: int, starts_on: date, **changes: str) -> dict[str, str]:
    """The cells of one employee who came into service on a day, by column."""
    with db.reading() as session:
        number = session.get_one(Organisation, stage.organisations["schakel"]).number
    return {
        "onderneming": str(number), "rijksregisternummer": synthetic_national_number(BORN, nth), "voornaam": "Tom",
        "achternaam": f"Janssens {nth}", "taal": "nl", "jobcoach": "coach@schakel.example", "vdab_regio": "vdab",
        "advies_voor": "LDE", "advies_steunt_op": "Pmp", "advies_door": "VDAB",
        "advies_datum": f"{starts_on - timedelta(days=30):%d/%m/%Y}", "contract": "ONBEP",
        "eerste_werkdag": f"{starts_on:%d/%m/%Y}", "uren_per_week": "19,0", "functie": "Fietshersteller",
        "binnen_contingent": "ja", "eerder_met_maatregel": "nee",
    } | changes  # fmt: skip


def as_file(*rows: dict[str, str]) -> bytes:
    """These rows as CSV with every column."""
    return staff_file.write(NAMES, [[row.get(name, "") for name in NAMES] for row in rows])


def takeover(takeover_id: int) -> Takeover:
    """A takeover as it is now."""
    with db.reading() as session:
        return session.get_one(Takeover, takeover_id)


def rows(takeover_id: int) -> list[TakeoverRow]:
    """Its rows, in the order of the file."""
    with db.reading() as session:
        found = select(TakeoverRow).where(TakeoverRow.takeover_id == takeover_id)
        return list(session.scalars(found.order_by(TakeoverRow.line)))


def remarks(row: TakeoverRow) -> list[tuple[str, str]]:
    """What was found of a row: column and sentence."""
    texts: list[tuple[str, Text]] = [(column, told(kept)) for column, kept in json.loads(row.remarks)]
    return [(column, str(text)) for column, text in texts]
