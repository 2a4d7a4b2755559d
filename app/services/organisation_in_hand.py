"""The organisation a use case changes, the right to do so, and the change itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Actor, Permission
from app.domain.errors import NotAllowed, NotVisible
from app.domain.text import say
from app.models.organisation import Establishment, Organisation
from app.queries.visible import visible_organisation


def visible(session: Session, actor: Actor, organisation_id: int) -> Organisation:
    """The organisation, locked; NotVisible when the actor does not see it."""
    found = session.scalars(
        select(Organisation).where(Organisation.id == organisation_id, visible_organisation(actor)).with_for_update()
    ).first()
    if found is None:
        raise NotVisible()
    return found


def ensure_may_edit(actor: Actor) -> None:
    """NotAllowed for who does not keep the register of organisations."""
    if not actor.may(Permission.ORGANISATION_EDIT):
        raise NotAllowed(say("U kunt geen organisaties registreren of wijzigen."))


def ensure_known(changes: dict[str, Any], known: frozenset[str]) -> None:
    """ValueError for a field that cannot be changed: a mistake of the caller, not of a person."""
    unknown = changes.keys() - known
    if unknown:
        raise ValueError(f"cannot be changed: {sorted(unknown)}")


def assign(row: Organisation | Establishment, values: dict[str, Any]) -> list[str]:
    """Put the values in the row; the names of those that changed, in order."""
    changed = sorted(field for field, value in values.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, values[field])
    return changed
