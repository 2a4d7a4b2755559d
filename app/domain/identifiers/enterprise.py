"""Numbers of an enterprise: enterprise number, establishment number, bank account (domain sheet §7.1)."""

from stdnum import iban as stdnum_iban
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from app.domain.identifiers.errors import LONGEST, InvalidIdentifier, check_digits, digits_of
from app.domain.text import say


def enterprise_number(text: str) -> str:
    """Check an enterprise number (KBO) and give its ten digits.

    `BE` before it and the old form of nine digits are understood. Raises InvalidIdentifier with the reason.
    """
    compact = text.strip().upper().removeprefix("BE").strip(" .-")
    if sum(character.isdigit() for character in compact) == 9:
        compact = f"0{compact}"
    digits = digits_of(compact, 10)
    if "2" <= digits[0] <= "8":
        raise InvalidIdentifier(say("Een ondernemingsnummer begint met 0 of 1. Is dit het nummer van een vestiging?"))
    if digits[0] == "9":
        raise InvalidIdentifier(say("Een ondernemingsnummer begint met 0 of 1."))
    _ensure_check_digits(digits)
    return digits


def establishment_number(text: str) -> str:
    """Check an establishment number (vestigingseenheidsnummer) and give its ten digits.

    Raises InvalidIdentifier with the reason.
    """
    digits = digits_of(text, 10)
    if digits[0] in "01":
        raise InvalidIdentifier(say("Een vestigingsnummer begint met 2 tot 8. Is dit het nummer van de onderneming?"))
    if digits[0] == "9":
        raise InvalidIdentifier(say("Een vestigingsnummer begint met 2 tot 8."))
    _ensure_check_digits(digits)
    return digits


def iban(text: str) -> str:
    """Check an IBAN of any country (ISO 13616), a Belgian one twice, and give it without spaces.

    Raises InvalidIdentifier with the reason.
    """
    if not text.strip():
        raise InvalidIdentifier(say("Vul het rekeningnummer in."))
    if len(text) > LONGEST:
        raise InvalidIdentifier(say("Dit rekeningnummer is te lang."))
    try:
        number = stdnum_iban.validate(text, check_country=False)
    except InvalidLength:
        raise InvalidIdentifier(say("Dit rekeningnummer is te kort of te lang.")) from None
    except InvalidChecksum:
        raise InvalidIdentifier(say("Dit rekeningnummer klopt niet: kijk de cijfers na.")) from None
    except ValidationError:
        raise InvalidIdentifier(say("Dit is geen IBAN. Een Belgische IBAN begint met BE en telt 16 tekens.")) from None
    if number.startswith("BE") and number[-2:] != _account_check(number[4:-2]):
        raise InvalidIdentifier(say("Dit rekeningnummer klopt niet: kijk de cijfers na."))
    return number


def format_enterprise_number(digits: str) -> str:
    """Write ten stored digits as `0440.966.354`."""
    return f"{digits[0:4]}.{digits[4:7]}.{digits[7:10]}"


def format_establishment_number(digits: str) -> str:
    """Write ten stored digits as `2.123.456.791`."""
    return f"{digits[0]}.{digits[1:4]}.{digits[4:7]}.{digits[7:10]}"


def format_iban(number: str) -> str:
    """Write a stored IBAN in groups of four."""
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def synthetic_enterprise_number(nth: int) -> str:
    """Make up the `nth` (0 to 9999) valid enterprise number, in a range far from those handed out."""
    return _numbered("1999", nth)


def synthetic_establishment_number(nth: int) -> str:
    """Make up the `nth` (0 to 9999) valid establishment number, in a range far from those handed out."""
    return _numbered("8999", nth)


def synthetic_iban(nth: int) -> str:
    """Make up the `nth` (0 to 9999999) valid Belgian IBAN, with a bank code (999) that no account has."""
    if not 0 <= nth <= 9_999_999:
        raise ValueError("nth must be 0 to 9999999")
    account = f"999{nth:07d}"
    account += _account_check(account)
    return f"BE{stdnum_iban.calc_check_digits(f'BE00{account}')}{account}"


def _numbered(prefix: str, nth: int) -> str:
    if not 0 <= nth <= 9999:
        raise ValueError("nth must be 0 to 9999")
    first_eight = f"{prefix}{nth:04d}"
    return first_eight + check_digits(first_eight)


def _ensure_check_digits(digits: str) -> None:
    if digits[8:] != check_digits(digits[:8]):
        raise InvalidIdentifier(say("Dit nummer klopt niet: de laatste twee cijfers passen niet bij de rest."))


def _account_check(first_ten: str) -> str:
    return f"{int(first_ten) % 97 or 97:02d}"
