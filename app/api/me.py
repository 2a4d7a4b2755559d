"""Who asks."""

from __future__ import annotations

from typing import Any

from app.api import schemas
from app.api.blueprint import endpoint
from app.db import reading
from app.domain.access import Actor
from app.queries import profile


@endpoint("GET", "/me", permission=None, returns=schemas.Me)
def me(actor: Actor) -> dict[str, Any]:
    """The account behind the token, its roles and organisations."""
    with reading() as session:
        own = profile.own(session, actor)
    return {
        "id": str(own.id),
        "email": own.email,
        "name": own.name,
        "roles": sorted({role.value for role in actor.roles}),
        "organisations": [{"id": str(row.id), "key": row.key, "name": row.name} for row in own.organisations],
    }
