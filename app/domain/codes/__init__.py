"""The closed code lists of the field, for database, forms, pages and API alike.

Lists are named in English (`contract_type`), codes and labels are Dutch (domain sheet §7.3 and §2).
Forms ask for a list with `"valuesKey": "codes.contract_type"`.
"""

import re

from app.domain.codes.base import CodeList, UnknownCode
from app.domain.codes.enterprise import (
    LabelKind,
    LabelLevel,
    LegalForm,
    QuotaKind,
    ReportStatus,
    ServiceCondition,
    ServiceNature,
    ServiceType,
    StopAttachment,
    StopDecision,
    StopDestination,
    StopKind,
    StopPermanence,
    StopReason,
    TransitionRoute,
)
from app.domain.codes.letter import LetterTemplate
from app.domain.codes.organisation import OrganisationKind
from app.domain.codes.person import (
    AdviceKind,
    ContactChannel,
    ContractType,
    Gender,
    IcfResult,
    IndicationBasis,
    IndicationPartner,
    Language,
    RevealPurpose,
    SupportPackage,
    TargetGroupSituation,
)
from app.domain.codes.trajectory import (
    ActionOwner,
    ActionStatus,
    ClockReading,
    Destination,
    EarlyEndReason,
    EvaluationOccasion,
    EvaluationOutcome,
    HiringOutcome,
    Measure,
    PlanAgreement,
    PlanState,
    SuspensionKind,
    TrajectoryStatus,
)
from app.domain.codes.transition import (
    AppealOutcome,
    AppealParty,
    AppealSubject,
    InternshipResult,
    NewJobSupport,
    Phase,
    PhaseResult,
    ReferralOutcome,
    SignatureParty,
    TrackOutcome,
)

# fmt: off
_LISTS: tuple[type[CodeList], ...] = (
    ActionOwner, ActionStatus, AdviceKind, AppealOutcome, AppealParty, AppealSubject, ClockReading,
    ContactChannel, ContractType, Destination, EarlyEndReason, EvaluationOccasion, EvaluationOutcome,
    Gender, HiringOutcome, IcfResult, IndicationBasis, IndicationPartner, InternshipResult, LabelKind,
    LabelLevel, Language, LegalForm, LetterTemplate, Measure, NewJobSupport, OrganisationKind, Phase, PhaseResult,
    PlanAgreement, PlanState, QuotaKind, ReferralOutcome, ReportStatus, RevealPurpose,
    ServiceCondition, ServiceNature, ServiceType,
    SignatureParty, StopAttachment, StopDecision, StopDestination, StopKind, StopPermanence, StopReason, SupportPackage,
    SuspensionKind, TargetGroupSituation, TrackOutcome, TrajectoryStatus, TransitionRoute,
)
# fmt: on

__all__ = [
    "LISTS",
    "ActionOwner",
    "ActionStatus",
    "AdviceKind",
    "AppealOutcome",
    "AppealParty",
    "AppealSubject",
    "ClockReading",
    "CodeList",
    "ContactChannel",
    "ContractType",
    "Destination",
    "EarlyEndReason",
    "EvaluationOccasion",
    "EvaluationOutcome",
    "Gender",
    "HiringOutcome",
    "IcfResult",
    "IndicationBasis",
    "IndicationPartner",
    "InternshipResult",
    "LabelKind",
    "LabelLevel",
    "Language",
    "LegalForm",
    "LetterTemplate",
    "Measure",
    "NewJobSupport",
    "OrganisationKind",
    "Phase",
    "PhaseResult",
    "PlanAgreement",
    "PlanState",
    "QuotaKind",
    "ReferralOutcome",
    "ReportStatus",
    "RevealPurpose",
    "ServiceCondition",
    "ServiceNature",
    "ServiceType",
    "SignatureParty",
    "StopAttachment",
    "StopDecision",
    "StopDestination",
    "StopKind",
    "StopPermanence",
    "StopReason",
    "SupportPackage",
    "SuspensionKind",
    "TargetGroupSituation",
    "TrackOutcome",
    "TrajectoryStatus",
    "TransitionRoute",
    "UnknownCode",
    "by_name",
    "code_list",
    "label",
]


def _list_name(code_list: type[CodeList]) -> str:
    """Give the name of a list in forms and API: `ContractType` is `contract_type`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", code_list.__name__).lower()


LISTS: dict[str, type[CodeList]] = {_list_name(each): each for each in _LISTS}


def code_list(name: str) -> type[CodeList]:
    """Give the list of that name; raises UnknownCode when there is none."""
    try:
        return LISTS[name]
    except KeyError:
        raise UnknownCode(f"no code list {name!r}") from None


def by_name(name: str) -> list[tuple[str, str]]:
    """Give (code, Dutch label) of a list in its order; raises UnknownCode when there is no such list."""
    return code_list(name).choices()


def label(name: str, value: str) -> str:
    """Give the Dutch label of one code; raises UnknownCode for an unknown list or code."""
    try:
        return code_list(name)(value).label
    except ValueError:
        raise UnknownCode(f"no code {value!r} in list {name!r}") from None
