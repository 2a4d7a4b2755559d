"""Numbers, typed the Belgian way (1.250,50) and sent by the API as JSON numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from app.domain.text import Text, say
from app.forms import sentences
from app.forms.fields.base import AnswerField, Posted, Wrong, as_text
from app.forms.nodes import MOST_DIGITS, NumberQuestion, Question

LARGEST = Decimal(10) ** MOST_DIGITS

_PLAIN = re.compile(r"-?\d{1,25}(?:[.,]\d{1,25})?")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d{1,25})?")


class NumberField(AnswerField):
    """A number within its bounds. The data is an int where no decimals are allowed, else a Decimal."""

    question: NumberQuestion

    def from_json(self, value: Any) -> int | Decimal:
        """A JSON number; a number as text, true, NaN and infinity are of the wrong type."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Wrong(sentences.wrong_type(self.question))
        if value != value or value in (float("inf"), float("-inf")):
            raise Wrong(sentences.wrong_type(self.question))
        if abs(value) >= LARGEST:
            raise Wrong(_too_large())
        return self._exact(Decimal(str(value)))

    def from_known(self, value: Any) -> int | Decimal:
        """Our own records give Decimals too."""
        return self._exact(value) if isinstance(value, Decimal) else self.from_json(value)

    def from_posted(self, typed: list[str]) -> int | Decimal | None:
        """A number as typed: a comma or a point for decimals, points or spaces between thousands."""
        text = re.sub(r"\s", "", typed[0]) if typed else ""
        text = text.replace("\u2212", "-").removeprefix("+")
        if not text:
            return None
        if len(text) > 60 or not text.isascii():
            raise Wrong(self._not_a_number())
        if _THOUSANDS.fullmatch(text) and ("," in text or text.count(".") > 1):
            text = text.replace(".", "")
        elif not _PLAIN.fullmatch(text):
            raise Wrong(self._not_a_number())
        number = Decimal(text.replace(",", "."))
        if abs(number) >= LARGEST:
            raise Wrong(_too_large())
        return self._exact(number)

    def _exact(self, number: Decimal) -> int | Decimal:
        number = number.normalize() if number else Decimal(0)
        exponent = number.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        decimals = self.question.decimals
        if decimals is not None and places > decimals:
            raise Wrong(
                say("Vul een geheel getal in, zonder cijfers na de komma.")
                if decimals == 0
                else say("Gebruik hoogstens %(count)s cijfers na de komma.", count=decimals)
            )
        if len(number.as_tuple().digits) > MOST_DIGITS:
            raise Wrong(say("Dit getal heeft te veel cijfers. Rond het af."))
        return int(number) if decimals == 0 else number + Decimal(0)

    def check(self, value: Any) -> None:
        """Judge bounds and step."""
        low, high, step = self.question.minimum, self.question.maximum, self.question.step
        if low is not None and high is not None and not low <= value <= high:
            raise Wrong(say("Vul een getal in van %(low)s tot %(high)s.", low=_shown(low), high=_shown(high)))
        if low is not None and value < low:
            raise Wrong(say("Vul een getal in van minstens %(low)s.", low=_shown(low)))
        if high is not None and value > high:
            raise Wrong(say("Vul een getal in van hoogstens %(high)s.", high=_shown(high)))
        if step is not None and Decimal(value) % step != 0:
            raise Wrong(say("Vul een getal in dat een veelvoud is van %(step)s.", step=_shown(step)))

    @classmethod
    def to_json(cls, value: Any) -> Any:
        """An int where it is whole, else a double: at most 15 digits, so nothing is lost."""
        return None if value is None else _json_number(value)

    @classmethod
    def posted(cls, question: Question, value: Any) -> Posted:
        """A number as people type it."""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return {"": [_shown(value)]}
        return {"": [as_text(value)]}

    def written(self, value: Any) -> str:
        """With a comma."""
        return _shown(value)

    def _not_a_number(self) -> Text:
        if self.question.decimals == 0:
            return say("Vul %(field)s in als geheel getal, bijvoorbeeld 12.", field=sentences.name_of(self.question))
        return say("Vul %(field)s in als getal, bijvoorbeeld 12,5.", field=sentences.name_of(self.question))


def _too_large() -> Text:
    return say("Dit getal is te groot. Kijk het na.")


def _json_number(value: int | Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _shown(value: Decimal | float) -> str:
    """A number with a comma and without an exponent."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite() or abs(number.adjusted()) > 60:
        return str(value)
    return format(number, "f").replace(".", ",")
