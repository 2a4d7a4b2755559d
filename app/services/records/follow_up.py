"""Following up the new job, 3, 6 and 12 months after it began: does the employee still work there (domain.md §2.8)?"""

from __future__ import annotations

from typing import Any

from app.domain.codes import NewJobSupport
from app.domain.text import Text, say
from app.services import flow_throughs
from app.services.records.registry import Panel, panels, record
from app.services.work import Work

Row = tuple[Text | str, object]


@panels("flow_through_follow_up")
def the_job(work: Work) -> list[Panel]:
    """The new job, after how many months this is asked, and what was heard before."""
    job, due = flow_throughs.latest(work), flow_throughs.next_follow_up(work)
    if job is None or due is None:
        return []
    rows: list[Row] = [
        (say("Werkgever"), job.employer_name),
        (say("Functie"), job.job),
        (say("Sinds"), job.starts_on),
        (say("Steun"), Text(NewJobSupport(job.support).label)),
        (say("Opvolging na %(months)s maanden", months=due.months), due.due_on),
    ]
    before: list[Row] = [
        (say("Na %(months)s maanden, gevraagd op", months=row.months), row.done_on)
        for row in flow_throughs.follow_ups(work, job)
        if row.done_on is not None
    ]
    heard = [Panel(say("Al opgevolgd: de werknemer werkte er nog"), before)] if before else []
    return [Panel(say("Nieuwe job"), rows), *heard]


@record("flow_through_follow_up")
def follow_up(work: Work, answers: dict[str, Any]) -> None:
    """Note what was heard. The trajectory has ended and stays so: nothing is reopened by an answer."""
    due = flow_throughs.next_follow_up(work)
    if due is None:
        raise LookupError("there is no job to follow up")
    due.done_on, due.still_working = work.today, answers["still_working"] == "yes"
    due.remark = answers.get("lost_reason") or answers.get("remark")
