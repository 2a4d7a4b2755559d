"""National number and bis-number of a person: check, read, show, mask, and make one up (domain sheet §7.1).

python-stdnum knows these numbers too, but reads today's date to choose the century. Here nothing reads
a clock.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.codes import Gender
from app.domain.identifiers.errors import InvalidIdentifier, check_digits, digits_of
from app.domain.text import Text, say

#: Months of a bis-number: +20 where the sex was not known when it was given, +40 where it was.
_BIS_MONTHS = frozenset({*range(20, 33), *range(40, 53)})

#: Serial numbers from here up are handed out last, so invented persons seldom meet real ones.
_SYNTHETIC_SERIAL = 900
_SYNTHETIC_PER_DAY = 49


@dataclass(frozen=True)
class NationalNumber:
    """A valid national or bis-number (INSZ).

    `born` and `sex` are facts only for a national number; a bis-number never gives them (§7.1), and `note`
    says so. They are None too where the register did not know them.
    """

    digits: str
    is_bis: bool
    born: date | None
    sex: Gender | None
    note: Text | None = None

    def __str__(self) -> str:
        """Give the number masked, so that it cannot slip into a log or an error whole."""
        return self.masked

    def __repr__(self) -> str:
        """Give the number masked, for the same reason."""
        return f"NationalNumber({self.masked})"

    @property
    def masked(self) -> str:
        """Give the number with what identifies hidden: `90.01.01-***.**`."""
        return mask_national_number(self.digits)


def national_number(text: str, *, today: date | None = None) -> NationalNumber:
    """Check and read a national or bis-number as a person typed it.

    The check digits are 97 minus the first nine digits modulo 97; for who was born in 2000 or later a 2
    is put before them (§7.1). With `today`, a birth date after it is refused. Raises InvalidIdentifier.
    """
    digits = digits_of(text, 11)
    century = _century(digits)
    month = int(digits[2:4])
    is_bis = month in _BIS_MONTHS
    if not is_bis and month > 12:
        raise InvalidIdentifier(say("De maand in dit rijksregisternummer bestaat niet."))
    if is_bis:
        note = say("Uit een bisnummer leiden wij geen geboortedatum en geen geslacht af.")
        return NationalNumber(digits, is_bis=True, born=None, sex=None, note=note)
    born = _birth_date(century, digits)
    if today is not None and (born or date(century + int(digits[:2]), 1, 1)) > today:
        raise InvalidIdentifier(say("De geboortedatum in dit rijksregisternummer ligt in de toekomst."))
    sex = Gender.M if int(digits[6:9]) % 2 else Gender.V
    return NationalNumber(digits, is_bis=False, born=born, sex=sex)


def format_national_number(digits: str) -> str:
    """Write eleven stored digits as `90.01.01-997.94`."""
    return f"{digits[0:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:11]}"


def mask_national_number(digits: str) -> str:
    """Write eleven stored digits as `90.01.01-***.**` (§8: masked by default)."""
    return f"{digits[0:2]}.{digits[2:4]}.{digits[4:6]}-***.**"


def synthetic_national_number(born: date, nth: int = 0, *, sex: Gender = Gender.M, bis: bool = False) -> str:
    """Make up a valid number for demo data and tests: the `nth` (0 to 48) of that sex born on that day.

    `bis` gives a bis-number with the sex known (month + 40).
    """
    if not 0 <= nth < _SYNTHETIC_PER_DAY:
        raise ValueError(f"nth must be 0 to {_SYNTHETIC_PER_DAY - 1}")
    serial = _SYNTHETIC_SERIAL + 2 * nth + (1 if sex is Gender.M else 0)
    first_nine = f"{born.year % 100:02d}{born.month + (40 if bis else 0):02d}{born.day:02d}{serial:03d}"
    return first_nine + check_digits(f"2{first_nine}" if born.year >= 2000 else first_nine)


def _century(digits: str) -> int:
    first_nine, given = digits[:9], digits[9:]
    if int(first_nine) and given == check_digits(first_nine):
        return 1900
    if given == check_digits(f"2{first_nine}"):
        return 2000
    raise InvalidIdentifier(say("Dit nummer klopt niet: de laatste twee cijfers passen niet bij de rest."))


def _birth_date(century: int, digits: str) -> date | None:
    """Give the date; None where month or day do not exist: the register did not know them."""
    try:
        return date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
