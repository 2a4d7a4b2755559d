"""Code lists of the enterprise, its services and the stop of a project (domain sheet §3, §4, §7.3)."""

from app.domain.codes.base import CodeList


class LegalForm(CodeList):
    """Legal forms an LDE enterprise may have (§4, §7.3 `rechtsvorm`)."""

    VZW = "VZW", "Vereniging zonder winstoogmerk (vzw)"
    PRP = "PRP", "Publiekrechtelijke rechtspersoon"
    VSO = "VSO", "Vennootschap met sociaal oogmerk (oude vorm)"
    ISV = "ISV", "Intergemeentelijk samenwerkingsverband met rechtspersoonlijkheid"
    CVSO = "CVSO", "Coöperatieve vennootschap erkend als sociale onderneming"


class ServiceType(CodeList):
    """Kinds of local service (§7.3 `diensttype`)."""

    THUISZORG = "THUISZORG", "Aanvullende thuiszorg"
    KINDEROPVANG = "KINDEROPVANG", "Buurtgerichte kinderopvang"
    VERVOER = "VERVOER", "Vervoer- en boodschappendiensten"
    ENERGIE = "ENERGIE", "Energiesnoeiers"
    FIETSPUNT = "FIETSPUNT", "Fietspunt"
    SOCREST = "SOCREST", "Sociaal restaurant"
    KLUS = "KLUS", "Klusdienst"
    GROEN = "GROEN", "Ecologisch groenonderhoud"
    PADEN = "PADEN", "Onderhoud van fiets- en wandelpaden"
    BUURTSPORT = "BUURTSPORT", "Buurtsport"
    GEZIN = "GEZIN", "Preventieve gezinsondersteuning"
    HUISBEWAARDER = "HUISBEWAARDER", "Huisbewaarder in sociale huisvesting"
    ANDER = "ANDER", "Andere dienst"


class ServiceNature(CodeList):
    """Nature of a local service (§4, §7.2 `LokaleDienst.aard`)."""

    NIET_ECONOMISCH = "NIET_ECONOMISCH", "Niet-economisch"
    DAEB = "DAEB", "Dienst van algemeen economisch belang"


class LabelKind(CodeList):
    """Kinds of label or recognition (§7.2 `Label.soort`)."""

    LDE = "LDE", "Lokale diensteneconomie"
    STO_LDE = "STO-LDE", "Sociale tewerkstellingsonderneming (LDE)"
    MWB = "MWB", "Maatwerkbedrijf"
    MWA = "MWA", "Maatwerkafdeling"


class LabelLevel(CodeList):
    """What a label is given to (§4, §7.2 `Label.niveau`)."""

    ONDERNEMING = "ONDERNEMING", "Onderneming"
    VESTIGING = "VESTIGING", "Vestiging"


class QuotaKind(CodeList):
    """Kinds of quota of full-time equivalents (§5.4, §7.2 `Contingent.soort`)."""

    STRUCTUREEL = "STRUCTUREEL", "Structureel"
    TIJDELIJK = "TIJDELIJK", "Tijdelijk"


class TransitionRoute(CodeList):
    """The choice an enterprise made in the transition of 2023 (§5.3)."""

    IMW = "IMW", "Individueel maatwerk met tijdelijke vergoeding"
    CMW = "CMW", "Collectief maatwerk met tijdelijk pakket 40 laag"


class ReportStatus(CodeList):
    """Status of a report an enterprise owes (§7.3 `rapport status`)."""

    OPEN = "OPEN", "Open"
    HERINNERD = "HERINNERD", "Herinnerd"
    INGEDIEND = "INGEDIEND", "Ingediend"
    BEOORDEELD = "BEOORDEELD", "Beoordeeld"
    LAATTIJDIG = "LAATTIJDIG", "Laattijdig"


class StopKind(CodeList):
    """Whole or partial stop of a project (§3)."""

    VOLLEDIG = "VOLLEDIG", "Volledige stopzetting"
    GEDEELTELIJK = "GEDEELTELIJK", "Gedeeltelijke stopzetting"


class StopPermanence(CodeList):
    """Whether a stop is for good (§3 block C)."""

    DEFINITIEF = "DEFINITIEF", "Definitief"
    TIJDELIJK = "TIJDELIJK", "Tijdelijk"


class StopReason(CodeList):
    """Why a project stops (§7.3 `reden stop`)."""

    EINDE_OPDRACHT = "EINDE_OPDRACHT", "De opdracht eindigt"
    FINANCIEEL = "FINANCIEEL", "Financiële reden"
    FUSIE_OVERNAME = "FUSIE_OVERNAME", "Fusie of overname"
    OMZETTING_CMW = "OMZETTING_CMW", "Omzetting naar collectief maatwerk"
    OMZETTING_IMW = "OMZETTING_IMW", "Omzetting naar individueel maatwerk"
    GEBREK_INSTROOM = "GEBREK_INSTROOM", "Te weinig nieuwe werknemers"
    ANDER = "ANDER", "Andere reden"


class StopDecision(CodeList):
    """What the department decides about a stop notification (§3; codes inferred)."""

    AANVAARD = "AANVAARD", "Ik neem akte van de stopzetting"
    NIET_AANVAARD = "NIET_AANVAARD", "Ik neem geen akte: de kennisgeving klopt niet"


class StopDestination(CodeList):
    """Where an employee goes when his project stops (§3 block D; codes inferred)."""

    ANDERE_DIENST = "ANDERE_DIENST", "Andere dienst van deze onderneming"
    ANDERE_LDE = "ANDERE_LDE", "Andere LDE-onderneming"
    IMW = "IMW", "Individueel maatwerk"
    CMW = "CMW", "Collectief maatwerk"
    DOORSTROOM = "DOORSTROOM", "Doorstroom naar een gewone job"
    ONTSLAG = "ONTSLAG", "Ontslag"
    BLIJFT_ZONDER_STEUN = "BLIJFT_ZONDER_STEUN", "Blijft in dienst zonder steun"


class StopAttachment(CodeList):
    """Papers that go with a stop notification (§3 block G; codes inferred)."""

    BESLISSING_BESTUUR = "BESLISSING_BESTUUR", "Beslissing van het bestuursorgaan"
    WERKNEMERSLIJST = "WERKNEMERSLIJST", "Lijst van de werknemers"
    OVEREENKOMST_OVERNEMER = "OVEREENKOMST_OVERNEMER", "Overeenkomst met de overnemer"
    BRIEF_OPDRACHTGEVER = "BRIEF_OPDRACHTGEVER", "Brief van de opdrachtgever"
    JAARREKENING = "JAARREKENING", "Jaarrekening of afrekening van de sui-generisafdeling"
    POPS = "POPS", "De nieuwste persoonlijke ontwikkelingsplannen"


class ServiceCondition(CodeList):
    """The eight conditions of a local service, attested by the commissioning authority (§4)."""

    GEEN_VERDRINGING = "GEEN_VERDRINGING", "Verdringt geen bestaande jobs"
    INGEBED = "INGEBED", "Is ingebed in het lokale sociaal-economische weefsel"
    AANVULLEND = "AANVULLEND", "Vult het bestaande aanbod aan"
    KWALITEIT = "KWALITEIT", "Is kwaliteitsvol en toegankelijk"
    AARD = "AARD", "Is niet-economisch of een dienst van algemeen economisch belang"
    DUURZAME_JOBS = "DUURZAME_JOBS", "Geeft duurzame jobs"
    LANGE_TERMIJN = "LANGE_TERMIJN", "Heeft een perspectief op lange termijn"
    BELEID = "BELEID", "Past bij het Vlaamse beleid"
