"""The declared rules of the field, with default and source (domain sheet §11; also §3, §4 and §8).

A default of None means: looked for and not found, so nobody may assume it. `_CMW` and `_IMW` name sources of a
neighbouring regime that we take over until the law for this one was read.
"""

from datetime import date
from decimal import Decimal

from app.domain.duration import parse_duration
from app.domain.rule_values import RuleDefinition, RuleKind, RuleScalar
from app.domain.text import Text, say

_WSE = say("WSE, pagina Lokale diensteneconomie")
_HERWIN_TRACK = say("Herwin, hoe verlopen de doorstroomtrajecten")
_CMW = say("Regel van collectief maatwerk, voor lokale diensteneconomie aangenomen (A4)")
_IMW = say("Regel van individueel maatwerk, voor lokale diensteneconomie aangenomen (A3)")
_ART20 = say("Besluit van 19 december 2014, artikel 20: inhoud niet gelezen")
_UNKNOWN = say("Niet gevonden: moet ingesteld worden door wie de wet gelezen heeft")
_OWN = say("Voorstel van Traject, geen wet")
_TRANSITION = say("Herwin, overgangsregeling 2023")
_STO = say("Koepel LDE, ontwerpbesluit STO van juni 2024")
_PROPOSED_RETENTION = say("Voorstel: de selectielijst van WSE is niet gevonden")


def _rule(
    key: str, title: Text, kind: RuleKind, default: RuleScalar | None, source: Text, *, sure: bool = False
) -> RuleDefinition:
    choices = ("handmatig",) if kind is RuleKind.CHOICE else ()
    return RuleDefinition(key, title, kind, default, source, confirmed=sure, choices=choices)


def _span(key: str, title: Text, iso: str | None, source: Text, *, sure: bool = False) -> RuleDefinition:
    return _rule(key, title, RuleKind.DURATION, parse_duration(iso) if iso else None, source, sure=sure)


_YES_NO, _WHOLE, _NUMBER = RuleKind.YES_NO, RuleKind.WHOLE, RuleKind.NUMBER
_SHARE, _DAY = RuleKind.SHARE, RuleKind.DAY

_RULES = (
    # the trajectory
    _rule("traject.maxJaren", say("Duur van het traject in jaren"), _WHOLE, 5, _WSE, sure=True),
    _rule("traject.maxJarenUitz", say("Duur van het traject in jaren, uitzonderlijk"), _WHOLE, 6, _WSE, sure=True),
    _span("arbeidsongeschiktheid.minDuur", say("Minimumduur van langdurige arbeidsongeschiktheid"), None, _ART20),
    _rule(
        "arbeidsongeschiktheid.stopKlok",
        say("Langdurige arbeidsongeschiktheid stopt de klok"),
        _YES_NO,
        False,
        _ART20,
    ),
    _rule(
        "klok.telEerdereMaatregel",
        say("Hoe een eerdere job met een maatregel meetelt"),
        RuleKind.CHOICE,
        "handmatig",
        _UNKNOWN,
    ),
    _span("advies.geldigheid", say("Geldigheid van een advies"), "P5Y", _CMW),
    # the yearly plan
    _span("pop.eerste", say("Eerste ontwikkelingsplan na de aanwerving"), "P1M", _CMW),
    _span("pop.periode", say("Tijd tussen twee ontwikkelingsplannen"), "P1Y", _WSE, sure=True),
    _span("pop.opentVoorVervaldag", say("Een ontwikkelingsplan opent zo lang voor het klaar moet zijn"), "P2M", _OWN),
    _span("pop.updateVoorEvaluatie", say("Nieuwste plan bij VDAB, voor de evaluatie"), "P10D", _CMW),
    # the evaluation
    _span("evaluatie.opentVoorEinde", say("De evaluatie opent zo lang voor het einde"), "P6M", _OWN),
    _span("evaluatie.vroegst", say("Vroegste evaluatie na de start"), "P2Y1D", _CMW),
    _span("evaluatie.medischVroegst", say("Vroegste evaluatie om een medische reden"), "P8W", _CMW),
    _span("verlenging.aanvraagVoorEinde", say("Verlenging aanvragen, zo lang voor het einde"), None, _UNKNOWN),
    # the transition track
    _span("fase.voortraject", say("Langste voortraject"), "P1M", _HERWIN_TRACK, sure=True),
    _span("fase.jobmatching", say("Langste jobmatching"), "P3M", _HERWIN_TRACK, sure=True),
    _span("fase.stage", say("Langste stage"), "P3M", _HERWIN_TRACK, sure=True),
    _span("fase.nazorg", say("Langste nazorg"), "P3M", _HERWIN_TRACK, sure=True),
    _rule("track.gemUren", say("Uren begeleiding, gemiddeld"), _WHOLE, 140, _HERWIN_TRACK, sure=True),
    _rule(
        "track.doelDoorstroom",
        say("Doel: aandeel dat doorstroomt"),
        _SHARE,
        Decimal("0.75"),
        say("Europa WSE, oproep doorstroom sociale economie"),
        sure=True,
    ),
    # the reconsideration
    _span("hwc.indienen", say("Heroverweging indienen, na kennisname"), "P45D", _IMW),
    _span("hwc.advies", say("Advies van de heroverwegingscommissie, na ontvangst"), "P60D", _IMW),
    _span("hwc.besluit", say("Besluit van de raad van bestuur, na het advies"), "P30D", _IMW),
    _rule(
        "termijn.weekendVerschuift",
        say("Een termijn die in een weekend of op een feestdag eindigt, schuift op"),
        _YES_NO,
        False,
        say("Aanname A5: regel niet gevonden"),
    ),
    # the enterprise
    _rule(
        "lde.minVte",
        say("Minimum aan voltijdse equivalenten, gemiddeld per jaar"),
        _NUMBER,
        Decimal(5),
        _WSE,
        sure=True,
    ),
    _rule(
        "lde.minVteDatum",
        say("Omgezette initiatieven: minimum te bereiken tegen"),
        _DAY,
        date(2021, 1, 1),
        say("Besluit van 14 december 2018, via Wolters Kluwer"),
        sure=True,
    ),
    _span("stop.voorafmelding", say("Een stopzetting melden, zo lang vooraf"), None, _UNKNOWN),
    _span("stop.waarschuwing", say("Waarschuwen als een stopzetting korter vooraf gemeld wordt"), "P30D", _OWN),
    _span("verslag.uiterlijk", say("Duurzaamheidsverslag, na het einde van het jaar"), None, _UNKNOWN),
    _span("registratie.waarschuwing", say("Waarschuwen voor het einde van de kwaliteitsregistratie"), "P6M", _OWN),
    _rule("geld.jaarbedragPerVte", say("Jaarbedrag per voltijds equivalent (euro)"), _NUMBER, None, _UNKNOWN),
    _rule("geld.voorschotPct", say("Aandeel dat als voorschot betaald wordt"), _SHARE, None, _UNKNOWN),
    # the transition of 2023 and the STO label
    _rule("overgang.peildatum", say("Overgang: in dienst op"), _DAY, date(2023, 6, 30), _TRANSITION, sure=True),
    _rule(
        "overgang.ratioCMW.2023",
        say("Overgang: structureel contingent per tijdelijk voltijds equivalent"),
        _NUMBER,
        Decimal("0.7"),
        _TRANSITION,
        sure=True,
    ),
    _rule("sto.minAandeel", say("STO-label: minimum aandeel werknemers"), _SHARE, Decimal("0.30"), _STO),
    _rule("sto.maxWinst", say("STO-label: hoogste winstuitkering van een vennootschap"), _SHARE, Decimal("0.33"), _STO),
    _rule("sto.tijdelijkTot", say("STO-label: tijdelijk label geldig tot en met"), _DAY, date(2025, 12, 31), _STO),
    # how long we keep what
    _span(
        "bewaartermijn.subsidie", say("Subsidie en DAEB, na het einde van de toewijzing"), "P10Y", _PROPOSED_RETENTION
    ),
    _span("bewaartermijn.sociaal", say("Sociale documenten"), "P5Y", _PROPOSED_RETENTION),
    _span("bewaartermijn.boekhouding", say("Boekhouding"), "P7Y", _PROPOSED_RETENTION),
    _span(
        "bewaartermijn.begeleiding", say("Plannen en nota's, na het einde van het traject"), "P5Y", _PROPOSED_RETENTION
    ),
    _span("bewaartermijn.audit", say("Logboek"), "P10Y", _PROPOSED_RETENTION),
    _span("bewaartermijn.intake", say("Gesloten intake zonder advies"), "P2Y", _PROPOSED_RETENTION),
)

DECLARED: dict[str, RuleDefinition] = {rule.key: rule for rule in _RULES}

#: The first rule of each group of the sheet, with the heading above it.
GROUPS: dict[str, Text] = {
    "traject.maxJaren": say("Het traject"),
    "pop.eerste": say("Het jaarlijkse plan"),
    "evaluatie.opentVoorEinde": say("De evaluatie"),
    "fase.voortraject": say("De doorstroom"),
    "hwc.indienen": say("De heroverweging"),
    "lde.minVte": say("De onderneming"),
    "overgang.peildatum": say("De overgang van 2023 en het STO-label"),
    "bewaartermijn.subsidie": say("Hoe lang we wat bewaren"),
}
