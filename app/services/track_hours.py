"""The hours of guidance in a transition track, logged against an average (domain.md §2.7)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.domain.codes import Phase
from app.domain.errors import AnswersInvalid
from app.domain.text import Text, say
from app.models.track import Track, TrackHours
from app.services.work import Work


def log_hours(work: Work, track: Track, phase: Phase, rows: Sequence[dict[str, Any]]) -> None:
    """Add hours of guidance; AnswersInvalid for a day before the track or still to come."""
    wrong: dict[str, list[Text]] = {}
    for position, row in enumerate(rows):
        if row["on_day"] > work.today:
            wrong[f"hours-{position}-on_day"] = [say("Deze dag ligt in de toekomst.")]
        elif row["on_day"] < track.starts_on:
            text = say("Het doorstroomtraject begint pas op %(first)s.", first=track.starts_on)
            wrong[f"hours-{position}-on_day"] = [text]
    if wrong:
        raise AnswersInvalid(wrong)
    work.session.add_all(
        TrackHours(
            track_id=track.id,
            phase=phase.value,
            on_day=row["on_day"],
            hours=Decimal(row["hours"]),
            what=row["what"],
            user_id=work.actor.user_id,
        )
        for row in rows
    )


def total_hours(work: Work, track: Track) -> Decimal:
    """Hours of guidance so far, in all phases."""
    return work.session.scalar(select(func.sum(TrackHours.hours)).where(TrackHours.track_id == track.id)) or Decimal(0)
