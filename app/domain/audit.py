"""The audit trail's vocabulary: what can happen, and what an entry may say about it."""

from __future__ import annotations

from enum import StrEnum


class Tag(StrEnum):
    """What happened: subject:act. The keys an entry's payload may carry stand in `PAYLOAD_KEYS`."""

    CASE_STARTED = "case:started"
    CASE_ENDED = "case:ended"
    CASE_MESSAGE = "case:message"
    CASE_SIGNAL = "case:signal"
    CASE_SENT = "case:sent"
    CASE_INCIDENT = "case:incident"
    CASE_MOVED = "case:moved"
    CASE_MOVE_UNDONE = "case:move-undone"
    MOVE_STARTED = "move:started"
    MOVE_STOPPED = "move:stopped"
    MOVE_RESUMED = "move:resumed"
    INCIDENT_RETRIED = "incident:retried"
    INCIDENT_CORRECTED = "incident:corrected"
    INCIDENT_SKIPPED = "incident:skipped"
    INCIDENT_RESOLVED = "incident:resolved"
    TIMER_FIRED = "timer:fired"
    TASK_OPENED = "task:opened"
    TASK_CANCELLED = "task:cancelled"
    TASK_CLAIMED = "task:claimed"
    TASK_RELEASED = "task:released"
    TASK_ASSIGNED = "task:assigned"
    TASK_DRAFTED = "task:drafted"
    TASK_COMPLETED = "task:completed"
    PARTY_SET = "party:set"
    NOTICE_SENT = "notice:sent"
    DOCUMENT_ADDED = "document:added"
    DOCUMENT_PDF_MADE = "document:pdf-made"
    NOTE_ADDED = "note:added"
    FACT_SET = "fact:set"
    PERSON_REGISTERED = "person:registered"
    PERSON_CHANGED = "person:changed"
    PERSON_TRANSFERRED = "person:transferred"
    PERSON_NUMBER_SHOWN = "person:number-shown"
    PERSON_TAKEN_OVER = "person:taken-over"
    TAKEOVER_HANDED_IN = "takeover:handed-in"
    TAKEOVER_BEGUN = "takeover:begun"
    TAKEOVER_STOPPED = "takeover:stopped"
    TAKEOVER_RESUMED = "takeover:resumed"
    TAKEOVER_ROW_REFUSED = "takeover:row-refused"
    TAKEOVER_FETCHED = "takeover:fetched"
    TAKEOVER_FORGOTTEN = "takeover:forgotten"
    ORGANISATION_REGISTERED = "organisation:registered"
    ORGANISATION_CHANGED = "organisation:changed"
    USER_CREATED = "user:created"
    USER_CHANGED = "user:changed"
    USER_TOKEN = "user:token"  # noqa: S105 -- the name of an event
    USER_SIGNED_IN = "user:signed-in"
    USER_SIGN_IN_REFUSED = "user:sign-in-refused"
    RULE_SET = "rule:set"
    DRAFT_OPENED = "draft:opened"
    DRAFT_SAVED = "draft:saved"
    DRAFT_REMOVED = "draft:removed"
    DRAFT_DISCARDED = "draft:discarded"
    DRAFT_SUBMITTED = "draft:submitted"
    DRAFT_WITHDRAWN = "draft:withdrawn"
    DRAFT_REFUSED = "draft:refused"
    SCENARIO_KEPT = "scenario:kept"
    SCENARIO_CHANGED = "scenario:changed"
    SCENARIO_RENEWED = "scenario:renewed"
    SCENARIO_REMOVED = "scenario:removed"
    PROCESS_PUBLISHED = "process:published"
    PROCESS_RETIRED = "process:retired"
    CLOCK_SET = "clock:set"
    JOB_REQUESTED = "job:requested"
    JOB_STOPPED = "job:stopped"
    JOB_RESUMED = "job:resumed"
    JOB_RESCHEDULED = "job:rescheduled"
    JOB_FAILED = "job:failed"
    WEBHOOK_REGISTERED = "webhook:registered"
    WEBHOOK_CHANGED = "webhook:changed"
    WEBHOOK_PAUSED = "webhook:paused"
    WEBHOOK_RESUMED = "webhook:resumed"
    WEBHOOK_REMOVED = "webhook:removed"
    WEBHOOK_SENT = "webhook:sent"


_ELEMENT = frozenset({"process", "element", "task"})
_INCIDENT = frozenset({"process", "element", "incident", "correlation"})
_DRAFT = frozenset({"process", "draft"})
_MOVE = frozenset({"move", "from_definition", "to_definition", "from_hash", "to_hash", "recompute"})
_JOB = frozenset({"job", "kind"})
_WEBHOOK = frozenset({"webhook"})
PAYLOAD_KEYS: dict[Tag, frozenset[str]] = {
    Tag.CASE_STARTED: frozenset({"process", "definition", "answers_digest", "person", "organisation", "ignored"}),
    Tag.CASE_ENDED: frozenset({"end_event"}),
    Tag.CASE_MESSAGE: frozenset({"name", "from_case"}),
    Tag.CASE_SIGNAL: frozenset({"name", "from_case"}),
    Tag.CASE_SENT: frozenset({"kind", "name", "process", "element", "reached"}),
    Tag.CASE_MOVED: _MOVE | {"tasks"},
    Tag.CASE_MOVE_UNDONE: _MOVE,
    Tag.MOVE_STARTED: frozenset({"move", "process", "definition", "cases", "recompute", "mapping"}),
    Tag.MOVE_STOPPED: frozenset({"move"}),
    Tag.MOVE_RESUMED: frozenset({"move"}),
    Tag.CASE_INCIDENT: _INCIDENT | {"reason", "attempt"},
    Tag.INCIDENT_RETRIED: _INCIDENT,
    Tag.INCIDENT_CORRECTED: _INCIDENT | {"name", "before_digest", "after_digest"},
    Tag.INCIDENT_SKIPPED: _INCIDENT | {"reason_digest"},
    Tag.INCIDENT_RESOLVED: _INCIDENT | {"how"},
    Tag.TIMER_FIRED: frozenset({"process", "element", "due_at", "late_seconds"}),
    Tag.TASK_OPENED: _ELEMENT | {"role", "organisation", "assignee", "due_at"},
    Tag.TASK_CANCELLED: _ELEMENT,
    Tag.TASK_CLAIMED: _ELEMENT,
    Tag.TASK_RELEASED: _ELEMENT,
    Tag.TASK_ASSIGNED: _ELEMENT | {"assignee", "previous"},
    Tag.TASK_DRAFTED: _ELEMENT,
    Tag.TASK_COMPLETED: _ELEMENT | {"answers", "answers_digest", "definition", "ignored"},
    Tag.PARTY_SET: frozenset({"role", "organisation", "user", "previous_organisation", "previous_user"}),
    Tag.NOTICE_SENT: frozenset({"role", "notice", "recipients"}),
    Tag.DOCUMENT_ADDED: frozenset({"document", "kind", "digest"}),
    Tag.DOCUMENT_PDF_MADE: frozenset({"document", "digest"}),
    Tag.NOTE_ADDED: frozenset({"note"}),
    Tag.FACT_SET: frozenset({"subject", "id", "what", "before", "after", "ground"}),
    Tag.PERSON_REGISTERED: frozenset({"person", "organisation"}),
    Tag.PERSON_CHANGED: frozenset({"person", "fields"}),
    Tag.PERSON_TRANSFERRED: frozenset({"person", "coach", "previous", "reason_digest", "tasks"}),
    Tag.PERSON_NUMBER_SHOWN: frozenset({"person", "purpose"}),
    Tag.PERSON_TAKEN_OVER: frozenset({"takeover", "person", "row_digest"}),
    Tag.TAKEOVER_HANDED_IN: frozenset({"takeover", "organisation", "digest", "rows"}),
    Tag.TAKEOVER_BEGUN: frozenset({"takeover", "rows"}),
    Tag.TAKEOVER_STOPPED: frozenset({"takeover"}),
    Tag.TAKEOVER_RESUMED: frozenset({"takeover"}),
    Tag.TAKEOVER_ROW_REFUSED: frozenset({"takeover", "line", "row_digest"}),
    Tag.TAKEOVER_FETCHED: frozenset({"takeover"}),
    Tag.TAKEOVER_FORGOTTEN: frozenset({"takeover", "rows"}),
    Tag.ORGANISATION_REGISTERED: frozenset({"organisation"}),
    Tag.ORGANISATION_CHANGED: frozenset({"organisation", "fields"}),
    Tag.USER_CREATED: frozenset({"user", "role", "organisation"}),
    Tag.USER_CHANGED: frozenset({"user", "fields", "role", "organisation"}),
    Tag.USER_TOKEN: frozenset({"user", "token"}),
    Tag.USER_SIGNED_IN: frozenset({"user", "means"}),
    Tag.USER_SIGN_IN_REFUSED: frozenset({"user", "reason"}),
    Tag.RULE_SET: frozenset({"key", "value", "valid_from", "confirmed", "rule"}),
    Tag.DRAFT_OPENED: _DRAFT | {"definition"},
    Tag.DRAFT_SAVED: _DRAFT | {"kind", "name", "number", "digest"},
    Tag.DRAFT_REMOVED: _DRAFT | {"kind", "name"},
    Tag.DRAFT_DISCARDED: _DRAFT,
    Tag.DRAFT_SUBMITTED: _DRAFT | {"content_hash", "valid_from"},
    Tag.DRAFT_WITHDRAWN: _DRAFT,
    Tag.DRAFT_REFUSED: _DRAFT,
    Tag.SCENARIO_KEPT: frozenset({"process", "scenario"}),
    Tag.SCENARIO_CHANGED: frozenset({"process", "scenario"}),
    Tag.SCENARIO_RENEWED: frozenset({"process", "scenario", "previous", "reason_digest"}),
    Tag.SCENARIO_REMOVED: frozenset({"process", "scenario", "reason_digest"}),
    Tag.PROCESS_PUBLISHED: frozenset(
        {"process", "definition", "number", "content_hash", "draft", "author", "valid_from"}
    ),
    Tag.PROCESS_RETIRED: frozenset({"process", "definition"}),
    Tag.CLOCK_SET: frozenset({"from_moment", "to_moment"}),
    Tag.JOB_REQUESTED: _JOB,
    Tag.JOB_STOPPED: _JOB,
    Tag.JOB_RESUMED: _JOB,
    Tag.JOB_RESCHEDULED: _JOB,
    Tag.JOB_FAILED: _JOB,
    Tag.WEBHOOK_REGISTERED: _WEBHOOK | {"host", "events", "process", "organisation"},
    Tag.WEBHOOK_CHANGED: _WEBHOOK | {"fields", "host", "events", "process", "organisation"},
    Tag.WEBHOOK_PAUSED: _WEBHOOK | {"because"},
    Tag.WEBHOOK_RESUMED: _WEBHOOK | {"skipped"},
    Tag.WEBHOOK_REMOVED: _WEBHOOK,
    Tag.WEBHOOK_SENT: _WEBHOOK | {"delivery", "event"},  # by hand: a test, or once more
}
