"""Organisations: register and edit. Enterprise numbers are checked, keys are unique."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import db
from app.domain.access import Actor
from app.domain.audit import Tag
from app.domain.codes import LegalForm, OrganisationKind
from app.domain.identifiers import enterprise_number
from app.domain.text import say
from app.models.organisation import Organisation
from app.services import audit
from app.services.fields import Fields
from app.services.organisation_in_hand import assign, ensure_known, ensure_may_edit, visible

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LINES = {"region": 60, "address": 300, "phone": 40}
_CHANGEABLE = frozenset({"name", "number", "legal_form", "email", "quota_fte", "active", *_LINES})


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation to register, as typed. `key` is its short name in commands: lower case, digits, hyphens."""

    key: str
    name: str
    kind: str
    number: str | None = None
    legal_form: str | None = None
    region: str | None = None
    address: str | None = None
    email: str | None = None
    phone: str | None = None
    quota_fte: float | None = None


def register(actor: Actor, new: NewOrganisation) -> int:
    """Register an organisation; returns its id. Refusals: NotAllowed, AnswersInvalid (key or number known already)."""
    with db.transaction() as session:
        return add(session, actor, new).id


def add(session: Session, actor: Actor, new: NewOrganisation) -> Organisation:
    """The inside of `register`, for a use case that registers an organisation as part of its own transaction."""
    ensure_may_edit(actor)
    fields = Fields()
    key = fields.line("key", new.key, 80)
    if key and not _KEY.fullmatch(key):
        fields.refuse("key", say("Gebruik alleen kleine letters, cijfers en koppeltekens."))
    if session.scalar(select(Organisation.id).where(Organisation.key == key)) is not None:
        fields.refuse("key", say("Deze sleutel is al van een andere organisatie."))
    organisation = Organisation(key=key, kind=fields.one_of("kind", new.kind, frozenset(OrganisationKind)))
    values = {
        "name": new.name,
        "number": new.number,
        "legal_form": new.legal_form,
        "region": new.region,
        "address": new.address,
        "email": new.email,
        "phone": new.phone,
        "quota_fte": new.quota_fte,
    }
    for field, value in _checked(session, fields, values, None).items():
        setattr(organisation, field, value)
    fields.ensure()
    session.add(organisation)
    session.flush()
    audit.record(session, Tag.ORGANISATION_REGISTERED, actor=actor, organisation=organisation.id)
    return organisation


def edit(actor: Actor, organisation_id: int, **changes: Any) -> None:
    """Change an organisation: name, number, legal_form, region, address, email, phone, quota_fte, active.

    Its key and kind stay: commands and cases lean on them.
    """
    ensure_known(changes, _CHANGEABLE)
    with db.transaction() as session:
        organisation = visible(session, actor, organisation_id)
        ensure_may_edit(actor)
        fields = Fields()
        values = _checked(session, fields, changes, organisation_id)
        fields.ensure()
        changed = assign(organisation, values)
        if changed:
            audit.record(session, Tag.ORGANISATION_CHANGED, actor=actor, organisation=organisation.id, fields=changed)


def _checked(session: Session, fields: Fields, values: dict[str, Any], own_id: int | None) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for field, value in values.items():
        if field == "name":
            checked[field] = fields.line(field, value, 200)
        elif field == "number":
            checked[field] = _number(session, fields, value, own_id)
        elif field == "legal_form":
            checked[field] = fields.one_of(field, value, frozenset(LegalForm)) if value else None
        elif field == "email":
            checked[field] = fields.optional_email(field, value)
        elif field == "quota_fte":
            checked[field] = _quota(fields, value)
        elif field == "active":
            checked[field] = bool(value)
        else:
            checked[field] = fields.optional_line(field, value, _LINES[field])
    return checked


def _number(session: Session, fields: Fields, typed: str | None, own_id: int | None) -> str | None:
    digits = fields.optional_number("number", typed, enterprise_number)
    if digits:
        other = select(Organisation.id).where(Organisation.number == digits)
        if own_id is not None:
            other = other.where(Organisation.id != own_id)
        if session.scalar(other.limit(1)) is not None:
            fields.refuse("number", say("Er is al een organisatie met dit ondernemingsnummer."))
    return digits


def _quota(fields: Fields, value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        quota = float(str(value).replace(",", "."))
    except ValueError:
        quota = -1.0
    if not 0 <= quota <= 10_000:
        fields.refuse("quota_fte", say("Geef een getal van 0 tot 10 000."))
        return None
    return quota
