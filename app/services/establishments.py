"""The establishments of organisations: registered, changed. Their numbers are checked and stay."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.codes import ServiceType
from app.domain.errors import NotVisible
from app.domain.identifiers import establishment_number
from app.domain.text import say
from app.models.organisation import Establishment
from app.services import audit
from app.services.fields import Fields
from app.services.organisation_in_hand import assign, ensure_known, ensure_may_edit, visible

_ESTABLISHMENT = frozenset({"name", "address", "service_type", "active"})


def add(
    actor: Actor,
    organisation_id: int,
    *,
    number: str,
    name: str,
    address: str | None = None,
    service_type: str | None = None,
) -> int:
    """Add a place of business to an organisation; returns its id."""
    with db.transaction() as session:
        organisation = visible(session, actor, organisation_id)
        ensure_may_edit(actor)
        fields = Fields()
        digits = fields.number("number", number, establishment_number)
        if digits and session.scalar(select(Establishment.id).where(Establishment.number == digits)) is not None:
            fields.refuse("number", say("Deze vestiging is al geregistreerd."))
        establishment = Establishment(organisation_id=organisation.id, number=digits)
        values = {"name": name, "address": address, "service_type": service_type}
        assign(establishment, _checked(fields, values))
        fields.ensure()
        session.add(establishment)
        session.flush()
        audit.record(
            session, Tag.ORGANISATION_CHANGED, actor=actor, organisation=organisation.id, fields=["establishments"]
        )
        return establishment.id


def edit(actor: Actor, establishment_id: int, **changes: Any) -> None:
    """Change an establishment: name, address, service_type, active. Its number stays."""
    ensure_known(changes, _ESTABLISHMENT)
    with db.transaction() as session:
        establishment = session.get(Establishment, establishment_id)
        if establishment is None:
            raise NotVisible()
        visible(session, actor, establishment.organisation_id)
        ensure_may_edit(actor)
        fields = Fields()
        values = _checked(fields, changes)
        fields.ensure()
        if assign(establishment, values):
            audit.record(
                session,
                Tag.ORGANISATION_CHANGED,
                actor=actor,
                organisation=establishment.organisation_id,
                fields=["establishments"],
            )


def _checked(fields: Fields, values: dict[str, Any]) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for field, value in values.items():
        if field == "name":
            checked[field] = fields.line(field, value, 200)
        elif field == "address":
            checked[field] = fields.optional_line(field, value, 300)
        elif field == "service_type":
            checked[field] = fields.one_of(field, value, frozenset(ServiceType)) if value else None
        else:
            checked[field] = bool(value)
    return checked
