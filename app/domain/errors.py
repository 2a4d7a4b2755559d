"""Refusals: what a person may not or cannot do, in words. Doors turn them into a page or a problem+json document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.text import Text, say


class Refusal(Exception):
    """A request that Traject turns down. `text` is for the person; `status` is the HTTP status (contract §4)."""

    status = 400

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class NotVisible(Refusal):
    """Not there, or not for this actor: the two are never told apart (security.md 9)."""

    status = 404

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or say("Dit bestaat niet, of u mag het niet zien."))


class NotAllowed(Refusal):
    """Visible, but this actor may not do this."""

    status = 403

    def __init__(self, text: Text | None = None) -> None:
        super().__init__(text or say("U hebt geen recht om dit te doen."))


class AlreadyDone(Refusal):
    """Somebody was first; says who and when."""

    status = 409

    def __init__(self, by: str | None, at: datetime | None, text: Text | None = None) -> None:
        if text is None and by and at:
            text = say("Deze taak is al gedaan door %(who)s, op %(at)s.", who=by, at=at)
        super().__init__(text or say("Deze taak is niet meer open."))
        self.by, self.at = by, at

    @classmethod
    def overtaken(cls, at: datetime | None) -> AlreadyDone:
        """The case moved on without the task."""
        return cls(None, at, say("Deze taak is niet meer nodig: het dossier is verder gegaan op %(at)s.", at=at))


class Stale(Refusal):
    """The case moved on after the form was opened."""

    status = 409


class NothingWaits(Refusal):
    """No step of the case waits for this message."""

    status = 409


class Conflict(Refusal):
    """The state of things does not allow it (now)."""

    status = 409


class Busy(Conflict):
    """Somebody else has in hand what this needs, at this very moment: the same may work in the next."""


class TooMany(Refusal):
    """Too many tries; wait."""

    status = 429


class AnswersInvalid(Refusal):
    """Answers that are not valid: sentences per field key (``""`` is the form as a whole)."""

    status = 422

    def __init__(self, errors: Mapping[str, Sequence[Text]]) -> None:
        super().__init__(say("Het formulier is nog niet juist ingevuld."))
        self.errors: dict[str, list[Text]] = {key: list(texts) for key, texts in errors.items()}


class StandsStill(Conflict):
    """A step that follows failed: nothing changed, what was typed is kept, and an incident stands with this number."""

    def __init__(self, correlation_id: str, *, kept: bool) -> None:
        what = say("Uw antwoorden zijn bewaard.") if kept else say("Er is niets gewijzigd.")
        text = say(
            "Het dossier kan nu niet verder: een stap die hierop volgt, loopt mis. %(what)s "
            "De beheerder ziet dit; geef hem zo nodig dit nummer door: %(number)s.",
            what=what,
            number=correlation_id,
        )
        super().__init__(text)
        self.correlation_id = correlation_id


class CannotBegin(Conflict):
    """The first steps of a case failed: there is no case, and nothing was kept. `number` is in the log."""

    def __init__(self, step: str, reason: Text, number: str) -> None:
        text = say(
            "Het dossier kan nu niet beginnen: bij «%(step)s» loopt het mis. %(reason)s Er is niets bewaard. "
            "Geef de beheerder dit nummer door: %(number)s.",
            step=step,
            reason=reason,
            number=number,
        )
        super().__init__(text)
        self.number = number
