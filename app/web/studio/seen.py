"""What a trial showed of one process: how often each step, what was never reached, and the days of the first case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.queries.outline import OutlineStep, of_definition, of_draft
from app.queries.process_drafts import DraftView
from app.sandbox.report import Report
from app.sandbox.waits import Wait
from app.services.callers import newest_in_use
from app.services.definitions import bundle_of
from app.web.studio.days import Days, asked_day


@dataclass(frozen=True)
class Seen:
    """`process`: which one is shown, of those that cases came by (`others`: their titles). `drawing`: its address."""

    process: str
    others: Mapping[str, str]
    drawing: str
    steps: Sequence[OutlineStep]
    visits: Mapping[str, int]
    waits: list[Wait]
    days: Days

    @property
    def hosts(self) -> dict[str, str]:
        """The names of the steps on whose edge events stand, by event."""
        names = {step.element: step.name for step in self.steps}
        return {step.element: names[step.attached_to] for step in self.steps if names.get(step.attached_to)}

    @property
    def never(self) -> dict[str, str]:
        """What no case came by, as marks on the drawing."""
        return {step.element: "removed" for step in self.steps if not self.visits.get(step.element)}

    @property
    def badges(self) -> dict[str, dict[str, Any]]:
        """How often, on the drawing."""
        return {
            step.element: {"level": 0, "words": str(self.visits[step.element])}
            for step in self.steps
            if self.visits.get(step.element)
        }


def seen_of(session: Session, draft: DraftView, wanted: str, report: Report, asked_at: datetime) -> Seen:
    """What was seen of the process `wanted`; of that of the draft where no case came by it."""
    newest = newest_in_use(session)
    others = {key: bundle_of(session, newest[key]).meta.title for key in report.visits if key in newest}
    others |= {draft.process: draft.title}
    process = wanted if wanted in others else draft.process
    drawing, steps = _drawn(session, draft, process, newest)
    moments = [one.at for one in report.trail.moments] + [one.at for one in report.trail.passages] or [asked_at]
    return Seen(
        process,
        others,
        drawing,
        steps,
        report.visits.get(process, {}),
        [wait for wait in report.waits if wait.process == process],
        asked_day(report.trail, min(moments), max(moments)),
    )


def _drawn(
    session: Session, draft: DraftView, process: str, newest: Mapping[str, int]
) -> tuple[str, Sequence[OutlineStep]]:
    """The address of a drawing, and its steps."""
    if process == draft.process:
        return url_for("studio.diagram_xml", process=process), of_draft(session, draft.id, process)
    address = url_for("processes.diagram_xml", definition_id=newest[process])
    return address, of_definition(session, newest[process])
