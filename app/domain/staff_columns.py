"""The columns of a file of employees in service: what each is called, whether it must be filled in, what it means."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.text import Text, say


@dataclass(frozen=True)
class Column:
    """One column. `required`: every row fills it in; other columns may be left out of the file altogether."""

    name: str
    required: bool
    meaning: Text
    example: str


COLUMNS = (
    Column("onderneming", True, say("Het ondernemingsnummer van de werkgever."), "0440.966.354"),
    Column("rijksregisternummer", True, say("Rijksregisternummer of bisnummer, elf cijfers."), "90.01.01-997.94"),
    Column("voornaam", True, say("Zoals op de identiteitskaart."), "Voorbeeld"),
    Column("achternaam", True, say("Zoals op de identiteitskaart."), "Vervang Mij"),
    Column("geboortedatum", False, say("Alleen nodig als ze niet uit het rijksregisternummer blijkt."), ""),
    Column("taal", True, say("De taal waarin u met de werknemer spreekt: nl, fr of en."), "nl"),
    Column("telefoon", False, say("Telefoon van de werknemer."), ""),
    Column("email", False, say("E-mail van de werknemer."), ""),
    Column("adres", False, say("Straat, nummer, postcode en gemeente in één vak."), ""),
    Column("vestiging", False, say("Vestigingsnummer. Leeg als de werknemer op de zetel werkt."), ""),
    Column("jobcoach", True, say("Het e-mailadres van de jobcoach, zoals in Traject."), "jobcoach@voorbeeld.be"),
    Column("vdab_regio", True, say("De VDAB-regio die het traject opvolgt: de naam zoals in Traject."), "VDAB Gent"),
    Column("advies_voor", True, say("De maatregel van het advies: LDE, CMW of IMW."), "LDE"),
    Column("advies_steunt_op", True, say("Waarop het advies steunt: PmAH of Pmp."), "Pmp"),
    Column("advies_door", True, say("Wie de indicatie maakte: VDAB, OCMW, CAD of GTB."), "VDAB"),
    Column("advies_datum", True, say("De datum van het advies."), "15/01/2024"),
    Column("advies_geldig_tot", False, say("Leeg: wij rekenen vijf jaar na het advies."), ""),
    Column(
        "advies_kenmerk", False, say("Het nummer van VDAB, als u dat hebt. Geen scores, geen medische gegevens."), ""
    ),
    Column("contract", True, say("Soort contract: ONBEP, BEP, VERV, DUIDELIJK_WERK of ART60."), "ONBEP"),
    Column(
        "eerste_werkdag", True, say("De eerste werkdag met een maatregel. Vanaf die dag loopt de klok."), "12/02/2024"
    ),
    Column("laatste_werkdag", False, say("Alleen bij een contract met een einddatum."), ""),
    Column("uren_per_week", True, say("De uren per week van vandaag."), "30,4"),
    Column("uren_voltijds", False, say("De uren van een voltijdse collega. Leeg is 38."), "38"),
    Column("uren_sinds", False, say("Vanaf wanneer die uren gelden. Leeg is: vanaf de eerste werkdag."), ""),
    Column("functie", True, say("Wat de werknemer doet."), "Fietshersteller"),
    Column("binnen_contingent", True, say("Valt de plaats binnen uw contingent? Ja of nee."), "ja"),
    Column("reden_buiten_contingent", False, say("Bij nee: waarom, en met wie bij WSE u dit besprak."), ""),
    Column("eerder_met_maatregel", True, say("Werkte de werknemer voordien al met een maatregel? Ja of nee."), "nee"),
    Column(
        "laatste_plan",
        False,
        say("De dag waarop het laatste plan getekend werd. Leeg als er nog geen is."),
        "10/02/2026",
    ),
)
NAMES = tuple(column.name for column in COLUMNS)
REQUIRED = tuple(column.name for column in COLUMNS if column.required)
#: What our own lists of refused rows add; a file that comes back may still have it.
REASON = "reden"
