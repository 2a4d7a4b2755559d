"""Background work as people see it: what a job is called, and how it stands."""

from __future__ import annotations

from enum import StrEnum

from app.domain.text import Text, say


class JobState(StrEnum):
    """How a job stands. `failed` and `stopped` wait for a person; `done` is the end."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def text(self) -> Text:
        """What the state is called, to be translated."""
        return _STATE_NAMES[self]


_STATE_NAMES: dict[JobState, Text] = {
    JobState.QUEUED: say("Wacht"),
    JobState.RUNNING: say("Bezig"),
    JobState.DONE: say("Klaar"),
    JobState.FAILED: say("Mislukt"),
    JobState.STOPPED: say("Gestopt"),
}

#: States in which a worker may still take the job up, or is at it.
UNFINISHED = frozenset({JobState.QUEUED, JobState.RUNNING})


class Lane(StrEnum):
    """Which queue a job waits in: a bulk job of an hour must not hold up a mail."""

    QUICK = "quick"
    LONG = "long"
    WEBHOOK = "webhook"  # the server of somebody else may be slow


#: What people call a job. One without a name here is called by its key.
NAMES: dict[str, Text] = {
    "mail": say("Mail versturen"),
    "letter": say("PDF van een brief maken"),
    "export_case": say("Dossier uitvoeren"),
    "play_trial": say("Concept proberen"),
    "check_takeover": say("Bestand met werknemers nakijken"),
    "take_over": say("Werknemers overnemen"),
    "deliver_webhooks": say("Webhooks bezorgen"),
    "mail_webhook_paused": say("Melden dat een webhook op pauze staat"),
    "move_cases": say("Dossiers naar een andere versie verplaatsen"),
}


def name_of(kind: str) -> Text:
    """What people call jobs of this kind."""
    return NAMES.get(kind) or Text(kind.replace("%", "%%"))
