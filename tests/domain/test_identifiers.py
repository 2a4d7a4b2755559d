"""Numbers of persons, enterprises and accounts: the vectors of the field, and what a mistyped one says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import bis as stdnum_bis
from stdnum.be import iban as stdnum_iban
from stdnum.be import nn as stdnum_nn
from stdnum.be import vat as stdnum_vat

from app.domain import identifiers
from app.domain.codes import Gender
from app.domain.identifiers import InvalidIdentifier, format_national_number, national_number

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("digits", "born", "sex"),
    [
        ("85073003328", date(1985, 7, 30), Gender.M),
        ("90010199794", date(1990, 1, 1), Gender.M),
        ("01020399843", date(2001, 2, 3), Gender.V),
    ],
)
def test_t29_national_numbers_are_read(digits: str, born: date, sex: Gender) -> None:
    number = national_number(digits, today=TODAY)
    assert (number.digits, number.is_bis, number.born, number.sex) == (digits, False, born, sex)


@pytest.mark.parametrize("digits", ["90410199783", "90210199839", "01420399634"])
def test_t29_bis_numbers_give_no_birth_date_and_no_sex(digits: str) -> None:
    number = national_number(digits, today=TODAY)
    assert (number.is_bis, number.born, number.sex) == (True, None, None)
    assert "geen geboortedatum" in str(number.note)


def test_t29_wrong_check_digits_are_refused_with_a_reason_and_without_the_number() -> None:
    with pytest.raises(InvalidIdentifier, match="laatste twee cijfers") as refusal:
        national_number("90010199795")
    assert "90010199795" not in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Vul het nummer in"),
        ("   ", "Vul het nummer in"),
        ("9001019979", "10 cijfers"),
        ("900101997941", "12 cijfers"),
        ("90.01.01-997.9a", "alleen uit cijfers"),
        ("٩٠٠١٠١٩٩٧٩٤", "alleen uit cijfers"),
        ("9" * 5000, "alleen uit cijfers"),
        ("00000000097", "laatste twee cijfers"),
        ("90130199781", "maand"),
    ],
)
def test_mistyped_national_numbers_say_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(InvalidIdentifier, match=reason):
        national_number(typed)


def test_a_birth_date_in_the_future_is_refused_only_when_the_day_is_given() -> None:
    unborn = identifiers.synthetic_national_number(date(2030, 5, 1))
    assert national_number(unborn).born == date(2030, 5, 1)
    with pytest.raises(InvalidIdentifier, match="toekomst"):
        national_number(unborn, today=TODAY)


def test_a_birth_day_the_register_did_not_know_is_no_date() -> None:
    first_nine = "850000901"
    number = national_number(first_nine + f"{97 - int(first_nine) % 97:02d}", today=TODAY)
    assert number.born is None


def test_separators_are_understood_and_shown_and_masked() -> None:
    number = national_number(" 90.01.01-997.94 ")
    assert number.digits == "90010199794"
    assert format_national_number(number.digits) == "90.01.01-997.94"
    assert number.masked == "90.01.01-***.**"
    assert "997" not in f"{number} {number!r}"


@given(
    born=st.dates(date(1940, 1, 1), date(2026, 1, 1)),
    nth=st.integers(0, 48),
    sex=st.sampled_from([Gender.M, Gender.V]),
)
def test_made_up_numbers_are_valid_and_read_back(born: date, nth: int, sex: Gender) -> None:
    digits = identifiers.synthetic_national_number(born, nth, sex=sex)
    number = national_number(digits, today=TODAY)
    assert (number.born, number.sex) == (born, sex)
    assert stdnum_nn.is_valid(digits)
    as_bis = identifiers.synthetic_national_number(born, nth, sex=sex, bis=True)
    assert national_number(as_bis, today=TODAY).is_bis
    assert stdnum_bis.is_valid(as_bis)


@given(st.dates(date(1940, 1, 1), date(2026, 1, 1)), st.integers(0, 10), st.integers(1, 9))
def test_one_mistyped_digit_is_found_unless_it_makes_a_number_of_the_other_century(
    born: date, place: int, shift: int
) -> None:
    digits = identifiers.synthetic_national_number(born)
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    try:
        read = national_number(wrong)
    except InvalidIdentifier:
        return
    prefix = "" if born.year >= 2000 else "2"
    assert int(wrong[9:]) == 97 - int(prefix + wrong[:9]) % 97
    assert read.digits == wrong


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("0440966354", "0440966354"),
        ("0440.966.354", "0440966354"),
        ("BE 0440.966.354", "0440966354"),
        ("440966354", "0440966354"),
        ("0831797467", "0831797467"),
        ("0799999976", "0799999976"),
    ],
)
def test_t29_enterprise_numbers_are_accepted(typed: str, digits: str) -> None:
    assert identifiers.enterprise_number(typed) == digits
    assert stdnum_vat.is_valid(digits)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1234567895", "laatste twee cijfers"),
        ("2123456791", "vestiging"),
        ("9123456791", "begint met 0 of 1"),
        ("", "Vul het nummer in"),
        ("04409663", "8 cijfers"),
        ("O440966354", "alleen uit cijfers"),
    ],
)
def test_mistyped_enterprise_numbers_say_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(InvalidIdentifier, match=reason):
        identifiers.enterprise_number(typed)


@pytest.mark.parametrize("digits", ["2000000141", "2123456791"])
def test_t29_establishment_numbers_are_accepted(digits: str) -> None:
    assert identifiers.establishment_number(identifiers.format_establishment_number(digits)) == digits


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0440966354", "onderneming"),
        ("2123456792", "laatste twee cijfers"),
        ("9123456791", "2 tot 8"),
        ("2", "1 cijfers"),
    ],
)
def test_mistyped_establishment_numbers_say_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(InvalidIdentifier, match=reason):
        identifiers.establishment_number(typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Vul het rekeningnummer in"),
        ("BE00", "geen IBAN|te kort|klopt niet"),
        ("BE68 5390 0754 7035", "klopt niet"),
        ("zomaar iets", "geen IBAN|klopt niet"),
        ("BE68" * 100, "te lang"),
    ],
)
def test_mistyped_ibans_say_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(InvalidIdentifier, match=reason):
        identifiers.iban(typed)


def test_ibans_are_accepted_with_spaces_and_from_abroad() -> None:
    assert identifiers.iban("be68 5390 0754 7034") == "BE68539007547034"
    assert identifiers.iban("NL91 ABNA 0417 1643 00") == "NL91ABNA0417164300"
    assert identifiers.format_iban("BE68539007547034") == "BE68 5390 0754 7034"


def test_a_belgian_account_needs_its_own_check_digits_too() -> None:
    account = "539007547035"
    number = "BE" + f"{98 - int(account + '111400') % 97:02d}" + account
    with pytest.raises(InvalidIdentifier, match="klopt niet"):
        identifiers.iban(number)


@given(st.integers(0, 9999))
def test_made_up_enterprise_numbers_are_valid(nth: int) -> None:
    assert identifiers.enterprise_number(identifiers.synthetic_enterprise_number(nth))
    assert identifiers.establishment_number(identifiers.synthetic_establishment_number(nth))
    assert stdnum_iban.is_valid(identifiers.iban(identifiers.synthetic_iban(nth)))


def test_making_up_more_than_there_are_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nth"):
        identifiers.synthetic_national_number(date(1990, 1, 1), 49)
    with pytest.raises(ValueError, match="nth"):
        identifiers.synthetic_enterprise_number(10_000)
    with pytest.raises(ValueError, match="nth"):
        identifiers.synthetic_iban(-1)


def test_forms_find_every_check_by_its_key() -> None:
    assert identifiers.CHECKS["national_number"]("90.01.01-997.94") == "90010199794"
    assert set(identifiers.CHECKS) == {"national_number", "enterprise_number", "establishment_number", "iban"}
