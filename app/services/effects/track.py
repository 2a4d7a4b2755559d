"""A phase of the transition track begins."""

from __future__ import annotations

from typing import Any

from app.domain.codes import Phase
from app.services import tracks
from app.services.effects.registry import effect
from app.services.work import Work


@effect("track_phase", asks_cases=False)
def begin_phase(work: Work, payload: dict[str, Any]) -> None:
    """Let the phase `{phase}` begin, as it was planned."""
    tracks.start_phase(work, tracks.plan_phase(work, Phase(payload["phase"])))
