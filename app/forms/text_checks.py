"""The checks a text answer may ask for: e-mail, telephone, and the numbers of app/domain/identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.domain import identifiers
from app.domain.identifiers import InvalidIdentifier
from app.domain.text import Text, say

_EMAIL = re.compile(r"[^@\s,;:<>()\"\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")
_PHONE = re.compile(r"\+?[\d\s./()-]+")


class NotRight(ValueError):
    """The text is not what the check asks for; `text` says why and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


def email(text: str) -> str:
    """An e-mail address with one @ and a domain with a dot."""
    if len(text) > 254 or ".." in text or not _EMAIL.fullmatch(text):
        raise NotRight(say("Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.be."))
    return text


def phone(text: str) -> str:
    """A telephone number of 8 to 15 digits; signs between them are kept as typed."""
    digits = sum(letter.isdigit() for letter in text)
    if not (text.isascii() and _PHONE.fullmatch(text) and 8 <= digits <= 15):
        raise NotRight(say("Dit is geen telefoonnummer. Schrijf het zoals 0470 12 34 56 of +32 470 12 34 56."))
    return text


def _identifier(check: Callable[[str], str]) -> Callable[[str], str]:
    def checked(text: str) -> str:
        try:
            return check(text)
        except InvalidIdentifier as error:
            raise NotRight(error.text) from None

    return checked


CHECKS: dict[str, Callable[[str], str]] = {
    "email": email,
    "phone": phone,
    **{name: _identifier(check) for name, check in identifiers.CHECKS.items()},
}

_SHOWN: dict[str, Callable[[str], str]] = {
    "national_number": identifiers.format_national_number,
    "enterprise_number": identifiers.format_enterprise_number,
    "establishment_number": identifiers.format_establishment_number,
    "iban": identifiers.format_iban,
}


def written(check: str, value: str) -> str:
    """A stored value as people write it, with its separators; other texts as they are."""
    shown = _SHOWN.get(check)
    return shown(value) if shown else value
