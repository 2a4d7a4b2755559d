"""Drawing answers to a form from its own definition, and going on about it: what it refuses is mended or drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from app.domain.text import Text
from app.forms.mended import Mending
from app.forms.sampling import Context, explanations
from app.forms.varied import varied_answers
from app.sandbox.choices import from_words

_TRIES = 60
_MENDS = 9  # so often the same answers are mended before all of them are drawn anew

Errors = Mapping[str, Sequence[Text]]


@dataclass(frozen=True)
class Asked:
    """A form on a day: its schema, what is known, the choices, and what must be answered in just one way (`own`)."""

    schema: dict[str, Any]
    known: dict[str, Any]
    context: Context
    today: date
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawing:
    """Draws answers; the same ones for the same `rng`. `kept`: answers of a script, which go before what is drawn."""

    rng: Random
    kept: Mapping[str, Any] = field(default_factory=dict)

    def answers(self, asked: Asked) -> dict[str, Any]:
        """Another draw each time."""
        kept: dict[str, Any] = from_words(dict(self.kept), asked.context)
        return varied_answers(
            asked.schema,
            today=asked.today,
            rng=self.rng,
            known=asked.known,
            context=asked.context,
            decided=kept | dict(asked.own),
        )

    def insist(self, asked: Asked, give: Callable[[dict[str, Any]], Errors]) -> tuple[dict[str, Any], Errors]:
        """Give answers until they are taken, at most so often that the form itself must be in the way.

        `give` says what is wrong with them. Returns the answers that were taken, or the last with what was wrong.
        """
        mending = Mending(asked.schema, today=asked.today, rng=self.rng, context=asked.context)
        answers, reasons = self.answers(asked), dict[str, Any]()
        for nth in range(1, _TRIES + 1):
            errors = give(answers)
            if not errors or nth == _TRIES:
                break
            reasons |= explanations(asked.schema, errors)
            mended = mending.mended(answers, errors)
            anew = mended == answers or nth % (_MENDS + 1) == 0
            answers = self.answers(asked) | reasons if anew else mended
        return answers, errors


def seeded(seed: int, kept: Mapping[str, Any] | None = None) -> Drawing:
    """Draws the same answers for the same `seed`."""
    return Drawing(Random(seed), kept or {})  # noqa: S311 -- a play, not a secret
