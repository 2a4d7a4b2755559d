"""What the filters of the worklist offer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.access import Actor
from app.queries import colleagues, processes


@dataclass(frozen=True)
class Choices:
    """Processes and organisations as (key, name), and the actor's roles."""

    processes: list[tuple[str, str]]
    organisations: list[tuple[int, str]]
    roles: list[str]


def of(session: Session, actor: Actor) -> Choices:
    """The processes there are, the organisations the actor works for, his roles."""
    return Choices(
        processes=processes.titles(session),
        organisations=colleagues.names(session, sorted(actor.organisation_ids)),
        roles=sorted(role.value for role in actor.roles),
    )
