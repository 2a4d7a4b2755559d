"""Code lists of the trajectory of one employee (domain sheet §2, §7.3)."""

from typing import Self

from app.domain.codes.base import CodeList, UnknownCode


class TrajectoryStatus(CodeList):
    """Where a trajectory stands (§7.3 `traject status`)."""

    AANGEVRAAGD = "AANGEVRAAGD", "Aangevraagd"
    LOPEND = "LOPEND", "Lopend"
    GESCHORST = "GESCHORST", "Geschorst"
    IN_EVALUATIE = "IN_EVALUATIE", "In evaluatie"
    VERLENGD = "VERLENGD", "Verlengd"
    IN_DOORSTROOM = "IN_DOORSTROOM", "In doorstroomtraject"
    OVERGANG_IMW = "OVERGANG_IMW", "Overgang naar individueel maatwerk"
    OVERGANG_CMW = "OVERGANG_CMW", "Overgang naar collectief maatwerk"
    BEEINDIGD = "BEEINDIGD", "Beëindigd"


class ClockReading(CodeList):
    """How time worked before with a measure counts; a person chooses and motivates (T06)."""

    GEEN = "GEEN", "Niet eerder met een maatregel gewerkt: de klok start bij deze job"
    LETTERLIJK = "LETTERLIJK", "De klok start bij de eerste job met een maatregel"
    GECUMULEERD = "GECUMULEERD", "Alleen de gewerkte maanden met een maatregel tellen mee"


class SuspensionKind(CodeList):
    """Why a trajectory is suspended (§7.3 `schorsing`)."""

    ARBEIDSONGESCHIKT_LANGDURIG = "ARBEIDSONGESCHIKT_LANGDURIG", "Langdurige arbeidsongeschiktheid"
    MINISTERIEEL = "MINISTERIEEL", "Beslissing van de minister"
    MOEDERSCHAP = "MOEDERSCHAP", "Moederschapsbescherming"
    OVERMACHT = "OVERMACHT", "Overmacht"
    ANDER = "ANDER", "Andere reden"


class PlanState(CodeList):
    """States of a personal development plan, a versioned document (§2.3)."""

    ONTWERP = "ONTWERP", "Ontwerp"
    BESPROKEN = "BESPROKEN", "Besproken"
    ONDERTEKEND = "ONDERTEKEND", "Ondertekend"
    ACTIEF = "ACTIEF", "Actief"
    GEEVALUEERD = "GEEVALUEERD", "Geëvalueerd"
    VERVANGEN = "VERVANGEN", "Vervangen"


class PlanAgreement(CodeList):
    """How the employee agreed with his plan: himself, or through the coach with a reason."""

    ZELF = "ZELF", "De werknemer gaat zelf akkoord"
    VIA_BEGELEIDER = "VIA_BEGELEIDER", "De jobcoach legt het akkoord van de werknemer vast"


class ActionStatus(CodeList):
    """How far a development action of a plan is (§7.2 `POPActie.status`)."""

    GEPLAND = "GEPLAND", "Gepland"
    BEZIG = "BEZIG", "Bezig"
    GEDAAN = "GEDAAN", "Gedaan"
    GESTOPT = "GESTOPT", "Gestopt"


class ActionOwner(CodeList):
    """Who does a development action (§7.2 `POPActie.wie`)."""

    WERKNEMER = "WERKNEMER", "De werknemer"
    BEGELEIDER = "BEGELEIDER", "De jobcoach"
    WERKGEVER = "WERKGEVER", "De werkgever"
    DERDE = "DERDE", "Een opleider of dienst van buiten"


class EvaluationOccasion(CodeList):
    """Why VDAB evaluates (§7.2 `Evaluatie.aanleiding`)."""

    EINDE_TERMIJN = "EINDE_TERMIJN", "Het einde van de termijn komt"
    VROEG = "VROEG", "Vroege evaluatie op vraag"
    MEDISCH = "MEDISCH", "Vroege evaluatie om een medische of psychosociale reden"
    NA_VERLENGING = "NA_VERLENGING", "Het einde van de verlenging komt"
    OMZETTING = "OMZETTING", "Einde van de overgangsregeling"


class EvaluationOutcome(CodeList):
    """What the evaluation by VDAB concludes (§7.3 `evaluatie-uitkomst`).

    `route` is the value of the process variable `evaluation_outcome` that diagrams branch on.
    """

    DOORSTROOMKLAAR = "DOORSTROOMKLAAR", "Klaar voor doorstroom"
    INTERN = "INTERN", "Interne doorstroom bij de werkgever"
    VERLENGING_6 = "VERLENGING_6", "Verlenging tot ten hoogste zes jaar"
    PASSENDE_MAATREGEL = "PASSENDE_MAATREGEL", "Een andere, meer passende maatregel"
    HERINDICATIE = "HERINDICATIE", "Nieuwe indicatie nodig"
    NIET_BEOORDEELD = "NIET_BEOORDEELD", "Niet beoordeeld"

    @property
    def route(self) -> str | None:
        """Give the routing value of this outcome; None where nothing was decided."""
        return _ROUTES.get(self.value)

    @classmethod
    def from_route(cls, route: str) -> Self:
        """Give the outcome of a routing value; raises UnknownCode for any other text."""
        for code, known in _ROUTES.items():
            if known == route:
                return cls(code)
        raise UnknownCode(f"evaluation_outcome: {route!r}")


_ROUTES = {
    "DOORSTROOMKLAAR": "ready",
    "VERLENGING_6": "extension",
    "INTERN": "internal",
    "PASSENDE_MAATREGEL": "other_measure",
    "HERINDICATIE": "reindicate",
}


class Measure(CodeList):
    """Where an employee can be referred to (§2.9)."""

    CMW = "CMW", "Collectief maatwerk"
    IMW = "IMW", "Individueel maatwerk"
    AMA = "AMA", "Arbeidsmatige activiteiten"
    WZT = "WZT", "Activeringstraject of werk- en zorgtraject"
    WIJK = "WIJK", "Wijk-werken"
    TWE = "TWE", "Tijdelijke werkervaring (artikel 60)"
    ARBZ = "ARBZ", "Arbeidszorg (oude regeling)"
    NEC = "NEC", "Gewone job met gewone bemiddeling"
    ZORG = "ZORG", "Welzijn of zorg"
    UIT = "UIT", "Invaliditeit of pensioen"


class EarlyEndReason(CodeList):
    """Why a trajectory ends early (§2.10). None of these ends the labour contract by itself."""

    DOORSTROOM_VROEG = "DOORSTROOM_VROEG", "Vroege doorstroom naar een andere job"
    ONTSLAG_WG = "ONTSLAG_WG", "Ontslag door de werkgever"
    ONTSLAG_WN = "ONTSLAG_WN", "Ontslag door de werknemer"
    ONDERLING = "ONDERLING", "Einde in onderling akkoord"
    EINDE_BEP_DUUR = "EINDE_BEP_DUUR", "Einde van een contract van bepaalde duur"
    OVERMACHT_MEDISCH = "OVERMACHT_MEDISCH", "Medische overmacht"
    PENSIOEN = "PENSIOEN", "Pensioen"
    OVERLIJDEN = "OVERLIJDEN", "Overlijden"
    WERKGEVER_STOP = "WERKGEVER_STOP", "De werkgever stopt het project"
    OMZETTING_CMW = "OMZETTING_CMW", "Omzetting naar collectief maatwerk"
    ADVIES_INGETROKKEN = "ADVIES_INGETROKKEN", "Het advies is ingetrokken"


class Destination(CodeList):
    """Where a trajectory ended, the last fact on record (from the outcomes of §2.6 to §2.10)."""

    DOORSTROOM = "DOORSTROOM", "Job bij een andere werkgever"
    INTERN = "INTERN", "Blijft bij de werkgever, met minder of zonder steun"
    ANDERE_MAATREGEL = "ANDERE_MAATREGEL", "Andere maatregel"
    HERINDICATIE = "HERINDICATIE", "Nieuwe indicatie"
    VROEGTIJDIG = "VROEGTIJDIG", "Vroegtijdig einde"
    GEEN = "GEEN", "Nog geen oplossing gevonden"


class HiringOutcome(CodeList):
    """How the hiring ended; the codes are the values of the process variable `hiring_outcome`."""

    STARTED = "started", "Gestart"
    NOT_STARTED = "not_started", "Niet gestart"
