"""Code lists of the transition track, the internship, the referral and the new job (§2.7 to §2.9)."""

from app.domain.codes.base import CodeList


class Phase(CodeList):
    """The four phases of a transition track, in order (§2.7, §7.3 `fase`)."""

    VOORTRAJECT = "VOORTRAJECT", "Voortraject"
    JOBMATCHING = "JOBMATCHING", "Jobmatching"
    STAGE = "STAGE", "Stage"
    NAZORG = "NAZORG", "Nazorg"


class PhaseResult(CodeList):
    """How a phase of a track ended (§2.7 result code; codes inferred)."""

    GESLAAGD = "GESLAAGD", "Afgerond, volgende fase"
    NIET_GESLAAGD = "NIET_GESLAAGD", "Afgerond zonder resultaat"
    GESTOPT = "GESTOPT", "Gestopt voor het einde"


class InternshipResult(CodeList):
    """How an internship ended (§2.7 phase 3; codes inferred)."""

    AANWERVING = "AANWERVING", "De stagegever werft aan"
    GEEN_AANWERVING = "GEEN_AANWERVING", "De stagegever werft niet aan"
    GESTOPT = "GESTOPT", "De stage stopte vroeger"


class NewJobSupport(CodeList):
    """Support in the new job compared with this trajectory (§2.8, decree art. 3, 2°)."""

    GEEN = "GEEN", "Geen steun"
    MINDER = "MINDER", "Minder steun dan nu"
    EVENVEEL = "EVENVEEL", "Evenveel steun als nu"
    MEER = "MEER", "Meer steun dan nu"


class SignatureParty(CodeList):
    """Who signs an internship agreement: three parties (§1)."""

    WERKNEMER = "WERKNEMER", "De werknemer"
    STAGEGEVER = "STAGEGEVER", "De stagegever"
    DOORSTROOMBEGELEIDER = "DOORSTROOMBEGELEIDER", "De doorstroombegeleider"


class TrackOutcome(CodeList):
    """How a track ended; the codes are the values of the process variable `track_outcome`."""

    HIRED = "hired", "Aangeworven"
    NOT_HIRED = "not_hired", "Niet aangeworven"
    REFUSED = "refused", "De werknemer weigert het traject"


class ReferralOutcome(CodeList):
    """How a referral ended; the codes are the values of the process variable `referral_outcome`."""

    ACCEPTED = "accepted", "Aanvaard"
    NONE = "none", "Geen maatregel gevonden"


class AppealOutcome(CodeList):
    """How a reconsideration ended (§7.3 `heroverweging uitkomst`)."""

    BEVESTIGD = "BEVESTIGD", "Bevestigd"
    HERZIEN = "HERZIEN", "Herzien"
    ONONTVANKELIJK = "ONONTVANKELIJK", "Onontvankelijk"
    INGETROKKEN = "INGETROKKEN", "Ingetrokken"


class AppealParty(CodeList):
    """Who lodges a reconsideration (§2.11)."""

    WERKNEMER = "WERKNEMER", "De werknemer of werkzoekende"
    WERKGEVER = "WERKGEVER", "De werkgever"


class AppealSubject(CodeList):
    """What a reconsideration is about; an employer may only contest an evaluation (§2.11, T17)."""

    INDICERING = "INDICERING", "Een indicering"
    EVALUATIE = "EVALUATIE", "Een evaluatie van de ondersteuning"
