"""What is found of each row of a file of employees: in words, by line and column, and nothing is written by looking."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app import db
from app.domain.access import Role
from app.domain.identifiers import synthetic_enterprise_number, synthetic_national_number
from app.models.base import Base
from app.models.organisation import Organisation
from app.models.takeover import Takeover
from app.services import takeovers
from tests.support.jobs import do_waiting
from tests.support.staff import as_file, remarks, rows, somebody, takeover
from tests.support.stage import BORN, Stage

TODAY = date(2026, 3, 2)
TWO_YEARS_AGO = date(2024, 2, 12)
_OF_THE_FILE = {"takeover", "takeover_row", "job", "audit"}


def found(stage: Stage, *staff: dict[str, str], by: str = "employer") -> list[tuple[str, list[tuple[str, str]]]]:
    """The state and the remarks of each row, as somebody's file is looked through."""
    if stage.today < TODAY:
        stage.travel(TODAY)
    takeover_id = takeovers.hand_in(getattr(stage, by), as_file(*staff))
    do_waiting()
    assert takeover(takeover_id).state == "checked"
    return [(row.state, remarks(row)) for row in rows(takeover_id)]


def counted() -> dict[str, int]:
    """How many rows each table has."""
    with db.reading() as session:
        tables = Base.metadata.tables.values()
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_looking_writes_nothing_but_what_was_found(stage: Stage) -> None:
    stage.travel(TODAY)
    before = counted()
    assert [state for state, _ in found(stage, *(somebody(stage, nth, TWO_YEARS_AGO) for nth in range(3)))] == [
        "ready"
    ] * 3
    after = counted()
    assert {name for name in after if after[name] != before[name]} == _OF_THE_FILE


_UNKNOWN = synthetic_enterprise_number(77)
WRONG = {
    "onderneming": [("", "Vul "), ("0440966355", "laatste twee cijfers"), (_UNKNOWN, "waarvoor")],
    "rijksregisternummer": [("90010199795", "laatste twee cijfers"), ("", "Vul "), ("=1+1", "cijfers")],
    "voornaam": [("", "Vul ")],
    "geboortedatum": [("30/02/1990", "geen datum"), ("02/01/1990", "past niet bij het rijksregisternummer")],
    "taal": [("de", "lijst")],
    "email": [("geen", "e-mail")],
    "vestiging": [("2123456791", "geen vestiging"), ("12", "cijfers")],
    "jobcoach": [("employer@schakel.example", "Geen jobcoach"), ("", "Vul ")],
    "vdab_regio": [("Wallonië", "Kies uit: Vdab")],
    "advies_voor": [("XYZ", "lijst")],
    "advies_datum": [("31/12/2026", "vandaag"), ("01/03/2024", "")],
    "contract": [("BEP", "")],
    "eerste_werkdag": [("morgen", "geen datum"), ("03/03/2026", "aanwerving"), ("02/03/2020", "De termijn was om")],
    "uren_per_week": [("39", "voltijdse collega"), ("veel", "aantal uren"), ("", "Vul ")],
    "uren_sinds": [("01/01/2024", "tussen de eerste werkdag en vandaag")],
    "binnen_contingent": [("nee", ""), ("misschien", "lijst")],
    "eerder_met_maatregel": [("ja", "beslist een mens")],
    "laatste_plan": [("03/03/2026", "tussen de eerste werkdag en vandaag")],
}  # fmt: skip
#: Where the sentence stands when it is not at the column that was filled in wrongly.
ELSEWHERE = {
    ("advies_datum", "01/03/2024"): "eerste_werkdag", ("contract", "BEP"): "laatste_werkdag",
    ("binnen_contingent", "nee"): "reden_buiten_contingent",
}  # fmt: skip


def test_every_mistake_is_told_at_its_column(stage: Stage) -> None:
    cases = [(column, value, told) for column, values in WRONG.items() for value, told in values]
    staff = []
    for nth, (column, value, _) in enumerate(cases):
        row = somebody(stage, nth, TWO_YEARS_AGO)
        if (column, value) == ("eerste_werkdag", "02/03/2020"):
            row["advies_datum"] = "01/02/2020"
        staff.append(row | {column: value})
    for (column, value, told), (state, said) in zip(cases, found(stage, *staff), strict=True):
        where = ELSEWHERE.get((column, value), column)
        assert state == "refused", (column, value)
        assert any(at == where and told.casefold() in text.casefold() for at, text in said), (column, value, said)


def test_people_in_the_file_twice_and_people_known_already(stage: Stage) -> None:
    running = stage.hire(TWO_YEARS_AGO)
    hired = synthetic_national_number(BORN, stage.registered)
    stage.travel(TODAY)
    twice, elsewhere = somebody(stage, 5, TWO_YEARS_AGO), somebody(stage, 6, TWO_YEARS_AGO)
    stage.organisations["groen"] = _enterprise("groen", 5)
    stage.add("stranger", Role.EMPLOYER, "groen")
    stage.add("coach2", Role.COACH, "groen")
    theirs = elsewhere | {"onderneming": synthetic_enterprise_number(5), "jobcoach": "coach2@groen.example"}
    assert [state for state, _ in found(stage, theirs, by="stranger")] == ["ready"]
    told = found(
        stage,
        twice,
        twice,
        somebody(stage, 1, TWO_YEARS_AGO, rijksregisternummer=hired),
        somebody(stage, 1, date(2024, 2, 13), rijksregisternummer=hired),
        somebody(stage, 1, TWO_YEARS_AGO, rijksregisternummer="90.01.01-997.94"),
        theirs,
    )
    assert [state for state, _ in told] == ["ready", "refused", "present", "refused", "warned", "refused"]
    assert told[1][1] == [("rijksregisternummer", "Deze persoon staat ook op regel 2.")]
    assert "al een traject dat loopt" in told[3][1][0][1]
    assert "al geregistreerd" in told[4][1][0][1], "Amina has an account, and no trajectory"
    assert told[5][1][0][0] == "onderneming", "an employer takes over for nobody else"
    assert stage.the_trajectory(running).status == "LOPEND"


def test_the_quota_counts_the_rows_before(stage: Stage) -> None:
    with db.transaction() as session:
        session.get_one(Organisation, stage.organisations["schakel"]).quota_fte = 1.2
    half = [somebody(stage, nth, TWO_YEARS_AGO) for nth in range(3)]
    outside = somebody(
        stage, 4, TWO_YEARS_AGO, binnen_contingent="nee", reden_buiten_contingent="Besproken met WSE op 1 maart."
    )
    told = found(stage, half[0], outside, half[1], half[2])
    assert [state for state, _ in told] == ["ready", "ready", "ready", "refused"]
    assert "1,50 VTE bezet van de 1,20" in told[3][1][0][1]


def test_a_number_that_lost_its_zeros_in_excel_and_a_bis_number_are_read(stage: Stage) -> None:
    young = synthetic_national_number(date(2000, 5, 5), 1)
    bis = synthetic_national_number(BORN, 2, bis=True)
    told = found(
        stage,
        somebody(stage, 1, TWO_YEARS_AGO, rijksregisternummer=young.lstrip("0")),
        somebody(stage, 1, TWO_YEARS_AGO, rijksregisternummer=bis, geboortedatum="1990-01-01"),
        somebody(stage, 1, TWO_YEARS_AGO, rijksregisternummer=synthetic_national_number(BORN, 3, bis=True)),
    )
    assert [state for state, _ in told] == ["ready", "ready", "refused"]
    assert told[2][1][0][0] == "geboortedatum"


@pytest.mark.parametrize("by", ["official", "employer"])
def test_the_department_takes_over_for_every_enterprise(stage: Stage, by: str) -> None:
    stage.organisations["groen"] = _enterprise("groen", 5)
    stage.add("green_coach", Role.COACH, "groen")
    theirs = somebody(
        stage, 1, TWO_YEARS_AGO, onderneming=synthetic_enterprise_number(5), jobcoach="green_coach@groen.example"
    )
    told = found(stage, theirs, somebody(stage, 2, TWO_YEARS_AGO), by=by)
    assert [state for state, _ in told] == ["ready" if by == "official" else "refused", "ready"]
    with db.reading() as session:
        handed_in_for = session.scalars(select(Takeover.organisation_id)).one()
    assert handed_in_for == (None if by == "official" else stage.organisations["schakel"])


def _enterprise(key: str, nth: int) -> int:
    with db.transaction() as session:
        row = Organisation(key=key, name=key.title(), kind="enterprise", number=synthetic_enterprise_number(nth))
        session.add(row)
        session.flush()
        return row.id
