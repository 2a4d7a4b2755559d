"""Background work in words."""

from __future__ import annotations

from flask_babel import gettext

from app.domain.jobs import JobState, name_of
from app.domain.text import Text
from app.queries.jobs import JobRow
from app.web.status import Status
from app.web.wording import translate

_STYLES = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "soon",
    JobState.DONE: "done",
    JobState.FAILED: "late",
    JobState.STOPPED: "paused",
}
STATES = tuple(JobState)


def status(state: JobState) -> Status:
    """The state of a job, as a status is shown."""
    return Status(translate(state.text), _STYLES[state])


def title(row: JobRow) -> Text:
    """What people call the job."""
    return name_of(row.kind)


def progress(row: JobRow) -> str:
    """How far it is: of how many, and how many did not succeed; empty where nobody counts."""
    if row.total is None:
        return ""
    told = gettext("%(done)s van %(total)s", done=row.done, total=row.total)
    return told + (", " + gettext("%(count)s mislukt", count=row.failures) if row.failures else "")
