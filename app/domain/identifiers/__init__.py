"""Belgian numbers of persons, enterprises and accounts: check, show, mask, and make up valid ones (§7.1).

Stored is digits only; shown is with separators. Forms name a check with its key in CHECKS.
"""

from collections.abc import Callable

from app.domain.codes import Gender
from app.domain.identifiers.enterprise import (
    enterprise_number,
    establishment_number,
    format_enterprise_number,
    format_establishment_number,
    format_iban,
    iban,
    synthetic_enterprise_number,
    synthetic_establishment_number,
    synthetic_iban,
)
from app.domain.identifiers.errors import InvalidIdentifier
from app.domain.identifiers.person import (
    NationalNumber,
    format_national_number,
    mask_national_number,
    national_number,
    synthetic_national_number,
)

#: Per kind: from what was typed to what is stored; each raises InvalidIdentifier.
CHECKS: dict[str, Callable[[str], str]] = {
    "national_number": lambda text: national_number(text).digits,
    "enterprise_number": enterprise_number,
    "establishment_number": establishment_number,
    "iban": iban,
}

__all__ = [
    "CHECKS",
    "Gender",
    "InvalidIdentifier",
    "NationalNumber",
    "enterprise_number",
    "establishment_number",
    "format_enterprise_number",
    "format_establishment_number",
    "format_iban",
    "format_national_number",
    "iban",
    "mask_national_number",
    "national_number",
    "synthetic_enterprise_number",
    "synthetic_establishment_number",
    "synthetic_iban",
    "synthetic_national_number",
]
