"""The `validate`, `appearance` and `properties` of a component, read with care."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.text import Text, say

Report = Callable[[str, str, Text], None]


class Extras:
    """The `validate`, `appearance` and `properties` of a component, read with care."""

    def __init__(self, part: dict[str, Any], path: str, report: Report) -> None:
        self.part = part
        self.path = path
        self.report = report
        self.validate = self._section("validate")
        self.properties = self._section("properties")
        self.appearance = self._section("appearance")

    def _section(self, name: str) -> dict[str, Any]:
        section = self.part.get(name)
        if section is None:
            return {}
        if not isinstance(section, dict):
            self.report(f"{self.path}.{name}", "bad_section", say("‘%(name)s’ moet een object zijn.", name=name))
            return {}
        return section

    def flag(self, section: dict[str, Any], name: str) -> bool:
        """A yes or no; a formula is not one."""
        value = section.get(name, False)
        if value in (None, ""):
            return False
        if not isinstance(value, bool):
            message = say("‘%(name)s’ moet ja of nee zijn, geen formule.", name=name)
            self.report(f"{self.path}.{name}", "not_supported", message)
            return False
        return value

    def text(self, name: str) -> str:
        """A free property as text."""
        value = self.properties.get(name, "")
        return value.strip() if isinstance(value, str) else str(value)

    def count(self, name: str, default: int, most: int) -> int:
        """A whole number in `validate`, or in the free properties (which form-js keeps as text)."""
        value = self.validate.get(name, self.properties.get(name))
        if value in (None, ""):
            return default
        if isinstance(value, str) and re.fullmatch(r"\d{1,6}", value, re.ASCII):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            message = say("‘%(name)s’ moet een geheel getal zijn van 0 tot %(most)s.", name=name, most=most)
            self.report(f"{self.path}.{name}", "bad_number", message)
            return default
        return value

    def number(self, section: dict[str, Any], name: str) -> Decimal | None:
        """A number, or None when it is not set."""
        value = section.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, bool) and isinstance(value, int | float | str) and len(str(value)) <= 20:
            try:
                number = Decimal(str(value))
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return number
        self.report(f"{self.path}.{name}", "bad_number", say("‘%(name)s’ moet een getal zijn.", name=name))
        return None
