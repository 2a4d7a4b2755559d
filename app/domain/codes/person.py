"""Code lists about the employee, the advice and the employment (domain sheet §2.1, §2.2, §7.3)."""

from app.domain.codes.base import CodeList


class Language(CodeList):
    """Language in which we speak with a person; Dutch is the administrative language (§7.3 `taal`)."""

    NL = "nl", "Nederlands"
    FR = "fr", "Frans"
    EN = "en", "Engels"


class Gender(CodeList):
    """Optional, as the person gives it; never read from a bis-number (§7.1)."""

    M = "M", "Man"
    V = "V", "Vrouw"
    X = "X", "Anders of niet gezegd"


class ContactChannel(CodeList):
    """How a person wants to be reached (§7.2 `contactkanaal`)."""

    EMAIL = "EMAIL", "E-mail"
    TELEFOON = "TELEFOON", "Telefoon"
    BRIEF = "BRIEF", "Brief"
    COACH = "COACH", "Via de jobcoach"


class TargetGroupSituation(CodeList):
    """Why somebody is far from the labour market; several may hold, asked only if needed (§7.3)."""

    ZORGLAST = "ZORGLAST", "Zware zorglast"
    EXGEDET = "EXGEDET", "Ex-gedetineerde"
    ARMOEDE = "ARMOEDE", "Armoede"
    LTW = "LTW", "Langdurig werkloos"
    ANDER = "ANDER", "Andere situatie"


class AdviceKind(CodeList):
    """The measure an advice gives a right to (§7.2 `IndiceringsAdvies.soort`)."""

    LDE = "LDE", "Lokale diensteneconomie"
    CMW = "CMW", "Collectief maatwerk"
    IMW = "IMW", "Individueel maatwerk"


class IndicationBasis(CodeList):
    """What the ICF indication stands on (§2.1). Only the outcome is stored, never item scores (§8)."""

    PMAH = "PmAH", "Arbeidshandicap"
    PMP = "Pmp", "Multipele problematiek"


class IndicationPartner(CodeList):
    """Who made the indication (§1: VDAB, or a designated partner that only advises)."""

    VDAB = "VDAB", "VDAB"
    OCMW = "OCMW", "OCMW of samenwerkingsverband van OCMW's"
    CAD = "CAD", "CAD De Werklijn"
    GTB = "GTB", "GTB"


class IcfResult(CodeList):
    """What the ICF scores say; the consultant may admit against a no, never refuse against a yes (T20)."""

    JA = "JA", "Scores zeggen ja"
    NEE = "NEE", "Scores zeggen nee"


class ContractType(CodeList):
    """Kinds of employment contract (§7.3 `contracttype`; the mandatory kind is unknown, §2.2)."""

    ONBEP = "ONBEP", "Onbepaalde duur"
    BEP = "BEP", "Bepaalde duur"
    VERV = "VERV", "Vervanging"
    DUIDELIJK_WERK = "DUIDELIJK_WERK", "Duidelijk omschreven werk"
    ART60 = "ART60", "Artikel 60"


class SupportPackage(CodeList):
    """Work support packages (§7.3 `WOP`). The sheet does not list the IMW packages one by one."""

    CMW_40_LAAG = "CMW_40_LAAG", "Collectief maatwerk, loonpremie 40 %, begeleiding laag"
    CMW_45_60_LAAG = "CMW_45_60_LAAG", "Collectief maatwerk, loonpremie 45-60 %, begeleiding laag"
    CMW_45_60_MIDDEN = "CMW_45_60_MIDDEN", "Collectief maatwerk, loonpremie 45-60 %, begeleiding midden"
    CMW_45_60_HOOG = "CMW_45_60_HOOG", "Collectief maatwerk, loonpremie 45-60 %, begeleiding hoog"
    IMW = "IMW", "Individueel maatwerk, pakket volgens de beslissing"
    TIJDELIJKE_VERGOEDING = "TIJDELIJKE_VERGOEDING", "Tijdelijke vergoeding (overgang 2023)"


class RevealPurpose(CodeList):
    """Why somebody asks to see a whole national number; the code goes into the audit trail."""

    IDENTIFICATIE = "IDENTIFICATIE", "Nakijken over welke persoon het gaat"
    CONTRACT = "CONTRACT", "Arbeidsovereenkomst of loon"
    VDAB_DOSSIER = "VDAB_DOSSIER", "Opzoeken in het dossier bij VDAB"
    CONTROLE = "CONTROLE", "Controle of inspectie"
