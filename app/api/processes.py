"""The processes in force."""

from __future__ import annotations

from typing import Any

from app.api import schemas
from app.api.blueprint import endpoint
from app.db import reading
from app.domain.access import Actor
from app.queries import processes as queries


@endpoint("GET", "/processes", permission=None, returns=schemas.Processes)
def processes(actor: Actor) -> dict[str, Any]:
    """The processes in force, with their version."""
    with reading() as session:
        rows = queries.in_force(session)
    return {"items": [{"key": row.key, "title": row.title, "version": row.version} for row in rows], "next": None}
